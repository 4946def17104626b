"""Add a dated fact to an agreement: a signature, a suspension, a notice, its end. None is ever changed."""

from datetime import datetime
from uuid import UUID

from agreements import AgreementError, Fact, FactKind, Pact, PactId, Standing, standing_at
from agreements.facts import OF_A_CAUSE, OF_A_VERSION
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.store import one_at_a_time
from consortium.problems import BadInput
from consortium.signing.store import load_pact, save_facts
from geo import AgencyId

_BY_HAND = frozenset({FactKind.SIGNED, FactKind.JOINED})
"""What somebody did with a pen: it cannot lie ahead, or it would bind on its day although nobody signed."""


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
    by: UUID | None = None,
) -> Standing:
    """Add a fact that holds from ``at`` on, and tell where the agreement then stands.

    A signature, a joinder, taking effect and an end are about one version: the newest, unless ``version`` names
    another by its number. ``cause`` is the short code under which a party rests; ``leaves_on`` belongs to a notice.

    Raises:
        BadInput: the fact cannot be taken, or would change nothing; nothing was written.
        NotFound: there is no such agreement.
    """
    if kind in _BY_HAND and checks.instant(at, "at") > tx.now:
        raise BadInput("A signature on paper was made in the past. Record it when it has been made.", "at")
    await one_at_a_time(tx)
    known = await load_pact(tx, pact)
    try:
        fact = Fact(
            kind=kind,
            at=checks.instant(at, "at"),
            attested_by=checks.line(attested_by, "attested_by"),
            agency=agency,
            digest=_digest(known, version) if kind in OF_A_VERSION else None,
            cause=checks.line(cause, "cause", most=40) if cause else None,
            leaves_on=checks.instant(leaves_on, "leaves_on") if leaves_on else None,
        )
        after = known.with_fact(fact)
        standing = standing_at(after, tx.now)
    except AgreementError as wrong:
        raise BadInput(str(wrong)) from wrong
    if not _matters(known, after, fact):
        raise BadInput("This would change nothing in the agreement, now or later. Look at its standing again.", "kind")
    await save_facts(tx, pact, fact)
    await record(tx, "added fact to agreement", by=by, subject=pact, kind=kind.value)
    return standing


def _digest(pact: Pact, number: int | None) -> str:
    wanted = pact.versions[-1].number if number is None else number
    for version in pact.versions:
        if version.number == wanted:
            return version.digest
    raise BadInput(f"The agreement has no version {wanted}.", "version")


def _matters(before: Pact, after: Pact, fact: Fact) -> bool:
    """Whether the fact does anything. One of several causes to rest, or its end, shows only in their sum."""
    if after.facts == before.facts:
        return False
    if after.history != before.history:
        return True
    if fact.kind not in OF_A_CAUSE or fact.agency not in standing_at(before, fact.at).parties:
        return False
    same = [
        each.kind
        for each in before.facts
        if each.kind in OF_A_CAUSE and (each.agency, each.cause) == (fact.agency, fact.cause) and each.at <= fact.at
    ]
    return (same[-1] if same else FactKind.RESUMED) is not fact.kind
