"""Schedules of other systems become rotations of ours, and whatever cannot be carried over is said in words.

The samples are made by hand from the published shapes of the systems' interfaces; none is from a real account.
"""

import json
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from geo import PersonId
from scheduling import Line, Schedule, Span, Unit, gaps, who
from scheduling.convert import CONVERTERS, Converted
from scheduling.errors import SchedulingError

PAGERDUTY = {
    "schedule": {
        "id": "PI7DH85",
        "type": "schedule",
        "name": "Peers",
        "time_zone": "America/Chicago",
        "schedule_layers": [
            {
                "id": "PNIGHT1",
                "name": "Nights",
                "start": "2026-01-20T18:00:00-06:00",
                "end": None,
                "rotation_virtual_start": "2026-01-05T18:00:00-06:00",
                "rotation_turn_length_seconds": 604800,
                "users": [
                    {"user": {"id": "PAM", "type": "user_reference", "summary": "Pam Ito"}},
                    {"user": {"id": "JOE", "type": "user_reference", "summary": "Joe Ruiz"}},
                ],
                "restrictions": [
                    {"type": "daily_restriction", "start_time_of_day": "18:00:00", "duration_seconds": 43200}
                ],
            },
            {
                "id": "PDAYS01",
                "name": "Days",
                "start": "2026-01-05T06:00:00-06:00",
                "end": None,
                "rotation_virtual_start": "2026-01-05T06:00:00-06:00",
                "rotation_turn_length_seconds": 86400,
                "users": [{"user": {"id": "ANA", "type": "user_reference", "summary": "Ana Bell"}}],
                "restrictions": [
                    {
                        "type": "weekly_restriction",
                        "start_day_of_week": 5,
                        "start_time_of_day": "06:00:00",
                        "duration_seconds": 259200,
                    }
                ],
            },
        ],
        "overrides_subschedule": {"rendered_schedule_entries": [{"start": "2026-02-01T00:00:00Z"}]},
    }
}
OPSGENIE = {
    "data": {
        "id": "d875",
        "name": "Peers",
        "timezone": "America/New_York",
        "enabled": True,
        "rotations": [
            {
                "id": "r1",
                "name": "Weeks",
                "startDate": "2026-01-05T13:00:00Z",
                "type": "weekly",
                "length": 2,
                "participants": [
                    {"type": "user", "id": "u1", "username": "pam@example.org"},
                    {"type": "team", "name": "Everybody"},
                    {"type": "user", "id": "u2", "username": "joe@example.org"},
                ],
                "timeRestriction": {
                    "type": "weekday-and-time-of-day",
                    "restrictions": [
                        {
                            "startDay": "friday",
                            "startHour": 17,
                            "startMin": 30,
                            "endDay": "monday",
                            "endHour": 8,
                            "endMin": 0,
                        }
                    ],
                },
            }
        ],
    }
}
GRAFANA = {
    "schedule": {"id": "S1", "name": "Peers", "type": "web", "time_zone": "America/Denver"},
    "users": [{"id": "U1", "username": "Pam Ito"}],
    "on_call_shifts": [
        {
            "id": "O1",
            "name": "Days",
            "type": "rolling_users",
            "level": 1,
            "start": "2026-01-05T08:00:00",
            "duration": 43200,
            "frequency": "daily",
            "interval": 1,
            "rolling_users": [["U1"], ["U2", "U3"]],
            "start_rotation_from_user_index": 1,
        },
        {"id": "O2", "name": "Once", "type": "single_event", "start": "2026-01-09T08:00:00", "duration": 10800},
        {
            "id": "O3",
            "name": "First of the month",
            "type": "recurrent_event",
            "frequency": "monthly",
            "by_monthday": [1],
            "start": "2026-01-05T08:00:00",
            "duration": 3600,
            "users": ["U1"],
        },
    ],
}


def read(source: str, sample: dict[str, Any]) -> Converted:
    return CONVERTERS[source](json.dumps(sample), Line.PRIMARY)


