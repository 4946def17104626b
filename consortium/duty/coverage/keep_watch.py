"""Keep watch over one consortium's cover: ask before shifts, tell of the unconfirmed, mail the week. Every minute.

One process at a time does it for a consortium, in one transaction: what it decides and the mails that follow are
there together or not at all.
"""

from datetime import timedelta
from typing import Final

from consortium.db import Transaction
from consortium.duty.coverage.ask_before_shifts import ask_before_shifts
from consortium.duty.coverage.mail_the_week import mail_the_week
from consortium.duty.coverage.tell_unconfirmed import tell_unconfirmed
from consortium.duty.coverage.values import CoverFacts
from consortium.duty.store.coverage import lock_settled
from consortium.duty.store.meant_gaps import forget_meant

KEPT_AFTER: Final = timedelta(days=30)


async def keep_watch(tx: Transaction, facts: CoverFacts, *, public_url: str) -> None:
    """Do what is due. Before the service is opened nobody is asked and nothing is mailed."""
    if facts.region.opened_on is None:
        return
    settled = await lock_settled(tx)
    if settled is None:
        return
    await ask_before_shifts(tx, facts, settled, public_url=public_url)
    await tell_unconfirmed(tx, facts, settled, public_url=public_url)
    await mail_the_week(tx, facts, settled, public_url=public_url)
    await forget_meant(tx, tx.now - KEPT_AFTER)
