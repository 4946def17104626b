"""A coordinator makes a rotation, looks before she publishes, ends it, and changes single days."""

from datetime import date, timedelta
from uuid import UUID

from consortium.access.permissions import Role
from consortium.duty.links import change_href
from geo import PersonId
from scheduling import Line, Span, gaps, shifts, who
from scheduling.wallclock import instant, zone
from tests.stories.request_world import SLUG
from tests.stories.rota_world import Member, Rota

DAY = timedelta(days=1)


async def monday(town: Rota) -> date:
    """The next Monday."""
    facts, now = await town.facts()
    today = now.astimezone(zone(facts.region.timezone)).date()
    return today + timedelta(days=7 - today.weekday())


async def typed(town: Rota, *turns: UUID, **changes: str) -> dict[str, str]:
    """A form that could be sent."""
    form = {
        "name": "Second primary",
        "line": "primary",
        "first_day": (await monday(town)).isoformat(),
        "hand_off": "07:00",
        "every": "weekly",
        "number": "",
        "unit": "day",
        "last_day": "",
    }
    return form | {f"turn_{person}": str(number) for number, person in enumerate(turns, start=1)} | changes


async def rotations(town: Rota) -> list[dict[str, object]]:
    (place,) = [row["id"] for row in await town.ground.rows("consortium") if row["slug"] == SLUG]
    return [row for row in await town.ground.rows("rotation") if row["consortium"] == place]


async def the_rotation(town: Rota, line: Line) -> UUID:
    (found,) = [row["id"] for row in await rotations(town) if row["line"] == line and not row["withdrawn"]]
    assert isinstance(found, UUID)
    return found


async def two_free(town: Rota) -> list[PersonId]:
    facts, now = await town.facts()
    busy = {shift.person for shift in shifts(facts.schedule, Span(now, now + 3 * DAY))}
    return [p for p in sorted(facts.peers) if facts.peers[p].lent_by and p not in busy][:2]


async def test_a_rotation_is_looked_at_first_and_counts_only_once_published(town: Rota) -> None:
    ann = await town.one_with(Role.COORDINATOR)
    one, other = await two_free(town)
    form, before = await typed(town, one, other), await rotations(town)

    words = await ann.send("rotations/new", act="preview", **form)
    assert "Not published" in words
    assert "No gap is left on this line" in words or "Nobody on call: primary" in words
    assert await rotations(town) == before
    facts, _ = await town.facts()
    assert facts.cards[one].name in words

    words = await ann.send("rotations/new", act="publish", **ann.fields("Publish"))
    assert "Published. It counts now" in words
    assert "Published Second primary on the primary line, 2 turns" in words
    facts, _ = await town.facts()
    made = next(each for each in facts.schedule.rotations if each.name == "Second primary")
    assert who(facts.schedule, made.begins).primary >= {one}
    assert who(facts.schedule, made.begins + 7 * DAY).primary >= {other}
    (letter,) = await town.letters(one)
    assert "your duty has changed" in letter
    assert "All times are Eastern Time" in letter
    assert "7:00 a.m." in letter
    assert "Second primary" in await ann.look("rotations")


async def test_what_cannot_be_a_rotation_is_said_at_its_field_and_what_was_typed_is_kept(town: Rota) -> None:
    ann = await town.one_with(Role.COORDINATOR)
    one, _ = await two_free(town)
    clinician = await town.on(Line.CLINICIAN)
    for changes, sentence in (
        ({"name": " "}, "This must be filled in"),
        ({"first_day": "soon"}, "This is not a day"),
        ({"hand_off": "late"}, "This is not a time of day"),
        ({"every": "other", "number": "x"}, "Say how long a turn lasts"),
        ({"every": "other", "number": "900"}, "A turn lasts"),
        ({"only_from": "19:00", "only_to": "07:00"}, "Tick the weekdays"),
        ({"day_0": "on", "only_from": "19:00"}, "Give both ends of the hours"),
        ({"off_days": "Christmas"}, "This is not a day"),
        ({"layer": "top"}, "A layer is a whole number"),
        ({f"turn_{one}": "first"}, "Numbers of turns look like 1"),
        ({f"turn_{one}": ""}, "Give at least one person a number"),
        ({"line": "night"}, "Choose a line"),
        ({"replaces": "x"}, "did not arrive whole"),
    ):
        words = await ann.send("rotations/new", act="preview", **(await typed(town, one)) | changes)
        assert (ann.status, sentence in words) == (422, True), (changes, words)
    words = await ann.send("rotations/new", act="publish", **await typed(town, one, clinician))
    assert (ann.status, "Only peers and chaplains" in words) == (422, True)
    assert 'value="Second primary"' in ann.page


