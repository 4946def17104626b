"""Issue a roster annex: each agency listed designates each peer listed to serve its own people."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from agreements import Acceptance, Designation, PactId
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.store import one_at_a_time
from consortium.problems import BadInput
from consortium.signing.store import load_pact, next_annex, save_designations, who_answers
from consortium.signing.who_designates import who_designates
from geo import AgencyId, PersonId


async def designate_peers(
    tx: Transaction,
    *,
    pact: PactId,
    agencies: Collection[AgencyId],
    peers: Collection[PersonId],
    since: datetime,
    manner: Acceptance = Acceptance.SIGNED,
    by: UUID | None = None,
) -> int:
    """Add an annex under an agreement, and tell its number.

    ``since`` is when the heads signed the annex, or for ``Acceptance.DEEMED`` when they were notified. A designation
    counts only while its agreement is in force, and for who is trained.

    Raises:
        BadInput: somebody listed cannot be, or ``since`` lies ahead; nothing was written.
        NotFound: there is no such agreement.
    """
    await one_at_a_time(tx)
    known = await load_pact(tx, pact)
    from_when = checks.instant(since, "since")
    if from_when > tx.now:
        raise BadInput("An annex is recorded once it is signed, or once its parties were notified.", "since")
    if not agencies or not peers:
        raise BadInput("An annex lists at least one agency and one peer.", "peers")
    if not set(agencies) <= await who_designates(tx, known):
        raise BadInput("An agency that designates must be bound by this agreement, or named in it.", "agencies")
    if not set(peers) <= await who_answers(tx):
        raise BadInput("Only peers, chaplains and clinicians of this consortium can be designated.", "peers")
    annex = await next_annex(tx, pact)
    await save_designations(
        tx,
        tuple(
            Designation(agency=agency, person=person, pact=pact, annex=annex, since=from_when, manner=manner)
            for agency in sorted(set(agencies))
            for person in sorted(set(peers))
        ),
    )
    await record(
        tx, "issued roster annex", by=by, subject=pact, annex=annex, agencies=len(set(agencies)), peers=len(set(peers))
    )
    return annex
