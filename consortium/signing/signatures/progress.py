"""How far the signing of one version has come: who has signed, whose turn it is, until when. Pure.

Where the version stands is ``agreements.standing_at``'s to say; here is only what the page of signing adds to it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from agreements import Fact, FactKind, Pact, Version, VersionState, days_after, standing_at
from agreements.pacts import escrow, released
from agreements.signatures import Act
from agreements.standing import OVER
from consortium.problems import NotFound
from geo import AgencyId

RACING: Final = timedelta(seconds=60)
"""A fact dated at most so far ahead was written by somebody who began a moment later than we did, and was faster."""

OPEN: Final = frozenset(
    {
        VersionState.OUT_FOR_SIGNATURE,
        VersionState.ESCROW,
        VersionState.EFFECT_PENDING,
        VersionState.IN_FORCE,
    }
)
"""The states in which a party that is named may sign, while its window is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One version on its way at an instant.

    Attributes:
        signed: whose signature stands, with the fact that says so; ``declined``: who will not, likewise.
        closes: the first instant at which it can be signed no more; ``None``: no such end.
        sent_out: when it went out to be signed.
    """

    pact: Pact
    version: Version
    at: datetime
    state: VersionState
    signed: dict[AgencyId, Fact]
    declined: dict[AgencyId, Fact]
    sent_out: datetime | None
    closes: datetime | None

    @property
    def released(self) -> bool:
        """Whether the signatures needed are there, or it is over, so that nobody takes hers back alone."""
        return self.state in OVER or released(self.pact, self.version, self.at)

    @property
    def open(self) -> bool:
        """Whether it can be signed now."""
        return self.state in OPEN and self.sent_out is not None and (self.closes is None or self.at < self.closes)

    def before(self, agency: AgencyId) -> tuple[AgencyId, ...]:
        """The parties that have to sign before this one does, by the order that the agreement sets."""
        order = self.version.terms.signing_order
        ahead = order[: order.index(agency)] if agency in order else order
        return tuple(each for each in ahead if each not in self.signed and each not in self.declined and each != agency)

    def act(self, agency: AgencyId) -> Act:
        """What a signature of this agency does: a party that is named signs, anybody else joins."""
        return Act.SIGN if agency in self.version.terms.parties else Act.JOIN


def progress(pact: Pact, number: int, now: datetime) -> Progress:
    """How far that version has come.

    Raises:
        NotFound: the agreement has no such version.
    """
    version = next((each for each in pact.versions if each.number == number), None)
    if version is None:
        raise NotFound
    at = moment(pact, now)
    about = [each for each in pact.facts if each.digest == version.digest and each.at <= at]
    sent = next((each.at for each in about if each.kind is FactKind.SENT_OUT), None)
    days = version.terms.signing_days
    signed, declined = _who(about, escrow(pact, version, at))
    return Progress(
        pact=pact,
        version=version,
        at=at,
        state=standing_at(pact, at).versions[number],
        signed=signed,
        declined=declined,
        sent_out=sent,
        closes=None if sent is None or days is None else days_after(sent, days, version.terms.calendar),
    )


def moment(pact: Pact, now: datetime) -> datetime:
    """From when a fact counts that is added now: never before one that is already there.

    A transaction's instant is that of its beginning. Two that wait for each other could else date the later act
    earlier, and so undo a release that has already been seen.
    """
    return max([now, *(fact.at for fact in pact.facts if now < fact.at <= now + RACING)])


def insured(progress: Progress, agency: AgencyId) -> Fact | None:
    """The certificate of insurance of a party that holds now, if one does."""
    return next((each for each in _of(progress, agency, FactKind.INSURED) if _lasts(each, progress.at)), None)


def resolved(progress: Progress, agency: AgencyId) -> Fact | None:
    """The resolution of a party's governing body to be bound by this version, if one is recorded."""
    found = [each for each in _of(progress, agency, FactKind.RESOLVED) if each.digest == progress.version.digest]
    return found[-1] if found else None


def reviewing(progress: Progress, agency: AgencyId) -> Fact | None:
    """That a party's counsel has read, or reads, this version."""
    found = [each for each in _of(progress, agency, FactKind.REVIEWING) if each.digest == progress.version.digest]
    return found[-1] if found else None


def _of(progress: Progress, agency: AgencyId, kind: FactKind) -> list[Fact]:
    return [
        each for each in progress.pact.facts if each.kind is kind and each.agency == agency and each.at <= progress.at
    ]


def _lasts(fact: Fact, at: datetime) -> bool:
    return fact.leaves_on is None or at < fact.leaves_on


def _who(about: list[Fact], stands: frozenset[AgencyId]) -> tuple[dict[AgencyId, Fact], dict[AgencyId, Fact]]:
    """The last fact by which each party signed, if that stands, and by which each declined."""
    made = {FactKind.SIGNED, FactKind.JOINED}
    signed = {each.whose: each for each in about if each.kind in made and each.whose in stands}
    declined = {each.whose: each for each in about if each.kind is FactKind.DECLINED and each.whose not in stands}
    return signed, declined
