"""Cover and swaps: a turn is somebody else's only when both have said so; few are asked, and nobody learns a reason."""

from datetime import timedelta
from uuid import uuid4

from consortium.access.permissions import Role
from consortium.duty.availability.say_time import say_time
from consortium.duty.availability.values import Said
from consortium.duty.links import turn_query
from scheduling import Line, Shift, Span, who
from tests.stories.request_world import SLUG, go
from tests.stories.rota_world import Member, Rota
from tests.stories.swap_world import ask, fairest, holders, row_of, running, swapper, times_of, turns_to_give


async def asked(town: Rota, path: str) -> set[object]:
    """Whom an ask was sent to."""
    return {row["person"] for row in await town.ground.rows("swap_asked") if str(row["ask"]) in path}


async def test_the_three_fairest_are_asked_and_the_turn_is_the_first_ones_who_takes_it(town: Rota) -> None:
    turn = await town.turn(Line.PRIMARY)
    first = await fairest(town, turn)
    assert len(first) > 3
    giver, path = await ask(town, turn)
    assert await asked(town, path) == set(first[:3])
    assert "Cover is asked for; yours until somebody takes it" in await giver.look("me/shifts")
    assert await holders(town, turn) == {giver.person}
    (letter,) = await town.letters(first[0])
    assert "a colleague asks for cover" in letter
    assert f"https://peers.test/{SLUG}/{path}" in letter
    assert "Eastern Time" in letter
    assert await town.letters(first[3]) == [], "nobody else is told"

    taker, late = await town.member(first[0]), await town.member(first[1])
    waits = [row for row in await town.ground.rows("swap_asked") if row["person"] == taker.person]
    words = "1 colleague asks you for cover" if len(waits) == 1 else f"{len(waits)} colleagues ask you for cover"
    assert words in await taker.look("me/shifts"), "the demo's own ask may be of her too: a draw by ids decides"
    assert "asks for cover" in await taker.look(path)
    assert await holders(town, turn) == {giver.person}, "to open the link does nothing"
    assert "The turn is yours" in await taker.send(path, act="take")
    assert await holders(town, turn) == {taker.person}
    assert any("has taken your turn" in each for each in await town.letters(giver.person))
    words = await late.send(path, act="take")
    assert (late.status, "Somebody else has taken it already" in words) == (409, True)
    await go(town.home, days=30)
    assert not any("still yours" in each for each in await town.letters(giver.person)), "nobody waits for an answer"


async def test_the_next_three_are_asked_after_a_day_and_everybody_and_the_coordinator_on_the_last(town: Rota) -> None:
    turn = await town.turn(Line.PRIMARY)
    first = await fairest(town, turn)
    giver, path = await ask(town, turn)
    _, now = await town.facts()
    await go(town.home, hours=23)
    assert len(await asked(town, path)) == 3
    await go(town.home, hours=1.1)
    assert await asked(town, path) == set(first[:6])
    coordinator = await town.one_with(Role.COORDINATOR)
    assert not any("nobody has taken a turn" in each for each in await town.letters(coordinator.person))
    await go(town.home, seconds=(turn.span.start - now).total_seconds() - 48.05 * 3600)
    assert await asked(town, path) >= set(await fairest(town, turn))
    (letter,) = [each for each in await town.letters(coordinator.person) if "nobody has taken a turn yet" in each]
    coordinator = await town.member(coordinator.person)
    href = next(word for word in letter.split() if "/swaps/" in word)
    assert "Put it down for both" in await coordinator.look(href.removeprefix("https://peers.test"))
    assert len(await town.letters(first[0])) == 1, "one mail for each who is asked"

    await go(town.home, hours=25)
    assert await holders(town, turn) == {giver.person}
    assert any("your turn begins and is still yours" in each for each in await town.letters(giver.person))
    taker = await town.member(first[0])
    assert "Not taken in time" in await taker.look(path)
    words = await taker.send(path, act="take")
    assert (taker.status, "its time has run out" in words) == (409, True)


async def test_a_no_needs_no_reason_and_is_not_kept(town: Rota) -> None:
    turn = await town.turn(Line.BACKUP)
    one, *_ = await fairest(town, turn)
    giver, path = await ask(town, turn, to=one)
    assert await asked(town, path) == {one}
    taker = await town.member(one)
    assert "You said no" in await taker.send(path, act="no")
    assert await holders(town, turn) == {giver.person}
    assert any("can't take your turn" in each for each in await town.letters(giver.person))
    assert [row["act"] for row in await town.ground.rows("journal") if row["actor"] == taker.person] == []
    assert not any(row["declined"] for row in await town.ground.rows("swap_asked"))
    assert "Declined" in await giver.look("me/swaps")
    giver, path = await ask(town, turn)
    for person in await fairest(town, turn):
        if person in await asked(town, path):
            await (await town.member(person)).send(path, act="no")
    await town.home.tick()
    assert len(await asked(town, path)) > 3, "when all have said no, the next are asked at once"
    assert "Who says no is not shown" in await giver.look(path)


