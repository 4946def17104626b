"""The press itself: times, days, lengths, places on a week, addresses of files, and languages."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from consortium import pages

NIGHT = datetime(2026, 11, 21, 10, 19, tzinfo=UTC)
DENVER = "America/Denver"
MONDAY = date(2026, 10, 26)  # the week whose Sunday has twenty-five hours


def test_a_time_is_said_as_people_say_it_in_their_own_zone() -> None:
    assert [pages.clock(NIGHT, zone) for zone in (DENVER, "America/New_York")] == ["3:19 a.m.", "5:19 a.m."]
    assert pages.clock(NIGHT, DENVER, language="es") == "3:19 a. m."


@pytest.mark.parametrize(("hour", "said"), [(0, "12:00 a.m."), (12, "12:00 p.m."), (23, "11:00 p.m.")])
def test_midnight_and_noon_are_twelve(hour: int, said: str) -> None:
    assert pages.clock(datetime(2026, 1, 5, hour, tzinfo=UTC), "UTC") == said


def test_a_day_is_the_day_on_the_wall_not_the_day_in_greenwich() -> None:
    late = datetime(2026, 11, 22, 3, tzinfo=UTC)  # still Saturday evening in Denver
    assert pages.day(late, DENVER) == "Saturday, November 21"
    assert pages.dated(late, DENVER) == "November 21, 2026"
    assert pages.month(late, DENVER, language="es") == "noviembre de 2026"
    assert pages.weekday(date(2026, 11, 23)) == "Mon 23"


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(pages.NaiveTimeError):
        pages.clock(NIGHT.replace(tzinfo=None), DENVER)
    with pytest.raises(pages.NaiveTimeError):
        pages.day(NIGHT)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (-3, "0 min"),
        (0, "0 min"),
        (47, "47 min"),
        (227, "3 h 47 min"),
        (720, "12 h"),
        (47 * 60, "47 h"),
        (72 * 60, "3 days"),
    ],
)
def test_a_length_is_said_in_hours_and_minutes_and_from_two_days_on_in_days(minutes: int, said: str) -> None:
    assert pages.lasting(timedelta(minutes=minutes)) == said


def test_a_telephone_link_takes_digits_only() -> None:
    assert [pages.tel("+1 (406) 555-0142"), pages.tel("406.555.0142")] == ["+14065550142", "4065550142"]


def test_a_zone_has_one_name_in_summer_and_winter() -> None:
    assert pages.zone_label(DENVER) == "Mountain Time"


def test_the_columns_of_a_week_in_the_tree_are_those_that_the_code_says() -> None:
    assert (pages.STATIC / "hours.css").read_text() == pages.hours_css()


def test_a_file_is_named_by_its_content_and_a_missing_one_is_refused() -> None:
    assert pages.asset("app.css").startswith("/static/app.css?v=")
    with pytest.raises(pages.UnknownAssetError):
        pages.asset("gone.css")


def test_a_name_that_nobody_supplied_fails_the_page() -> None:
    with pytest.raises(UndefinedError):
        pages.render("access/problem.html")


def test_a_language_speaks_from_its_catalogue_and_without_one_in_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "LOCALE", tmp_path)
    assert pages.catalogue("es").gettext("Sign in") == "Sign in"
    folder = tmp_path / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    (folder / "consortium.po").write_text(head + 'msgid "Sign in"\nmsgstr "Iniciar sesión"\n', encoding="utf-8")
    assert pages.catalogue("es").gettext("Sign in") == "Iniciar sesión"
