"""Random lives of agreements with terms and facts of every kind: small worlds, so that dates and parties often meet."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from hypothesis import strategies as st

from agreements import (
    Amendment,
    Cause,
    Effect,
    Fact,
    FactKind,
    Filing,
    Joinder,
    Pact,
    Renewal,
    Service,
    Version,
    days_after,
)
from agreements.facts import OF_A_CAUSE, OF_A_VERSION, OF_AN_AGENCY, OF_ANOTHER
from agreements.times import day_of, months_after, start_of
from tests.agreements.builders import DAY, FIRST, PACT, a_fact, a_version, said, signed
from tests.agreements.strategies import AGENCIES, Digits, numbers

CAUSES = [Cause.INSURANCE.value, Cause.PAUSE.value, "health"]
ENDINGS = {FactKind.ENDS, FactKind.TERMINATED, FactKind.VOIDED, FactKind.WITHDRAWN}
KINDS = [*FactKind, *[kind for kind in FactKind if kind not in ENDINGS] * 3]
DAYS = 50

MOMENT = timedelta.resolution
each_day = [FIRST + day * DAY + DAY / 2 for day in range(-4, DAYS + 45)]


@cache
def some_version(number: int, kind: int, miles: int = 100) -> Version:
    """One of many kinds of version; small numbers are plain. Three of four take effect by their own conditions."""
    digits = Digits(kind)
    evaluated = digits.pick([True, True, True, False])
    insured = digits.pick([False, False, True])
    parties = digits.pick([frozenset(AGENCIES), frozenset(AGENCIES[:3])])
    changes: dict[str, Any] = {
        "parties": parties,
        "required_parties": digits.pick([frozenset(), frozenset(), frozenset(AGENCIES[:1])]),
        "notice_days": digits.pick([4, 0, 20]),
        "effect": Effect.EVALUATED if evaluated else Effect.RECORDED,
        "filing": digits.pick([Filing.NONE, Filing.RECORDED]) if evaluated else Filing.NONE,
        "resolutions_required": evaluated and digits.pick([False, True]),
        "amendment": digits.pick(list(Amendment)),
        "joinder": digits.pick(list(Joinder)),
        "lead": AGENCIES[1],
        "renewal": digits.pick(list(Renewal)),
        "term_months": 1,
        "insurance_needed": insured,
        "suspend_on": digits.pick([frozenset({Cause.INSURANCE, Cause.OTHER}), frozenset(), frozenset({Cause.OTHER})]),
        "may_pause": digits.pick([True, False]),
        "signing_days": digits.pick([None, 5, 12]),
        "effective_from": day_of(FIRST + digits.pick([-9, -9, 4]) * DAY, "America/Denver"),
        "board_may_change": frozenset({"most_miles"}),
        "most_miles": miles,
        "services": frozenset({Service.ONE_TO_ONE}),
    }
    if digits.pick([False, False, True]):
        changes["signing_order"] = tuple(sorted(parties, reverse=True))
    return a_version(number, **changes)


def a_fact_of(number: int, of: Sequence[Version]) -> Fact:
    """A fact of any kind, some day."""
    digits = Digits(number)
    kind, version, party = digits.pick(KINDS), digits.pick(of), digits.pick(AGENCIES)
    at = FIRST + digits.pick(range(-2, DAYS)) * DAY
    if kind is FactKind.SIGNED:
        party = digits.pick(sorted(version.terms.parties))
    later = at + digits.pick([3, 12, 40]) * DAY
    return a_fact(
        kind,
        at,
        party if kind in OF_AN_AGENCY else digits.pick([None, party]) if kind is FactKind.IN_FORCE else None,
        digest=version.digest if kind in OF_A_VERSION else None,
        cause=digits.pick(CAUSES) if kind in OF_A_CAUSE else None,
        leaves_on=later if kind in {FactKind.INSURED, FactKind.RENEWED} else None,
        about=digits.pick(AGENCIES) if kind in OF_ANOTHER else None,
    )


def usually(version: Version, at: datetime, of: int) -> list[Fact]:
    """What brings a version into force with its first parties."""
    some = sorted(version.terms.parties)[:of]
    return [
        said(FactKind.SENT_OUT, version, at - DAY),
        *signed(version, *some, at=at),
        *(said(FactKind.RESOLVED, version, at, each) for each in some),
        *(a_fact(FactKind.INSURED, at, each, leaves_on=at + 30 * DAY) for each in some[1:]),
        said(FactKind.FILED, version, at + DAY),
        said(FactKind.IN_FORCE, version, at + DAY),
    ]


def later_on(version: Version, at: datetime) -> list[Fact]:
    """What lets the last agency join, and lets the term go on."""
    parties, joiner = sorted(version.terms.parties), AGENCIES[-1]
    return [
        said(FactKind.JOINED, version, at, joiner),
        said(FactKind.RESOLVED, version, at, joiner),
        said(FactKind.FILED, version, at),
        said(FactKind.IN_FORCE, version, at, joiner),
        *(said(FactKind.CONSENTED, version, at, each, about=joiner) for each in parties if each != joiner),
        *(said(FactKind.AFFIRMED, version, at, each) for each in (*parties[:2], joiner)),
    ]


def a_life(kinds: Sequence[int], begun: int, strays: Sequence[int]) -> Pact:
    """Mostly the first version comes into force early and is often amended, so that there is something to lose."""
    adopted = begun % 5 == 1
    whole = [*kinds, kinds[0]] if adopted else kinds
    versions = tuple(
        some_version(number, kind, 200 if adopted and number == len(whole) else 100)
        for number, kind in enumerate(whole, start=1)
    )
    facts = [a_fact_of(number, versions) for number in strays]
    if begun % 6:
        facts += usually(versions[0], FIRST, 4)
    if begun % 4 == 1:
        facts += usually(versions[1 % len(versions)], FIRST + 8 * DAY, 2 + begun % 3)
    if begun % 3:
        facts += later_on(versions[0], FIRST + 5 * DAY)
    if adopted:
        facts.append(said(FactKind.ADOPTED, versions[-1], FIRST + 12 * DAY))
    return Pact(id=PACT, title="North Valley Peer Support", versions=versions, facts=tuple(facts))


version_kinds = st.integers(0, 2**22)
lives = st.builds(
    a_life,
    st.lists(version_kinds, min_size=1, max_size=2),
    st.integers(0, 59),
    st.lists(numbers, max_size=9),
)


def dated(pact: Pact) -> set[datetime]:
    """Every instant that anything is dated at, or follows from by whole days or months of some version."""
    found = set[datetime]()
    for version in pact.versions:
        terms = version.terms
        if terms.effective_from:
            found.add(start_of(terms.effective_from, terms.calendar))
        for fact in pact.facts:
            found |= {fact.at, fact.leaves_on or fact.at}
            for days in filter(None, (terms.notice_days, terms.signing_days)):
                found.add(days_after(fact.at, days, terms.calendar))
            found.add(days_after(fact.at, 0, terms.calendar))
    begins = {day_of(at, "America/Denver") for at in found}
    ends = {start_of(months_after(day, count), "America/Denver") for day in begins for count in range(1, 6)}
    return found | ends