async def two_turns(town: Rota) -> tuple[Shift, Member, str, str]:
    """A turn whose cover is asked for, a colleague who could give one of hers for it, the ask, and that turn."""
    turn = await town.turn(Line.PRIMARY)
    person = await swapper(town, turn)
    _, path = await ask(town, turn, to=person)
    taker = await town.member(person)
    await taker.look(path)
    return turn, taker, path, turns_to_give(taker.page)[0]


async def test_i_take_it_if_you_take_mine_changes_both_turns_once_the_asker_accepts(town: Rota) -> None:
    turn, taker, path, mine = await two_turns(town)
    line, start, end = mine.split("|")
    hers = Shift(Line(line), turn.person, Span(*map(type(turn.span.start).fromisoformat, (start, end))))
    assert "Nothing changes until she says yes" in await taker.send(path, act="offer", turn=mine)
    assert await holders(town, turn) == {turn.person}
    assert taker.person in await holders(town, hers)
    giver = await town.member(turn.person)
    assert "1 colleague would swap with you" in await giver.look("me/shifts")
    assert "would swap with you" in await giver.look(path)
    words = await taker.send(path, act="accept", person=str(taker.person))
    assert taker.status == 404, "nobody accepts for the asker"
    assert "You said no" in await giver.send(path, act="refuse", person=str(taker.person))
    words = await giver.send(path, act="accept", person=str(taker.person))
    assert (giver.status, "no longer offers a turn" in words) == (409, True)
    await taker.send(path, act="offer", turn=mine)
    assert "You have swapped" in await giver.send(path, act="accept", person=str(taker.person))
    assert await holders(town, turn) == {taker.person}
    assert giver.person in await holders(town, hers)
    assert any("you have swapped with" in each for each in await town.letters(taker.person))


async def test_a_part_of_a_turn_is_asked_for_and_the_rest_stays(town: Rota) -> None:
    turn = await town.turn(Line.PRIMARY)
    one, *_ = await fairest(town, turn)
    giver = await town.member(turn.person)
    await giver.look(f"me/swaps/new?{turn_query(turn.line, turn.span)}")
    times = times_of(giver.page)
    wrong = {**times, "until_time": "23:59"} if times["until_time"] != "23:59" else times
    words = await giver.send("me/swaps/new", **giver.fields("Send"), **wrong)
    assert (giver.status, "lies within the turn" in words) == (422, True)
    part = {"until_day": times["from_day"], "until_time": "19:00"}
    sent = await giver.send("me/swaps/new", **{**giver.fields("Send"), **times, **part, "to": str(one)})
    assert "This is a part of a turn" in sent
    row = await row_of(town, turn)
    assert row is not None
    taker = await town.member(one)
    await taker.send(f"me/swaps/{row['id']}", act="take")
    facts, _ = await town.facts()
    assert who(facts.schedule, row["ends_at"] - timedelta(minutes=1)).primary == {one}
    assert who(facts.schedule, row["ends_at"]).primary == {giver.person}


async def test_a_running_turn_is_handed_over_or_told_to_the_coordinators_after_half_an_hour(town: Rota) -> None:
    turn = await running(town, Line.PRIMARY)
    giver, path = await ask(town, turn)
    assert await asked(town, path) == set(await fairest(town, turn)), "everybody who could, as little time is left"
    coordinator = await town.one_with(Role.COORDINATOR)
    await go(town.home, minutes=29)
    assert await town.letters(coordinator.person) == []
    await go(town.home, minutes=2)
    (letter,) = await town.letters(coordinator.person)
    assert "nobody has taken a turn over yet" in letter
    assert await holders(town, turn) == {giver.person}
    giver, path = await ask(town, turn)
    one, *_ = await fairest(town, turn)
    taker = await town.member(one)
    await taker.send(path, act="take")
    assert await holders(town, turn) == {one}
    assert "You are on call: Primary" in await taker.look("duty")


