"""The closed lists of a request's end, and the counters: what may be counted, and nothing else.

Whatever is counted is released one day with noise (``consortium/reports``), and what nothing releases is not asked. A
request is in one counter of ``first``, and then in one of ``about``; or it is in one of ``ended``.
"""

from enum import StrEnum
from typing import Final

from consortium.support.sealed import TOPICS


class Span(StrEnum):
    """For how long a counter counts."""

    QUARTER = "quarter"
    YEAR = "year"


LISTS: Final[dict[str, tuple[str, ...]]] = {
    "outcome": ("first", "again", "no_contact"),
    "topic": TOPICS,
    "onward": ("no", "yes"),
}
"""What a peer ticks. The last two are asked of a first talk only."""

ONWARD: Final = "+onward"
"""Behind a topic: the peer also pointed to somebody who can do more. Both in one counter cost one case's noise once."""

FIRST, ABOUT, ENDED = "first", "about", "ended"
CELLS: Final[dict[str, tuple[str, ...]]] = {
    FIRST: ("all",),
    ABOUT: tuple(f"{topic}{onward}" for topic in TOPICS for onward in ("", ONWARD)),
    ENDED: ("again", "no_contact", "unanswered", "taken_back", "unclosed", "not_officer"),
}
"""Every counter, by what it counts; of one request each set holds one at most."""
