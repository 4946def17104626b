"""Rows of the rota to values and back; the only SQL of the desk."""

from consortium.duty.store.pauses import KeptPause, cut_pause, delete_pause, load_pauses, save_pause
from consortium.duty.store.people import load_answering, load_coordinators
from consortium.duty.store.rota import (
    cut_override,
    load_rotation_names,
    load_rotations,
    load_schedule,
    next_number,
    save_override,
    save_rotation,
    set_last_day,
    withdraw_override,
    withdraw_rotation,
)
from consortium.duty.store.served import load_served, recorded_until, save_served
from consortium.duty.store.temporary import (
    Temporary,
    cut_temporary,
    load_temporaries,
    next_temporary_number,
    save_temporary,
    withdraw_temporary,
)

__all__ = [
    "KeptPause",
    "Temporary",
    "cut_override",
    "cut_pause",
    "cut_temporary",
    "delete_pause",
    "load_answering",
    "load_coordinators",
    "load_pauses",
    "load_rotation_names",
    "load_rotations",
    "load_schedule",
    "load_served",
    "load_temporaries",
    "next_number",
    "next_temporary_number",
    "recorded_until",
    "save_override",
    "save_pause",
    "save_rotation",
    "save_served",
    "save_temporary",
    "set_last_day",
    "withdraw_override",
    "withdraw_rotation",
    "withdraw_temporary",
]
