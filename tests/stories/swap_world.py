"""What the stories of cover and swaps stand on: turns of the demo's rota, and the asks that their holders send."""

import re
from contextlib import suppress
from html import unescape
from typing import Any
from uuid import UUID

from consortium.duty.links import turn_query
from consortium.duty.swaps.field import load_field
from consortium.problems import BadInput
from geo import PersonId
from scheduling import Line, Shift, Span, shifts_by_turn, who
from tests.stories.request_world import SLUG, reading_of
from tests.stories.rota_world import WEEKS, Member, Rota


async def running(town: Rota, line: Line) -> Shift:
    """The turn that runs on a line."""
    facts, now = await town.facts()
    return next(each for each in shifts_by_turn(facts.schedule, Span(now, now + WEEKS)) if each.line is line)


async def fairest(town: Rota, turn: Shift) -> list[PersonId]:
    """Who could take a turn, the fairest first."""
    async with reading_of(town.ground) as reading:
        field = await load_field(reading)
        start = max(turn.span.start, reading.now)
        opening = field.opening(turn.line, turn.person, Span(start, turn.span.end))
        return [each.person for each in field.fairest(opening)]


async def swapper(town: Rota, turn: Shift) -> PersonId:
    """The fairest who could take a turn and has one that its holder could take for it."""
    facts, now = await town.facts()
    ahead = shifts_by_turn(facts.schedule, Span(now, now + WEEKS))
    async with reading_of(town.ground) as reading:
        field = await load_field(reading)
        for person in await fairest(town, turn):
            for hers in (each for each in ahead if each.person == person and each.span.start > now):
                with suppress(BadInput):
                    field.refuse_both(turn.line, turn.person, turn.span, person, (hers.line, hers.span))
                    return person
    raise AssertionError("nobody could swap")


async def holders(town: Rota, turn: Shift) -> frozenset[UUID]:
    """Who has the turn now, at its start or, where it runs, at this moment."""
    facts, now = await town.facts()
    return frozenset(who(facts.schedule, max(turn.span.start, now))[turn.line])


async def row_of(town: Rota, turn: Shift) -> dict[str, Any] | None:
    """The newest ask for a turn or a part of it; the demo has one of its own, of another turn."""
    rows = [row for row in await town.ground.rows("swap_ask") if row["giver"] == turn.person]
    found = [row for row in rows if turn.span.start <= row["starts_at"] < turn.span.end]
    return found[-1] if found else None


async def ask(town: Rota, turn: Shift, *, to: UUID | None = None, **more: str) -> tuple[Member, str]:
    """The holder asks for cover as the page stands when it opens: herself, and the ask's address."""
    giver = await town.member(turn.person)
    await giver.look(f"me/swaps/new?{turn_query(turn.line, turn.span)}")
    chosen = {"to": str(to)} if to else {}
    words = await giver.send("me/swaps/new", **giver.fields("Send"), **times_of(giver.page), **chosen, **more)
    assert "Your colleagues were asked by mail" in words, words
    (found,) = set(re.findall(rf'action="/{SLUG}/(me/swaps/[0-9a-f-]{{36}})"', giver.page))
    return giver, found


def times_of(page: str) -> dict[str, str]:
    """The two ends of the turn as the form shows them."""
    found = re.findall(r'name="((?:from|until)_(?:day|time))" type="\w+" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


def turns_to_give(page: str) -> list[str]:
    """The turns of one's own that the page lets one offer."""
    return [unescape(found) for found in re.findall(r'name="turn" value="([^"]+)"', page)]
