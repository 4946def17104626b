"""Settle what the parts of the region promise: each number that changes is in the journal with what stood before."""

from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members.promise import PROMISE, kept_policy, numbers_of
from consortium.members.store.region import load_settings_row
from geo import Policy


async def settle_promise(tx: Transaction, policy: Policy, *, by: UUID | None = None) -> tuple[str, ...]:
    """Let the region's promise be this one; the names of the numbers that changed, none if none did.

    The parts of the region keep the promise that they were made for until they are made anew.

    Raises:
        NotFound: there is no such consortium.
    """
    row = await load_settings_row(tx, lock=True)
    before, after = numbers_of(kept_policy(row)), numbers_of(policy)
    changed = tuple(name for name in PROMISE if before[name] != after[name])
    for name in changed:
        setattr(row, name, after[name])
        was, now = str(before[name]), str(after[name])
        await record(tx, "changed setting", by=by, subject=row.id, setting=PROMISE[name], before=was, after=now)
    await tx.flush()
    return changed
