"""Set what somebody promises and asks for: her share of the duty, most duties a month, notice needed."""

from uuid import UUID

from consortium.db import Transaction
from consortium.duty.availability.may_say import refuse_stranger
from consortium.duty.availability.values import NO_LIMITS, Limits
from consortium.duty.store.availability import load_limits, save_limits
from consortium.journal import record
from consortium.members import checks
from geo import PersonId

LEAST_SHARE, MOST_SHARE = 5, 200
MOST_DUTIES = 62
MOST_NOTICE = 1440


async def set_limits(tx: Transaction, *, person: PersonId, limits: Limits, by: UUID | None = None) -> bool:
    """Keep these limits in the place of hers; whether they are others.

    Raises:
        BadInput: a number lies outside: share 5 to 200 %, 0 to 62 duties a month, 0 to 1,440 hours of notice.
        Conflict: she does not answer.
        NotFound: there is no such person.
    """
    checks.number(limits.share_percent, "share_percent", least=LEAST_SHARE, most=MOST_SHARE)
    checks.number(limits.notice_hours, "notice_hours", least=0, most=MOST_NOTICE)
    if limits.most_per_month is not None:
        checks.number(limits.most_per_month, "most_per_month", least=0, most=MOST_DUTIES)
    await refuse_stranger(tx, person)
    if (await load_limits(tx, person)).get(person, NO_LIMITS) == limits:
        return False
    await save_limits(tx, person, limits)
    await record(tx, "set serving limits", by=by, subject=person)
    return True
