"""What holds for every list that somebody brings in: how long it can be undone. Pure."""

from datetime import datetime, timedelta
from typing import Final, Protocol, TypeVar

from consortium.problems import Conflict, NotFound

UNDO_FOR: Final = timedelta(days=30)


class BroughtIn(Protocol):
    """A list as it is kept."""

    @property
    def state(self) -> str:
        """``done`` once it is taken."""

    @property
    def made_at(self) -> datetime:
        """When it was brought in."""


Kept = TypeVar("Kept", bound=BroughtIn)


def undo_until(kept: BroughtIn, now: datetime) -> datetime | None:
    """The last instant at which a list can be undone; ``None`` where it was not taken, or that has passed."""
    until = kept.made_at + UNDO_FOR
    return until if kept.state == "done" and now <= until else None


def to_undo(kept: Kept | None, now: datetime) -> Kept:
    """A list that is about to be undone.

    Raises:
        NotFound: there is none.
        Conflict: it was not taken, was undone already, or 30 days have passed.
    """
    if kept is None:
        raise NotFound
    if undo_until(kept, now) is None:
        raise Conflict("This list cannot be undone any more.")
    return kept
