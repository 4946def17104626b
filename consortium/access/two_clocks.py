"""A second clock beside the one that a schedule is written by: what is said to who lives by another one. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from consortium.pages import dated, moment, zone_label
from scheduling.clocks import alike, apart, as_a_rule, next_change
from scheduling.wallclock import zone

_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six")
_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class OwnClock:
    """A clock that is not the schedule's: its zone, what people call it, and how far it is ahead, in words."""

    zone: str
    name: str
    ahead: str

    def turn(self, start: datetime, end: datetime, home: str) -> str:
        """Both ends on this clock, with its name; empty where both clocks show the same."""
        if not (self.differs(start, home) or self.differs(end, home)):
            return ""
        return f"{self.at(start)} to {self.at(end)}, {self.name}"

    def at(self, instant: datetime) -> str:
        """Day and time on this clock: "Saturday, November 21, 8:00 a.m."."""
        return moment(instant, self.zone)

    def differs(self, instant: datetime, home: str) -> bool:
        """Whether the two clocks show different times at an instant."""
        return bool(apart(zone(self.zone), zone(home), instant))


def own_clock(own: str | None, home: str, now: datetime) -> OwnClock | None:
    """What is to be said beside times by ``home``; ``None`` where nothing is known, or the two are alike all year."""
    if not own:
        return None
    today = now.astimezone(zone(home)).date()
    if alike(zone(own), zone(home), today):
        return None
    return OwnClock(own, zone_label(own), _standing(own, home, today))


def own_begins(own: str, home: str, begins: datetime) -> str:
    """A paragraph for the end of a mail that tells times by ``home``; empty where both clocks show the same then."""
    second = own_clock(own, home, begins)
    if second is None or not second.differs(begins, home):
        return ""
    return (
        f"\nThe times above are {zone_label(home)}. Your agency's clock, {second.name}, shows another one: what begins "
        f"first above begins on it on {moment(begins, own)}.\n"
    )


def _standing(own: str, home: str, today: date) -> str:
    pair = zone(own), zone(home)
    now, change = as_a_rule(*pair, today), next_change(*pair, today)
    if change is None:
        return _ahead(now)
    return f"{_ahead(now)} until {dated(change - timedelta(days=1))}, then {_ahead(as_a_rule(*pair, change))}"


def _ahead(gap: timedelta) -> str:
    if not gap:
        return "the same time"
    hours, rest = divmod(abs(gap), _HOUR)
    many = _NUMBERS[hours] if hours < len(_NUMBERS) and not rest else f"{abs(gap) / _HOUR:g}"
    return f"{many} {'hour' if abs(gap) == _HOUR else 'hours'} {'ahead' if gap > timedelta() else 'behind'}"
