"""Attest a step of an agency's way in that only paper or a talk can prove; and take that back."""

from datetime import date
from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.onboarding import ATTESTED, Step
from consortium.members.store import agency_locked, drop_step, keep
from consortium.members.tables import OnboardingStepRow
from consortium.problems import BadInput, Conflict
from geo import AgencyId


async def attest_step(tx: Transaction, *, agency: AgencyId, step: Step, done_on: date, by: UUID) -> None:
    """Say that this was done on that day.

    Raises:
        BadInput: the step is proved by a fact and attested by nobody, or the day lies ahead.
        Conflict: it is attested already.
        NotFound: there is no such agency.
    """
    await agency_locked(tx, agency)
    if step not in ATTESTED:
        raise BadInput("This step is done by what it says, not by attesting it.", "step")
    row = OnboardingStepRow(
        consortium=tx.consortium,
        agency=agency,
        step=step.value,
        done_on=checks.past_day(done_on, "done_on", today=tx.now.date()),
        attested_by=by,
    )
    again = Conflict("This step is attested already.")
    await keep(tx, row, unless={"uq_onboarding_step_consortium_agency_step": again})
    await record(tx, "attested onboarding step", by=by, subject=agency, step=step.value, day=done_on.isoformat())


async def take_back_step(tx: Transaction, *, agency: AgencyId, step: Step, by: UUID) -> None:
    """Take the attestation back: it was a mistake, or holds no more.

    Raises:
        Conflict: it is not attested.
        NotFound: there is no such agency.
    """
    await agency_locked(tx, agency)
    if not await drop_step(tx, agency, step):
        raise Conflict("This step is not attested.")
    await record(tx, "took back onboarding step", by=by, subject=agency, step=step.value)
