"""Add a dated fact to an agreement: a signature, a suspension, a notice, its end. None is ever changed."""

from datetime import datetime
from typing import Final
from uuid import UUID

from agreements import AgreementError, Fact, FactKind, Pact, PactId, Standing, Version, standing_at
from agreements.facts import OF_A_VERSION
from agreements.standing import OVER
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.store import one_at_a_time
from consortium.problems import BadInput
from consortium.signing.store import load_pact, save_facts
from consortium.signing.would_do import why_useless
from geo import AgencyId

_MAY_LIE_AHEAD = frozenset(
    {
        FactKind.ADOPTED,
        FactKind.IN_FORCE,
        FactKind.ENDS,
        FactKind.SUSPENDED,
        FactKind.RESUMED,
        FactKind.INSURED,
        FactKind.TERMINATED,
    }
)
"""All else is an act of somebody's hand: dated ahead it would bind, or loosen, on its day although nobody did it."""
_TOO_EARLY = "This was done at a time that has passed. Record it when it has been done."
_TOO_EARLY_A_PEN = "A signature on paper was made in the past. Record it when it has been made."
_PENS = frozenset({FactKind.SIGNED, FactKind.JOINED})
_DATED_PAPER: Final = _PENS
"""What is attested with the day that stands on the paper; all else holds from now on at the earliest."""
_LATE: Final = "This day is over. What was in force until now is not changed by what is recorded today."
_WHICH: Final = "Several versions are open. Say which one it is about."
_OF_THE_TERM: Final = frozenset(
    {FactKind.ENDS, FactKind.AFFIRMED, FactKind.STOPPED, FactKind.RENEWED, FactKind.CONSENTED}
)
"""About a version that binds somebody, and about no draft of the next."""


async def add_fact(
    tx: Transaction,
    *,
    pact: PactId,
    kind: FactKind,
    at: datetime,
    attested_by: str,
    agency: AgencyId | None = None,
    version: int | None = None,
    cause: str | None = None,
    leaves_on: datetime | None = None,
    about: AgencyId | None = None,
    by: UUID | None = None,
    scan: str | None = None,
) -> Standing:
    """Add a fact that holds from ``at`` on, and tell where the agreement then stands.

    Without ``version``, its number, a fact is about the one that is meant: see :func:`version_meant`.
    ``cause`` is the short code under which a party rests, or why it declines, or why a version is void or taken back.
    ``leaves_on`` belongs to a notice, a certificate and a renewal; ``about`` is the agency that a consent lets join.
    ``scan`` is the digest of a paper that was kept with the agreement.

    Raises:
        BadInput: the fact cannot be taken, lies in the past, or would change nothing; nothing was written.
        NotFound: there is no such agreement.
    """
    if kind not in _MAY_LIE_AHEAD and checks.instant(at, "at") > tx.now:
        raise BadInput(_TOO_EARLY_A_PEN if kind in _PENS else _TOO_EARLY, "at")
    await one_at_a_time(tx)
    known = await load_pact(tx, pact)
    try:
        fact = Fact(
            kind=kind,
            at=checks.instant(at, "at"),
            attested_by=checks.line(attested_by, "attested_by"),
            agency=agency,
            digest=_digest(known, kind, agency, version, tx.now) if kind in OF_A_VERSION else None,
            cause=checks.line(cause, "cause", most=400) if cause else None,
            leaves_on=checks.instant(leaves_on, "leaves_on") if leaves_on else None,
            about=about,
        )
        standing = standing_at(known.with_fact(fact), tx.now)
    except AgreementError as wrong:
        raise BadInput(str(wrong)) from wrong
    if useless := why_useless(known, fact):
        raise BadInput(useless, "kind")
    if kind not in _DATED_PAPER and fact.at < tx.now:
        raise BadInput(_LATE, "at")
    await save_facts(tx, pact, fact, scan=scan)
    await record(tx, "added fact to agreement", by=by, subject=pact, kind=kind.value)
    return standing


def version_meant(pact: Pact, kind: FactKind, agency: AgencyId | None, at: datetime) -> Version:
    """The version that a fact is about if nobody says which.

    For what happens in a term, the one that binds the agency, or the one in force; for a signature or its effect, the
    one that is open to it. An amendment that waits for signatures is thus not ended in the place of what is in force.

    Raises:
        BadInput: none is meant, or it could be several.
    """
    standing = standing_at(pact, at)
    if kind in _OF_THE_TERM:
        bound = [each.version for each in standing.bindings if agency is None or agency in each.members]
        found = bound or [each for each in pact.versions if standing.versions[each.number] not in OVER]
    else:
        found = [each for each in pact.versions if standing.versions[each.number] not in OVER]
    if len(found) == 1:
        return found[0]
    if not found:
        return pact.versions[-1]
    raise BadInput(_WHICH, "version")


def _digest(pact: Pact, kind: FactKind, agency: AgencyId | None, number: int | None, at: datetime) -> str:
    if number is None:
        return version_meant(pact, kind, agency, at).digest
    for version in pact.versions:
        if version.number == number:
            return version.digest
    raise BadInput(f"The agreement has no version {number}.", "version")
