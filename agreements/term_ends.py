"""How long a version binds: from taking effect, in whole months of its own calendar, term after term."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from agreements.term_kinds import Renewal
from agreements.terms import Terms
from agreements.times import day_of, months_after, start_of


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a version in force.

    Args:
        ends: the instant from which it is over: the start of the day after its last one.
        first: the day that later terms are counted from, so that no month drifts.
        count: how many terms lie between that day and ``ends``.
        months: how long each is.
        calendar: the zone whose days are meant.
        rolls: it begins anew by itself, with whoever has not stopped it.
    """

    ends: datetime
    first: date
    count: int
    months: int
    calendar: str
    rolls: bool

    def following(self) -> "Term":
        """The term after this one."""
        count = self.count + 1
        return replace(self, ends=start_of(months_after(self.first, count * self.months), self.calendar), count=count)

    def at(self, at: datetime) -> "Term":
        """The term that runs at an instant: this one, or a later one if it begins anew by itself."""
        term = self
        while term.rolls and term.ends <= at:
            term = term.following()
        return term

    def extended(self, to: datetime) -> "Term":
        """The same term with a later end, from which the next ones are counted."""
        return replace(self, ends=to, first=day_of(to, self.calendar), count=0)


def first_term(terms: Terms, since: datetime) -> Term | None:
    """The term that begins when a version with these terms takes effect; ``None`` if it has no end of its own."""
    if terms.term_months is None:
        return None
    start = Term(since, day_of(since, terms.calendar), 0, terms.term_months, terms.calendar, rolls=False)
    return replace(start.following(), rolls=terms.renewal is Renewal.AUTO)
