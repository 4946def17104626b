"""Each legal duty of an electronic signature has a test named after it (UETA, E-SIGN; 21 CFR 11, SP 800-63B as bar)."""

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from agreements import PactId, VersionState
from agreements.counterparts import Counterpart, read_record, verify
from agreements.errors import CounterpartError
from agreements.signatures import Act, SignatureRecord
from agreements.standing import PartyState
from consortium.access.permissions import SessionKind
from consortium.members.store import load_today
from consortium.problems import BadInput, Conflict
from consortium.signing.signatures.authority import Right
from consortium.signing.signatures.consent import CONSENT, CONSENT_DIGEST, CONSENT_WORDS
from consortium.signing.signatures.letters import stamp
from consortium.signing.signatures.retract_signature import retract_signature
from geo import PersonId
from tests.harness import Ground, MailCatcher, house, text_of
from tests.roles import shown
from tests.stories.signing_world import (
    LETTERS,
    SITE,
    SLUG,
    TICKED,
    Head,
    Signing,
    a_signing,
    answers,
    form_of,
    give_authority,
    signs_on_the_page,
)


def signed_record(counterpart: Counterpart) -> SignatureRecord:
    assert isinstance(counterpart.record, SignatureRecord)
    return counterpart.record


async def test_intent_the_button_names_act_agency_and_capacity_and_nothing_is_signed_by_looking(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await a_signing(ground)
    head = world.heads[0]
    async with house(ground, catcher) as home:
        browser = await home.member(SLUG, head.person)
        page = await browser.get(world.address())
        form = page.text.split('id="signature"')[1].split("</form>")[0]
        assert " checked" not in form
        assert 'value="Denise' not in form, "the name is hers to type"
        for tick in ("read", "allowed", "consent"):
            missing = {name: value for name, value in form_of(world, head).items() if name != tick}
            assert (await browser.post(world.address(), data=missing)).status_code == 422
        looked = await browser.post(world.address(), data=form_of(world, head))
        words = shown((await browser.get(looked.headers["location"])).text)
        sentence = (
            "I, Denise Okafor, Chief of police, sign version 1 of “Agreement on peer support” for Cinder Ford Police, "
            f"as its head. I have read it, fingerprint {world.digest[:16]}, and I mean this as my signature."
        )
        assert sentence in words
        assert await world.counterparts() == ()
        assert (await answers(browser, looked.headers["location"], head)).status_code == 303
    (found,) = await world.counterparts()
    assert signed_record(found).sentence == sentence


async def test_consent_precedes_the_signature_is_kept_by_version_and_digest_and_paper_is_always_offered(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await a_signing(ground)
    head = world.heads[0]
    with pytest.raises(BadInput, match="electronic records, or sign on paper"):
        await world.prepare(head, ticked=TICKED - {"consent"})
    async with house(ground, catcher) as home:
        page = shown((await (await home.member(SLUG, head.person)).get(world.address())).text)
        assert CONSENT_WORDS in page
        assert "Sign on paper instead" in page
    record = signed_record(await world.sign(head))
    assert (record.consent, record.consent_digest) == (CONSENT, CONSENT_DIGEST)


async def test_attribution_her_own_confirmed_key_signs_and_nobody_elses(ground: Ground) -> None:
    world = await a_signing(ground)
    head, other, _ = world.heads
    found = await world.sign(head)
    record = signed_record(found)
    assert (record.person, record.credential, record.confirmed_by) == (
        head.person,
        head.device.id.hex(),
        "Orla Penhallow",
    )
    verify(found, rp_id=SITE.host, origin=SITE.origin)
    pending = await world.prepare(other)
    with pytest.raises(Conflict, match="Another passkey answered"):
        await world.send(other, pending, await world.answer(other, pending, device=head.device))


async def test_authority_is_that_of_the_day_and_an_expired_one_is_refused_in_words(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await a_signing(ground)
    head = world.heads[0]
    async with ground.database.transaction(world.consortium) as tx:
        await tx.execute(text("update authority set until = :day where person = :person"), _ended(tx.now, head.person))
    with pytest.raises(Conflict, match=r"Your authority to sign ran out at the end of .*Your clerk records it"):
        await world.prepare(head)
    async with house(ground, catcher) as home:
        page = shown((await (await home.member(SLUG, head.person)).get(world.address())).text)
        assert "Before you can sign" in page
        assert "Your authority to sign ran out" in page
    pending_before = await world.prepare(world.heads[1])
    async with ground.database.transaction(world.consortium) as tx:
        day = _ended(tx.now, world.heads[1].person)
        await tx.execute(text("update authority set until = :day where person = :person"), day)
    answer = await world.answer(world.heads[1], pending_before)
    with pytest.raises(Conflict, match="ran out"):
        await world.send(world.heads[1], pending_before, answer)
    assert await world.counterparts() == ()


def _ended(now: datetime, person: PersonId) -> dict[str, object]:
    return {"day": now.date() - timedelta(days=2), "person": person}


async def test_authority_of_a_delegate_needs_a_head_who_has_it_and_says_for_whom(ground: Ground) -> None:
    world = await a_signing(ground)
    head, other, _ = world.heads
    async with ground.database.transaction(world.consortium) as tx:
        await tx.execute(
            text("update affiliation set agency = :agency where person = :person"),
            {"agency": head.agency, "person": other.person},
        )
    delegate = replace(other, agency=head.agency)
    with pytest.raises(Conflict, match="No authority to sign is recorded for you here"):
        await world.prepare(delegate)
    async with ground.database.transaction(world.consortium) as tx:
        given = {"office": "Assistant chief", "right": Right.DELEGATED, "evidence": "Letter of delegation 7"}
        await give_authority(tx, world.clerks_eyes(), delegate, **given, given_by=head.person)
    pending = await world.prepare(delegate)
    record = await world.record(delegate, pending)
    assert record.capacity.value == "delegate"
    assert "by delegation of the head for Denise Okafor: Letter of delegation 7" in record.authority
    assert "for its head, by recorded delegation" in record.sentence
    async with ground.database.transaction(world.consortium) as tx:
        ended = {"day": await load_today(tx), "clerk": world.clerk, "person": head.person}
        await tx.execute(text("update authority set ended_on = :day, ended_by = :clerk where person = :person"), ended)
    with pytest.raises(Conflict, match="her own authority does not hold"):
        await world.send(delegate, pending, await world.answer(delegate, pending))


async def test_association_a_signature_belongs_to_one_version_and_cannot_be_moved(ground: Ground) -> None:
    world = await a_signing(ground)
    found = await world.sign(world.heads[0])
    record = signed_record(found)
    assert (record.pact, record.version, record.digest) == (world.pact, 1, world.digest)
    other = await world.sign(world.heads[1])
    for change in (
        {"version": 2, "digest": "0" * 64},
        {"pact": PactId(uuid4())},
        {"agency": other.agency},
        {"act": Act.END},
        {"sentence": f"{record.sentence} And more."},
        {"at": record.at + timedelta(seconds=1)},
    ):
        moved = replace(record, **change)
        forged = replace(found, record=moved, canonical=moved.canonical())
        with pytest.raises(CounterpartError, match="did not sign this record"):
            verify(forged, rp_id=SITE.host, origin=SITE.origin)
    with pytest.raises(CounterpartError, match="names another passkey"):
        verify(replace(found, assertion=other.assertion), rp_id=SITE.host, origin=SITE.origin)


async def test_manifestation_name_title_agency_meaning_and_time_with_its_zone_are_shown(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await a_signing(ground)
    async with house(ground, catcher) as home:
        head, reader = world.heads[0], world.heads[1]
        assert (await signs_on_the_page(home, world, head)).status_code == 303
        page = shown((await (await home.member(SLUG, reader.person)).get(world.address())).text)
        (found,) = await world.counterparts()
        when = stamp(found.signed_at, "America/Los_Angeles")
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d P[SD]T \((\d{4}-\d\d-\d\d )?\d\d:\d\d UTC\)", when)
        assert f"Cinder Ford Police Signed. Denise Okafor, Chief of police, {when}." in page
        own = shown((await (await home.member(SLUG, head.person)).get(world.address())).text)
        assert f"Cinder Ford Police has signed Denise Okafor Chief of police, {when}" in own
        await home.tick()
        mail = next(
            text_of(each) for each in catcher.to("denise.okafor@example.org") if "you signed" in each["Subject"]
        )
        flat = " ".join(mail.split())
        assert signed_record(found).sentence in flat
        assert signed_record(found).challenge().hex()[:4] in mail
        assert "could have shown you something else" in flat


async def test_integrity_no_row_of_a_signature_can_be_changed_and_an_altered_one_is_found(ground: Ground) -> None:
    world = await a_signing(ground)
    found = await world.sign(world.heads[0])
    for statement in (
        "update agreement_signature set record = record",
        "delete from agreement_signature",
        "truncate agreement_signature",
    ):
        with pytest.raises(DBAPIError):
            async with ground.database.transaction(world.consortium) as tx:
                await tx.execute(text(statement))
    before = await ground.rows("agreement_signature")
    await ground.as_owner("update agreement_signature set record = record || ' '")
    with pytest.raises(asyncpg.PostgresError, match="added, never changed"):
        await ground.as_owner("truncate agreement_signature cascade")
    await ground.as_owner("alter table agreement_signature no force row level security")
    for statement in ("update agreement_signature set record = record || ' '", "delete from agreement_signature"):
        with pytest.raises(asyncpg.PostgresError, match="added, never changed"):
            await ground.as_owner(statement)
    assert await ground.rows("agreement_signature") == before
    with pytest.raises(CounterpartError):
        replace(found, canonical=found.canonical.replace(b"Denise", b"Denisa"))
    assert found.assertion is not None
    for part in ("client_data", "authenticator_data", "signature"):
        raw = bytearray(getattr(found.assertion, part))
        raw[len(raw) // 2] ^= 1
        broken = replace(found, assertion=replace(found.assertion, **{part: bytes(raw)}))
        with pytest.raises(CounterpartError):
            verify(broken, rp_id=SITE.host, origin=SITE.origin)


async def test_retention_what_was_signed_stays_after_it_was_taken_back(ground: Ground) -> None:
    world = await a_signing(ground)
    head = world.heads[0]
    first = await world.sign(head)
    await _retract(world, head)
    assert (await world.stands()).versions[1] is VersionState.OUT_FOR_SIGNATURE
    second = await world.sign(head)
    assert {each.id for each in await world.counterparts()} == {first.id, second.id}
    assert (await world.stands()).parties[head.agency] is PartyState.SIGNED


async def _retract(world: Signing, head: Head) -> None:
    eyes = await world.eyes_of(head)
    async with world.ground.database.transaction(world.consortium) as tx:
        await retract_signature(tx, eyes, pact=world.pact, number=1, agency=str(head.agency), letters=LETTERS)


async def test_reproducibility_the_record_that_she_downloads_is_enough_to_check_it_without_us(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await a_signing(ground)
    head = world.heads[0]
    found = await world.sign(head)
    async with house(ground, catcher) as home:
        hers, others = await home.member(SLUG, head.person), await home.member(SLUG, world.heads[1].person)
        answer = await hers.get(world.address(f"sign/record/{found.id}"))
        assert (await others.get(world.address(f"sign/record/{found.id}"))).status_code == 404
    told = json.loads(answer.text)
    record = read_record(json.dumps(told["record"], sort_keys=True, separators=(",", ":"), ensure_ascii=False))
    assert record == found.record
    assert found.assertion is not None
    parts = {name: bytes.fromhex(value) for name, value in told["assertion"].items()}
    again = replace(found, record=record, assertion=replace(found.assertion, **parts))
    verify(again, rp_id=SITE.host, origin=SITE.origin)


async def test_errors_are_looked_over_before_signing_and_can_be_taken_back_until_release(ground: Ground) -> None:
    world = await a_signing(ground, least_parties=2)
    one, two, _ = world.heads
    await world.sign(one)
    await _retract(world, one)
    assert (await world.stands()).versions[1] is VersionState.OUT_FOR_SIGNATURE
    await world.sign(one)
    await world.sign(two)
    assert (await world.stands()).versions[1] is VersionState.IN_FORCE
    with pytest.raises(Conflict, match="cannot be taken back any more"):
        await _retract(world, one)


async def test_identity_a_mail_link_a_duty_phone_and_an_unconfirmed_key_sign_nothing(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await a_signing(ground)
    head = world.heads[0]
    async with house(ground, catcher) as home:
        for kind in (SessionKind.REDUCED, SessionKind.DUTY):
            browser = await home.member(SLUG, head.person, kind=kind)
            assert (await browser.get(world.address())).status_code == 403
            assert (await browser.post(world.address(), data=form_of(world, head))).status_code == 403
        full = await home.member(SLUG, head.person)
        looked = await full.post(world.address(), data=form_of(world, head))
        by_mail = await home.member(SLUG, head.person, kind=SessionKind.REDUCED)
        assert (await by_mail.post(f"{looked.headers['location']}/ask")).status_code == 403
        unchecked = replace(head, device=replace(head.device, verifies=False))
        refused = await answers(full, looked.headers["location"], unchecked)
        assert refused.status_code == 409
        assert "User verification is required" in shown(refused.text)
        async with ground.database.transaction(world.consortium) as tx:
            unheard = text("update passkey set confirmed_on = null, confirmed_by = null where person = :person")
            await tx.execute(unheard, {"person": head.person})
        page = shown((await full.get(world.address())).text)
        assert "Your passkey was not confirmed by anybody" in page
    assert await world.counterparts() == ()
