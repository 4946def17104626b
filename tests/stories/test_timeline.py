"""The schedule: gaps filled where they are seen, drafts over what counts, history as served, and one's own hours."""

import csv
import io
import re
from datetime import timedelta

from consortium.access.permissions import Role
from consortium.duty.planning.begin_draft import draft_from_rota
from consortium.duty.planning.change_draft import give_duty
from consortium.duty.store.rosters import load_kept
from consortium.duty.write_down_duty import write_down_duty
from geo import PersonId
from scheduling import Line, Span, gaps, hours_by_person, shifts, who
from scheduling.wallclock import instant, zone
from tests.stories.request_world import SLUG
from tests.stories.rota_world import Rota

TWO_WEEKS = timedelta(weeks=2)


async def test_a_gap_is_said_in_words_and_filled_with_who_is_suggested(town: Rota) -> None:
    chief = await town.one_with(Role.COORDINATOR)
    facts, now = await town.facts()
    (gap,) = gaps(facts.schedule, Line.PRIMARY, Span(now, now + TWO_WEEKS))
    day = gap.start.astimezone(zone(facts.region.timezone)).date()
    words = await chief.look(f"schedule/{day}")
    assert "12 h with nobody on call: primary" in words
    assert "Nobody on call: Primary: " in words
    (name,) = re.findall(r"Fill with (\w+)", words)
    assert f"{name}: free, rested, of another part of the region" in words
    (fill,) = chief.links(r"/[^\"]*/schedule/change\?[^\"]*adds=[^\"]*")
    await chief.look(fill)
    (person,) = [card.person for card in facts.cards.values() if f"adds={card.person}" in fill]
    assert facts.cards[person].name.endswith(name)
    assert f'name="adds" value="{person}" checked' in chief.page
    fields = chief.fields("Change it")
    await chief.send("schedule/change", **fields, adds=str(person), removes="")
    assert chief.status == 200
    assert "Changed." in chief.page
    assert "with nobody on call" not in chief.page
    facts, _ = await town.facts()
    assert who(facts.schedule, gap.start).primary == {person}


async def test_every_zoom_and_the_list_open_for_a_coordinator_and_a_peer_sees_nothing_to_mend(town: Rota) -> None:
    chief, peer = await town.one_with(Role.COORDINATOR), await town.member(await town.on(Line.PRIMARY))
    for member in (chief, peer):
        for query in ("", "?weeks=4", "?weeks=12", "?weeks=12&view=list&share=year&people=all", "?weeks=7&view=what"):
            words = await member.look(f"schedule{query}")
            assert member.status == 200
            assert ("To mend" in words or "Before you publish" in words) == (member is chief)
    assert f"/{SLUG}/me/shifts" in peer.links(rf"/{SLUG}/me/shifts")
    for path in ("schedule/never", "schedule/1066-10-14", "schedule?draft=x"):
        await chief.look(path)
        assert chief.status == 404


async def test_a_draft_is_drawn_over_what_counts_and_only_for_who_makes_the_rota(town: Rota) -> None:
    chief, peer = await town.one_with(Role.COORDINATOR), await town.one_with(Role.PEER)
    facts, now = await town.facts()
    home = zone(facts.region.timezone)
    first = now.astimezone(home).date() + timedelta(days=14)
    monday = first - timedelta(days=first.weekday())
    starts, ends = (
        instant(monday + timedelta(days=days), facts.schedule.rotations[0].hand_off, home) for days in (0, 7)
    )
    async with town.ground.database.transaction(await town.ground.consortium(SLUG)) as tx:
        made = await draft_from_rota(tx, title="Winter", lines=[Line.PRIMARY], span=Span(starts, ends))
        kept = await load_kept(tx, made)
        assert kept is not None
        one = kept.shifts[2]
        other = next(each for each in sorted(facts.peers) if each != one.person and facts.peers[each].role == "peer")
        await give_duty(tx, roster=made, shift=one.id, to=PersonId(other))
    words = await chief.look(f"schedule/{monday}")
    assert "Show Winter in the timeline" in words
    words = await chief.look(f"schedule/{monday}?draft={made}")
    assert "Draft: 1 change, not published" in words
    assert f"{facts.cards[other].name}, Primary (draft change): " in words
    assert chief.links(rf"/{SLUG}/rota/drafts/{made}/review")
    assert chief.links(rf"/{SLUG}/rota/drafts/{made}/shifts/{one.id}")
    assert "Before you publish" in words
    words = await peer.look(f"schedule/{monday}?draft={made}")
    assert "draft" not in words.lower()


async def test_a_week_that_is_over_is_shown_as_served(town: Rota) -> None:
    chief = await town.one_with(Role.COORDINATOR)
    async with town.ground.database.transaction(await town.ground.consortium(SLUG)) as tx:
        await write_down_duty(tx)
        past = (tx.now - timedelta(days=7)).date()
    assert "As served" in await chief.look(f"schedule/{past}")
    assert "To mend" not in chief.page
    assert "As served" not in await chief.look(f"schedule/{past + timedelta(days=28)}")


async def test_a_peer_reads_her_hours_and_saves_them_in_lumps_for_pay(town: Rota) -> None:
    person = await town.on(Line.BACKUP)
    peer = await town.member(person)
    facts, now = await town.facts()
    words = await peer.look("me/hours")
    home = zone(facts.region.timezone)
    today = now.astimezone(home).date()
    since = today - timedelta(days=60)
    lately = Span(instant(since, facts.schedule.rotations[0].hand_off.replace(hour=0), home), now)
    hours = hours_by_person(facts.schedule, lately)[person] / timedelta(hours=1)
    whole = hours_by_person(facts.schedule, Span(now - timedelta(days=365), now))[person] / timedelta(hours=1)
    assert f"{round(whole)} h" in words
    assert "Weighted hours of the last 365 days" in words
    answer = await peer.browser.get(f"/{SLUG}/me/hours.csv?first={since}&last={today}&period=month")
    assert answer.status_code == 200
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) in {3, 4}
    assert abs(sum(float(row[-1]) for row in rows[1:]) - hours) < 0.5
    assert not any(shift.person != person and facts.cards[shift.person].name in answer.text
                   for shift in shifts(facts.schedule, lately))  # fmt: skip
    for wrong in (
        f"first={today}&last={since}&period=month",
        "first=x&last=y",
        f"first={since}&last={today}&period=day",
    ):
        await peer.look(f"me/hours.csv?{wrong}")
        assert peer.status == 422
        assert "Please look at this again" in peer.page