async def test_in_an_emergency_a_running_turn_is_taken_at_once_and_told_to_all_whom_it_concerns(town: Rota) -> None:
    turn = await running(town, Line.PRIMARY)
    one, *_ = await fairest(town, turn)
    taker, backup = await town.member(one), await town.member(await town.on(Line.BACKUP))
    before = {row["id"] for row in await town.ground.rows("journal")}
    fields = {"line": "primary", "holder": str(turn.person)}
    words = await backup.send("me/swaps/take-now", **fields)
    assert (backup.status, "on call in that time already" in words) == (422, True)
    assert "Take over now" in await taker.look("me/swaps/take-now")
    assert "You are on call now" in await taker.send("me/swaps/take-now", **fields)
    assert await holders(town, turn) == {one}
    assert any("has taken over your turn" in each for each in await town.letters(turn.person))
    coordinator = await town.one_with(Role.COORDINATOR)
    assert any("has taken over a turn at once" in each for each in await town.letters(coordinator.person))
    journal = [row for row in await town.ground.rows("journal") if row["id"] not in before]
    assert [row["act"] for row in journal if row["actor"] == one] == ["took over at once"]
    assert await town.ground.rows("swap") == [], "without the holder's word it is a change of duty"


async def test_a_coordinator_does_it_for_both_who_have_told_her_and_they_are_told(town: Rota) -> None:
    turn = await town.turn(Line.PRIMARY)
    one, *_ = await fairest(town, turn)
    coordinator = await town.one_with(Role.COORDINATOR)
    await coordinator.look(f"swaps?giver={turn.person}")
    (href,) = [
        each for each in coordinator.links(r"/[^\"]+/swaps/new[^\"]*") if turn_query(turn.line, turn.span) in each
    ]
    await coordinator.look(href)
    words = await coordinator.send("swaps/new", **coordinator.fields("Send"), **times_of(coordinator.page))
    assert "in her name; she was told" in words
    assert any("in your name" in each for each in await town.letters(turn.person))
    row = await row_of(town, turn)
    assert row is not None
    path = f"swaps/{row['id']}"
    words = await coordinator.send(path, act="take", to=str(one))
    assert (coordinator.status, "Tick that they have said yes" in words) == (422, True)
    assert await holders(town, turn) == {turn.person}
    assert "Both were told" in await coordinator.send(path, act="take", to=str(one), sure="yes")
    assert await holders(town, turn) == {one}
    for person in (one, turn.person):
        assert any("has put this down for both of you" in each for each in await town.letters(person))
    words = await coordinator.send("swaps", at_once="0", hours_between="x")
    assert (coordinator.status, "a number from 1 to 20" in words) == (422, True)
    assert "Kept. It holds" in await coordinator.send("swaps", at_once="2", hours_between="6")


async def test_who_is_not_free_is_not_asked_and_who_could_not_serve_is_refused_in_words(town: Rota) -> None:
    turn = await town.turn(Line.PRIMARY)
    one, two, *_ = await fairest(town, turn)
    async with town.ground.database.transaction(await town.ground.consortium(SLUG)) as tx:
        await say_time(tx, person=one, said=Said.BLOCKED, once=turn.span)
    assert one not in await fairest(town, turn)
    giver = await town.member(turn.person)
    fields = {"line": "primary", "from": turn.span.start.isoformat(), "until": turn.span.end.isoformat()}
    for to, sentence in (
        (str(one), "not free in a part of that time"),
        (str(uuid4()), "Only peers"),
        ("x", "Choose a"),
    ):
        words = await giver.send("me/swaps/new", **fields, to=to)
        assert (giver.status, sentence in words) == (422, True), words
    assert await row_of(town, turn) is None
    await ask(town, turn, to=two)
    words = await giver.send("me/swaps/new", **fields)
    assert (giver.status, "is asked for already" in words) == (409, True), words


async def test_what_others_ask_each_other_is_nobodys_business(town: Rota) -> None:
    turn = await town.turn(Line.PRIMARY)
    one, *others = await fairest(town, turn)
    _, path = await ask(town, turn, to=one)
    other = await town.member(others[-1])
    for act in ("", "take", "no", "withdraw", "accept"):
        await (other.send(path, act=act, person=str(one)) if act else other.look(path))
        assert other.status == 404, act
    assert await holders(town, turn) == {turn.person}


async def test_what_is_asked_of_a_turn_that_she_went_off_can_no_longer_be_taken(town: Rota) -> None:
    turn = await town.turn(Line.PRIMARY)
    one, *_ = await fairest(town, turn)
    giver, path = await ask(town, turn)
    fields = {"line": turn.line.value, "from": turn.span.start.isoformat(), "until": turn.span.end.isoformat()}
    await giver.send("me/shifts/cannot", **fields)
    taker = await town.member(one)
    words = await taker.send(path, act="take")
    assert (taker.status, "no longer asked for" in words) == (409, True)
