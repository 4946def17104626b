"""The list of agencies: searched, filtered, a page at a time. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from itertools import chain
from typing import Any, Final

from agreements import Pact, Reach
from consortium.members.clocks import mostly_elsewhere, see_clock
from consortium.members.onboarding import Step, waits_for
from consortium.members.values import AgencyLine
from consortium.signing.see_agreements import party_standing
from geo import AgencyId

A_PAGE: Final = 50
_BOUND: Final = frozenset({"active", "notice_given"})


class Show(StrEnum):
    """Which agencies are listed; those whose membership has ended only where they are asked for."""

    ALL = "all"
    WAITING = "waiting"
    UNBOUND = "unbound"
    SUSPENDED = "suspended"
    OLD_COUNT = "old-count"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the viewer asked for: words, a filter, and which page, counted from 1."""

    words: str = ""
    show: Show = Show.ALL
    number: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the list is made from besides the lines."""

    pacts: tuple[Pact, ...]
    reach: Reach
    parts: Mapping[AgencyId, str]
    done: Mapping[AgencyId, frozenset[Step]]
    now: datetime
    timezone: str

    @property
    def today(self) -> date:
        """The day on which the list is shown."""
        return self.now.date()


def see_agencies(lines: Iterable[AgencyLine], known: Known, wanted: Wanted, slug: str) -> dict[str, Any]:
    """The names of ``members/agencies.html``: figures of all members, and one page of those wanted."""
    next_step = cache(waits_for)  # most agencies have done the same steps
    every = [
        _Row(line, party_standing(known.pacts, line.id, known.now), known, next_step(known.done[line.id]))
        for line in lines
    ]
    members = [row for row in every if not row.ended]
    shows = [row.shows for row in every]
    counts = Counter(chain.from_iterable(shows))
    found = [row for row, fits in zip(every, shows, strict=True) if wanted.show in fits and row.named(wanted.words)]
    pages = max(1, -(-len(found) // A_PAGE))
    number = min(max(1, wanted.number), pages)
    return {
        "agencies": [row.shown(slug) for row in found[(number - 1) * A_PAGE : number * A_PAGE]],
        "figures": {
            "agencies": len(members),
            "sworn": sum(row.line.sworn for row in members),
            "bound": sum(row.bound for row in members),
            "peers": sum(row.line.peers for row in members),
        },
        "elsewhere": mostly_elsewhere((row.line.clock for row in members if row.line.clock), known.timezone, known.now),
        "found": len(found),
        "wanted": {"words": wanted.words, "show": wanted.show.value},
        "counts": {show.value: counts[show] for show in Show},
        "pages": {"number": number, "last": pages},
    }


@dataclass(frozen=True, slots=True)
class _Row:
    line: AgencyLine
    standing: dict[str, Any]
    known: Known
    waits: Step | None

    @property
    def ended(self) -> bool:
        return self.line.ends_on is not None and self.line.ends_on <= self.known.today

    @property
    def bound(self) -> bool:
        return self.standing["state"] in _BOUND

    @property
    def shows(self) -> frozenset[Show]:
        """Every filter that lists it."""
        if self.ended:
            return frozenset({Show.ENDED})
        answers: dict[Show, bool] = {
            Show.ALL: True,
            Show.WAITING: self.waits is not None,
            Show.UNBOUND: not self.bound,
            Show.SUSPENDED: self.standing["state"] == "suspended",
            Show.OLD_COUNT: self.line.counted_long_ago,
        }
        return frozenset(show for show, fits in answers.items() if fits)

    def named(self, words: str) -> bool:
        """Whether each word stands somewhere in name, county or state."""
        here = f"{self.line.name} {self.line.county} {self.line.state}".casefold()
        return all(word in here for word in words.casefold().split())

    def shown(self, slug: str) -> dict[str, Any]:
        line, waits = self.line, self.waits
        return {
            "href": f"/{slug}/agencies/{line.id}",
            "name": line.name,
            "kind": line.kind.value,
            "county": line.county,
            "state": line.state,
            "sworn": line.sworn,
            "part_time": line.part_time,
            "counted_on": line.counted_on,
            "counted_old": line.counted_long_ago,
            "part": self.known.parts.get(line.id),
            "peers": line.peers,
            "standing": self.standing,
            "waits": waits.value if waits and not self.ended else None,
            "ends_on": line.ends_on,
            "clock": see_clock(line.clock, line.clock_from, self.known.timezone, self.known.now),
        }
