"""What signs nothing: replayed, foreign, stale and altered answers, other people's sessions, and every coordinator."""

import json
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from agreements import PactId, VersionState
from consortium.access.permissions import Role
from consortium.problems import BadInput, Conflict, NotFound
from consortium.signing.signatures.end_authority import end_authority
from consortium.signing.signatures.scan_check import judged
from tests.authenticator import Device, b64, unb64
from tests.harness import PUBLIC, Ground, House, MailCatcher, house
from tests.roles import shown
from tests.stories.life_world import somebody
from tests.stories.members_world import a_viewer
from tests.stories.paper_world import a_scan, sends_paper
from tests.stories.signing_world import (
    LETTERS,
    SLUG,
    Head,
    Signing,
    a_signing,
    answers,
    form_of,
    give_passkey,
    put_out,
    signs_on_the_page,
)


async def nothing_changes(world: Signing, head: Head, pending: Any, answer: str, says: str) -> None:
    before = await world.everything()
    with pytest.raises((Conflict, BadInput), match=says):
        await world.send(head, pending, answer)
    assert await world.everything() == before


def altered(answer: str, **said: Any) -> str:
    """The same answer, its client data said otherwise; the signature is not made anew."""
    whole = json.loads(answer)
    client = json.loads(unb64(whole["response"]["clientDataJSON"]))
    whole["response"]["clientDataJSON"] = b64(json.dumps({**client, **said}).encode())
    return json.dumps(whole)


async def test_an_answer_counts_once_and_only_for_its_own_record(ground: Ground) -> None:
    world = await a_signing(ground)
    head, other, _ = world.heads
    first = await world.prepare(head)
    answer = await world.answer(head, first)
    second = await world.prepare(head)
    await nothing_changes(world, head, first, answer, "was used already")
    await nothing_changes(world, head, second, answer, "did not sign this record")
    theirs = await world.prepare(other)
    await nothing_changes(world, other, theirs, answer, "Another passkey answered")
    await nothing_changes(world, head, theirs, answer, "made ready elsewhere")
    good = await world.answer(head, second)
    await world.send(head, second, good)
    await nothing_changes(world, head, second, good, "was used already")


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"origin": "https://evil.example"}, "origin"),
        ({"origin": "http://peers.test"}, "origin"),
        ({"crossOrigin": True}, "another site's page"),
        ({"topOrigin": "https://evil.example"}, "another site's page"),
        ({"type": "webauthn.create"}, "client data type"),
        ({"challenge": b64(bytes(32))}, "challenge"),
    ],
)
async def test_an_answer_from_another_site_or_to_another_question_is_refused(
    ground: Ground, said: dict[str, Any], says: str
) -> None:
    world = await a_signing(ground)
    head = world.heads[0]
    pending = await world.prepare(head)
    await nothing_changes(world, head, pending, altered(await world.answer(head, pending), **said), says)


async def test_foreign_devices_copies_and_junk_sign_nothing(ground: Ground) -> None:
    world = await a_signing(ground)
    head = world.heads[0]
    pending = await world.prepare(head)
    stranger = Device(PUBLIC, handle=head.person.bytes)
    await nothing_changes(world, head, pending, await world.answer(head, pending, device=stranger), "Another passkey")
    same_id = Device(PUBLIC, id=head.device.id, handle=head.person.bytes)
    await nothing_changes(world, head, pending, await world.answer(head, pending, device=same_id), "did not sign")
    elsewhere = replace(head.device, origin="https://evil.example")
    lied = await world.answer(head, pending, device=elsewhere, origin=PUBLIC)
    await nothing_changes(world, head, pending, lied, "RP ID")
    unlocked = replace(head.device, verifies=False)
    await nothing_changes(world, head, pending, await world.answer(head, pending, device=unlocked), "verification")
    lent = await world.answer(head, pending, handle=b"x" * 16)
    await nothing_changes(world, head, pending, lent, "somebody else's")
    for junk in ("", "{}", "null", "[]", '{"id": 1}', "9" * 5000):
        await nothing_changes(world, head, pending, junk, "cannot be read|can be read")
    copy = head.device.copy()
    await world.send(head, pending, await world.answer(head, pending))
    async with ground.database.transaction(world.consortium) as tx:
        await tx.execute(
            text("update passkey set sign_count = 40 where person = :person"), {"person": world.heads[1].person}
        )
    pending = await world.prepare(world.heads[1])
    old = await world.answer(world.heads[1], pending)
    await nothing_changes(world, world.heads[1], pending, old, "older count")
    assert copy.id == head.device.id


