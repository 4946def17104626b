"""The turn that an ask or a swap is about, from its columns and back."""

from typing import Any

from consortium.duty.store.swap_tables import OneTurn
from consortium.duty.swaps.values import Held
from scheduling import Line, Part, RotationId, ShiftId, Span, TurnRef


def held_of(row: OneTurn) -> Held:
    """What the columns say."""
    part = None
    if row.part_from is not None and row.part_until is not None:
        part = Part(row.part_from, row.part_until)
    return Held(line=Line(row.line), during=Span(row.starts_at, row.ends_at), turn=_turn(row), part=part)


def place_of(held: Held) -> dict[str, Any]:
    """The columns of it."""
    turn, part = held.turn, held.part
    rotation, index = turn if isinstance(turn, tuple) else (None, None)
    return {
        "line": held.line,
        "rotation": rotation,
        "turn_index": index,
        "shift": None if isinstance(turn, tuple) else turn,
        "part_from": None if part is None else part.start,
        "part_until": None if part is None else part.end,
        "starts_at": held.during.start,
        "ends_at": held.during.end,
    }


def _turn(row: OneTurn) -> TurnRef | None:
    if row.rotation is not None and row.turn_index is not None:
        return RotationId(row.rotation), row.turn_index
    return None if row.shift is None else ShiftId(row.shift)
