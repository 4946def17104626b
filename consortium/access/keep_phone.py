"""Keep a phone signed in until the end of a shift, so that the duty page opens at 3 a.m. (decision 25).

The session is bound to the browser by a second secret, opens the duty page and little else, and ends with the shift.
Which shift that is, the rota knows: this desk is told its end.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from consortium.access.door import Viewer
from consortium.access.permissions import SessionKind
from consortium.access.store import end_phone, save_session
from consortium.access.tokens import fresh
from consortium.db import Transaction
from consortium.problems import Conflict

LONGEST: Final = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class KeptPhone:
    """The two secrets that stay in the phone's browser, and until when they are good."""

    token: str
    secret: str
    until: datetime


async def keep_phone(
    tx: Transaction, viewer: Viewer, *, shift_ends: datetime | None, instead: str | None = None
) -> KeptPhone:
    """Keep this phone signed in until the shift ends, 48 hours at most; ``instead`` is the one it was kept by before.

    Raises:
        Conflict: she holds no seat now or soon.
    """
    if shift_ends is None or shift_ends <= tx.now:
        raise Conflict("You hold no seat now or in the next 12 hours, so there is no shift to keep this phone for.")
    kept = KeptPhone(fresh(), fresh(), min(shift_ends, tx.now + LONGEST))
    label = await end_phone(tx, viewer.person, instead)
    await save_session(
        tx,
        viewer.person,
        kept.token,
        kind=SessionKind.DUTY,
        until=kept.until,
        secret=kept.secret,
        label=label,
    )
    return kept