async def test_a_record_waits_five_minutes_by_the_servers_clock_whatever_hers_says(ground: Ground) -> None:
    world = await a_signing(ground)
    head = world.heads[0]
    pending = await world.prepare(head)
    answer = await world.answer(head, pending)
    await ground.advance(minutes=5)
    await nothing_changes(world, head, pending, answer, "longer than five minutes")
    pending = await world.prepare(head)
    answer = await world.answer(head, pending)
    await ground.advance(minutes=-30)
    await nothing_changes(world, head, pending, answer, "has not been sent out")
    await ground.advance(minutes=25, seconds=-20)
    found = await world.send(head, pending, answer)
    assert found.signed_at >= (await world.load()).facts[0].at, "a clock set back dates nothing before what was there"


async def test_another_text_than_the_one_on_the_page_is_not_signed(ground: Ground) -> None:
    world = await a_signing(ground)
    with pytest.raises(Conflict, match="showed another text"):
        await world.prepare(world.heads[0], digest="0" * 64)
    wrong = ("", "Somebody Else", "a\u202eb", "Denise, not agreeing, Okafor", "Denise X. Y. Z. Okafor", "Okafor")
    for missing in (*({"name": each} for each in wrong), {"passkey": "x"}):
        with pytest.raises(BadInput):
            await world.prepare(world.heads[0], **missing)
    with pytest.raises(NotFound):
        await world.prepare(world.heads[0], agency=str(world.heads[1].agency))


async def test_outside_its_window_its_order_and_its_state_nothing_is_signed(ground: Ground) -> None:
    world = await a_signing(ground, signing_days=3)
    one, two, three = world.heads
    await world.sign(one)
    pending = await world.prepare(two)
    answer = await world.answer(two, pending)
    await ground.advance(days=5)
    with pytest.raises(Conflict, match="could be signed is over"):
        await world.prepare(three)
    await nothing_changes(world, two, pending, answer, "longer than five minutes")
    assert (await world.stands()).versions[1] is VersionState.LAPSED
    with pytest.raises(Conflict, match=r"Your agency has signed|is over"):
        await world.prepare(one)


async def test_a_set_order_is_kept(ground: Ground) -> None:
    world = await a_signing(ground, sent=False)
    agencies = tuple(head.agency for head in world.heads)
    async with ground.database.transaction(world.consortium) as tx:
        with pytest.raises(Conflict, match="has not been sent out"):
            await world.prepare_in(tx, world.heads[0])
        world.pact = PactId(uuid4())
        await put_out(tx, world, signing_order=agencies)
    one, two, three = world.heads
    for early in (two, three):
        with pytest.raises(Conflict, match=r"before you come: .*Cinder Ford Police"):
            await world.prepare(early)
    for head in (one, two, three):
        await world.sign(head)
    assert (await world.stands()).versions[1] is VersionState.IN_FORCE


async def test_a_key_that_nobody_confirmed_signs_nothing_even_if_it_is_hers(ground: Ground) -> None:
    world = await a_signing(ground)
    head = world.heads[0]
    second = replace(head, device=Device(PUBLIC))
    async with ground.database.transaction(world.consortium) as tx:
        unheard = await give_passkey(tx, world.clerks_eyes(), second, world.consortium, confirmed=False)
    with pytest.raises(BadInput, match="Choose the passkey"):
        await world.prepare(head, passkey=str(unheard))
    pending = await world.prepare(head)
    await nothing_changes(world, head, pending, await world.answer(second, pending), "Another passkey answered")


async def role(world: Signing, person: Any, *roles: Role) -> None:
    given = "insert into role (consortium, id, person, role) values (:consortium, gen_random_uuid(), :person, :role)"
    async with world.ground.database.transaction(world.consortium) as tx:
        for each in roles:
            said = {"consortium": world.consortium, "person": person, "role": each.value}
            await tx.execute(text(given), said)