def names(found: Converted, people: frozenset[PersonId]) -> set[str]:
    return {found.people[person] for person in people}


def at(schedule: Schedule, *when: int) -> frozenset[PersonId]:
    return who(schedule, datetime(*when, tzinfo=UTC)).primary  # type: ignore[arg-type,misc]


def test_pagerdutys_layers_keep_their_order_their_hours_and_their_rank() -> None:
    found = read("pagerduty", PAGERDUTY)
    days, nights = sorted(found.schedule.rotations, key=lambda each: each.layer)
    assert (days.name, days.layer, days.every, days.unit) == ("Days", 0, 1, Unit.DAY)
    assert (nights.name, nights.layer, nights.every, nights.unit) == ("Nights", 1, 1, Unit.WEEK)
    assert (nights.first_day, nights.hand_off) == (date(2026, 1, 19), time(18)), "the turn in which it begins"
    assert names(found, at(found.schedule, 2026, 1, 21, 3)) == {"Pam Ito"}
    assert names(found, at(found.schedule, 2026, 1, 28, 3)) == {"Joe Ruiz"}
    assert names(found, at(found.schedule, 2026, 1, 24, 20)) == {"Ana Bell"}, "Saturday: Friday's three days go on"
    assert at(found.schedule, 2026, 1, 21, 20) == frozenset(), "a Wednesday by day"
    weekend = Span(datetime(2026, 1, 23, 12, tzinfo=UTC), datetime(2026, 1, 26, 12, tzinfo=UTC))
    assert gaps(found.schedule, Line.PRIMARY, weekend) == ()
    told = " ".join(found.left_out)
    assert "begins in the middle of a turn" in told
    assert "1 overrides of single times" in told
    assert "Several layers" in told


def test_opsgenies_hours_run_over_the_weekend_and_a_team_is_no_person() -> None:
    found = read("opsgenie", OPSGENIE)
    (made,) = found.schedule.rotations
    assert (made.first_day, made.hand_off, made.every, made.unit) == (date(2026, 1, 5), time(8), 2, Unit.WEEK)
    assert names(found, at(found.schedule, 2026, 1, 11, 12)) == {"pam@example.org"}
    assert names(found, at(found.schedule, 2026, 1, 25, 12)) == {"joe@example.org"}
    assert at(found.schedule, 2026, 1, 9, 22) == frozenset(), "17:00 in New York is before half past five"
    assert at(found.schedule, 2026, 1, 9, 23) != frozenset()
    assert found.left_out == (
        "rotation “Weeks”: a turn of “Everybody”, which is no person; the others' turns move up.",
    )


def test_grafanas_rolling_users_begin_where_they_are_told_and_the_rest_is_listed() -> None:
    found = read("grafana", GRAFANA)
    (made,) = found.schedule.rotations
    assert (made.layer, made.zone, made.every) == (1, "America/Denver", 1)
    assert names(found, at(found.schedule, 2026, 1, 5, 16)) == {"U2", "U3"}
    assert names(found, at(found.schedule, 2026, 1, 6, 16)) == {"Pam Ito"}
    assert at(found.schedule, 2026, 1, 6, 4) == frozenset(), "twelve hours a day"
    assert "shift “Once” is a single event" in found.left_out[0]
    assert "by_monthday" in found.left_out[1]


@pytest.mark.parametrize("source", sorted(CONVERTERS))
@pytest.mark.parametrize("text", ["", "[1]", "{}", "null", "[" * 9999, '{"schedule_layers": 1, "time_zone": "UTC"}'])
def test_what_is_no_schedule_is_refused_in_words(source: str, text: str) -> None:
    with pytest.raises(SchedulingError):
        CONVERTERS[source](text, Line.PRIMARY)


def test_a_zone_that_is_none_is_named() -> None:
    sample = {"schedule": {**PAGERDUTY["schedule"], "time_zone": "Mars/Base"}}
    with pytest.raises(SchedulingError, match="Mars/Base"):
        read("pagerduty", sample)
