"""When a mail that can wait goes out: at once, after a member's quiet hours, or with her one mail a day.

What cannot wait is never held: pages, sign-ins, news of her own sign-in, and duty that begins within two days.
"""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID

from consortium.db import Transaction
from consortium.members.store.mails import load_diet, save_diet
from consortium.members.store.region import load_region
from consortium.outbox import Mail, hold, post
from consortium.problems import BadInput
from scheduling.wallclock import instant, zone

CANNOT_WAIT: Final = timedelta(days=2)
"""Duty that begins sooner than this is told at once."""
NEWS: Final = "news"
"""The kind of a mail that waits: only such ones are put together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diet:
    """A member's wishes by the consortium's clock: quiet hours ``[from, until)``, the time of her one mail a day."""

    quiet_from: time | None = None
    quiet_until: time | None = None
    digest_at: time | None = None

    def quiet_at(self, at: datetime, timezone: str) -> bool:
        """Whether an instant lies in her quiet hours."""
        if self.quiet_from is None or self.quiet_until is None:
            return False
        return _within(at.astimezone(zone(timezone)).time(), self.quiet_from, self.quiet_until)

    def before_quiet(self, at: datetime, timezone: str) -> datetime:
        """An instant, or where it lies in her quiet hours, the minute before they begin."""
        if self.quiet_from is None or not self.quiet_at(at, timezone):
            return at
        home = zone(timezone)
        today = at.astimezone(home).date()
        days = (instant(today - timedelta(days=back), self.quiet_from, home) for back in range(3))
        return next(moment for moment in days if moment <= at) - timedelta(minutes=1)

    def due(self, now: datetime, timezone: str) -> datetime:
        """When a mail that can wait goes out: now or later."""
        at = now if self.digest_at is None else _next(self.digest_at, now, timezone)
        if self.quiet_from is None or self.quiet_until is None:
            return at
        return _next(self.quiet_until, at, timezone) if self.quiet_at(at, timezone) else at


def _within(wall: time, start: time, end: time) -> bool:
    """Whether a time of the day lies in ``[start, end)``, which may go over midnight."""
    return start <= wall < end if start < end else wall >= start or wall < end


def _next(at: time, now: datetime, timezone: str) -> datetime:
    """The first instant from now on at which the clocks there show this time."""
    home = zone(timezone)
    today = now.astimezone(home).date()
    days = (instant(today + timedelta(days=ahead), at, home) for ahead in range(3))
    return next(moment for moment in days if moment >= now)


async def post_kindly(tx: Transaction, person: UUID, mail: Mail, *, begins: datetime | None = None) -> None:
    """Put a mail into the outbox that may wait as its receiver wishes.

    ``begins`` is when what it tells of begins; within two days of now it goes out at once.
    """
    soon = begins is not None and begins - tx.now < CANNOT_WAIT
    when = tx.now
    if not soon:
        wishes = await load_diet(tx, person)
        when = Diet(**wishes).due(tx.now, (await load_region(tx)).timezone)
    if when <= tx.now:
        await post(tx, mail)
    else:
        await hold(tx, replace(mail, kind=NEWS), when)


async def choose_diet(
    tx: Transaction, person: UUID, *, quiet_from: str, quiet_until: str, digest_at: str, weekly: bool = True
) -> None:
    """Keep a member's own wishes; an empty text means none. Times are ``HH:MM`` on the consortium's clock.

    ``weekly``: whether, as a coordinator, she gets the mail of the week about cover.

    Raises:
        BadInput: a time is none, or only one end of the quiet hours is there, or both are the same.
    """
    start, end = _time(quiet_from, "quiet_from"), _time(quiet_until, "quiet_until")
    if (start is None) != (end is None) or (start is not None and start == end):
        raise BadInput("Quiet hours have a beginning and an end, and these are not the same.", "quiet_until")
    digest = _time(digest_at, "digest_at")
    await save_diet(tx, person, quiet_from=start, quiet_until=end, digest_at=digest, no_weekly=not weekly)


def _time(text: str, field: str) -> time | None:
    if not text.strip():
        return None
    try:
        hour, minute = text.strip().split(":")
        return time(int(hour), int(minute))
    except ValueError as wrong:
        raise BadInput("This must be a time, such as 07:30.", field) from wrong