async def test_a_coordinator_signs_for_nobody_whatever_way_she_tries(ground: Ground, catcher: MailCatcher) -> None:
    world = await a_signing(ground)
    head, other, _ = world.heads
    async with house(ground, catcher) as home:
        hers, coordinator = await home.member(SLUG, head.person), await home.member(SLUG, world.coordinator)
        waiting = (await hers.post(world.address(), data=form_of(world, head))).headers["location"]
        before = await world.everything()
        for path in ("sign", "sign/decline", "sign/change", "sign/retract", "desk/kiosk", "desk/resolution"):
            assert (await coordinator.post(world.address(path), data=form_of(world, head))).status_code == 404
        assert (await coordinator.get(world.address())).status_code == 404
        assert (await coordinator.post(f"{waiting}/ask")).status_code == 404
        assert (await answers_in(coordinator, hers, waiting, head)) == 404, "a head's own answer in her session"
        assert (await sends_paper(coordinator, world, head)).status_code == 404
        assert (await coordinator.post(f"/{SLUG}/authority", data={})).status_code == 404

        await role(world, world.coordinator, Role.CLERK, Role.AGENCY_HEAD)
        assert (await coordinator.get(world.address())).status_code == 404, "she heads no agency"
        assert (await answers_in(coordinator, hers, waiting, head)) in {404, 409}
        scanned = await sends_paper(coordinator, world, other)
        assert scanned.status_code == 409
        assert "You run this consortium" in shown(scanned.text)
        kiosk = await coordinator.post(world.address("desk/kiosk"), data={"who": f"{head.agency} {head.person}"})
        assert kiosk.status_code == 409
        said = {"office": "Chief", "right": "elected", "evidence": "x", "since": "2026-01-01"}
        recorded = await coordinator.post(f"/{SLUG}/authority", data={"who": f"{head.agency} {head.person}", **said})
        assert recorded.status_code == 409
        happened = {"kind": "signed", "agency": str(other.agency), "at": "2026-01-01", "held": "yes"}
        by_hand = await coordinator.post(f"/{SLUG}/agreements/{world.pact}/happened", data=happened)
        assert by_hand.status_code == 422
        after = await world.everything()
        assert {table: after[table] for table in before} == before
    assert await world.counterparts() == ()


async def answers_in(thief: Any, hers: Any, waiting: str, head: Head) -> int:
    question = (await hers.post(f"{waiting}/ask")).json()
    status: int = (await thief.post(waiting, data={"answer": head.device.sign(question)})).status_code
    return status


async def test_a_clerk_signs_for_nobody_either_and_attests_only_for_her_own_agencies(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await a_signing(ground)
    head, other, third = world.heads
    async with ground.database.transaction(world.consortium) as tx:
        others = text("delete from affiliation where person = :clerk and agency <> :agency")
        await tx.execute(others, {"clerk": world.clerk, "agency": head.agency})
    async with house(ground, catcher) as home:
        clerk = await home.member(SLUG, world.clerk)
        assert (await clerk.get(world.address())).status_code == 404
        assert (await sends_paper(clerk, world, other)).status_code == 404
        happened = {"kind": "signed", "agency": str(third.agency), "at": "2026-01-01", "held": "yes"}
        sheet = {"scan": ("sheet.pdf", a_scan(), "application/pdf")}
        for kind in ("signed", "notice_given", "terminated", "ends"):
            door = f"/{SLUG}/agreements/{world.pact}/happened"
            by_hand = await clerk.post(door, data=happened | {"kind": kind}, files=sheet)
            assert "was drafted and signed here" in shown(by_hand.text), kind
        assert await world.counterparts() == ()
        assert (await sends_paper(clerk, world, head)).status_code == 303
        [kept] = await world.counterparts()
        advisor = await somebody(world, Role.LEGAL_ADVISOR, "Bea Quill", other)
        theirs = await home.member(SLUG, advisor)
        assert (await theirs.get(world.address(f"scans/{kept.id}"))).status_code == 404, "it is in escrow"
        assert (await clerk.get(world.address(f"scans/{kept.id}"))).status_code == 200
        assert (await clerk.get(f"/{SLUG}/agreements/{world.pact}/2/scans/{kept.id}")).status_code == 404


@pytest.mark.parametrize(
    ("kind", "word"),
    [("good", "good"), ("indirect", "runs"), ("address", "runs"), ("named", "runs"), ("launch", "runs")],
)
def test_a_scan_does_nothing_by_itself_however_it_is_written(kind: str, word: str) -> None:
    assert judged(a_scan(kind)) == word


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("script", "holds a script or an action"),
        ("launch", "holds a script or an action"),
        ("embedded", "holds another file inside"),
        ("encrypted", "encrypted or has a password"),
    ],
)
async def test_a_scan_that_could_do_or_hide_something_is_refused(
    ground: Ground, catcher: MailCatcher, kind: str, says: str
) -> None:
    world = await a_signing(ground)
    async with house(ground, catcher) as home:
        clerk = await home.member(SLUG, world.clerk)
        before = await world.everything()
        answer = await sends_paper(clerk, world, world.heads[0], scan=a_scan(kind))
        assert (answer.status_code, says in shown(answer.text)) == (422, True), shown(answer.text)
        assert await world.everything() == before


