"""Nobody is reminded of a right to sign that runs out where somebody's next one is recorded already."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from agreements.surroundings import NOTHING_KNOWN
from consortium.signing.lifecycle.agency_dates import running_out
from consortium.signing.signatures.authority import Authority, Right
from geo import AgencyId, PersonId

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
LAST = date(2026, 12, 31)
AGENCY, OTHER = AgencyId(uuid4()), AgencyId(uuid4())
ENDS = Authority(
    id=uuid4(),
    agency=AGENCY,
    person=PersonId(uuid4()),
    name="Lien Tran",
    office="Chief of police",
    right=Right.APPOINTED,
    evidence="Council minute 2025-31",
    since=date(2025, 1, 1),
    until=LAST,
    given_by=None,
    given_name="",
    attested_by="Orla Penhallow",
    attested_on=date(2025, 1, 2),
    ended_on=None,
)
SOMEBODY = PersonId(uuid4())
NEXT = replace(ENDS, id=uuid4(), since=LAST + timedelta(days=1), until=None)


def test_a_right_that_runs_out_is_told_of() -> None:
    (found,) = running_out([ENDS], NOTHING_KNOWN, {AGENCY: "Cinder Ford Police"}, AT, "UTC")
    assert found.what == "The authority of Lien Tran to sign for Cinder Ford Police runs out."


@pytest.mark.parametrize(
    ("later", "told"),
    [
        (NEXT, False),
        (replace(NEXT, person=SOMEBODY), False),
        (replace(NEXT, since=LAST - timedelta(days=30)), False),
        (replace(NEXT, since=LAST + timedelta(days=2)), True),
        (replace(NEXT, agency=OTHER), True),
        (replace(NEXT, ended_on=LAST), True),
        (replace(NEXT, person=SOMEBODY, right=Right.DELEGATED, given_by=ENDS.person), True),
    ],
    ids=["her own next term", "her successor", "overlapping", "a day between", "another agency", "ended", "a delegate"],
)
def test_it_is_not_told_of_where_the_next_one_begins_without_a_day_between(later: Authority, told: bool) -> None:
    found = running_out([ENDS, later], NOTHING_KNOWN, {}, AT, "UTC")
    assert any(each.at.date() == LAST + timedelta(days=1) for each in found) is told
