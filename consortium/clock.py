"""The one clock: the database's ``consortium_now()``, read once per transaction.

Nothing else in the product reads wall time; tests replace the SQL function to move it.
"""

from datetime import UTC, date, datetime, timedelta

NOW_SQL = "consortium_now()"

_BUCKET_HOURS = 6


def bucket(at: datetime) -> datetime:
    """The start of the six-hour bucket (UTC) that holds ``at``: the finest time kept of a request."""
    at = at.astimezone(UTC)
    return at.replace(hour=at.hour - at.hour % _BUCKET_HOURS, minute=0, second=0, microsecond=0)


def quarter(day: date) -> date:
    """The first day of the calendar quarter that holds ``day``."""
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def ceil_minute(at: datetime) -> datetime:
    """``at`` rounded up to a whole minute: what is shown to people is never earlier than what will happen."""
    whole = at.replace(second=0, microsecond=0)
    return whole if whole == at else whole + timedelta(minutes=1)


def ceil_hour(at: datetime) -> datetime:
    """``at`` rounded up to a full hour (UTC)."""
    whole = at.replace(minute=0, second=0, microsecond=0)
    return whole if whole == at else whole + timedelta(hours=1)