async def test_what_is_no_scan_is_refused_and_so_is_a_sheet_of_another_text(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await a_signing(ground)
    head = world.heads[0]
    async with house(ground, catcher) as home:
        clerk = await home.member(SLUG, world.clerk)
        before = await world.everything()
        for scan, says in (
            (b"", "Choose the scanned page"),
            (b"GIF89a", "not a PDF"),
            (a_scan()[:200] + b"\n%%EOF", "broken"),
            (a_scan() + b" " * 10 * 1024 * 1024, "larger than 10 MB"),
        ):
            answer = await sends_paper(clerk, world, head, scan=scan)
            assert (answer.status_code, says in shown(answer.text)) == (422, True), shown(answer.text)
        for field, value, says in (
            ("fingerprint", "0123456789abcdef", "not that of this version"),
            ("fingerprint", world.digest[:8], "not that of this version"),
            ("name", "Somebody Else", "not that of Denise Okafor"),
            ("signed_on", "2020-01-01", "went out to be signed only later"),
            ("signed_on", "2090-01-01", "must be a day that has been"),
            ("signed_on", "x", "Type the day"),
            ("held", "", "hold the signed paper"),
            ("who", "", "Choose who signs"),
        ):
            answer = await sends_paper(clerk, world, head, scan=None, **{field: value})
            assert (answer.status_code, says in shown(answer.text)) == (422, True), shown(answer.text)
        huge = await sends_paper(clerk, world, head, scan=a_scan() + b" " * 11 * 1024 * 1024)
        assert huge.status_code == 413
        assert await world.everything() == before
        assert home.faults == []


async def test_in_a_kiosk_only_its_head_signs_and_the_clerk_can_do_nothing(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await a_signing(ground)
    head, other, _ = world.heads
    async with house(ground, catcher) as home:
        device = await home.member(SLUG, world.clerk)
        opened = await device.post(world.address("desk/kiosk"), data={"who": f"{head.agency} {head.person}"})
        assert opened.status_code == 303, shown(opened.text)
        kiosk = opened.headers["location"]
        assert "/sign-in" in (await device.get(world.address("desk"))).headers["location"], "she is signed out here"
        page = await device.get(kiosk)
        assert "This is the clerk's device, open for you alone" in shown(page.text)
        assert (await home.browser().get(kiosk)).status_code == 404, "another browser has no cookie for it"
        form = form_of(world, head)
        waiting = (await device.post(kiosk, data=form)).headers["location"]
        assert (await answers(device, waiting, other)).status_code == 409, "another head's passkey"
        elsewhere = await home.member(SLUG, head.person)
        pending = waiting.rpartition("/")[2]
        assert (await elsewhere.get(world.address(f"sign/{pending}"))).status_code == 404, (
            "what waits there, stays there"
        )
        signed = await answers(device, waiting, head)
        assert "Denise Okafor has signed for Cinder Ford Police" in shown(signed.text)
        assert (await device.get(kiosk)).status_code == 404, "it has closed"
        await close_in_time(home, world, other)
    (found,) = await world.counterparts()
    assert found.person == head.person


async def close_in_time(home: House, world: Signing, head: Head) -> None:
    device = await home.member(SLUG, world.clerk)
    opened = await device.post(world.address("desk/kiosk"), data={"who": f"{head.agency} {head.person}"})
    kiosk = opened.headers["location"]
    await world.ground.advance(minutes=10)
    assert (await device.get(kiosk)).status_code == 404
    assert (await device.post(kiosk, data=form_of(world, head))).status_code == 404


async def test_a_coordinators_clerk_eyes_do_not_help(ground: Ground) -> None:
    world = await a_signing(ground)
    eyes = a_viewer(world.consortium, Role.COORDINATOR, Role.CLERK, person=world.coordinator)
    (authority, *_) = await ground.rows("authority")
    with pytest.raises(NotFound):
        async with ground.database.transaction(world.consortium) as tx:
            await end_authority(tx, eyes, authority["id"], letters=LETTERS)


async def test_declining_and_asking_tell_the_coordinators_and_the_others_go_on(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await a_signing(ground, least_parties=2)
    one, two, three = world.heads
    async with house(ground, catcher) as home:
        browser = await home.member(SLUG, one.person)
        for_it = {"agency": str(one.agency)}
        assert (await browser.post(world.address("sign/decline"), data=for_it)).status_code == 422
        asked = {"clause": "4", "words": "Fewer services, please."}
        assert (await browser.post(world.address("sign/change"), data={**for_it, **asked})).status_code == 303
        done = await browser.post(world.address("sign/decline"), data={**for_it, "reason": "The council said no."})
        assert done.status_code == 303
        page = shown((await browser.get(done.headers["location"])).text)
        assert "Your agency has declined this version." in page
        assert "Reason: The council said no." in page
        await home.tick()
        told = [each["Subject"] for each in catcher.to("coordinator@example.org")]
        assert any("declined" in subject for subject in told)
        assert any("asks for a change" in subject for subject in told)
        for head in (two, three):
            assert (await signs_on_the_page(home, world, head)).status_code == 303
    assert (await world.stands()).active == {two.agency, three.agency}