async def test_two_people_share_a_turn_and_one_comes_twice_in_the_round(town: Rota) -> None:
    ann = await town.one_with(Role.COORDINATOR)
    one, other = await two_free(town)
    form = await typed(town) | {f"turn_{one}": "1, 3", f"turn_{other}": "1 2", "every": "other", "number": "10"}
    await ann.send("rotations/new", act="publish", **form)
    facts, _ = await town.facts()
    made = next(each for each in facts.schedule.rotations if each.name == "Second primary")
    assert made.turns == (frozenset({one, other}), frozenset({other}), frozenset({one}))
    assert made.every == 10


async def test_primary_and_backup_of_one_part_are_warned_of_and_not_published(town: Rota) -> None:
    ann = await town.one_with(Role.COORDINATOR)
    first = await monday(town)
    old = await the_rotation(town, Line.PRIMARY)
    facts, now = await town.facts()
    later = next(each for each in facts.schedule.rotations if each.id == old)
    at = instant(first, later.hand_off, zone(later.zone))
    near = await town.neighbour(min(who(facts.schedule, at).backup), at)
    form = await typed(town, near, replaces=str(old))

    words = await ann.send("rotations/new", act="preview", **form)
    assert "It can't be published like this" in words
    assert "all belong to one part of the region" in words
    words = await ann.send("rotations/new", act="publish", **form)
    assert (ann.status, "its officers could ask neither" in words) == (422, True)
    assert (await the_rotation(town, Line.PRIMARY)) == old
    assert now < at


async def test_to_change_a_rotation_is_to_publish_another_in_its_place(town: Rota) -> None:
    ann = await town.one_with(Role.COORDINATOR)
    old = await the_rotation(town, Line.CLINICIAN)
    await ann.look(f"rotations/{old}")
    (change,) = ann.links(f"/{SLUG}/rotations/new\\?change=[0-9a-f-]+")
    assert "Change a rotation" in await ann.look(change)
    facts, now = await town.facts()
    before = shifts(facts.schedule, Span(now - 7 * DAY, now))
    first = await monday(town)
    clinicians = [p for p, peer in facts.peers.items() if peer.role.value == "clinician"]
    form = await typed(town, *clinicians, line="clinician", name="Clinician anew", replaces=str(old))
    form["every"] = "daily"
    assert "ends on" in await ann.send("rotations/new", act="preview", **form)
    await ann.send("rotations/new", act="publish", **form)

    facts, _ = await town.facts()
    ended = next(each for each in facts.schedule.rotations if each.id == old)
    assert ended.last_day == first
    assert shifts(facts.schedule, Span(now - 7 * DAY, now)) == before, "what has been is not changed"
    assert gaps(facts.schedule, Line.CLINICIAN, Span(now, now + 60 * DAY)) == ()


async def test_to_end_a_rotation_says_first_what_would_be_missing(town: Rota) -> None:
    ann = await town.one_with(Role.COORDINATOR)
    old, day = await the_rotation(town, Line.PRIMARY), (await monday(town)).isoformat()

    words = await ann.send(f"rotations/{old}", act="look", from_day=day)
    assert "this would be missing" in words
    assert "Nobody on call: primary" in words
    assert "Requests go straight to backup" in words
    facts, _ = await town.facts()
    assert facts.schedule.rotations[0].last_day is None

    words = await ann.send(f"rotations/{old}", act="end", from_day=day)
    assert "It ends as you said" in words
    assert "Ended Primary, day by day with the hand-over of" in words
    facts, now = await town.facts()
    ended = next(each for each in facts.schedule.rotations if each.id == old)
    assert gaps(facts.schedule, Line.PRIMARY, Span(ended.ends, ended.ends + DAY)) == (
        Span(ended.ends, ended.ends + DAY),
    )
    for wrong, sentence in (("2020-01-01", "That hand-over has passed"), ("2040-01-01", "ends by then anyway")):
        words = await ann.send(f"rotations/{old}", act="end", from_day=wrong)
        assert (ann.status, sentence in words) == (422, True), words
    assert now < ended.ends


