"""A coordinator plans duty: a worker process makes a draft; she looks, changes it by hand, publishes it, undoes it."""

import re

from consortium.access.permissions import Role
from scheduling import Line, who
from scheduling.wallclock import zone
from tests.roles import shown
from tests.stories.plan_world import DAY, begun, copied, form, free_for, kept, work
from tests.stories.rota_world import Rota


async def test_the_planner_makes_a_draft_that_counts_for_nobody(town: Rota) -> None:
    ann = await town.one_with(Role.COORDINATOR)
    before, _ = await town.facts()
    roster = await begun(town, ann)
    words = await ann.look(f"rota/drafts/{roster}")
    assert "Waiting for the planner" in words
    await work(town)

    words = await ann.look(f"rota/drafts/{roster}")
    assert "Draft, not published" in words
    assert "no plan could be better" in words
    draft = await kept(town, roster)
    assert [shift.line for shift in draft.shifts].count(Line.PRIMARY) == 7
    assert draft.unfilled == ()
    now, _ = await town.facts()
    assert now.schedule == before.schedule
    assert town.home.mails.mails == []
    first = draft.shifts[0]
    words = await ann.look(f"rota/drafts/{roster}/shifts/{first.id}")
    assert "Why " in words
    assert "She is " in words
    assert "Who else could" in words


async def test_publishing_is_one_event_with_mails_and_one_press_undoes_it_for_the_time_ahead(town: Rota) -> None:
    ann = await town.one_with(Role.COORDINATOR)
    before, now = await town.facts()
    roster = await copied(town, ann)
    shift = (await kept(town, roster)).shifts[1]
    assert shift.person is not None
    other = await free_for(town, shift.span)
    await ann.send(f"rota/drafts/{roster}/shifts/{shift.id}", act="give", person=str(other))
    assert "It is hers in the draft" in shown(ann.page)
    assert town.home.mails.mails == [], "nobody is told by a draft"

    words = await ann.look(f"rota/drafts/{roster}/review")
    assert "For 2 people something changes" in words
    assert f"{before.cards[other].name} Gains" in words
    assert "2 people get one mail each" in words
    assert "Published. It counts now" in await ann.send(f"rota/drafts/{roster}/review", act="publish", sure="yes")
    after, _ = await town.facts()
    assert who(after.schedule, shift.span.start).primary == {other}
    assert "You are on call now:\n- primary" in (await town.letters(other))[0]
    assert "You are no longer on call" in (await town.letters(shift.person))[0]
    assert len(town.home.mails.mails) == 2
    assert "Published the plan Copied: 4 duties" in await ann.look("journal")
    await ann.send(f"rota/drafts/{roster}/review", act="publish")
    assert (ann.status, "was published meanwhile" in shown(ann.page)) == (409, True)

    await town.ground.advance(days=(shift.span.start - now).days, hours=23)
    ann = await town.member(ann.person)
    assert f"{before.cards[other].name} Loses" in await ann.look(f"rota/drafts/{roster}/withdraw")
    assert "Withdrawn. What has been stays" in await ann.send(f"rota/drafts/{roster}/withdraw", act="withdraw")
    undone, then = await town.facts()
    assert who(undone.schedule, then + DAY) == who(before.schedule, then + DAY)
    assert who(undone.schedule, shift.span.start).primary == {other}, "what was served stays"
    assert len(await town.letters(other)) == 2
    await ann.send(f"rota/drafts/{roster}/withdraw", act="withdraw")
    assert (ann.status, "withdrawn already" in shown(ann.page)) == (409, True)


