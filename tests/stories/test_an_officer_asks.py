"""Ask, order, page, accept, talk, close, erased: through HTTP, on PostgreSQL, with a moving clock."""

import asyncio
import re
from html import unescape
from typing import Any
from uuid import UUID

import httpx
import pytest

from consortium.access.front import FrontDoor
from consortium.support.help_desk import KEPT_SECONDS
from tests.harness import PUBLIC, Ground, MailCatcher, house, text_of
from tests.roles import Officer, hidden, shown
from tests.stories.request_world import (
    DIGITS,
    NUMBER,
    SLUG,
    accepted,
    asked,
    change,
    everybody_away,
    everything,
    facts_of,
    nothing_open,
    open_house,
    paged,
    the_request,
)


async def test_a_request_crosses_agency_lines_and_vanishes(region: Ground, catcher: MailCatcher) -> None:
    async with house(region, catcher) as home:
        officer = Officer.at(home, SLUG)
        assert "The page to a peer has not gone out yet" in await officer.ask(topic="family")
        assert len(officer.words.split()) == 4
        await home.tick()
        assert "A peer has been paged" in await officer.look()

        peer = await paged(home)
        (mail,) = catcher.mails
        assert "someone is asking for a peer" in text_of(mail)
        assert await _outside(region, peer.person)
        assert "An officer is asking for a peer" in await peer.look()
        assert "You said yes" in await peer.accept()

        assert "has accepted" in await officer.look()
        assert "Call " in await officer.do("talk")
        assert "555" in officer.page
        assert "The officer will call you" in await peer.look()
        assert "Done, and erased" in await peer.close()
        assert "Nothing is open under these words" in await officer.look()
        await nothing_open(region)


async def _outside(ground: Ground, person: UUID) -> bool:
    """Whether this peer belongs to no agency of the request's part of the region."""
    (request,) = await ground.rows("request")
    inside = {row["agency"] for row in await ground.rows("zone_member") if row["zone"] == request["zone"]}
    mine = {row["agency"] for row in await ground.rows("affiliation") if row["person"] == person}
    return inside.isdisjoint(mine)


