"""Suspend an agency's part in its agreements, and resume it: a dated fact in each, for one cause at a time."""

from typing import Final
from uuid import UUID

from agreements import Fact, FactKind, Pact
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.store import agency_locked, one_at_a_time
from consortium.problems import Conflict
from consortium.signing.rest import Cause, may_rest, may_rest_for, rests_in
from consortium.signing.store import load_pacts, save_facts
from geo import AgencyId

BY_PAPER: Final = frozenset({Cause.INSURANCE.value, Cause.ACCREDITATION.value})


async def suspend_agency(
    tx: Transaction, *, agency: AgencyId, cause: Cause, attested_by: str, by: UUID | None = None
) -> None:
    """Let the agency's part rest from now on, in every agreement that has it as a party.

    It has no agreement in force then, so it is in no part of the region: its officers' line vanishes from the help
    page, its peers are asked by nobody, and a part that no longer hides its officers is merged, so that the
    neighbours keep their cover. Open talks may be finished as the agreement says.

    Raises:
        BadInput: nobody vouches for it.
        Conflict: there is no agreement that could rest for it, or it rests for this cause already.
        NotFound: there is no such agency.
    """
    await one_at_a_time(tx)
    await agency_locked(tx, agency)
    pacts = may_rest(await load_pacts(tx), agency, tx.now)
    if not pacts:
        raise Conflict("No agreement has this agency as a party, so there is nothing to suspend: it serves nobody.")
    pacts = may_rest_for(pacts, cause.value, tx.now)
    if not pacts:
        raise Conflict(
            "No agreement of this agency lets its part rest for this: clauses 6 and 24 of its text say for what."
        )
    open_to_it = [pact for pact in pacts if not rests_in(pact, agency, tx.now, cause.value)]
    if not open_to_it:
        raise Conflict("This agency is suspended for this reason already.")
    await _tell(tx, open_to_it, FactKind.SUSPENDED, agency, cause.value, attested_by)
    await record(tx, "suspended agency", by=by, subject=agency, cause=cause.value)


async def resume_agency(
    tx: Transaction, *, agency: AgencyId, cause: str, attested_by: str, by: UUID | None = None
) -> None:
    """Lift one cause for which the agency's part rests; it is bound again when none is left.

    What rests until a paper is there is lifted by a clerk who holds it: see ``lifecycle.rest_party``.

    Raises:
        BadInput: nobody vouches for it.
        Conflict: it does not rest for this cause, or a paper lifts it.
        NotFound: there is no such agency.
    """
    if cause in BY_PAPER:
        raise Conflict("Its clerk lifts this on the page of the agreement, with the paper that says so.")
    await one_at_a_time(tx)
    await agency_locked(tx, agency)
    rests = [pact for pact in await load_pacts(tx) if rests_in(pact, agency, tx.now, cause)]
    if not rests:
        raise Conflict("This agency is not suspended for this reason. Look at its page again.")
    await _tell(tx, rests, FactKind.RESUMED, agency, cause, attested_by)
    await record(tx, "resumed agency", by=by, subject=agency, cause=cause)


async def _tell(
    tx: Transaction, pacts: list[Pact], kind: FactKind, agency: AgencyId, cause: str, attested_by: str
) -> None:
    voucher = checks.line(attested_by, "attested_by")
    for pact in pacts:
        await save_facts(tx, pact.id, Fact(kind=kind, at=tx.now, attested_by=voucher, agency=agency, cause=cause))
