"""Import agencies from the federal list: all that is wanted, or, where a row is wrong, nothing."""

from uuid import UUID

from consortium.db import Reading, Transaction
from consortium.journal import record
from consortium.members.federal_list import FederalList
from consortium.members.import_plan import ImportPlan, plan_import
from consortium.members.store import load_enrolled, one_at_a_time, save_changes, save_listed
from consortium.problems import BadInput


class BadRows(BadInput):
    """Some rows cannot be taken, so none was. ``plan`` holds every error, and what the others would have done."""

    slug = "bad-rows"

    def __init__(self, plan: ImportPlan) -> None:
        many = len(plan.errors) > 1
        super().__init__(
            f"{len(plan.errors)} {'things are' if many else 'thing is'} wrong in the list. Nothing was imported."
        )
        self.plan = plan


async def rehearse_import(reading: Reading, listed: FederalList) -> ImportPlan:
    """What :func:`import_agencies` would do now. Nothing is written, nor can be."""
    return plan_import(listed, await load_enrolled(reading))


async def import_agencies(
    tx: Transaction, listed: FederalList, *, skip_bad: bool = False, by: UUID | None = None
) -> ImportPlan:
    """Enrol the agencies of the list, bring those that are here up to it, and tell what was done.

    Nobody is put into a part of the region by that: first an agreement must bind the agency.

    Raises:
        BadRows: a row cannot be taken, and bad rows are not to be skipped; nothing was written.
    """
    await one_at_a_time(tx)
    plan = plan_import(listed, await load_enrolled(tx))
    if plan.errors and not skip_bad:
        raise BadRows(plan)
    await save_listed(tx, plan.added)
    await save_changes(tx, plan.changed)
    await record(tx, "imported agencies", by=by, added=len(plan.added), changed=len(plan.changed))
    return plan
