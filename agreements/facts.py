"""Dated facts about an agreement: the only things its standing is made of.

A fact is added and never changed. Its ``at`` is the instant from which it holds; a fact dated in the future has no
effect before. When the fact was written down is the journal's matter.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, cast

from agreements.errors import FactError
from agreements.times import utc
from geo.names import AgencyId


class FactKind(StrEnum):
    """What happened. Those that bind stand before those that loosen: in that order facts of one instant are taken.

    ``SIGNED``: a party named in a version signed that digest. ``JOINED``: somebody else signed a joinder to it.
    ``IN_FORCE``: what the effectiveness clause asks for besides signatures (filing, resolutions, date) is done from
    then on; with an agency, for that joiner. ``SUSPENDED``, ``RESUMED``: a party's part rests for one cause, or no
    longer for that one. ``NOTICE_GIVEN``: a party said that it will leave. ``ENDS``: the version's term is over from
    then on. ``TERMINATED``: the whole agreement is over.
    """

    SIGNED = "signed"
    JOINED = "joined"
    IN_FORCE = "in_force"
    RESUMED = "resumed"
    SUSPENDED = "suspended"
    NOTICE_GIVEN = "notice_given"
    ENDS = "ends"
    TERMINATED = "terminated"


OF_AN_AGENCY: Final = frozenset(
    {FactKind.SIGNED, FactKind.JOINED, FactKind.SUSPENDED, FactKind.RESUMED, FactKind.NOTICE_GIVEN}
)
OF_A_VERSION: Final = frozenset({FactKind.SIGNED, FactKind.JOINED, FactKind.IN_FORCE, FactKind.ENDS})
OF_A_CAUSE: Final = frozenset({FactKind.SUSPENDED, FactKind.RESUMED})
OF_ALL: Final = frozenset({FactKind.ENDS, FactKind.TERMINATED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One dated, attested fact.

    Args:
        at: from when it holds.
        attested_by: who vouches for it, or the record that does (a passkey record, a clerk, a board minute).
        agency: whose fact it is; for ``IN_FORCE`` a joiner or nobody, for ``ENDS`` and ``TERMINATED`` nobody.
        digest: the digest of the version it is about: for ``SIGNED``, exactly what was signed.
        cause: a short code of why a party rests ("insurance"); only the same cause is lifted by ``RESUMED``.
        leaves_on: for ``NOTICE_GIVEN``, a later day on which the party wants to leave.

    Raises:
        FactError: a part is missing, or one is there that the kind has no use for.
        InstantError: a time is not an instant in UTC.
    """

    kind: FactKind
    at: datetime
    attested_by: str
    agency: AgencyId | None = None
    digest: str | None = None
    cause: str | None = None
    leaves_on: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse a fact that nobody vouches for, or that says too little or too much."""
        utc(self.at)
        if not self.attested_by.strip():
            raise FactError(f"Nobody vouches for the fact {self.kind.value!r}.")
        _needs(
            self.kind,
            "an agency",
            self.agency is not None,
            needed=self.kind in OF_AN_AGENCY,
            allowed=self.kind not in OF_ALL,
        )
        _needs(self.kind, "the digest of a version", self.digest is not None, needed=self.kind in OF_A_VERSION)
        _needs(self.kind, "a cause", bool((self.cause or "").strip()), needed=self.kind in OF_A_CAUSE)
        self._check_leaving()

    @property
    def whose(self) -> AgencyId:
        """The agency of a fact whose kind is of an agency; the fact made sure of it when it was made."""
        return cast(AgencyId, self.agency)

    def _check_leaving(self) -> None:
        if self.leaves_on is None:
            return
        if self.kind is not FactKind.NOTICE_GIVEN:
            raise FactError(f"A day of leaving belongs to a notice, not to {self.kind.value!r}.")
        if utc(self.leaves_on) < self.at:
            raise FactError(f"The notice of {self.at} names an earlier day of leaving, {self.leaves_on}.")


def _needs(kind: FactKind, what: str, has: bool, *, needed: bool, allowed: bool | None = None) -> None:
    if needed and not has:
        raise FactError(f"The fact {kind.value!r} needs {what}.")
    if has and not (needed if allowed is None else allowed):
        raise FactError(f"The fact {kind.value!r} has no use for {what}.")
