"""The code that a part's posters carry: who scans one says no more than that a poster hangs near. Pure.

It is printed on walls, so it is no secret, and it is never required. It only lets an asking through in an hour in
which somebody floods the form. A code is drawn from letters and digits that cannot be misread and spell no word.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from geo import ZoneId

LETTERS: Final = "23456789bcdfghjkmnpqrstvwxz"
LENGTH: Final = 8
RENEWED_AFTER: Final = timedelta(days=365)
"""A code as old as this should be replaced, and the posters printed anew."""
STILL_TAKEN: Final = timedelta(days=90)
"""So long a replaced code is still taken: posters are not changed in a day."""

_CODE: Final = re.compile(rf"[{LETTERS}]{{{LENGTH}}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneCode:
    """A code and the part that it was made for. It is taken on the days ``[since, until)``."""

    zone: ZoneId
    code: str
    since: date
    until: date

    def taken(self, today: date) -> bool:
        """Whether it is taken on this day."""
        return self.since <= today < self.until

    def due(self, today: date) -> bool:
        """Whether it should be replaced."""
        return today - self.since >= RENEWED_AFTER


def draw_code(choose: Callable[[Sequence[str]], str]) -> str:
    """A new code; ``choose`` picks one of several, such as ``secrets.choice``."""
    return "".join(choose(LETTERS) for _ in range(LENGTH))


def like_code(typed: str) -> bool:
    """Whether this could be a code at all."""
    return _CODE.fullmatch(typed) is not None


def printed(codes: Collection[ZoneCode], zone: ZoneId, today: date) -> ZoneCode | None:
    """The code that this part's posters carry today: its newest that is taken; ``None`` if it has none."""
    own = [each for each in codes if each.zone == zone and each.taken(today)]
    return max(own, key=lambda each: each.since, default=None)


def last_day(since: date) -> date:
    """The day from which a code is taken no more, if nobody replaces it earlier."""
    return since + RENEWED_AFTER + STILL_TAKEN
