"""Somebody leaves: what ends at once, what can be taken back until tonight, and what an officer notices of it."""

from datetime import timedelta
from typing import Any

from consortium.access.permissions import Role
from consortium.members.store import load_today
from scheduling import who
from tests.harness import Ground, MailCatcher, text_of
from tests.roles import shown
from tests.stories.people_world import Desk, anybody, row_of, rows_of
from tests.stories.request_world import SLUG, attempts, facts_of, go, open_house, reading_of, talking

GONE_FOR_GOOD = ("session", "sign_in", "passkey", "identity", "channel")


async def today_of(ground: Ground) -> str:
    async with reading_of(ground) as reading:
        return (await load_today(reading)).isoformat()


async def on_call(ground: Ground) -> tuple[object, ...]:
    facts, now = await facts_of(ground)
    return tuple(person for people in who(facts.schedule, now).values() for person in people)


async def test_ending_a_membership_ends_it_everywhere_and_can_be_taken_back_until_tonight(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        facts, now = await facts_of(region)
        peer = next(iter(sorted(next(iter(who(facts.schedule, now).values())))))
        before = {table: await rows_of(region, peer, table) for table in ("role", "affiliation", "designation")}
        name, mail = (await row_of(region, peer))["name"], str((await row_of(region, peer))["email"])
        hers = await Desk.as_person(home, peer)
        await hers.page("on-call")
        desk = await Desk.of(home, Role.COORDINATOR)

        said = await desk.page(f"people/{peer}/end")
        assert "What happens at once" in said
        assert "She stands on the rota" in said
        assert "deleted for good" in said
        assert "gap" in said
        said = await desk.send(f"people/{peer}/end", day=await today_of(region))
        assert "Until tonight this can be taken back" in said

        assert (await hers.browser.get(f"/{SLUG}/on-call")).headers["location"] == f"/{SLUG}/sign-in"
        assert [await rows_of(region, peer, table) for table in GONE_FOR_GOOD] == [[]] * len(GONE_FOR_GOOD)
        assert await rows_of(region, peer, "role") == await rows_of(region, peer, "affiliation") == []
        assert all(row["until"] is not None for row in await rows_of(region, peer, "designation"))
        assert peer not in await on_call(region)
        week = (await desk.browser.get(f"/{SLUG}/schedule")).status_code
        assert week == 200
        assert str(name) in await desk.page("roster?show=left")
        assert str(name) not in await desk.page("designations")
        await home.tick()
        assert "your membership ends" in catcher.to(mail)[-1]["Subject"]
        asked = await home.browser().post(f"/{SLUG}/sign-in", data={"mail": mail})
        assert "Look at your mail" in shown(asked.text)
        await home.tick()
        assert len(catcher.to(mail)) == 1, "no link goes to who has left"

        said = await desk.send(f"people/{peer}/end", act="take_back")
        assert "She stays." in said
        assert "No way to page her is on record" in said
        for table, rows in before.items():
            key = "role" if table == "role" else "agency"
            assert sorted(str(row[key]) for row in await rows_of(region, peer, table)) == sorted(
                str(row[key]) for row in rows
            )
        assert all(row["until"] is None for row in await rows_of(region, peer, "designation"))
        assert peer in await on_call(region)


async def test_after_the_day_nothing_is_left_to_take_back(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        peer, desk = await anybody(region, Role.PEER), await Desk.of(home, Role.COORDINATOR)
        await desk.send(f"people/{peer}/end", day=await today_of(region))
        await desk.refused(f"people/{peer}/end", 409, day=await today_of(region))
        await region.advance(days=1)
        await desk.refused(f"people/{peer}/end", 409, act="take_back")
        await home.jobs.tidy()
        assert await rows_of(region, peer, "departure") == []
        assert (await row_of(region, peer))["email"] is None
        assert home.faults == []


async def test_a_day_ahead_changes_the_rota_now_and_the_rest_on_that_day(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        peer, desk = await anybody(region, Role.PEER), await Desk.of(home, Role.COORDINATOR)
        async with reading_of(region) as reading:
            day = await load_today(reading) + timedelta(days=3)
        said = await desk.send(f"people/{peer}/end", day=day.isoformat())
        assert "Her membership ends on that day" in said
        assert await rows_of(region, peer, "role")
        facts, now = await facts_of(region)
        assert any(leave.person == peer and now + timedelta(days=4) in leave.during for leave in facts.schedule.leave)
        hers = await Desk.as_person(home, peer)
        assert "Her membership ends on" in await hers.page(f"people/{peer}")
        await region.advance(days=3)
        await home.jobs.tidy()
        assert await rows_of(region, peer, "role") == []
        assert await rows_of(region, peer, "channel") == []
        assert "Has left" in await desk.page("roster")


async def test_an_officer_in_a_talk_with_somebody_who_is_ended_goes_on_to_the_next_and_nobody_is_told(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        officer, peer = await talking(home)
        desk = await Desk.of(home, Role.COORDINATOR)
        said = await desk.page(f"people/{peer.person}/end")
        free = await desk.page(f"people/{await anybody(region, Role.PEER, but=peer.person)}/end")
        assert ("Should she be talking" in said) == ("Should she be talking" in free)
        said = await desk.send(f"people/{peer.person}/end", day=await today_of(region))
        assert "request" not in said

        await go(home, minutes=5)
        assert [each["state"] for each in await attempts(home) if each["person"] == peer.person] == ["out"]
        assert (await attempts(home))[-1]["person"] != peer.person
        page = await officer.look()
        assert "goes on" in page or "asking" in page or "next" in page
        assert home.faults == []


async def test_off_the_list_of_those_who_answer_and_back_on_the_same_day(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        director = await Desk.of(home, Role.CLINICAL_DIRECTOR)
        peer = await anybody(region, Role.PEER)
        designations = len(await rows_of(region, peer, "designation"))
        said = await director.send(f"people/{peer}/peer", act="end")
        assert "Off the list of those who answer since" in said
        hers = await Desk.as_person(home, peer)
        await hers.page("duty", 404)
        await hers.page("me", 404)
        said = await director.send(f"people/{peer}/peer", act="take_back")
        assert "She is back on the list" in said
        assert [row["until"] for row in await rows_of(region, peer, "designation")] == [None] * designations
        await hers.page("duty")

        await director.send(f"people/{peer}/peer", act="end")
        lender = str((await row_of(region, peer, "peer"))["lent_by"])
        said = await director.send(f"people/{peer}/peer", act="enrol", kind="peer", lent_by=lender)
        assert "Missing:" in said, "her former designations do not come back with a new enrolment"


async def test_a_clinical_director_suspends_and_lets_on_again(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        director = await Desk.of(home, Role.CLINICAL_DIRECTOR)
        facts, now = await facts_of(region)
        peer = next(iter(sorted(next(iter(who(facts.schedule, now).values())))))
        assert "Suspended" in await director.send(f"people/{peer}/peer", act="suspend")
        assert peer not in await on_call(region), "who is suspended is not shown as on call"
        assert "suspended already" in await director.refused(f"people/{peer}/peer", 409, act="suspend")
        hers = await Desk.as_person(home, peer)
        assert "Suspended: not asked" in await hers.page("me")
        assert "She may be asked again" in await director.send(f"people/{peer}/peer", act="resume")
        assert peer in await on_call(region)


async def test_a_correction_of_training_keeps_what_stood_there(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        director = await Desk.of(home, Role.CLINICAL_DIRECTOR)
        peer = await anybody(region, Role.PEER)
        (entry,) = await rows_of(region, peer, "training")
        path = f"people/{peer}/training/{entry['id']}"
        form: dict[str, Any] = {"paper": "course", "course": "Refresher", "hours": "8", "completed_on": "2026-01-10"}
        assert "lapses on a later day" in await director.refused(path, **form, expires_on="2026-01-09")
        said = await director.send(path, **form, expires_on="2099-01-01")
        assert f"Before: {entry['course']}, {entry['hours']} hours" in said
        said = await director.send(path, act="remove")
        assert "Removed training of" in said
        assert "None on record" in said
        await director.page(path, 404)


async def test_the_last_administrator_cannot_be_ended(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        admin = await Desk.of(home, Role.ADMINISTRATOR)
        head = await anybody(region, Role.AGENCY_HEAD)
        day = await today_of(region)
        assert "Nobody ends her own membership" in await admin.refused(f"people/{admin.person}/end", day=day)
        await admin.send(f"people/{head}/roles", act="give", role="administrator")
        second = await Desk.as_person(home, head)
        await second.send(f"people/{admin.person}/end", day=day)
        third = await anybody(region, Role.CLERK)
        await second.refused(f"people/{head}/end", day=day)
        assert await rows_of(region, third, "role")
        said = text_of(catcher.mails[-1]) if catcher.mails else ""
        assert "request" not in said
