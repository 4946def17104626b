"""Hand over tonight, and "I can't": a turn stays with its holder until a colleague has said yes."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from consortium.access.permissions import Role
from consortium.duty.links import turn_query
from scheduling import Line, Shift, shifts_by_turn, who
from scheduling import Span as Time
from tests.harness import Ground, MailCatcher
from tests.stories.request_world import SLUG, go
from tests.stories.rota_world import WEEKS, Member, Rota, rota


@pytest.fixture
async def town(region: Ground, catcher: MailCatcher) -> AsyncIterator[Rota]:
    async with rota(region, catcher) as here:
        yield here
        assert here.home.faults == []


async def running(town: Rota, line: Line) -> Shift:
    """The turn that runs on a line."""
    facts, now = await town.facts()
    return next(each for each in shifts_by_turn(facts.schedule, Time(now, now + WEEKS)) if each.line is line)


def takers(page: str) -> list[UUID]:
    return [UUID(found[:36]) for found in page.split('name="to" value="')[1:]]


async def offered(town: Rota, turn: Shift) -> tuple[Member, Member, str]:
    """The holder has offered her turn to the first who could take it: both, and the offer's address."""
    giver = await town.member(turn.person)
    await giver.look(f"me/shifts/hand-over?{turn_query(turn.line, turn.span)}")
    taker = await town.member(takers(giver.page)[0])
    words = await giver.send("me/shifts/hand-over", **giver.fields("Ask this colleague"), to=str(taker.person))
    assert "Until she says yes, the turn stays yours" in words
    offer = giver.links(f"/{SLUG}/me/offers/[0-9a-f-]+")[0]
    return giver, taker, offer.removeprefix(f"/{SLUG}/")


async def holders(town: Rota, turn: Shift) -> frozenset[UUID]:
    facts, now = await town.facts()
    return frozenset(who(facts.schedule, max(turn.span.start, now))[turn.line])


async def test_a_turn_ahead_is_a_colleagues_only_after_her_yes(town: Rota) -> None:
    turn = await town.turn(Line.PRIMARY)
    giver, taker, offer = await offered(town, turn)
    facts, _ = await town.facts()
    assert f"Offered to {facts.cards[taker.person].name}" in await giver.look("me/shifts")  # type: ignore[index]
    assert await holders(town, turn) == {giver.person}
    (letter,) = await town.letters(taker.person)
    assert "a colleague asks you to take a turn" in letter
    assert f"https://peers.test/{SLUG}/{offer}" in letter
    assert "Eastern Time" in letter

    assert "You are asked to take" in await taker.look("me/shifts")
    assert "asks you to take a turn" in await taker.look(offer)
    assert "The turn is yours" in await taker.send(offer, act="take")
    assert await holders(town, turn) == {taker.person}
    assert any("has taken your turn" in each for each in await town.letters(giver.person))
    words = await taker.send(offer, act="decline")
    assert (taker.status, "has been settled" in words) == (409, True)
    await go(town.home, days=30)
    assert not any("still yours" in each for each in await town.letters(giver.person)), "nobody waits for an answer"


async def test_a_no_needs_no_reason_and_leaves_no_trace_in_the_journal(town: Rota) -> None:
    turn = await town.turn(Line.BACKUP)
    giver, taker, offer = await offered(town, turn)
    assert "You said no" in await taker.send(offer, act="decline")
    assert await holders(town, turn) == {giver.person}
    assert any("can't take your turn" in each for each in await town.letters(giver.person))
    acts = {row["act"] for row in await town.ground.rows("journal") if row["actor"] == taker.person}
    assert acts == set()
    assert "Declined" in await giver.look("me/shifts")
    await offered(town, turn)


async def test_an_offer_is_taken_back_and_two_are_not_made_of_one_turn(town: Rota) -> None:
    turn = await town.turn(Line.PRIMARY)
    giver, taker, offer = await offered(town, turn)
    fields = {"line": turn.line.value, "from": turn.span.start.isoformat(), "until": turn.span.end.isoformat()}
    words = await giver.send("me/shifts/hand-over", **fields, to=str(taker.person))
    assert (giver.status, "offered this turn to somebody already" in words) == (409, True), words
    assert "You took the offer back" in await giver.send(offer, act="withdraw")
    words = await taker.send(offer, act="take")
    assert (taker.status, "has been settled" in words) == (409, True)
    assert await holders(town, turn) == {giver.person}