async def test_the_words_are_shown_in_the_answer_to_asking_and_never_again(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        officer = Officer.at(home, SLUG)
        assert officer.words not in shown(await officer.open()) or not officer.words
        said = await officer.ask()
        assert f"Your four words {officer.words} They are the only way back" in said
        assert officer.words not in await officer.look()
        back = Officer.at(home, SLUG)
        await back.post({"step": "status", "words": officer.words.upper().replace(" ", ", "), "once": "1"})
        assert "Your request is in" in shown(back.page)
        assert hidden(back.page, "erase")["words"] == officer.words.upper().replace(" ", ", ")


async def test_a_form_that_is_sent_twice_asks_once_and_both_answers_show_the_words(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        one, other = Officer.at(home, SLUG), Officer.at(home, SLUG)
        form = filled(await one.open())
        for said in await asyncio.gather(one.post(form), other.post(form)):
            assert f"Your four words {form['words']}" in said
        assert f"Your four words {form['words']}" in await one.post(form)
        assert len(await region.rows("request")) == len(await region.rows("attempt")) == 1
        await home.tick()
        assert len(catcher.mails) == 1


async def test_before_she_has_chosen_a_peer_sees_nothing_but_what_the_page_promised(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        officer = await asked(home, way="ring_me", number=NUMBER, topic="loss")
        facts, now = await facts_of(region)
        zone = facts.zone((await the_request(home))["zone"], now)
        assert zone is not None
        peer = await paged(home)
        said = shown(peer.page)
        assert "How You call the officer About Loss or grief" in said
        assert f"From {facts.label(zone)} {', '.join(facts.departments_in(zone))}" in said
        assert "has the page open" in said
        assert DIGITS not in peer.page
        await peer.accept()
        assert "How You call the officer" in shown(peer.page)
        assert DIGITS not in peer.page
        assert "They have no name and no number from you." in await officer.look()
        assert all(DIGITS not in text_of(mail) and "Loss" not in text_of(mail) for mail in catcher.mails)
        assert all(DIGITS.encode() not in repr(row).encode() for row in await region.rows("request"))


async def test_the_officer_reads_name_agency_role_and_when_the_peer_can_talk(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        officer = await asked(home, who="clinician")
        peer = await paged(home)
        assert "An officer is asking for a clinician" in shown(peer.page)
        await peer.accept(talks_in=15)
        facts, _ = await facts_of(region)
        card = next(card for person, card in facts.cards.items() if person == peer.person)
        said = await officer.look()
        assert f"{card.name} has accepted Clinician , {card.agency_name or 'Blue Ledge Peer Support'}" in said
        assert "they can talk in 15 minutes" in said
        await home.advance(minutes=11)
        assert "they can talk in 4 minutes" in await officer.look()
        await home.advance(minutes=5)
        assert "they can talk now" in await officer.look()


async def test_the_page_knows_whether_the_other_page_is_open(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer = await asked(home)
        peer = await paged(home)
        assert "Now has the page open" in shown(peer.page)
        await home.advance(seconds=61)
        assert "Now does not have the page open" in await peer.look()
        await officer.look()
        assert "Now has the page open" in await peer.look()


async def test_words_that_open_nothing_say_so_and_slow_nobody_else(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer = Officer.at(home, SLUG)
        await officer.post({"step": "status", "words": "four words of nobody", "once": "1"})
        assert "Nothing is open under these words" in shown(officer.page)
        await officer.post({"step": "status", "words": "three words only", "once": "1"})
        assert "Type all four words." in shown(officer.page)
        stranger = await asked(home)
        await officer.post({"step": "erase", "words": "four words of nobody", "once": "1"})
        assert "Nothing is open under these words" in shown(officer.page)
        assert "A peer has been paged" in await stranger.look()


async def test_the_first_page_is_kept_for_five_seconds_and_no_two_copies_are_alike(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        one, other = Officer.at(home, SLUG), Officer.at(home, SLUG)
        fields = [hidden(await each.open(), "ask") for each in (one, other)]
        assert fields[0]["words"] != fields[1]["words"]
        assert fields[0]["once"] != fields[1]["once"]
        assert one.page.replace(fields[0]["words"], "").replace(fields[0]["once"], "") == other.page.replace(
            fields[1]["words"], ""
        ).replace(fields[1]["once"], "")
        await change(region, "update consortium set paused = true")
        assert "Ask for a peer" in shown(await one.open())
        await asyncio.sleep(KEPT_SECONDS + 0.1)
        assert "Nobody can be asked here right now" in shown(await one.open())


async def test_help_pages_set_no_cookie_and_take_none(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        _officer, peer = await accepted(home)
        sent = {
            "cookie": f"theme=night; {'; '.join(f'{name}={value}' for name, value in peer.browser.cookies.items())}"
        }
        for path in (f"/{SLUG}/help", f"/{SLUG}/es/help", f"/{SLUG}/help/", "/nowhere/help"):
            plain, marked = [await home.browser().get(path, headers=headers) for headers in ({}, sent)]
            assert plain.status_code == marked.status_code
            assert "set-cookie" not in plain.headers.keys() | marked.headers.keys()
            assert 'data-theme="night"' not in marked.text
            assert len(plain.content) == pytest.approx(len(marked.content), abs=60)
        answer = await home.browser().post(f"/{SLUG}/help", headers=sent, data={"step": "status", "words": "a b c d"})
        assert "set-cookie" not in answer.headers


async def test_a_department_that_is_not_listed_reads_where_else_to_turn_and_nothing_is_kept(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        before = await everything(region)
        said = await Officer.at(home, SLUG).ask(part="unlisted")
        assert "Your department is not in this network" in said
        assert "There is also the state network: Commonwealth Peer Network" in said
        assert await everything(region) == before


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("update consortium set paused = true", "The service is paused."),
        ("update consortium set opened_on = null", "This is still being set up."),
        ("update consortium set service_level = 1", "This network has no peers to ask"),
        ("update notice set stage = 'draft'", "This is still being set up."),
        ("update crisis_line set verified_on = null", "This is still being set up."),
        ("update crisis_line set verified_on = verified_on - 400", "This is still being set up."),
    ],
)
async def test_where_nobody_can_be_asked_an_old_form_is_refused_too(
    region: Ground, catcher: MailCatcher, statement: str, said: str
) -> None:
    async with open_house(region, catcher) as home:
        officer = Officer.at(home, SLUG)
        form = filled(await officer.open())
        await change(region, statement)
        before = await everything(region)
        answer = await officer.post(form)
        assert "Nobody can be asked here right now" in answer
        assert said in answer
        assert "988" in answer
        assert await everything(region) == before


async def test_a_request_that_is_open_goes_on_while_no_new_one_is_taken(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer = await asked(home)
        await change(region, "update consortium set paused = true")
        assert "A peer has been paged" in await officer.look()
        assert "You said yes" in await (await paged(home)).accept()


async def test_a_region_too_small_to_hide_anybody_asks_nobody_and_says_how_small(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        officer = Officer.at(home, "three-creeks")
        said = shown(await officer.open())
        assert re.search(r"too few officers here to hide you (well: at best among \d+|at all)\. So we do not ask", said)
        assert "Palmetto Peer Network" in said
        assert officer.parts() == {}


async def test_over_the_limit_the_lines_are_shown_and_nothing_is_kept(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        await change(region, "update consortium set open_limit = 1")
        first = await asked(home)
        before = await everything(region)
        said = await Officer.at(home, SLUG).ask()
        assert "Your request was not taken" in said
        assert "it is not about you. Nothing was stored." in said
        assert await everything(region) == before
        assert "A peer has been paged" in await first.look()


async def test_a_part_whose_limits_nobody_has_approved_is_not_offered_and_is_refused(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        facts, now = await facts_of(region)
        standing = facts.standing(now)
        assert standing is not None
        zone = standing.plan.zones[0]
        await change(region, "update agency set state = 'NC' where id = :id", id=zone.departments[0].agency)
        officer = Officer.at(home, SLUG)
        form = filled(await officer.open())
        assert "Not open yet: the text on limits for this line is not approved." in unescape(officer.page)
        assert re.findall(r'value="([0-9a-f-]{36})" required disabled', officer.page) == [str(zone.id)]
        before = await everything(region)
        said = await officer.post(form | {"part": str(zone.id)})
        assert said.startswith("Not sent yet Not open yet: the text on limits for this line is not approved.")
        assert await everything(region) == before


async def test_nobody_on_call_is_said_on_the_first_page_before_anybody_asks(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        await everybody_away(region, hours=3)
        said = shown(await Officer.at(home, SLUG).open())
        assert "Nobody can be asked right now. Please use the lines above." in said
        assert re.search(r"Nobody can be asked for this line now\. Next: \w+, \w+ \d+, 3:\d\d p\.m\.", said)


async def test_the_spanish_page_says_the_same_in_every_state(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        english, spanish = Officer.at(home, SLUG), Officer.at(home, SLUG, spanish=True)
        said = await spanish.ask()
        english.words = spanish.words
        assert f"Sus cuatro palabras {spanish.words}" in said
        pairs = [(await english.look(), await spanish.look())]
        await home.tick()
        pairs.append((await english.look(), await spanish.look()))
        peer = await paged(home)
        await peer.do("seen")
        pairs.append((await english.look(), await spanish.look()))
        await peer.accept()
        pairs.append((await english.look(), await spanish.look()))
        await spanish.do("talk")
        pairs.append((await english.look(), await spanish.look()))
        await spanish.do("hold")
        pairs.append((await english.look(), await spanish.look()))
        await spanish.do("else")
        pairs.append((await english.look(), await spanish.look()))
        await spanish.do("erase")
        pairs.append((await english.look(), await spanish.look()))
        headings = (
            "está dentro",
            "avisado",
            "visto",
            "ha aceptado",
            "Llame a",
            "lo puso en pausa",
            "Pidió",
            "No hay nada",
        )
        for (here, there), heading in zip(pairs, headings, strict=True):
            assert here != there
            assert heading in there, there
            assert not re.search(r"\b(the|you|your|peer|they)\b", there), there
            assert re.findall(r"\d{3}[) -]+555[ -]\d{4}", here) == re.findall(r"\d{3}[) -]+555[ -]\d{4}", there)


MISTAKES = (
    ({"way": ""}, "Choose how you want to talk.", "Elija cómo quiere hablar."),
    ({"way": "text"}, "This way of talking is not offered here.", "Esta forma de hablar no se ofrece aquí."),
    ({"part": "x"}, "Choose the line that names your department", "Elija la línea que nombra su departamento"),
    ({"part": "5f0c1b1e-6d0a-4b0e-9f63-6f6a1d1c7a10"}, "The list has changed since", "La lista ha cambiado"),
    ({"who": "chief"}, "Choose who it should be.", "Elija quién debe ser."),
    ({"way": "ring_me", "number": ""}, "Type the number to ring", "Escriba el número"),
    ({"way": "ring_me", "number": "555-0199"}, "Type ten digits.", "Escriba diez cifras."),
    ({"topic": "secret"}, "Choose a topic from the list", "Elija un tema de la lista"),
    ({"words": "too few words"}, "Fill it in and send it once more.", "Rellénelo y envíelo otra vez."),
)


async def test_a_mistake_is_told_in_both_languages_and_nothing_is_kept(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        before = await everything(region)
        for mistake, *told in MISTAKES:
            for language, top in enumerate(("Not sent yet", "Todavía no se ha enviado")):
                officer = Officer.at(home, SLUG, spanish=bool(language))
                form = filled(await officer.open())
                said = await officer.post(form | mistake)
                assert said.startswith(top), mistake
                assert told[language] in said, mistake
                assert hidden(officer.page, "ask")["words"] != form["words"]
                assert all(value in officer.page for name, value in mistake.items() if name == "number")
        assert await everything(region) == before


def filled(page: str) -> dict[str, str]:
    """The first page's form, filled in."""
    (part, *_) = re.findall(r'name="part" value="([0-9a-f-]{36})"', page)
    return hidden(page, "ask") | {"part": part, "way": "call_peer", "who": "peer", "topic": "none"}


async def test_the_front_door_lets_no_cookie_through_to_or_from_the_help_pages() -> None:
    heard: list[list[tuple[bytes, bytes]]] = []

    async def careless(scope: Any, _receive: Any, send: Any) -> None:
        heard.append(scope["headers"])
        headers = [(b"Set-Cookie", b"who=you"), (b"content-type", b"text/plain")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    door = FrontDoor(careless, PUBLIC)
    browser = httpx.AsyncClient(transport=httpx.ASGITransport(app=door), base_url=PUBLIC)
    for path, kept in (
        (f"/{SLUG}/help", False),
        (f"/{SLUG}/es/help", False),
        (f"/{SLUG}/help/", False),
        ("/x/duty", True),
    ):
        answer = await browser.get(path, headers={"cookie": "a=b"})
        assert ("set-cookie" in answer.headers) is kept
        assert any(name == b"cookie" for name, _ in heard[-1]) is kept
