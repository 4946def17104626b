"""A term runs in whole months of the agreement's own calendar; what then follows is its clause's matter."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from agreements import Fact, FactKind, PartyState, Renewal, Version, VersionState, next_change, standing_at
from agreements.times import months_after
from tests.agreements.builders import (
    ALDER,
    BIRCH,
    CEDAR,
    DAY,
    FIRST,
    LATER,
    a_version,
    in_force,
    members,
    said,
)

MOMENT = DAY / 86_400_000_000
END = datetime(2027, 1, 1, 7, tzinfo=UTC)
"""In force from the 1st of January 2026 in Denver, a year ends with the 31st of December."""


def a_year(renewal: Renewal = Renewal.NONE, **changes: Any) -> Version:
    return a_version(term_months=12, renewal=renewal, **changes)


def test_a_term_ends_with_its_last_day_where_the_agreement_counts_days() -> None:
    pact = in_force(version=a_year())

    assert next_change(pact, FIRST) == END
    assert standing_at(pact, END - MOMENT).active == members(ALDER, BIRCH, CEDAR)
    assert standing_at(pact, END).versions == {1: VersionState.EXPIRED}
    assert set(standing_at(pact, END).parties.values()) == {PartyState.ENDED}


@pytest.mark.parametrize(
    ("first", "months", "after"),
    [
        ((2026, 7, 1), 12, (2027, 7, 1)),
        ((2026, 1, 31), 1, (2026, 3, 1)),
        ((2026, 1, 28), 1, (2026, 2, 28)),
        ((2028, 2, 29), 12, (2029, 3, 1)),
        ((2026, 8, 31), 6, (2027, 3, 1)),
        ((2026, 12, 15), 1, (2027, 1, 15)),
        ((2026, 10, 31), 1, (2026, 12, 1)),
    ],
)
def test_months_end_with_the_day_before_the_same_day_or_with_the_last_of_a_shorter_month(
    first: tuple[int, int, int], months: int, after: tuple[int, int, int]
) -> None:
    assert months_after(date(*first), months) == date(*after)


def test_the_end_moves_with_no_change_of_clocks() -> None:
    summer = in_force(version=a_version(term_months=6))

    assert next_change(summer, FIRST) == datetime(2026, 7, 1, 6, tzinfo=UTC)


def ask(kind: FactKind, version: Version, of: Any, at: datetime = LATER) -> Fact:
    return said(kind, version, at, of)


def test_a_term_that_is_to_be_affirmed_goes_on_with_those_who_did_if_they_are_enough() -> None:
    version = a_year(Renewal.AFFIRM)
    enough = in_force(*(ask(FactKind.AFFIRMED, version, each) for each in (ALDER, BIRCH)), version=version)
    alone = in_force(ask(FactKind.AFFIRMED, version, ALDER), version=version)
    changed = in_force(
        *(ask(FactKind.AFFIRMED, version, each) for each in (ALDER, BIRCH)),
        ask(FactKind.STOPPED, version, BIRCH, LATER + DAY),
        version=version,
    )

    assert standing_at(enough, END).active == members(ALDER, BIRCH)
    assert standing_at(enough, END).parties[CEDAR] is PartyState.ENDED
    assert next_change(enough, END) == datetime(2028, 1, 1, 7, tzinfo=UTC)
    assert standing_at(enough, datetime(2028, 1, 1, 7, tzinfo=UTC)).versions == {1: VersionState.EXPIRED}
    assert standing_at(alone, END).versions == {1: VersionState.EXPIRED}
    assert standing_at(changed, END).versions == {1: VersionState.EXPIRED}


def test_what_is_affirmed_at_the_very_end_is_too_late() -> None:
    version = a_year(Renewal.AFFIRM)
    pact = in_force(*(ask(FactKind.AFFIRMED, version, each, END) for each in (ALDER, BIRCH)), version=version)

    assert standing_at(pact, END).versions == {1: VersionState.EXPIRED}


def test_a_term_that_renews_itself_goes_on_for_ever_with_all_who_do_not_stop_it() -> None:
    version = a_year(Renewal.AUTO)
    still = in_force(version=version)
    one = in_force(ask(FactKind.STOPPED, version, CEDAR), version=version)
    two = in_force(*(ask(FactKind.STOPPED, version, each) for each in (BIRCH, CEDAR)), version=version)
    kept = in_force(
        ask(FactKind.STOPPED, version, CEDAR), ask(FactKind.AFFIRMED, version, CEDAR, LATER + DAY), version=version
    )

    assert next_change(still, FIRST) is None
    assert standing_at(still, END + 9000 * DAY).active == members(ALDER, BIRCH, CEDAR)
    assert standing_at(one, END - MOMENT).active == members(ALDER, BIRCH, CEDAR)
    assert standing_at(one, END).active == members(ALDER, BIRCH)
    assert standing_at(one, END).parties[CEDAR] is PartyState.ENDED
    assert standing_at(two, END).versions == {1: VersionState.EXPIRED}
    assert standing_at(kept, END).active == members(ALDER, BIRCH, CEDAR)


def test_a_stop_in_a_later_term_counts_for_the_end_of_that_term() -> None:
    version = a_year(Renewal.AUTO)
    stopped = ask(FactKind.STOPPED, version, CEDAR, datetime(2029, 5, 1, tzinfo=UTC))

    assert next_change(in_force(stopped, version=version), stopped.at) == datetime(2030, 1, 1, 7, tzinfo=UTC)


def renewed(version: Version, to: datetime, at: datetime = LATER) -> Fact:
    return said(FactKind.RENEWED, version, at, leaves_on=to)


HALF = datetime(2027, 7, 1, 6, tzinfo=UTC)
NEXT = datetime(2028, 1, 1, 7, tzinfo=UTC)


def test_a_recorded_renewal_moves_the_end_and_later_terms_are_counted_from_it() -> None:
    version = a_year(Renewal.AUTO)
    pact = in_force(renewed(version, HALF), version=version)
    stopped = pact.with_fact(ask(FactKind.STOPPED, version, CEDAR, END + DAY))
    assert next_change(stopped, END + DAY) == HALF


def test_nobody_renews_a_term_to_which_the_text_gives_no_other() -> None:
    version = a_year(Renewal.NONE)
    pact = in_force(renewed(version, HALF), version=version)
    assert standing_at(pact, END).versions == {1: VersionState.EXPIRED}
    assert pact.history == in_force(version=version).history


def test_where_the_parties_affirm_a_record_renews_only_what_all_of_them_have_affirmed() -> None:
    version = a_year(Renewal.AFFIRM)
    said_so = [ask(FactKind.AFFIRMED, version, each, LATER - DAY) for each in (ALDER, BIRCH, CEDAR)]
    whole = in_force(*said_so, renewed(version, HALF), version=version)
    some = in_force(*said_so[:2], renewed(version, HALF), version=version)

    assert standing_at(whole, END).active == members(ALDER, BIRCH, CEDAR)
    assert standing_at(whole, HALF).versions == {1: VersionState.EXPIRED}, "what was affirmed is used up"
    assert standing_at(some, END).active == members(ALDER, BIRCH)


def test_one_renewal_adds_one_term_at_most_and_the_next_one_waits_for_the_old_end() -> None:
    version = a_year(Renewal.AUTO)
    stop = ask(FactKind.STOPPED, version, CEDAR, LATER - DAY)
    once = in_force(stop, renewed(version, NEXT), version=version)
    too_far = in_force(stop, renewed(version, NEXT + MOMENT), version=version)
    twice = once.with_fact(renewed(version, NEXT + 90 * DAY, LATER + DAY))
    then = once.with_fact(renewed(version, NEXT + 90 * DAY, END))

    assert standing_at(too_far, END).active == members(ALDER, BIRCH), "it does nothing, and Cedar has stopped"
    assert standing_at(once, END).active == members(ALDER, BIRCH, CEDAR), "the term that Cedar stopped goes on"
    assert standing_at(once, NEXT).active == members(ALDER, BIRCH)
    assert twice.history == once.history
    assert standing_at(then, NEXT).active == members(ALDER, BIRCH, CEDAR)


def test_a_version_without_a_term_is_neither_stopped_nor_renewed() -> None:
    version = a_version()
    facts = [
        ask(FactKind.STOPPED, version, ALDER),
        ask(FactKind.AFFIRMED, version, ALDER),
        said(FactKind.RENEWED, version, LATER, leaves_on=LATER + DAY),
    ]

    assert in_force(*facts).history == in_force().history
