"""What speaks against sealing a document: every signature is checked once more before it is printed, and every name.

A signature was checked when it was taken in. Whoever could write into the database since then could have put one there
that nobody made. So it is checked again that the passkey signed this record on a site of ours, that the log of
agreements holds it, that the scan of a paper is there, and that it is counted for the party that gave it. What does not
hold is sealed by nobody; the coordinators, the clerks and the doctor are told why.
"""

import asyncio
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from agreements import AgreementError, Fact, FactKind, Pact, PactId, Version
from agreements.counterparts import Counterpart, PaperRecord, is_scan, verify
from agreements.log import Event
from agreements.log.errors import LogError
from agreements.log.leaves import SIGNATURE
from agreements.signatures import Act
from consortium.db import Reading
from consortium.signing.evidence.passkey_site_of import Sites, asked_at, sites_of
from consortium.signing.sealing.execution import Execution
from consortium.signing.sealing.whole_names import not_printable
from consortium.signing.store import SIGNS
from consortium.signing.store.evidence import load_events, load_own
from consortium.signing.store.signatures import load_scan


@dataclass(frozen=True, slots=True)
class Doubts:
    """Why an agreement, or one version of it, is not sealed: sentences for people.

    Args:
        number: the version; ``None`` where the agreement as a whole cannot be read.
    """

    agreement: PactId
    number: int | None
    title: str
    why: tuple[str, ...]

    @property
    def what(self) -> str:
        """The agreement and version, in words."""
        return f"“{self.title}”" + ("" if self.number is None else f", version {self.number}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beside:
    """What the signatures are held against: the sites and signatures that the log names, and the scans that are there.

    ``logged``: the counterparts as the log has them.
    """

    sites: Sites
    logged: Collection[Mapping[str, object]]
    scans: frozenset[UUID]


async def load_doubts(reading: Reading, execution: Execution) -> Doubts | None:
    """What speaks against sealing this; ``None`` if nothing does."""
    pact, version = execution.pact, execution.version
    beside = await _load_beside(reading, execution)
    why = await asyncio.to_thread(lambda: tuple(_doubts(execution, beside)))
    return Doubts(pact.id, version.number, pact.title, why) if why else None


def _doubts(execution: Execution, beside: _Beside) -> Iterator[str]:
    for each in execution.counterparts:
        who = f"The signature of {each.record.name} for {each.record.agency_name}"
        if not _counted_right(each, execution.pact, execution.version):
            yield f"{who} is counted for another party, or for another text, than it was given for."
        yield from _unproven(who, each, beside)
        if each.document() not in beside.logged:
            yield f"{who} is not in the log of agreements as it is kept here."
    yield from not_printable(execution)


def _counted_right(counterpart: Counterpart, pact: Pact, version: Version) -> bool:
    """Whether the record is about this text, and the fact that counts it says no more than the record."""
    record = counterpart.record
    if (record.pact, record.version, record.digest) != (pact.id, version.number, version.digest):
        return False
    facts = [each for each in pact.facts if each.attested_by == counterpart.attested and each.digest == version.digest]
    return all(_same(each, record.act, record.agency) for each in facts)


def _same(fact: Fact, act: Act, agency: UUID) -> bool:
    return fact.kind not in _PENS or (fact.agency == agency and SIGNS.get(act) is fact.kind)


_PENS: Final = frozenset({FactKind.SIGNED, FactKind.JOINED})


def _unproven(who: str, counterpart: Counterpart, beside: _Beside) -> Iterator[str]:
    if counterpart.assertion is None:
        if counterpart.id not in beside.scans:
            yield f"{who} is on paper, and the scan that the clerk attested is not here."
        return
    try:
        site = asked_at(counterpart.assertion.client_data, beside.sites)
        verify(counterpart, rp_id=site.host, origin=site.origin)
    except (AgreementError, LogError) as wrong:
        yield f"{who} does not hold. {wrong}"


async def _load_beside(reading: Reading, execution: Execution) -> _Beside:
    pact = execution.pact.id
    logged = _events(each.leaf for each in await load_events(reading, agreement=pact) if each.kind == SIGNATURE)
    return _Beside(
        sites=sites_of(_events(each.leaf for each in await load_own(reading))),
        logged=[dict(each.body) for each in logged],
        scans=await _load_scans(reading, pact, execution.counterparts),
    )


def _events(leaves: Iterable[bytes]) -> Iterator[Event]:
    """The events; a leaf that was altered is none."""
    for leaf in leaves:
        with suppress(LogError):
            yield Event.read(leaf)


async def _load_scans(reading: Reading, pact: PactId, counterparts: Collection[Counterpart]) -> frozenset[UUID]:
    """The papers whose scan is kept and is the one that was attested."""
    found = set()
    for each in counterparts:
        if isinstance(each.record, PaperRecord):
            file = await load_scan(reading, pact, each.record.scan)
            if file is not None and is_scan(each.record, file):
                found.add(each.id)
    return frozenset(found)
