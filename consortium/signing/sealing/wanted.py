"""Which documents are to be made: released versions and later counterparts that stand in none yet."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from agreements import AgreementError, Pact, PactId, Version, next_change
from agreements.counterparts import Counterpart
from consortium.db import Reading
from consortium.members.store import load_agencies
from consortium.signing.sealing.doubts import Doubts, load_doubts
from consortium.signing.sealing.execution import (
    Execution,
    Site,
    first_counted,
    given_at,
    later_counted,
    release_of,
)
from consortium.signing.sealing.paper import Paper
from consortium.signing.sealing.write_copies import joinder
from consortium.signing.sealing.write_executed import executed
from consortium.signing.store import SIGNS, load_broken, load_pacts
from consortium.signing.store.documents import (
    EXECUTED,
    JOINDER,
    Document,
    checkpoint_after,
    load_documents,
    load_held,
    load_place,
)
from consortium.signing.store.signatures import load_signatures
from geo import AgencyId

_SIGNATURE: Final = "signature "
OVERDUE: Final = timedelta(minutes=5)
"""After so long without a document, somebody is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One document that is to be made.

    Args:
        executed: for a later counterpart, the executed document that it adds to.
        since: from when it could have been made.
    """

    kind: str
    execution: Execution
    since: datetime
    executed: Document | None = None

    def paper(self) -> Paper:
        """The document, ready for the press.

        Raises:
            CannotPrintError: a name in it has a character that our fonts do not have.
        """
        if self.kind == EXECUTED:
            return executed(self.execution)
        return joinder(self.execution, executed_sha256=self.executed.sha256 if self.executed else None)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is to be made now.

    Args:
        unread: agreements that cannot be read.
        looked_at: every agreement that was looked at.
        next_at: when more may be to be made of each, by what is dated already.
    """

    wanted: tuple[Wanted, ...]
    unread: tuple[Doubts, ...]
    looked_at: frozenset[PactId]
    next_at: Mapping[PactId, datetime]


@dataclass(frozen=True, slots=True)
class Made:
    """The documents of an agreement; ``wanted``: that of the version is still to be made; ``doubted``: and can't be."""

    documents: tuple[Document, ...]
    wanted: bool = False
    doubted: bool = False


async def load_wanted(reading: Reading, public_url: str, only: Collection[PactId] | None = None) -> Outlook:
    """What is to be made of this consortium's agreements, or of some of them, oldest first."""
    pacts = await load_pacts(reading, only)
    unread = await _unread(reading, only) if only is None or len(pacts) < len(only) else []
    made, held = await load_documents(reading), await load_held(reading)
    marks = frozenset(f"{_SIGNATURE}{each}" for each in held)
    names = (await load_agencies(reading)).names
    site = await load_site(reading, public_url)
    found: list[Wanted] = []
    for pact in pacts:
        mine = [each for each in made if each.agreement == pact.id]
        try:
            counterparts = await load_signatures(reading, pact.id) if _open(pact, marks) else ()
        except AgreementError as altered:
            unread.append(Doubts(pact.id, None, pact.title, (str(altered),)))
            continue
        for each in _of_pact(pact, counterparts, mine, held, names, site, reading.now):
            note = await checkpoint_after(reading, pact.id, each.execution.released_at)
            found.append(replace(each, execution=replace(each.execution, checkpoint=note)))
    changes = {pact.id: at for pact in pacts if (at := next_change(pact, reading.now)) is not None}
    looked_at = frozenset({*(each.id for each in pacts), *(each.agreement for each in unread)})
    return Outlook(tuple(sorted(found, key=lambda each: each.since)), tuple(unread), looked_at, changes)


async def load_made(reading: Reading, pact: Pact, version: Version) -> Made:
    """The documents of an agreement, and whether the executed one of this version is still to be made."""
    made = await load_documents(reading, pact.id)
    since = release_of(pact, version, reading.now)
    if since is None or any(each.kind == EXECUTED and each.version == version.number for each in made):
        return Made(made)
    try:
        counts = first_counted(pact, version, await load_signatures(reading, pact.id), since)
    except AgreementError:
        return Made(made, wanted=True, doubted=True)
    if counts is None:
        return Made(made)
    names = (await load_agencies(reading)).names
    site = await load_site(reading, "")
    execution = Execution(pact=pact, version=version, counterparts=counts, released_at=since, names=names, site=site)
    return Made(made, wanted=True, doubted=await load_doubts(reading, execution) is not None)


async def load_overdue(reading: Reading) -> int:
    """How many documents have been waited for longer than they should."""
    outlook = await load_wanted(reading, "")
    return sum(reading.now - each.since > OVERDUE for each in outlook.wanted)


async def load_all_doubts(reading: Reading) -> tuple[Doubts, ...]:
    """Why documents that are wanted cannot be sealed, of every agreement."""
    outlook = await load_wanted(reading, "")
    found = [await load_doubts(reading, each.execution) for each in outlook.wanted]
    return (*outlook.unread, *(each for each in found if each is not None))


async def load_site(reading: Reading, public_url: str) -> Site:
    """Where this consortium's signatures are made."""
    title, invented = await load_place(reading)
    return Site(consortium=title, host=urlsplit(public_url).hostname or "", origin=public_url, invented=invented)


async def _unread(reading: Reading, only: Collection[PactId] | None) -> list[Doubts]:
    """The agreements whose rows are not what was signed any more: nothing of them is sealed, and the others go on."""
    broken = await load_broken(reading)
    return [Doubts(each.id, None, each.title, (each.wrong,)) for each in broken if only is None or each.id in only]


def _open(pact: Pact, held: Collection[str]) -> bool:
    """Whether a signature is there that stands in no document: only then is anything to be made."""
    pens = (fact for fact in pact.facts if fact.kind in SIGNS.values())
    return any(fact.attested_by.startswith(_SIGNATURE) and fact.attested_by not in held for fact in pens)


def _of_pact(
    pact: Pact,
    counterparts: tuple[Counterpart, ...],
    made: Iterable[Document],
    held: Collection[UUID],
    names: Mapping[AgencyId, str],
    site: Site,
    at: datetime,
) -> Iterator[Wanted]:
    mine = {each.version: each for each in made if each.kind == EXECUTED}
    for version in pact.versions if counterparts else ():
        released_at = release_of(pact, version, at)
        if released_at is None:
            continue

        def of(some: tuple[Counterpart, ...], given: datetime, version: Version = version) -> Execution:
            return Execution(pact=pact, version=version, counterparts=some, released_at=given, names=names, site=site)

        done = mine.get(version.number)
        if done is None:
            first = first_counted(pact, version, counterparts, released_at)
            if first is not None:
                yield Wanted(kind=EXECUTED, execution=of(first, released_at), since=released_at)
            continue
        for each, since in later_counted(pact, version, counterparts, released_at, at, held=held):
            execution = of((each,), given_at(pact, version, each))
            yield Wanted(kind=JOINDER, execution=execution, since=since, executed=done)