async def test_an_offer_that_nobody_answers_expires_when_the_turn_begins_and_its_holder_is_told(town: Rota) -> None:
    turn = await town.turn(Line.PRIMARY)
    giver, taker, offer = await offered(town, turn)
    _, now = await town.facts()
    await go(town.home, seconds=(turn.span.start - now).total_seconds() + 60)
    assert await holders(town, turn) == {giver.person}
    assert any("your turn begins and is still yours" in each for each in await town.letters(giver.person))
    giver, taker = await town.member(giver.person), await town.member(taker.person)
    assert "Not answered in time" in await giver.look(offer)
    words = await taker.send(offer, act="take")
    assert (taker.status, "its time has run out" in words) == (409, True)


async def test_a_running_turn_that_nobody_takes_in_time_is_told_to_the_coordinators(town: Rota) -> None:
    turn = await running(town, Line.PRIMARY)
    giver, _, _ = await offered(town, turn)
    ann = await town.one_with(Role.COORDINATOR)
    assert await town.letters(ann.person) == []
    await go(town.home, minutes=29)
    assert await town.letters(ann.person) == []
    await go(town.home, minutes=2)
    (letter,) = await town.letters(ann.person)
    assert "nobody has taken a turn over yet" in letter
    assert "has not answered. The turn is still with" in letter
    assert await holders(town, turn) == {giver.person}


async def test_a_running_turn_that_is_taken_is_told_to_nobody_else(town: Rota) -> None:
    turn = await running(town, Line.PRIMARY)
    _, taker, offer = await offered(town, turn)
    await go(town.home, minutes=10)
    await taker.send(offer, act="take")
    assert await holders(town, turn) == {taker.person}
    await go(town.home, hours=1)
    ann = await town.one_with(Role.COORDINATOR)
    assert await town.letters(ann.person) == []
    assert f"You are on call: {'Primary'}" in await taker.look("duty")


async def test_who_cannot_is_told_what_becomes_uncovered_and_is_off_at_once(town: Rota) -> None:
    turn = await running(town, Line.PRIMARY)
    peer, ann = await town.member(turn.person), await town.one_with(Role.COORDINATOR)
    backup = await town.on(Line.BACKUP)
    facts, _ = await town.facts()
    await peer.look("duty")
    assert f"/{SLUG}/me/shifts" in peer.links(f"/{SLUG}/me/shifts")

    words = await peer.look(f"me/shifts/cannot?{turn_query(turn.line, turn.span)}")
    instead = f"Requests go straight to backup: {facts.cards[backup].name}."
    assert "Without you, this is missing" in words
    assert instead in words
    assert await holders(town, turn) == {peer.person}

    words = await peer.send("me/shifts/cannot", **peer.fields("Take me off"))
    assert "You are off that turn. The coordinators were told by mail" in words
    assert instead in words
    assert await holders(town, turn) == frozenset()
    (letter,) = await town.letters(ann.person)
    assert "can't take a turn" in letter
    assert "Nobody is on primary then" in letter
    href = next(word for word in letter.split() if word.startswith("https://peers.test/"))
    assert "Nobody is on this line then" in await ann.look(href.removeprefix("https://peers.test"))
    assert instead in await ann.look("on-call")
    (act,) = [row for row in await town.ground.rows("journal") if row["act"] == "stood down"]
    assert "reason" not in str(act["detail"])


async def test_an_offer_of_a_turn_that_she_went_off_can_no_longer_be_taken(town: Rota) -> None:
    turn = await town.turn(Line.PRIMARY)
    giver, taker, offer = await offered(town, turn)
    fields = {"line": turn.line.value, "from": turn.span.start.isoformat(), "until": turn.span.end.isoformat()}
    await giver.send("me/shifts/cannot", **fields)
    words = await taker.send(offer, act="take")
    assert (taker.status, "has been settled" in words) == (409, True)
    words = await giver.send("me/shifts/cannot", **fields)
    assert (giver.status, "not the same person's any more" in words) == (409, True)


async def test_what_others_offer_each_other_is_nobodys_business(town: Rota) -> None:
    turn = await town.turn(Line.PRIMARY)
    _, taker, offer = await offered(town, turn)
    facts, _ = await town.facts()
    other = await town.member(next(p for p in sorted(facts.peers) if p not in {turn.person, taker.person}))
    for act in ("", "take", "withdraw"):
        await (other.send(offer, act=act) if act else other.look(offer))
        assert other.status == 404
    assert await holders(town, turn) == {turn.person}


async def test_a_colleague_who_could_not_serve_is_refused_in_words(town: Rota) -> None:
    turn = await running(town, Line.PRIMARY)
    giver, backup = await town.member(turn.person), await town.on(Line.BACKUP)
    fields = {"line": turn.line.value, "from": turn.span.start.isoformat(), "until": turn.span.end.isoformat()}
    for to, sentence in ((str(backup), "on call in that time already"), ("", "Choose a colleague"), ("x", "Choose a")):
        words = await giver.send("me/shifts/hand-over", **fields, to=to)
        assert (giver.status, sentence in words) == (422, True), words
