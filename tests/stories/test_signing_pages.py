"""A head reads, fills one form in, looks it over and signs with her passkey; everything as forms over HTTP."""

import json
from base64 import b64decode, urlsafe_b64encode
from hashlib import sha256

import pytest
from sqlalchemy import text

from agreements import VersionState, read_terms, read_text
from agreements.counterparts import Assertion, Manner, read_record, verify_assertion
from agreements.signatures import SignatureRecord
from consortium.problems import Conflict
from consortium.signing.evidence.archive import unpacked
from consortium.signing.signatures.letters import BEGIN_ANSWER, BEGIN_RECORD, END_ANSWER, END_RECORD
from tests.harness import Ground, MailCatcher, house, text_of
from tests.roles import shown
from tests.stories.paper_world import sends_paper
from tests.stories.signing_world import SITE, SLUG, a_signing, form_of, signs_on_the_page


async def test_three_heads_sign_on_the_page_and_the_agreement_comes_into_force(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await a_signing(ground, signing_days=21)
    async with house(ground, catcher) as home:
        first, *others = world.heads
        browser = await home.member(SLUG, first.person)
        page = await browser.get(world.address())
        assert page.status_code == 200
        words = shown(page.text)
        assert "Sign for Cinder Ford Police" in words
        assert "0 of 3 have signed" in words
        assert "checked" not in page.text.split("<form")[2], "no box is ticked before she ticks it"
        signed = await signs_on_the_page(home, world, first)
        assert signed.status_code == 303, shown(signed.text)
        page = await browser.get(signed.headers["location"])
        words = shown(page.text)
        assert "You have signed. We have mailed you what you signed" in words
        assert "1 of 3 have signed" in words
        assert (await world.stands()).versions[1] is VersionState.ESCROW
        await home.tick()
        mail = next(
            text_of(each) for each in catcher.to("denise.okafor@example.org") if "you signed" in each["Subject"]
        )
        assert world.digest[:4] in mail
        for head in others:
            assert (await signs_on_the_page(home, world, head)).status_code == 303
        assert (await world.stands()).versions[1] is VersionState.IN_FORCE
        assert home.faults == []


async def test_opening_the_page_keeps_nothing_and_only_her_form_says_that_she_began(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await a_signing(ground)
    one, other, _ = world.heads
    async with house(ground, catcher) as home:
        hers, theirs = await home.member(SLUG, one.person), await home.member(SLUG, other.person)
        for _ in range(2):
            assert (await hers.get(world.address())).status_code == 200
        assert await ground.rows("agreement_opening") == []
        assert "Cinder Ford Police Has not begun to sign." in shown((await theirs.get(world.address())).text)
        assert (await hers.post(world.address(), data=form_of(world, one))).status_code == 303
        [row] = await ground.rows("agreement_opening")
        page = shown((await theirs.get(world.address())).text)
        assert f"Cinder Ford Police Began to sign on {row['opened_on'].isoformat()}." in page


async def test_the_mailed_copy_alone_gives_the_challenge_and_proves_what_her_passkey_answered(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await a_signing(ground)
    head = world.heads[0]
    async with house(ground, catcher) as home:
        assert (await signs_on_the_page(home, world, head)).status_code == 303
        await home.tick()
    [mail] = [text_of(each) for each in catcher.to("denise.okafor@example.org") if "you signed" in each["subject"]]
    record, answer = (
        b64decode("".join(mail.split(begin)[1].split(end)[0].split()))
        for begin, end in ((BEGIN_RECORD, END_RECORD), (BEGIN_ANSWER, END_ANSWER))
    )
    challenge = sha256(b"consortium signature v1\x00" + record).digest()
    assert challenge.hex() in "".join(mail.split())
    parts = {name: bytes.fromhex(value) for name, value in json.loads(answer).items()}
    assert urlsafe_b64encode(challenge).rstrip(b"=") in parts["client_data"]
    found = read_record(record)
    assert isinstance(found, SignatureRecord)
    verify_assertion(found, Assertion(**parts), rp_id=SITE.host, origin=SITE.origin)
    assert max(map(len, mail.splitlines())) < 998


async def test_she_signs_under_the_office_that_is_recorded_and_under_no_name_that_paper_cannot_show(
    ground: Ground,
) -> None:
    world = await a_signing(ground)
    head = world.heads[0]
    pending = await world.prepare(head, name="Denise M. Okafor")
    record = await world.record(head, pending)
    assert (record.name, record.title) == ("Denise M. Okafor", "Chief of police")
    async with ground.database.transaction(world.consortium) as tx:
        await tx.execute(text("update authority set office = '署長' where person = :person"), {"person": head.person})
    with pytest.raises(Conflict, match=r"cannot show every letter of “署長” \(U\+7F72, U\+9577\)"):
        await world.prepare(head)


async def test_what_waited_in_vain_is_deleted_by_the_clock_and_not_by_the_next_one(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await a_signing(ground)
    one, other, _ = world.heads
    async with house(ground, catcher) as home:
        clerk = await home.member(SLUG, world.clerk)
        opened = await clerk.post(world.address("desk/kiosk"), data={"who": f"{other.agency} {other.person}"})
        assert opened.status_code == 303
        await world.prepare(one)
        await home.jobs.tidy()
        assert (len(await ground.rows("pending_signature")), len(await ground.rows("signing_kiosk"))) == (1, 1)
        await home.advance(minutes=11)
        await home.jobs.tidy()
        assert (await ground.rows("pending_signature"), await ground.rows("signing_kiosk")) == ([], [])


async def test_consent_to_electronic_records_is_taken_back_by_telling_the_clerk_and_paper_is_what_is_left(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await a_signing(ground)
    head = world.heads[0]
    pending = await world.prepare(head)
    async with house(ground, catcher) as home:
        clerk, hers = await home.member(SLUG, world.clerk), await home.member(SLUG, head.person)
        who = {"who": f"{head.agency} {head.person}"}
        assert (await clerk.post(f"/{SLUG}/authority/consent", data=who)).status_code == 422
        assert (await hers.post(f"/{SLUG}/authority/consent", data={**who, "consent": "back"})).status_code == 404
        taken = await clerk.post(f"/{SLUG}/authority/consent", data={**who, "consent": "back"})
        assert taken.status_code == 303, shown(taken.text)
        assert "taken back on" in shown((await clerk.get(f"/{SLUG}/authority")).text)
        page = shown((await hers.get(world.address())).text)
        assert "You took your consent to electronic records back on" in page
        with pytest.raises(Conflict, match="you sign on paper"):
            await world.send(head, pending, await world.answer(head, pending))
        assert (await hers.post(world.address(), data=form_of(world, head))).status_code == 409
        await home.tick()
        told = " ".join(" ".join(text_of(each).split()) for each in catcher.to("denise.okafor@example.org"))
        assert "From now on you sign on paper, which counts the same" in told
        assert (await sends_paper(clerk, world, head)).status_code == 303
        again = await clerk.post(f"/{SLUG}/authority/consent", data={**who, "consent": "anew"})
        assert again.status_code == 303
        twice = await clerk.post(f"/{SLUG}/authority/consent", data={**who, "consent": "anew"})
        assert (twice.status_code, "It is so already." in shown(twice.text)) == (409, True)
    [found] = await world.counterparts()
    assert found.manner is Manner.PAPER


async def test_reproducibility_content_json_alone_gives_the_text_that_was_signed_to_the_letter(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await a_signing(ground)
    found, *_ = [await world.sign(head) for head in world.heads]
    async with house(ground, catcher) as home:
        hers = await home.member(SLUG, world.heads[0].person)
        page = (await hers.get(world.address())).text
        files = unpacked((await hers.get(f"/{SLUG}/agreements/{world.pact}/evidence.zip")).content)
    content = files["versions/1/content.json"]
    assert sha256(content).hexdigest() == found.record.digest
    said = json.loads(content)
    assert (said["agreement"], said["version"]) == (str(world.pact), 1)
    assert world.version is not None
    assert read_text(said["text"]) == world.version.text
    assert read_terms(said["terms"]) == world.version.terms
    whole = shown(page)
    for article in read_text(said["text"]):
        assert f"{article.clause:d}. {article.clause.subject} {article.words}" in whole
