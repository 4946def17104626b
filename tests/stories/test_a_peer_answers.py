"""A peer is paged: she has seen it, accepts after the check, passes without a reason, or knows the person."""

import asyncio
from datetime import timedelta

import pytest

from tests.harness import Ground, MailCatcher
from tests.roles import Officer, Peer, shown
from tests.stories.request_world import (
    SLUG,
    a_part,
    accepted,
    asked,
    attempts,
    everything,
    facts_of,
    go,
    name_of,
    open_house,
    paged,
    peer,
    the_request,
)

GONE = "This request has gone on to somebody else. Thank you for looking."


async def test_having_seen_it_gives_five_more_minutes_once(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer = await asked(home, part=await a_part(region))
        first = await paged(home)
        by = (await the_request(home))["next_at"]
        assert "five more minutes" in shown(first.page)
        said = await first.do("seen")
        assert "five more minutes" not in said
        assert "A peer has seen your request They have not said yes." in await officer.look()
        for _ in range(2):
            first.page += '<input type="hidden" name="once" value="0a">'
            await first.do("seen")
        assert (await the_request(home))["next_at"] == by + timedelta(minutes=5)
        await go(home, minutes=9)
        assert len(await attempts(home)) == 1
        await go(home, minutes=1)
        assert len(await attempts(home)) == 2
        assert "A peer has been paged" in await officer.look()
        assert "1 peer was asked and has not taken it." in shown(officer.page)


async def test_the_truth_is_told_after_twenty_minutes_although_somebody_has_seen_it(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        officer = await asked(home, part=await a_part(region))
        for _ in range(2):
            await (await paged(home)).do("seen")
            await go(home, minutes=10)
        assert "Nobody has answered" in await officer.look()
        last = await paged(home)
        assert "Answer by" in shown(last.page)
        await go(home, minutes=4)
        assert "You said yes" in await last.accept()
        assert "has accepted" in await officer.look()


async def test_passing_pages_the_next_at_once_and_no_reason_is_kept(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer = await asked(home, part=await a_part(region))
        await go(home, minutes=5)  # so that somebody else may still accept
        kept = []
        for act, said in (("pass", "You passed No reason was kept."), ("know", "That you may know each other was not")):
            before = await paged(home)
            assert said in await before.do(act)
            await home.tick()
            after = await attempts(home)
            assert after[-1]["person"] != before.person
            kept.append({key: value for key, value in after[-2].items() if key not in {"id", "person", "step"}})
            assert "An officer is asking" not in await before.look()
        assert kept[0] == kept[1]
        assert {row["note"] for row in await region.rows("request")} == {None}
        assert "A peer has been paged" in await officer.look()
        assert "may know you" not in officer.page
        assert len(catcher.mails) == 4


async def test_every_line_of_the_check_must_be_confirmed(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        await asked(home)
        first = await paged(home)
        said = await first.do("check")
        assert "I was not a witness, a party or a responder in what this may be about." in said
        assert "Example text, not approved by a legal advisor EXAMPLE. You are asking for a trained peer" in said
        before = await everything(region)
        for line in first.checks:
            given = {name: "yes" for name in first.checks if name != line}
            said = await first.do("accept", talks_in="0", **given)
            assert "Please confirm every line, or pass. Passing needs no reason." in said
            assert f'href="#{line}"' in first.page
            assert first.page.count(" checked") == 4 + 1
        said = await first.do("accept", talks_in="99", **first.checks)
        assert "Please choose when you can talk." in said
        assert await everything(region) == before
        assert "You said yes" in await first.do("accept", talks_in="30", **first.checks)


async def test_exactly_one_of_two_peers_who_accept_at_the_same_instant_wins(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        officer = await asked(home, part=await a_part(region))
        peers = [await paged(home)]
        await go(home, minutes=5)
        peers.append(await paged(home))
        for each in peers:
            await each.do("check")
        said = await asyncio.gather(*(each.do("accept", talks_in="0", **each.checks) for each in peers))
        assert sorted("You said yes" in each for each in said) == [False, True]
        (lost,) = [each for each in said if "You said yes" not in each]
        assert GONE in lost
        assert "This request is no longer waiting Another peer has answered it." in lost
        assert sorted(each["state"] for each in await attempts(home)).count("accepted") == 1
        (winner,) = [each for each in await attempts(home) if each["state"] == "accepted"]
        assert f"{await name_of(region, winner['person'])} has accepted" in await officer.look()


async def test_accepting_twice_in_two_windows_is_accepting_once(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        await asked(home)
        first = await paged(home)
        other = await Peer.signed_in(home, SLUG, first.person)
        for window in (first, other):
            await window.look()
            await window.do("check")
        said = await asyncio.gather(
            *(window.do("accept", talks_in="0", **window.checks) for window in (first, other)),
        )
        assert all("You said yes" in each for each in said)


async def test_a_peer_in_a_talk_is_skipped_and_cannot_take_another(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        part = await a_part(region)
        await asked(home, part=part)
        first = await paged(home)
        await asked(home, part=part)
        mine = {str(row["id"]) for row in await region.rows("attempt") if row["person"] == first.person}
        assert "You said yes" in await first.accept()
        (other,) = mine - {first.attempt}
        fields = {"act": "accept", "attempt": other, "once": "0f", "talks_in": "0", **first.checks}
        answer = await first.browser.post(f"/{SLUG}/duty", data=fields)
        assert "You are in another talk. Finish it or hand it over first." in shown(answer.text)
        assert {str(row["id"]): row["state"] for row in await region.rows("attempt")}[other] == "paged"
        await home.tick()
        states = {str(row["id"]): row["state"] for row in await region.rows("attempt")}
        assert states[other] == "lapsed", "nobody waits five minutes for a peer who is in another talk"
        await asked(home, part=part)
        people = [row["person"] for row in await region.rows("attempt")]
        assert len(people) == 4
        assert people.count(first.person) == 2


async def test_someone_else_goes_on_to_the_next_and_that_peer_is_never_asked_again(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await accepted(home, part=await a_part(region))
        said = await officer.do("else")
        assert said.startswith(
            "You asked for someone else. The one before is not asked again for this request. Your request is in"
        )
        stale = await first.do("hand_over")
        assert "It has gone on You are not asked about this one any more." in stale
        assert "page says so" not in stale
        for _ in range(4):
            await go(home, minutes=5)
        tried = [each["person"] for each in await attempts(home)]
        assert len(tried) == len(set(tried)) == 5
        assert tried.count(first.person) == 1
        fields = {"act": "accept", "attempt": str((await attempts(home))[0]["id"]), "talks_in": "0", **first.checks}
        assert GONE in (await first.browser.post(f"/{SLUG}/duty", data=fields)).text


async def test_whoever_was_cut_short_by_anothers_yes_is_asked_again_with_all_her_time(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        officer = await asked(home, part=await a_part(region))
        first = await paged(home)
        await go(home, minutes=5)
        second = await paged(home)
        await go(home, minutes=4)
        await first.accept()
        assert "An officer is asking" not in await second.look()
        await officer.look()
        await officer.do("else")
        await home.tick()
        assert [each["person"] for each in await attempts(home)] == [first.person, second.person]
        assert "Answer by" in await second.look()
        await go(home, minutes=4)
        assert "4 min left" in shown(second.page) or "5 min left" in shown(second.page)
        assert "You said yes" in await second.accept()
        assert len(catcher.mails) == 3


@pytest.mark.parametrize(
    ("act", "note", "ended"),
    [
        ("pass", "Your peer handed this over. No reason is asked for.", "You handed over"),
        ("know", "The peer stepped back: they may know you, or somebody in this.", "Good that you said so"),
    ],
)
async def test_a_peer_who_accepted_may_step_back_before_the_officer_has_chosen(
    region: Ground, catcher: MailCatcher, act: str, note: str, ended: str
) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await accepted(home)
        assert ended in await first.do(act)
        assert "page says" in shown(first.page)
        assert f"{note} We went on to the next peer. Your request is in" in await officer.look()


async def test_an_officer_who_pressed_talk_too_late_reads_what_happened(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await accepted(home)
        await first.do("pass")
        assert "Your peer handed this over." in await officer.do("talk")
        assert (await the_request(home))["state"] == "waiting"


async def test_two_requests_before_one_peer_are_shown_one_after_the_other(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        part = await a_part(region)
        await asked(home, part=part, topic="loss")
        await asked(home, part=part, topic="family")
        both = await paged(home)
        shown_first = both.attempt
        await both.do("pass")
        await both.look()
        assert both.attempt not in {"", shown_first}
        await both.do("pass")
        assert "Nobody is asking right now" in await both.look()


async def test_the_link_of_a_page_opens_the_question_and_does_nothing(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer = await asked(home)
        before = await everything(region)
        first = await paged(home)
        for _ in range(2):
            await first.look()
            await first.do("check")
            await first.do("look")
        after = await everything(region)
        assert {table for table in after if after[table] != before[table]} <= {"session"}
        assert "A peer has been paged" in await officer.look()


async def test_a_stranger_to_a_request_reads_no_more_than_that_it_is_over(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        await asked(home, topic="loss")
        first = await paged(home)
        facts, _ = await facts_of(region)
        other = await peer(home, next(person for person in facts.peers if person != first.person))
        before = await everything(region)
        for act in ("check", "accept", "pass", "know", "seen", "say", "close", "hold"):
            fields = {"act": act, "attempt": first.attempt, "once": "0d", "talks_in": "0", **first.checks}
            answer = await other.browser.post(f"/{other.slug}/duty", data=fields)
            assert "This request has ended" in answer.text
            assert "Loss" not in shown(answer.text)
        assert await everything(region) == before


async def test_an_officer_is_told_by_name_who_it_is_only_after_yes(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer: Officer = await asked(home)
        first = await paged(home)
        name = await name_of(region, first.person)
        assert name not in officer.page
        await first.do("seen")
        assert name not in await officer.look()
        await first.accept()
        assert name in await officer.look()
