"""What a coordinator types into the form of a temporary schedule. Pure.

First the days, the hand-overs and the lines; then who has each turn, by name: a list of names helps to type, and no
script is needed. A turn that is left empty is a gap, and the look before laying it says so.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Any, Final

from consortium.duty.holders import HOLDERS
from consortium.duty.lay_temporary import Wanted
from consortium.duty.rotation_form import day
from consortium.duty.views import RotaFacts
from consortium.problems import BadInput
from geo import PersonId
from scheduling import Line, SchedulingError, Span
from scheduling.wallclock import instant, zone

MOST_DAYS: Final = 31
MOST_A_DAY: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """A temporary schedule as typed: its lines, its span, and the turns into which hand-overs cut it."""

    name: str
    lines: tuple[Line, ...]
    during: Span
    turns: tuple[Span, ...]

    def fields(self, line: Line) -> Iterator[tuple[Span, str]]:
        """The field of each turn on a line; a turn has room for several names, with semicolons between."""
        for number, turn in enumerate(self.turns):
            yield turn, f"turn_{line.value}_{number}"


def read_laid(form: Mapping[str, str], timezone: str) -> Laid:
    """The frame of a temporary schedule: everything but who has which turn.

    Raises:
        BadInput: what cannot be taken; the field is named.
    """
    if not form.get("name", "").strip():
        raise BadInput("This must be filled in.", "name")
    first, last = day(form.get("first_day", ""), "first_day"), day(form.get("last_day", ""), "last_day")
    if last <= first:
        raise BadInput("The last day must come after the first.", "last_day")
    if (last - first).days > MOST_DAYS:
        raise BadInput(f"A temporary schedule lasts {MOST_DAYS} days at most. Lay two that touch.", "last_day")
    lines = tuple(line for line in Line if form.get(f"line_{line.value}"))
    if not lines:
        raise BadInput("Choose at least one line.", "lines")
    try:
        cuts = _cuts(first, last, _hand_offs(form.get("hand_offs", "")), timezone)
        return Laid(
            name=form["name"],
            lines=lines,
            during=Span(cuts[0], cuts[-1]),
            turns=tuple(Span(a, b) for a, b in pairwise(cuts) if a < b),
        )
    except SchedulingError as wrong:
        raise BadInput(str(wrong), "first_day") from wrong


def read_shifts(form: Mapping[str, str], laid: Laid, facts: RotaFacts) -> tuple[Wanted, ...]:
    """Who has which turn. An empty turn is nobody's.

    Raises:
        BadInput: a name is nobody's who may hold that line; its field is named.
    """
    known = {line: _by_label(facts, line) for line in laid.lines}
    return tuple(
        (line, _person(label, known[line], field), turn)
        for line in laid.lines
        for turn, field in laid.fields(line)
        for label in _labels(form.get(field, ""))
    )


def labels(facts: RotaFacts, lines: Iterable[Line]) -> list[str]:
    """Whom to choose from, as they are typed: name and agency."""
    return sorted({label for line in lines for label in _by_label(facts, line)})


def grid(form: Mapping[str, str], laid: Laid) -> list[dict[str, Any]]:
    """The turns of each line with their fields, for the form."""
    return [
        {
            "line": line.value,
            "turns": [
                {"start": turn.start, "end": turn.end, "field": field, "value": form.get(field, "")}
                for turn, field in laid.fields(line)
            ],
        }
        for line in laid.lines
    ]


def _labels(value: str) -> list[str]:
    return [each.strip() for each in value.split(";") if each.strip()]


def _by_label(facts: RotaFacts, line: Line) -> dict[str, PersonId]:
    able = (card for card in facts.cards.values() if _may_hold(facts, card.person, line))
    return {f"{card.name} ({card.agency_name})" if card.agency_name else card.name: card.person for card in able}


def _may_hold(facts: RotaFacts, person: PersonId, line: Line) -> bool:
    peer = facts.peers.get(person)
    return peer is not None and peer.role in HOLDERS[line]


def _person(label: str, known: Mapping[str, PersonId], field: str) -> PersonId:
    plain = " ".join(label.casefold().split())
    whole = [person for each, person in known.items() if each.casefold() == plain]
    found = whole or [person for each, person in known.items() if each.partition(" (")[0].casefold() == plain]
    if len(found) == 1:
        return found[0]
    raise BadInput(f"“{label[:60]}” is nobody who may hold this line. Choose a name from the list.", field)


def _hand_offs(value: str) -> list[time]:
    typed = value.replace(",", " ").split()
    if not 1 <= len(typed) <= MOST_A_DAY:
        raise BadInput(f"Give one to {MOST_A_DAY} times of day, such as 07:00 or 07:00, 19:00.", "hand_offs")
    try:
        return sorted({time.fromisoformat(each).replace(tzinfo=None) for each in typed})
    except ValueError as wrong:
        raise BadInput("This is not a time of day. One looks like 07:00.", "hand_offs") from wrong


def _cuts(first: date, last: date, walls: list[time], timezone: str) -> list[Any]:
    home = zone(timezone)
    days = [first + timedelta(days=number) for number in range((last - first).days)]
    return [*(instant(each, wall, home) for each in days for wall in walls), instant(last, walls[0], home)]
