"""The form to ask for cover: one turn, the part of it that is meant, and whom to ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consortium.db import Reading
from consortium.duty.hand_over import load_turn
from consortium.duty.links import read_line, read_span
from consortium.duty.see_changes import read_times
from consortium.duty.see_swaps import form_fields, see_able, see_first
from consortium.duty.store.swap_asks import load_manner
from consortium.duty.swaps.field import load_field
from consortium.duty.swaps.values import ANSWER_WITHIN
from consortium.duty.views import RotaFacts
from consortium.problems import BadInput
from geo import PersonId
from scheduling import Line, Span

_TIMES = ("from_day", "from_time", "until_day", "until_time")
_TURN = ("line", "from", "until")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A turn, the time of it for which cover is asked, and the one colleague to ask, if one was chosen."""

    line: Line
    turn: Span
    wanted: Span
    chosen: PersonId | None


def form_of_turn(form: Mapping[str, str], timezone: str) -> Wanted:
    """What a form or an address asks for. Ends left as they stood mean the whole turn.

    Raises:
        BadInput: it names no turn, or a part that is none of it.
    """
    line, turn = read_line(form.get("line", "")), read_span(form.get("from", ""), form.get("until", ""))
    wanted, shown = turn, form_fields(line, turn, timezone)
    if any(form.get(name, shown[name]) != shown[name] for name in _TIMES):
        wanted = read_times({**shown, **form}, timezone)
        if not turn.contains(wanted):
            raise BadInput("A part of a turn lies within the turn.", "from_day")
    chosen = form.get("to", "")
    return Wanted(line=line, turn=turn, wanted=wanted, chosen=person_of(chosen, "to") if chosen else None)


def person_of(value: str, field: str) -> PersonId:
    """The person whom a field names.

    Raises:
        BadInput: it names none.
    """
    try:
        return PersonId(UUID(value))
    except ValueError as wrong:
        raise BadInput("Choose a colleague.", field) from wrong


async def asking_page(
    reading: Reading, facts: RotaFacts, giver: PersonId, form: Mapping[str, str], timezone: str
) -> dict[str, Any]:
    """What the form shows: the turn, who would be asked first, who else could take it and why in that order.

    Raises:
        BadInput: the address names no turn.
        Conflict: it is not the giver's, or is over.
    """
    line, span = read_line(form.get("line", "")), read_span(form.get("from", ""), form.get("until", ""))
    turn = await load_turn(reading, line=line, holder=giver, during=span)
    field = await load_field(reading, base=turn)
    able, manner = field.fairest(field.opening(line, giver, turn.during)), await load_manner(reading)
    return {
        "turn": {
            "line": line.value,
            "start": turn.during.start,
            "end": turn.during.end,
            "fields": {name: form.get(name, "") for name in _TURN},
        },
        "running": turn.during.start <= reading.now,
        "minutes": int(ANSWER_WITHIN.total_seconds() // 60),
        "times": {**form_fields(line, span, timezone), **{name: form[name] for name in _TIMES if name in form}},
        "first": see_first(able, turn.during, manner, reading.now),
        "able": see_able(able),
        "chosen": form.get("to", ""),
    }