async def test_a_draft_is_changed_by_hand_and_nothing_else_in_it_changes(town: Rota) -> None:
    ann = await town.one_with(Role.COORDINATOR)
    roster = await copied(town, ann)
    before = await kept(town, roster)
    shift = before.shifts[1]
    other, page = await free_for(town, shift.span), f"rota/drafts/{roster}/shifts/{shift.id}"
    await ann.look(page)
    clock = zone((await town.facts())[0].region.timezone)
    starts = shift.span.start.astimezone(clock)
    times = {
        "from_day": starts.date().isoformat(),
        "from_time": "07:00",
        "until_day": starts.date().isoformat(),
        "until_time": "19:00",
    }
    await ann.send(page, act="give", person=str(other), **times)
    after = await kept(town, roster)
    assert len(after.shifts) == len(before.shifts) + 1
    assert [each.person for each in after.shifts if each.id == shift.id] == [other]
    rest = next(each for each in after.shifts if each.id not in {one.id for one in before.shifts})
    assert (rest.person, rest.span.end) == (shift.person, shift.span.end)
    same = {each for each in before.shifts if each.id != shift.id}
    assert same <= set(after.shifts)

    await ann.send(page, act="clear")
    assert "Nobody has this duty" in shown(ann.page)
    assert "Fill with her" in shown(ann.page)
    await ann.send(f"rota/drafts/{roster}/shifts/{rest.id}", act="remove")
    assert "out of the draft" in shown(ann.page)
    words = await ann.send(
        f"rota/drafts/{roster}/shifts/new", line="primary", person=str(before.shifts[0].person), **times
    )
    assert "The duty is in the draft" in words
    words = await ann.look(f"rota/drafts/{roster}")
    assert "Rules that must be kept are broken" in words
    assert "hours" in words
    words = await ann.send(f"rota/drafts/{roster}/review", act="publish")
    assert (ann.status, "Tick that you have looked at them" in words) == (422, True)

    for sent, status, sentence in (
        ({"act": "give", "person": ""}, 422, "Choose a person"),
        ({"act": "give", "person": "x"}, 422, "Choose a person from the list"),
        ({"act": "give", "person": str(await town.on(Line.CLINICIAN))}, 422, "Only peers and chaplains"),
        ({"act": "give", "person": str(other), **times, "until_time": "20:00"}, 422, "beyond the duty"),
        ({"act": "give", "person": str(other), **times, "until_time": "06:00"}, 422, "must come after the start"),
        ({}, 422, "Press one of the buttons"),
    ):
        words = await ann.send(page, **sent)
        assert (ann.status, sentence in words) == (status, True), words


async def test_of_two_drafts_over_the_same_time_the_second_is_refused_in_words_and_loses_nothing(town: Rota) -> None:
    ann = await town.one_with(Role.COORDINATOR)
    first, second = await copied(town, ann, title="First"), await copied(town, ann, title="Second", start=9)
    shift = (await kept(town, first)).shifts[2]
    assert "Nobody has it in the draft" in await ann.send(f"rota/drafts/{first}/shifts/{shift.id}", act="clear")
    assert "Published. It counts now" in await ann.send(f"rota/drafts/{first}/review", act="publish", sure="yes")
    before = await kept(town, second)
    words = await ann.send(f"rota/drafts/{second}/review", act="publish", sure="yes")
    assert (ann.status, "“First” was published meanwhile" in words) == (409, True), words
    assert "Nothing was published, and the draft is as it was" in words
    assert await kept(town, second) == before

    assert "now stands against what counts today" in await ann.send(f"rota/drafts/{second}", act="up-to-date")
    await ann.send(f"rota/drafts/{second}/review", act="publish", sure="yes")
    facts, _ = await town.facts()
    assert who(facts.schedule, shift.span.start).primary == {shift.person}, "of two plans the later-made counts"


async def test_a_draft_that_somebody_changed_since_it_was_looked_at_is_not_published(town: Rota) -> None:
    ann = await town.one_with(Role.COORDINATOR)
    roster = await copied(town, ann)
    await ann.look(f"rota/drafts/{roster}/review")
    looked = ann.fields("Publish")
    shift = (await kept(town, roster)).shifts[2]
    await ann.send(f"rota/drafts/{roster}/shifts/{shift.id}", act="clear")
    words = await ann.send(f"rota/drafts/{roster}/review", act="publish", sure="yes", **looked)
    assert (ann.status, "has changed since you looked at it" in words) == (409, True), words
    assert (await kept(town, roster)).published_at is None


