"""Which documents are to be made: released versions and later counterparts of which there is none yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from agreements import Pact, Version, next_change
from agreements.counterparts import Counterpart
from consortium.db import Reading
from consortium.members.store import load_agencies
from consortium.signing.sealing.execution import Execution, Site, first_counted, later_counted, release_of
from consortium.signing.sealing.paper import Paper
from consortium.signing.sealing.write_copies import joinder
from consortium.signing.sealing.write_executed import executed
from consortium.signing.store import load_pacts
from consortium.signing.store.documents import EXECUTED, JOINDER, Document, checkpoint_after, load_documents, load_place
from consortium.signing.store.signatures import load_signatures
from geo import AgencyId

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
        """The document, ready for the press."""
        if self.kind == EXECUTED:
            return executed(self.execution)
        return joinder(self.execution, executed_sha256=self.executed.sha256 if self.executed else None)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is to be made now, and the next instant at which more may be, by what is dated already."""

    wanted: tuple[Wanted, ...]
    next_at: datetime | None


async def load_wanted(reading: Reading, public_url: str) -> Outlook:
    """What is to be made of this consortium's agreements, oldest first."""
    pacts = await load_pacts(reading)
    made = await load_documents(reading)
    names = (await load_agencies(reading)).names
    site = await load_site(reading, public_url)
    found: list[Wanted] = []
    for pact in pacts:
        counterparts = await load_signatures(reading, pact.id) if _may_be_signed(pact) else ()
        for each in _of_pact(pact, counterparts, made, names, site, reading.now):
            note = await checkpoint_after(reading, pact.id, each.execution.released_at)
            found.append(replace(each, execution=replace(each.execution, checkpoint=note)))
    changes = [at for pact in pacts if (at := next_change(pact, reading.now)) is not None]
    return Outlook(tuple(sorted(found, key=lambda each: each.since)), min(changes, default=None))


async def load_made(reading: Reading, pact: Pact, version: Version) -> tuple[tuple[Document, ...], bool]:
    """The documents of an agreement, and whether the executed one of this version is still to be made."""
    made = await load_documents(reading, pact.id)
    since = release_of(pact, version, reading.now)
    if since is None or any(each.kind == EXECUTED and each.version == version.number for each in made):
        return made, False
    return made, first_counted(pact, version, await load_signatures(reading, pact.id), since) is not None


async def load_overdue(reading: Reading) -> int:
    """How many documents have been waited for longer than they should."""
    outlook = await load_wanted(reading, "")
    return sum(reading.now - each.since > OVERDUE for each in outlook.wanted)


async def load_site(reading: Reading, public_url: str) -> Site:
    """Where this consortium's signatures are made."""
    title, invented = await load_place(reading)
    return Site(consortium=title, host=urlsplit(public_url).hostname or "", origin=public_url, invented=invented)


def _may_be_signed(pact: Pact) -> bool:
    return any(fact.attested_by.startswith("signature ") for fact in pact.facts)


def _of_pact(
    pact: Pact,
    counterparts: tuple[Counterpart, ...],
    made: Iterable[Document],
    names: Mapping[AgencyId, str],
    site: Site,
    at: datetime,
) -> list[Wanted]:
    mine = [each for each in made if each.agreement == pact.id]
    keys = {(each.kind, each.inputs_digest) for each in mine}
    found = []
    for version in pact.versions if counterparts else ():
        released_at = release_of(pact, version, at)
        first = first_counted(pact, version, counterparts, released_at) if released_at else None
        if released_at is None or first is None:
            continue
        done = next((each for each in mine if each.kind == EXECUTED and each.version == version.number), None)

        def of(counterparts: tuple[Counterpart, ...], since: datetime, version: Version = version) -> Execution:
            return Execution(
                pact=pact, version=version, counterparts=counterparts, released_at=since, names=names, site=site
            )

        if done is None:
            execution = of(first, released_at)
            found.append(Wanted(kind=EXECUTED, execution=execution, since=released_at))
            continue
        for each in later_counted(pact, version, counterparts, released_at, at):
            execution = of((each,), _counts_from(pact, version, each))
            if (JOINDER, execution.inputs_digest) not in keys:
                found.append(Wanted(kind=JOINDER, execution=execution, since=execution.released_at, executed=done))
    return found


def _counts_from(pact: Pact, version: Version, counterpart: Counterpart) -> datetime:
    """When a later counterpart was given; the instant of the fact that it made."""
    dated = [
        fact.at for fact in pact.facts if fact.attested_by == counterpart.attested and fact.digest == version.digest
    ]
    return min(dated, default=counterpart.signed_at)
