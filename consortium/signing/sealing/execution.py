"""What an executed document is made from, and which signatures it counts. Pure: records in, decisions out.

The document holds the counterparts that counted at the instant of release, as far as they were there when it was made.
Whoever signs or joins afterwards gets a document of its own, so that nobody's executed document is ever touched again;
so does whoever signed while it was being made, and whose signature is dated alike. What a kept document holds is
therefore looked up and never worked out from the time.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from agreements import FactKind, Pact, Version, digest
from agreements.counterparts import Counterpart
from agreements.pacts import counted, released
from geo import AgencyId

INPUTS_FORM: Final = "consortium executed document, form 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where the signatures were made: what whoever checks a passkey's answer has to know.

    Args:
        consortium: the consortium's name.
        host: the name that passkeys are bound to; ``origin`` the address that their answers name.
        invented: it is one of the demo's: its documents say so on every page.
    """

    consortium: str
    host: str
    origin: str
    invented: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """One version, and the counterparts that make it an executed one.

    Args:
        counterparts: those that count, by the instant from which they do.
        released_at: the instant at which the last signature needed was there.
        names: what the agencies are called, for parties that have not signed.
        checkpoint: the signed head of the event log after the last counterpart, empty where there is none.
    """

    pact: Pact
    version: Version
    counterparts: tuple[Counterpart, ...]
    released_at: datetime
    names: Mapping[AgencyId, str]
    site: Site
    checkpoint: str = ""

    @property
    def inputs_digest(self) -> str:
        """The digest of what the document stands for: the version and the counterparts, by their own digests."""
        return inputs_digest(self.version, self.counterparts)

    def name(self, agency: AgencyId) -> str:
        """What an agency is called: as it signed, else as it is called now."""
        signed = next((each.record.agency_name for each in self.counterparts if each.agency == agency), None)
        return signed or self.names.get(agency, str(agency))


def inputs_digest(version: Version, counterparts: Iterable[Counterpart]) -> str:
    """What an artefact is keyed by; the same whoever computes it, in whichever order the counterparts come."""
    records = sorted(digest(each.document()) for each in counterparts)
    return digest({"form": INPUTS_FORM, "version": version.digest, "counterparts": records})


def release_of(pact: Pact, version: Version, at: datetime) -> datetime | None:
    """The first instant up to ``at`` at which the version's escrow was over; ``None`` while it is not."""
    dated = sorted({fact.at for fact in pact.facts if fact.at <= at})
    return next((instant for instant in dated if released(pact, version, instant)), None)


def first_counted(
    pact: Pact, version: Version, counterparts: Iterable[Counterpart], released_at: datetime
) -> tuple[Counterpart, ...] | None:
    """The counterparts that counted at the release; ``None`` where one of them is no record of ours.

    An agreement that was signed on paper and only recorded here has its original elsewhere: nothing is made of it.
    """
    attested = _attested(pact, version, released_at)
    known = {each.attested: each for each in counterparts}
    if not attested or not known.keys() >= attested:
        return None
    return _in_order(known[each] for each in attested)


def later_counted(
    pact: Pact,
    version: Version,
    counterparts: Iterable[Counterpart],
    released_at: datetime,
    at: datetime,
    *,
    held: Collection[UUID],
) -> Iterator[tuple[Counterpart, datetime]]:
    """The counterparts that have counted since the release and stand in no document, each with since when.

    Late signatures, joinders that were let in, and whoever signed at the very instant of the release.
    """
    for each in _in_order(each for each in counterparts if each.id not in held):
        since = _counts_from(pact, version, each, released_at, at)
        if since is not None:
            yield each, since


def given_at(pact: Pact, version: Version, counterpart: Counterpart) -> datetime:
    """When a counterpart was given: the instant of the fact that it made."""
    dated = [
        fact.at for fact in pact.facts if fact.attested_by == counterpart.attested and fact.digest == version.digest
    ]
    return min(dated, default=counterpart.signed_at)


def _counts_from(
    pact: Pact, version: Version, counterpart: Counterpart, released_at: datetime, at: datetime
) -> datetime | None:
    """The first instant from the release on at which it counts, also if it counts no more; ``None``: it never did."""
    first = max(released_at, given_at(pact, version, counterpart))
    instants = (first, *(change for change in pact.changes if first < change <= at))
    return next((each for each in instants if counterpart.attested in _attested(pact, version, each)), None)


def _attested(pact: Pact, version: Version, at: datetime) -> frozenset[str]:
    """What attests the signatures and joinders that count at an instant: of each party its newest."""
    newest = {
        fact.agency: fact.attested_by
        for fact in pact.facts
        if fact.kind in {FactKind.SIGNED, FactKind.JOINED} and fact.digest == version.digest and fact.at <= at
    }
    return frozenset(newest[agency] for agency in counted(pact, version, at) if agency in newest)


def _in_order(counterparts: Iterable[Counterpart]) -> tuple[Counterpart, ...]:
    return tuple(sorted(counterparts, key=lambda each: (each.signed_at, str(each.id))))
