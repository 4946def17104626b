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

    ``SENT_OUT``: the frozen version went out to be signed; its window begins. ``REVIEWING``: a party's legal advisor
    began to read it. ``RESOLVED``: a party's governing body resolved to be bound. ``INSURED``: a party's certificate of
    insurance counts from then on, to ``leaves_on``. ``SIGNED``: a party named in a version signed that digest.
    ``CONSENTED``: a party lets ``about`` join. ``EMPOWERED``: an agency has let its lead agency, ``about``, act for it
    under this agreement, in writing. ``JOINED``: somebody else signed a joinder to it. ``FILED``: what the law asks to
    be filed or published is. ``ADOPTED``: the board minuted a change of terms, which needs no new signatures.
    ``IN_FORCE``: a clerk recorded that what the effectiveness clause asks for besides signatures is done from then on;
    with an agency, for that joiner. ``AFFIRMED``: a party affirms one more term. ``RENEWED``: a board or court recorded
    that the term goes on to ``leaves_on``. ``RESUMED``, ``SUSPENDED``: a party's part rests for one cause, or no longer
    for that one. ``RETRACTED``: a signature in escrow was taken back. ``DECLINED``: a party will not sign, and says
    why. ``REVOKED``: an agency took back what it let its lead agency do. ``STOPPED``: a party does not want the term to
    renew itself. ``NOTICE_GIVEN``: a party said that it will leave. ``WITHDRAWN``: a version was taken back before it
    took effect. ``ENDS``: the version's term is over from then on. ``VOIDED``: it never counted, for a reason.
    ``TERMINATED``: the whole agreement is over.
    """

    SENT_OUT = "sent_out"
    REVIEWING = "reviewing"
    RESOLVED = "resolved"
    INSURED = "insured"
    SIGNED = "signed"
    CONSENTED = "consented"
    EMPOWERED = "empowered"
    JOINED = "joined"
    FILED = "filed"
    ADOPTED = "adopted"
    IN_FORCE = "in_force"
    AFFIRMED = "affirmed"
    RENEWED = "renewed"
    RESUMED = "resumed"
    SUSPENDED = "suspended"
    RETRACTED = "retracted"
    DECLINED = "declined"
    REVOKED = "revoked"
    STOPPED = "stopped"
    NOTICE_GIVEN = "notice_given"
    WITHDRAWN = "withdrawn"
    ENDS = "ends"
    VOIDED = "voided"
    TERMINATED = "terminated"


OF_AN_AGENCY: Final = frozenset(
    {
        FactKind.REVIEWING,
        FactKind.RESOLVED,
        FactKind.INSURED,
        FactKind.SIGNED,
        FactKind.CONSENTED,
        FactKind.EMPOWERED,
        FactKind.JOINED,
        FactKind.AFFIRMED,
        FactKind.RESUMED,
        FactKind.SUSPENDED,
        FactKind.RETRACTED,
        FactKind.DECLINED,
        FactKind.REVOKED,
        FactKind.STOPPED,
        FactKind.NOTICE_GIVEN,
    }
)
"""Kinds that need an agency."""

OF_ANOTHER: Final = frozenset({FactKind.CONSENTED, FactKind.EMPOWERED, FactKind.REVOKED})
"""Kinds that name a second agency, ``about``."""

OF_ALL: Final = frozenset(
    {
        FactKind.SENT_OUT,
        FactKind.FILED,
        FactKind.ADOPTED,
        FactKind.RENEWED,
        FactKind.WITHDRAWN,
        FactKind.ENDS,
        FactKind.VOIDED,
        FactKind.TERMINATED,
    }
)
"""Kinds that are of no agency; ``IN_FORCE`` alone may have one or none."""

OF_A_VERSION: Final = frozenset(FactKind) - {
    FactKind.EMPOWERED,
    FactKind.INSURED,
    FactKind.REVOKED,
    FactKind.RESUMED,
    FactKind.SUSPENDED,
    FactKind.NOTICE_GIVEN,
    FactKind.TERMINATED,
}
"""Kinds that name the digest of one version."""

OF_A_CAUSE: Final = frozenset(
    {FactKind.SUSPENDED, FactKind.RESUMED, FactKind.DECLINED, FactKind.WITHDRAWN, FactKind.VOIDED}
)
"""Kinds that say why."""

OF_REST: Final = frozenset({FactKind.SUSPENDED, FactKind.RESUMED})
"""Kinds of which the last one for each cause says whether a party rests."""

OF_A_LATER_DAY: Final = frozenset({FactKind.NOTICE_GIVEN, FactKind.INSURED, FactKind.RENEWED})
"""Kinds that may name a later instant, ``leaves_on``; the last two must."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One dated, attested fact.

    Args:
        at: from when it holds.
        attested_by: who vouches for it, or the record that does (a passkey record, a clerk, a board minute).
        agency: whose fact it is; for ``IN_FORCE`` a joiner or nobody, for ``ENDS`` and ``TERMINATED`` nobody.
        digest: the digest of the version it is about: for ``SIGNED``, exactly what was signed.
        cause: a short code of why a party rests ("insurance"); only the same cause is lifted by ``RESUMED``.
        leaves_on: a later instant: for ``NOTICE_GIVEN`` when the party wants to leave, for ``INSURED`` when the
            certificate runs out, for ``RENEWED`` when the new term ends.
        about: for ``CONSENTED``, the agency that may join; for ``EMPOWERED`` and ``REVOKED``, the lead agency.

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
    about: AgencyId | None = None

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
        _needs(self.kind, "another agency", self.about is not None, needed=self.kind in OF_ANOTHER)
        self._check_leaving()

    @property
    def whose(self) -> AgencyId:
        """The agency of a fact whose kind is of an agency; the fact made sure of it when it was made."""
        return cast(AgencyId, self.agency)

    def _check_leaving(self) -> None:
        if self.leaves_on is None:
            if self.kind in {FactKind.INSURED, FactKind.RENEWED}:
                raise FactError(f"The fact {self.kind.value!r} needs the day until which it holds.")
            return
        if self.kind not in OF_A_LATER_DAY:
            raise FactError(f"A later day belongs to a notice, a certificate or a renewal, not to {self.kind.value!r}.")
        if utc(self.leaves_on) < self.at:
            raise FactError(f"The fact {self.kind.value!r} of {self.at} names an earlier day, {self.leaves_on}.")


def _needs(kind: FactKind, what: str, has: bool, *, needed: bool, allowed: bool | None = None) -> None:
    if needed and not has:
        raise FactError(f"The fact {kind.value!r} needs {what}.")
    if has and not (needed if allowed is None else allowed):
        raise FactError(f"The fact {kind.value!r} has no use for {what}.")
