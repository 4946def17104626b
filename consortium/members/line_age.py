"""How long ago somebody rang a crisis line and was answered, and what follows from it. Pure."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

FRESH_FOR: Final = timedelta(days=180)
REMIND_AFTER: Final = timedelta(days=150)


class Age(StrEnum):
    """What a line's day of verification is worth today."""

    NEVER = "never"
    FRESH = "fresh"
    SOON = "soon"
    OLD = "old"


def age_of(verified_on: date | None, today: date) -> Age:
    """``NEVER`` verified; ``FRESH``; ``SOON``, after 150 days: ring it again; ``OLD``, after 180 days: shown last."""
    if verified_on is None:
        return Age.NEVER
    since = today - verified_on
    if since > FRESH_FOR:
        return Age.OLD
    return Age.SOON if since > REMIND_AFTER else Age.FRESH


def counts(verified_on: date | None, today: date) -> bool:
    """Whether the line was verified within 180 days."""
    return age_of(verified_on, today) in {Age.FRESH, Age.SOON}
