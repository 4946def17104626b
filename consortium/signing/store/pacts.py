"""Agreements as they are read. Every row is checked when it is read, and read again as soon as anybody changes it.

A process remembers each agreement that it has read under a mark of its rows, which is another one as soon as any of
them is. An agreement whose rows can't be read as what was signed is left out: nothing is done under it, and the others
go on.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

import structlog

from agreements import Pact, PactId, Reach, Surroundings
from agreements.broken import Broken
from agreements.errors import BrokenError
from consortium.db import Reading
from consortium.problems import NotFound
from consortium.signing.store.pact_rows import ReadPact, load_marks, load_rows, made_of
from consortium.signing.store.surroundings import load_surroundings

_MOST: Final = 256
"""So many agreements are remembered in one process, the one asked longest ago is forgotten first."""
log = structlog.get_logger("consortium.signing")


@dataclass(slots=True)
class PactsAtHand:
    """The agreements that a process has read from one database, and what each consortium's together let anybody do."""

    read: OrderedDict[tuple[UUID, UUID], ReadPact] = field(default_factory=OrderedDict)
    reaches: dict[UUID, Reach] = field(default_factory=dict)

    def known(self, consortium: UUID, pact: UUID) -> ReadPact | None:
        """What was read of an agreement last."""
        found = self.read.get((consortium, pact))
        if found is not None:
            self.read.move_to_end((consortium, pact))
        return found

    def keep(self, consortium: UUID, pact: UUID, read: ReadPact) -> None:
        """Remember an agreement, and forget the one that was asked longest ago where there are too many."""
        self.read[consortium, pact] = read
        self.read.move_to_end((consortium, pact))
        while len(self.read) > _MOST:
            self.read.popitem(last=False)


async def load_pacts(reading: Reading, only: Collection[PactId] | None = None) -> tuple[Pact, ...]:
    """Every agreement with its versions and facts, or only some, by title; one query while none was changed.

    One that can't be read as it was signed is left out: see :func:`load_broken`. Where effect is evaluated, a signature
    or joinder counts only while the record of it is kept beside the fact.
    """
    return tuple(each for each in await _load(reading, only) if isinstance(each, Pact))


async def load_broken(reading: Reading, *, anew: bool = False) -> tuple[Broken, ...]:
    """What is left of the agreements that can't be read as they were signed; ``anew``: nothing is taken from memory."""
    at_hand = PactsAtHand() if anew else reading.memory.of(PactsAtHand)
    return tuple(each for each in await _load(reading, None, at_hand) if isinstance(each, Broken))


async def load_pact(reading: Reading, pact: PactId) -> Pact:
    """One agreement; one query while it was not changed.

    Raises:
        NotFound: there is none of that id.
        BrokenError: its rows were altered so that they are not what was signed any more.
    """
    found = await _load(reading, [pact])
    if not found:
        raise NotFound
    if isinstance(found[0], Broken):
        raise BrokenError(found[0].wrong)
    return found[0]


async def load_reach(reading: Reading) -> Reach:
    """What all agreements together let anybody do, by today's places and laws; the same one while nothing changed."""
    found, around = await _load(reading, None), await load_surroundings(reading)
    reaches = reading.memory.of(PactsAtHand).reaches
    known = reaches.get(reading.consortium)
    if known is None or not _same(known, found, around):
        pacts = tuple(each for each in found if isinstance(each, Pact))
        broken = tuple(each for each in found if isinstance(each, Broken))
        known = Reach(pacts, around, broken)
        reaches[reading.consortium] = known
    return known


def _same(reach: Reach, found: Iterable[Pact | Broken], around: Surroundings) -> bool:
    return {id(each) for each in (*reach.pacts, *reach.broken)} == {id(each) for each in found} and (
        reach.around == around
    )


async def _load(
    reading: Reading, only: Collection[PactId] | None, at_hand: PactsAtHand | None = None
) -> list[Pact | Broken]:
    """Each as it was read under its mark; what is not at hand is read, and worked out beside the event loop."""
    kept = at_hand if at_hand is not None else reading.memory.of(PactsAtHand)
    marks = await load_marks(reading, only)
    known = {pact: kept.known(reading.consortium, pact) for pact, _ in marks}
    changed = {pact: known[pact] for pact, mark in marks if (was := known[pact]) is None or was.mark != mark}
    if changed:
        rows = await load_rows(reading, {pact: mark[0] for pact, mark in marks}, changed)
        made = await asyncio.to_thread(lambda: {pact: made_of(rows.of(pact)) for pact in changed})
        for pact, read in made.items():
            kept.keep(reading.consortium, pact, read)
            known[pact] = read
            if isinstance(read.found, Broken):
                log.error("an agreement cannot be read as it was signed", agreement=str(pact), wrong=read.found.wrong)
    return [each.found for pact, _ in marks if (each := known[pact]) is not None]
