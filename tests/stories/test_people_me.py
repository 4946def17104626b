"""One's own page: leave, how one is paged, the number for officers."""

import re
from datetime import timedelta

from consortium.access.permissions import Role
from consortium.members.store import load_today
from scheduling import who
from tests.harness import Ground, MailCatcher, text_of
from tests.stories.people_world import Desk, anybody, row_of, rows_of
from tests.stories.request_world import facts_of, open_house, reading_of


async def test_leave_asks_for_no_reason_and_says_which_turns_it_leaves(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        facts, now = await facts_of(region)
        peer = next(iter(sorted(next(iter(who(facts.schedule, now).values())))))
        desk = await Desk.as_person(home, peer)
        async with reading_of(region) as reading:
            today = await load_today(reading)
        later = today + timedelta(days=4)
        assert "Give a day" in await desk.refused("me/leave")
        said = await desk.refused("me/leave", act="take", first=later.isoformat(), last=today.isoformat())
        assert "must not come before the first" in said
        said = await desk.send("me/leave", act="take", first=today.isoformat(), last=later.isoformat())
        assert "fall into it and are without you" in said or "falls into it and is without you" in said
        assert "reason" not in str(await rows_of(region, peer, "leave"))
        facts, now = await facts_of(region)
        assert all(peer not in people for people in who(facts.schedule, now).values())

        (leave,) = await rows_of(region, peer, "leave")
        stranger = await Desk.as_person(home, await anybody(region, Role.CLINICIAN))
        await stranger.refused("me/leave", 404, act="cancel", leave=str(leave["id"]))
        await desk.send("me/leave", act="cancel", leave=str(leave["id"]))
        facts, now = await facts_of(region)
        assert any(peer in people for people in who(facts.schedule, now + timedelta(minutes=1)).values())


async def test_a_channel_is_proved_by_a_code_typed_back(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        peer = await anybody(region, Role.PEER)
        desk = await Desk.as_person(home, peer)
        assert "not a mail address" in await desk.refused("me/channels", act="add", address="nowhere")
        said = await desk.send("me/channels", act="add", address="night@example.org")
        assert "A code is on its way" in said
        await home.tick()
        (mail,) = catcher.to("night@example.org")
        (code,) = re.findall(r"\b\d{6}\b", text_of(mail))
        (made,) = [row for row in await rows_of(region, peer, "channel") if row["address"] == "night@example.org"]
        channel = str(made["id"])
        wrong = "000000" if code != "000000" else "111111"
        for _ in range(5):
            assert "not the code" in await desk.refused("me/channels", act="prove", channel=channel, code=wrong)
        assert "not the code" in await desk.refused("me/channels", act="prove", channel=channel, code=code)
        await home.ground.advance(minutes=2)
        await desk.send("me/channels", act="send", channel=channel)
        await home.tick()
        (code,) = re.findall(r"\b\d{6}\b", text_of(catcher.to("night@example.org")[-1]))
        said = await desk.send("me/channels", act="prove", channel=channel, code=f"{code[:3]} {code[3:]}")
        assert "a page reaches you there" in said
        await home.ground.advance(days=181)
        desk = await Desk.as_person(home, peer)
        assert "more than 180 days ago" in await desk.page("me")
        await desk.send("me/channels", act="remove", channel=channel)
        assert channel not in {str(row["id"]) for row in await rows_of(region, peer, "channel")}
        other = await Desk.as_person(home, await anybody(region, Role.CLINICIAN))
        theirs = str((await rows_of(region, peer, "channel"))[0]["id"])
        await other.refused("me/channels", 404, act="remove", channel=theirs)


async def test_a_peer_sets_her_own_number_and_whether_she_is_rung_off_duty(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        peer = await anybody(region, Role.PEER)
        desk = await Desk.as_person(home, peer)
        said = await desk.refused("me/serving", act="save", talk_number="call me")
        assert "not a telephone number" in said
        await desk.send("me/serving", act="save", talk_number="(540) 555-0123", ring_off_duty="yes")
        row = await row_of(region, peer, "peer")
        assert (row["talk_number"], row["ring_off_duty"]) == ("(540) 555-0123", True)
        await desk.refused("me/serving")
        clerk = await Desk.of(home, Role.CLERK)
        assert "How officers reach me" not in await clerk.page("me")
        await clerk.refused("me/serving", 409, act="save", talk_number="(540) 555-0123")
