"""A coordinator starts a line from three shapes, gives a rotation hours and a pause, and lays a temporary schedule."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest

from consortium.access.permissions import Role
from consortium.support.facts import Facts
from geo import PersonId
from scheduling import Idle, Line, Rotation, Span, Unit, gaps, shifts, who
from scheduling.wallclock import instant, zone
from tests.stories.rota_world import Rota

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


async def monday(town: Rota) -> date:
    facts, now = await town.facts()
    today = now.astimezone(zone(facts.region.timezone)).date()
    return today + timedelta(days=7 - today.weekday())


def at(facts: Facts, day: date, hour: int = 7) -> datetime:
    return instant(day, time(hour), zone(facts.region.timezone))


def clinicians(facts: Facts) -> list[PersonId]:
    return sorted(p for p, peer in facts.peers.items() if peer.role.value == "clinician")


def rotation_of(facts: Facts, name: str) -> Rotation:
    return next(each for each in facts.schedule.rotations if each.name == name)


async def empty_clinicians(town: Rota) -> tuple[Facts, list[PersonId], date]:
    """The clinicians' line from the next Monday on, with nobody on it."""
    ann = await town.one_with(Role.COORDINATOR)
    facts, _ = await town.facts()
    (old,) = [each for each in facts.schedule.rotations if each.line is Line.CLINICIAN]
    first = await monday(town)
    await ann.send(f"rotations/{old.id}", act="end", from_day=first.isoformat())
    return (await town.facts())[0], clinicians(facts), first


@pytest.mark.parametrize(
    ("shape", "names"),
    [
        ("weeks", ["Clinician, week by week"]),
        ("days-and-nights", ["Clinician, days", "Clinician, nights"]),
        ("weekends", ["Clinician, weekdays", "Clinician, weekends"]),
    ],
)
async def test_one_form_makes_a_whole_line(town: Rota, shape: str, names: list[str]) -> None:
    facts, people, first = await empty_clinicians(town)
    ann = await town.one_with(Role.COORDINATOR)
    assert "Weekdays and weekends" in await ann.look("rotations/new")
    assert "A whole line at once" in await ann.look(f"rotations/start?shape={shape}&line=clinician")
    form = {"shape": shape, "line": "clinician", "first_day": first.isoformat(), "hand_off": "07:00"}
    form |= {f"turn_{person}": str(number) for number, person in enumerate(people, start=1)}
    words = await ann.send("rotations/start", act="preview", **form)
    assert "No gap is left on this line" in words, words
    assert len((await town.facts())[0].schedule.rotations) == len(facts.schedule.rotations)

    words = await ann.send("rotations/start", act="publish", **ann.fields("Publish"))
    assert "The whole line counts now" in words
    facts, _ = await town.facts()
    span = Span(at(facts, first), at(facts, first + timedelta(days=56)))
    assert sorted(each.name for each in facts.schedule.rotations if each.begins >= span.start) == sorted(names)
    assert gaps(facts.schedule, Line.CLINICIAN, span) == ()
    assert all(len(who(facts.schedule, span.start + n * DAY / 4).clinician) == 1 for n in range(4 * 56))


async def test_a_starting_point_that_cannot_be_says_why(town: Rota) -> None:
    facts, people, first = await empty_clinicians(town)
    ann = await town.one_with(Role.COORDINATOR)
    form = {"shape": "weekends", "line": "clinician", "first_day": first.isoformat(), "hand_off": "07:00"}
    form |= {f"turn_{person}": str(number) for number, person in enumerate(people, start=1)}
    for changes, sentence in (
        ({"shape": "round"}, "Choose one of the three"),
        ({"first_day": (first + DAY).isoformat()}, "begin on a Monday"),
        ({f"turn_{person}": "" for person in people[1:]}, "at least two people"),
    ):
        words = await ann.send("rotations/start", act="preview", **form | changes)
        assert (ann.status, sentence in words) == (422, True), words
    assert facts.version == (await town.facts())[0].version


async def test_few_rotations_have_hours_days_off_and_another_length(town: Rota) -> None:
    facts, people, first = await empty_clinicians(town)
    ann = await town.one_with(Role.COORDINATOR)
    off = first + timedelta(days=14)
    form = {
        "name": "Weeknights",
        "line": "clinician",
        "first_day": first.isoformat(),
        "hand_off": "17:00",
        "every": "other",
        "number": "2",
        "unit": "week",
        **{f"day_{day}": "on" for day in range(5)},
        "only_from": "17:00",
        "only_to": "07:00",
        "off_days": off.isoformat(),
        "idle": "waits",
        "layer": "1",
    }
    form |= {f"turn_{person}": str(number) for number, person in enumerate(people, start=1)}
    words = await ann.send("rotations/new", act="preview", **form)
    assert "every 2 weeks" in words
    assert "Mon, Tue, Wed, Thu, Fri: 17:00 to 07:00 (overnight)" in words
    await ann.send("rotations/new", act="publish", **ann.fields("Publish"))
    facts, _ = await town.facts()
    made = rotation_of(facts, "Weeknights")
    assert (made.unit, made.every, made.idle, made.layer, made.off) == (Unit.WEEK, 2, Idle.WAITS, 1, frozenset({off}))
    assert who(facts.schedule, at(facts, first, 12)).clinician == frozenset()
    assert who(facts.schedule, at(facts, first, 18)).clinician == {people[0]}
    assert who(facts.schedule, at(facts, off, 18)).clinician == frozenset()
    await ann.look(f"rotations/{made.id}")
    (change,) = ann.links("/[a-z-]+/rotations/new\\?change=[0-9a-f-]+")
    await ann.look(change)
    assert 'name="day_4" checked' in ann.page
    assert 'value="17:00"' in ann.page


