"""Add a dated fact to an agreement: a signature, a suspension, a notice, its end. None is ever changed."""

from datetime import datetime
from uuid import UUID

from agreements import AgreementError, Fact, FactKind, Pact, PactId, Standing, standing_at
from agreements.facts import OF_A_VERSION
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
) -> Standing:
    """Add a fact that holds from ``at`` on, and tell where the agreement then stands.

    Most facts are about one version: the newest, unless ``version`` names another by its number. ``cause`` is the
    short code under which a party rests, or why it declines, or why a version is void or taken back. ``leaves_on``
    belongs to a notice, a certificate and a renewal; ``about`` is the agency that a consent lets join.

    Raises:
        BadInput: the fact cannot be taken, or would change nothing; nothing was written.
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
            digest=_digest(known, version) if kind in OF_A_VERSION else None,
            cause=checks.line(cause, "cause", most=400) if cause else None,
            leaves_on=checks.instant(leaves_on, "leaves_on") if leaves_on else None,
            about=about,
        )
        standing = standing_at(known.with_fact(fact), tx.now)
    except AgreementError as wrong:
        raise BadInput(str(wrong)) from wrong
    if useless := why_useless(known, fact):
        raise BadInput(useless, "kind")
    await save_facts(tx, pact, fact)
    await record(tx, "added fact to agreement", by=by, subject=pact, kind=kind.value)
    return standing


def _digest(pact: Pact, number: int | None) -> str:
    wanted = pact.versions[-1].number if number is None else number
    for version in pact.versions:
        if version.number == wanted:
            return version.digest
    raise BadInput(f"The agreement has no version {wanted}.", "version")
