"""Rows of the rota to values and back; the only SQL of the desk."""

from consortium.duty.store.offers import load_offers, save_offer, set_offer
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

__all__ = [
    "cut_override",
    "load_answering",
    "load_coordinators",
    "load_offers",
    "load_rotation_names",
    "load_rotations",
    "load_schedule",
    "next_number",
    "save_offer",
    "save_override",
    "save_rotation",
    "set_last_day",
    "set_offer",
    "withdraw_override",
    "withdraw_rotation",
]