async def test_whoever_is_paused_is_owed_the_turn(town: Rota) -> None:
    _, people, first = await empty_clinicians(town)
    one, other, *_ = people
    ann = await town.one_with(Role.COORDINATOR)
    form = {"name": "Weeks", "line": "clinician", "first_day": first.isoformat(), "hand_off": "07:00"}
    form |= {"every": "weekly", **{f"turn_{person}": str(n) for n, person in enumerate(people, start=1)}}
    await ann.send("rotations/new", act="publish", **form)
    facts, _ = await town.facts()
    made = rotation_of(facts, "Weeks")
    pause = {"person": str(one), "pause_from": first.isoformat(), "until_day": (first + WEEK).isoformat()}
    words = await ann.send(f"rotations/{made.id}/pauses", act="look", **pause)
    assert f"{facts.cards[other].name} instead of {facts.cards[one].name}" in words
    assert who((await town.facts())[0].schedule, made.begins).clinician == {one}

    words = await ann.send(f"rotations/{made.id}/pauses", act="pause", **ann.fields("Pause these turns"))
    assert "Paused the turns of" in words
    facts, _ = await town.facts()
    assert who(facts.schedule, made.begins).clinician == {other}
    assert who(facts.schedule, made.begins + WEEK).clinician == {one}, "she is owed the turn"
    assert "your duty has changed" in (await town.letters(one))[-1]

    wrong = await ann.send(f"rotations/{made.id}/pauses", act="pause", **pause)
    assert (ann.status, "paused in a part of that time already" in wrong) == (422, True)
    (ends,) = set(re_of(ann.page, made.id))
    await ann.send(ends, act="end")
    facts, _ = await town.facts()
    assert who(facts.schedule, made.begins).clinician == {one}


def re_of(page: str, rotation: UUID) -> list[str]:
    parts = page.split(f"rotations/{rotation}/pauses/")[1:]
    return [f"rotations/{rotation}/pauses/{part[:36]}" for part in parts]


async def test_a_temporary_schedule_replaces_everything_and_is_taken_back(town: Rota) -> None:
    ann = await town.one_with(Role.COORDINATOR)
    facts, now = await town.facts()
    people = clinicians(facts)
    first = (now.astimezone(zone(facts.region.timezone)) + 3 * DAY).date()
    form = {
        "name": "County fair",
        "first_day": first.isoformat(),
        "last_day": (first + 2 * DAY).isoformat(),
        "hand_offs": "07:00, 19:00",
        "line_clinician": "on",
    }
    assert "Hand-overs each day" in await ann.look("rotations/temporary/new")
    await ann.send("rotations/temporary/new", act="turns", **form)
    assert ann.status == 200
    assert ann.page.count('list="people"') == 4
    form |= {"turn_clinician_0": facts.cards[people[0]].name, "turn_clinician_2": facts.cards[people[1]].name}
    wrong = await ann.send("rotations/temporary/new", act="look", **form | {"turn_clinician_1": "Nobody Here"})
    assert (ann.status, "is nobody who may hold this line" in wrong) == (422, True)
    words = await ann.send("rotations/temporary/new", act="look", **form)
    assert "2 times have nobody" in words
    before = facts.version
    assert (await town.facts())[0].version == before

    words = await ann.send("rotations/temporary/new", act="lay", **ann.fields("Lay it"))
    assert "It counts now" in words
    assert "Laid the temporary schedule County fair: 2 shifts" in words
    facts, now = await town.facts()
    span = Span(at(facts, first), at(facts, first + 2 * DAY))
    assert [each.person for each in shifts(facts.schedule, span) if each.line is Line.CLINICIAN] == people[:2]
    assert len(gaps(facts.schedule, Line.CLINICIAN, span)) == 2
    again = await ann.send("rotations/temporary/new", act="lay", **form)
    assert (ann.status, "Another temporary schedule has some of that time" in again) == (422, True)

    await ann.look("rotations")
    (href,) = set(ann.links("/[a-z-]+/rotations/temporary/[0-9a-f-]{36}"))
    await ann.send(href.split("/", 2)[2], act="take back")
    facts, now = await town.facts()
    assert gaps(facts.schedule, Line.CLINICIAN, span) == ()