async def test_primary_and_backup_of_one_part_are_not_published_by_a_plan_either(town: Rota) -> None:
    ann = await town.one_with(Role.COORDINATOR)
    roster = await copied(town, ann)
    shift = (await kept(town, roster)).shifts[1]
    facts, _ = await town.facts()
    near = await town.neighbour(min(who(facts.schedule, shift.span.start).backup), shift.span.start)
    words = await ann.send(f"rota/drafts/{roster}/shifts/{shift.id}", act="give", person=str(near))
    assert "all belong to one part of the region" in words
    words = await ann.send(f"rota/drafts/{roster}/review", act="publish", sure="yes")
    assert (ann.status, "its officers could ask neither" in words) == (422, True)
    assert facts.version <= (await town.facts())[0].version
    assert (await kept(town, roster)).published_at is None


async def test_rules_have_words_and_numbers_of_ones_own(town: Rota) -> None:
    ann = await town.one_with(Role.COORDINATOR)
    words = await ann.look("rota/rules")
    assert "Between two duties of one person are at least 10 hours" in words
    form = rule_fields(ann.page)
    (rest,) = [name for name, value in form.items() if name.endswith("_hours")]
    words = await ann.send("rota/rules", act="keep", **form | {rest: "14", "night": "1.75"})
    assert "Between two duties of one person are at least 14 hours" in words
    assert "Settled the rules of planning" in words
    assert 'value="1.75"' in ann.page
    for wrong, sentence in (
        ({rest: "x"}, "must be a number"),
        ({"night": "40"}, "weighs 1 to 10"),
        ({"r0_over": "-1"}, ""),
    ):
        words = await ann.send("rota/rules", act="keep", **form | wrong)
        assert (ann.status, sentence in words) == (422, True), words
    words = await ann.send("rota/rules", act="begin-anew")
    assert "at least 10 hours" in words


async def test_what_cannot_be_planned_is_said_at_its_field(town: Rota) -> None:
    ann = await town.one_with(Role.COORDINATOR)
    for wrong, sentence in (
        ({"title": ""}, "This must be filled in"),
        ({"first_day": "soon"}, "This is not a day"),
        ({"last_day": "2020-01-01"}, "must not come before the first"),
        ({"first_day": "2020-01-01", "last_day": "2020-01-07"}, "This time is over"),
        ({"hand_off": "late"}, "This is not a time of day"),
        ({"shape_primary": "none", "shape_backup": "none"}, "Choose a shape for at least one line"),
        ({"shape_primary": "own", "days_primary": "every", "times_primary": "x"}, "Times look like"),
        ({"need_primary": "9"}, "from 1 to 3"),
        ({"seconds": "900"}, "The planner looks for 1 to 120 seconds"),
    ):
        words = await ann.send("rota/plan", **await form(town) | wrong)
        assert (ann.status, sentence in words) == (422, True), (wrong, words)
    assert await town.ground.rows("plan_run") == []


async def test_no_peer_and_no_head_sees_a_draft(town: Rota) -> None:
    ann = await town.one_with(Role.COORDINATOR)
    roster = await copied(town, ann, title="Secret")
    shift = (await kept(town, roster)).shifts[0]
    for role in (Role.PEER, Role.AGENCY_HEAD):
        other = await town.one_with(role)
        for path in ("", f"/{roster}", f"/{roster}/review", f"/{roster}/shifts/{shift.id}", f"/{roster}/watch"):
            await other.look(f"rota/drafts{path}")
            assert other.status == 404
        for path in ("schedule", "on-call"):
            assert "Secret" not in await other.look(path)
            assert "/rota/drafts" not in other.page


def rule_fields(page: str) -> dict[str, str]:
    """What the form of the rules would send as it stands."""
    main = page[page.index("<main") :]
    texts = re.findall(r'<input id="([^"]+)" name="\1" type="(?:text|time)"[^>]* value="([^"]*)"', main)
    radios = re.findall(r'<input type="(?:radio|checkbox)" name="([^"]+)" value="([^"]*)" checked', main)
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', main)
    chosen = [
        (name, value)
        for name, options in re.findall(r'<select id="([^"]+)"[^>]*>(.*?)</select>', main, re.DOTALL)
        for value in re.findall(r'<option value="([^"]*)" selected', options)
    ]
    return dict([*texts, *radios, *hidden, *chosen])
