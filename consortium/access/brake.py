"""Brakes that know nobody: on guessing sign-in codes, and on open pages that cost much to answer.

One brake for a whole consortium on guessing sign-in codes: when many are about, the new ones are longer.

Five tries a sign-in and twelve sign-ins a person hold for each person, but somebody who knows a hundred addresses could
try for all of them. So while more than a few sign-ins are under way, or more than a few wrong codes were typed in the
last ten minutes, a new mail carries twelve digits in place of six. Nobody waits, nobody is refused, and so nobody can
be kept out by somebody else's guesses. It is counted from the rows that are there anyway, for all processes alike.

Six digits are given out for at most :data:`FEW` sign-ins at a time, each with five tries: at most
``FEW * 5 / 10**6`` of a chance in ten minutes, for all members together. Who goes on for hours meets :class:`Guesses`.
"""

from collections import deque
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from consortium.access.store import under_way
from consortium.access.tokens import CODE_DIGITS, LONG_CODE_DIGITS
from consortium.db import Reading

FEW: Final = 10
FEW_WRONG: Final = 10
FEW_A_DAY: Final = 100
_DAY: Final = 24 * 3600.0


async def digits_now(reading: Reading, *, wary: bool) -> int:
    """How many digits the next code has; ``wary`` if many wrong ones were typed in the last day."""
    many, wrong = await under_way(reading)
    return CODE_DIGITS if many < FEW and wrong < FEW_WRONG and not wary else LONG_CODE_DIGITS


@dataclass(slots=True)
class Guesses:
    """The wrong codes of the last day in each consortium, as this process saw them: when, on its own clock, in seconds.

    It is kept in memory only: it needs no trace of who typed them.
    """

    _typed: dict[UUID, deque[float]] = field(default_factory=dict)

    def wrong(self, consortium: UUID, at: float) -> None:
        """A code did not fit."""
        self._typed.setdefault(consortium, deque(maxlen=FEW_A_DAY)).append(at)

    def many(self, consortium: UUID, at: float) -> bool:
        """Whether :data:`FEW_A_DAY` or more did not fit in the last day."""
        typed = self._typed.get(consortium)
        return typed is not None and len(typed) == FEW_A_DAY and typed[0] > at - _DAY


@dataclass(slots=True)
class Often:
    """At most ``most`` times in any ``seconds``, for everybody together, in this process and in memory only.

    For open pages that cost more to answer than to ask for. Who asks is not remembered, so nobody is traced, and
    whoever floods the page slows it for all; what it says can also be had without it.
    """

    most: int
    seconds: float
    _at: deque[float] = field(default_factory=deque)

    def once(self, at: float) -> bool:
        """Count one more at ``at`` (seconds of any steady clock), unless it would be one too many."""
        while self._at and self._at[0] <= at - self.seconds:
            self._at.popleft()
        if len(self._at) >= self.most:
            return False
        self._at.append(at)
        return True