async def test_a_rotation_that_has_not_begun_is_taken_back_whole(town: Rota) -> None:
    ann = await town.one_with(Role.COORDINATOR)
    form = await typed(town, *await two_free(town))
    await ann.send("rotations/new", act="publish", **form)
    (made,) = [row["id"] for row in await rotations(town) if row["name"] == "Second primary"]
    assert "It would never begin" in await ann.send(f"rotations/{made}", act="look", from_day=form["first_day"])
    words = await ann.send(f"rotations/{made}", act="end", from_day=form["first_day"])
    assert "Taken back before it began" in words
    facts, _ = await town.facts()
    assert made not in {each.id for each in facts.schedule.rotations}
    await ann.send(f"rotations/{made}", act="end", from_day=form["first_day"])
    assert ann.status == 404


async def gap_form(town: Rota, ann: Member) -> dict[str, str]:
    """The schedule's gap, opened: the form as it comes."""
    facts, now = await town.facts()
    (gap,) = gaps(facts.schedule, Line.PRIMARY, Span(now, now + 7 * DAY))
    await ann.look(change_href(SLUG, Line.PRIMARY, gap))
    return ann.fields("Change it")


async def test_a_coordinator_fills_a_gap_with_somebody_who_may_and_had_least_duty(town: Rota) -> None:
    ann = await town.one_with(Role.COORDINATOR)
    form = await gap_form(town, ann)
    assert "Nobody is on this line then" in ann.page
    able = [
        UUID(found.split('"')[0]) for found in ann.page.split('name="adds" value="')[1:] if not found.startswith('"')
    ]
    assert able
    words = await ann.send("schedule/change", **form, adds=str(able[0]), removes="")
    assert "Everybody whose duty changes was told by mail" in words
    facts, now = await town.facts()
    assert gaps(facts.schedule, Line.PRIMARY, Span(now, now + 7 * DAY)) == ()
    (letter,) = await town.letters(able[0])
    assert "You are on call now:\n- primary: " in letter
    assert "7:00 p.m. to" in letter
    assert "Eastern Time" in letter
    assert f"https://peers.test/{SLUG}/me/shifts" in letter


async def test_who_breaks_the_rule_of_the_two_lines_is_refused_in_words(town: Rota) -> None:
    ann = await town.one_with(Role.COORDINATOR)
    primary, backup = await town.on(Line.PRIMARY), await town.one_backup()
    facts, now = await town.facts()
    near = await town.neighbour(backup, now)
    await ann.look("schedule/change")
    form = ann.fields("Change it")
    words = await ann.send("schedule/change", **form, adds=str(near), removes=str(primary))
    assert (ann.status, "all belong to one part of the region" in words) == (422, True), words
    assert facts.version == (await town.facts())[0].version


async def test_taking_somebody_off_asks_first_and_can_be_taken_back(town: Rota) -> None:
    ann = await town.one_with(Role.COORDINATOR)
    primary, backup = await town.on(Line.PRIMARY), await town.one_backup()
    await ann.look("schedule/change")
    form = ann.fields("Change it") | {"adds": "", "removes": str(primary)}
    words = await ann.send("schedule/change", **form)
    assert "Then this would be missing" in words
    assert await town.on(Line.PRIMARY) == primary

    await ann.send("schedule/change", **ann.fields("Do it all the same"), sure="yes")
    facts, now = await town.facts()
    assert who(facts.schedule, now).primary == frozenset()
    assert f"Requests go straight to backup: {facts.cards[backup].name}" in await ann.look("on-call")
    assert "You are no longer on call" in (await town.letters(primary))[0]

    await ann.look("schedule/change")
    (change,) = ann.links(f"/{SLUG}/schedule/changes/[0-9a-f-]+")
    assert "has begun: taken back, it ends now" in await ann.look(change)
    await ann.send(change.removeprefix(f"/{SLUG}/"), act="take back")
    facts, now = await town.facts()
    assert who(facts.schedule, now).primary == {primary}
    assert len(await town.letters(primary)) == 2


async def test_who_does_not_make_the_rota_is_offered_no_way_to(town: Rota) -> None:
    peer = await town.member(await town.on(Line.PRIMARY))
    for path in ("schedule", "on-call"):
        await peer.look(path)
        assert "schedule/change" not in peer.page
        assert "/rotations" not in peer.page
    await peer.look("rotations")
    assert peer.status == 404
