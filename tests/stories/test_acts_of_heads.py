"""What a head does with legal effect: a signed record by recorded authority, on the page or on paper; all are told."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from agreements import Cause, FactKind, PactId, PartyState
from agreements.counterparts import Manner, verify
from agreements.signatures import Act, Capacity, SignatureRecord
from agreements.term_kinds import Renewal
from consortium.access.permissions import Role, SessionKind
from consortium.problems import Conflict
from consortium.signing.signatures.authority import Right
from geo import PersonId
from tests.harness import Ground, MailCatcher, house, text_of
from tests.roles import shown
from tests.stories.life_world import Desk, desk, desk_of, in_force, somebody
from tests.stories.paper_world import a_scan, takes_in
from tests.stories.signing_world import (
    SITE,
    SLUG,
    Head,
    Signing,
    a_signing,
    answers,
    give_authority,
    put_out,
)


async def a_mere_role(world: Signing, head: Head) -> PersonId:
    """Somebody whom an administrator made a head of that agency: nobody recorded her authority, or heard a key."""
    return await somebody(world, Role.AGENCY_HEAD, "Bo Ekstrand", head)


async def test_a_role_without_authority_and_a_confirmed_key_moves_nothing(ground: Ground, catcher: MailCatcher) -> None:
    world = await in_force(
        ground, least_parties=2, may_pause=True, term_months=12, renewal=Renewal.AUTO, suspend_on=frozenset(Cause)
    )
    one = world.heads[0]
    mere = await a_mere_role(world, one)
    async with house(ground, catcher) as home:
        hers = replace_head(await desk(home, world, mere), replace(one, name="Bo Ekstrand"))
        before = await world.everything()
        for act in ("leave", "stop", "agree-to-end"):
            looked = await hers.look(act, agency=one.agency)
            assert "What would follow" in looked
            assert "No authority to sign is recorded for you here." in looked
            assert "You have no passkey here" in looked
            answer = await hers.ready(act, agency=one.agency)
            assert (answer.status_code, "Your clerk records it" in shown(answer.text)) == (409, True)
        await hers.refused("pause", "No authority to sign is recorded for you here.", 409, agency=one.agency)
        for path, form in (
            ("change", {"clause": "8", "words": "Shorter."}),
            ("retract", {"sure": "yes"}),
            ("decline", {"reason": "We have our own."}),
        ):
            answer = await hers.browser.post(world.address(f"sign/{path}"), data={"agency": str(one.agency), **form})
            assert answer.status_code == 409, path
            assert "No authority to sign is recorded for you here." in shown(answer.text)
        assert await world.everything() == before
        assert home.faults == []


def replace_head(found: Desk, head: Head) -> Desk:
    return Desk(found.browser, found.home, head)


async def test_what_is_not_signed_needs_a_session_that_a_confirmed_passkey_opened(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await in_force(ground, suspend_on=frozenset(Cause))
    one = world.heads[0]
    async with house(ground, catcher) as home:
        by_mail = await desk(home, world, one.person)
        async with ground.database.transaction(world.consortium) as tx:
            await tx.execute(text("update session set passkey = null"))
        await by_mail.refused("pause", "only in a session that a confirmed passkey", 409, agency=one.agency)
        unheard = await desk_of(home, world, one)
        forget = text("update passkey set confirmed_on = null, confirmed_by = null where person = :person")
        async with ground.database.transaction(world.consortium) as tx:
            await tx.execute(forget, {"person": one.person})
        await unheard.refused("pause", "only in a session that a confirmed passkey", 409, agency=one.agency)
        reduced = await home.member(SLUG, one.person, kind=SessionKind.REDUCED)
        assert (await reduced.post(f"{unheard.home}/life/pause", data={"agency": str(one.agency)})).status_code == 403
    assert (await world.stands()).parties[one.agency] is PartyState.ACTIVE


async def test_notice_is_a_record_that_her_passkey_signed_and_every_head_and_clerk_of_hers_is_told(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await in_force(ground, least_parties=2)
    one, two, _ = world.heads
    await a_mere_role(world, one)
    async with house(ground, catcher) as home:
        hers = await desk_of(home, world, one)
        waiting = (await hers.ready("leave", agency=one.agency, day="2027-11-30")).headers["location"]
        page = await hers.open(waiting)
        assert "give notice to leave “Agreement on peer support”, now in version 1, from 2027-11-30 on," in page
        assert "What your passkey signs" in page
        assert (await world.stands()).parties[one.agency] is PartyState.ACTIVE
        elsewhere = waiting.replace("/leave/", "/agree-to-end/")
        assert (await hers.browser.get(elsewhere)).status_code == 404
        assert (await hers.browser.post(f"{elsewhere}/ask")).status_code == 404
        stolen = await (await desk_of(home, world, two)).browser.get(waiting)
        assert stolen.status_code == 404
        sent = await answers(hers.browser, waiting, one)
        assert sent.status_code == 303, shown(sent.text)
        again = await hers.browser.post(waiting, data={"answer": one.device.sign({"challenge": "AAAA"})})
        assert again.status_code in {404, 409}
        await home.tick()
        for address in ("bo.ekstrand", "clerk", "denise.okafor"):
            told = [text_of(each) for each in catcher.to(f"{address}@example.org")]
            assert any("gave the notice of Cinder Ford Police" in " ".join(each.split()) for each in told), address
        assert home.faults == []
    record = await the_record(world, Act.NOTICE)
    assert (record.leaves_on and record.leaves_on.isoformat(), record.person) == ("2027-11-30", one.person)
    [fact] = [each for each in (await world.load()).facts if each.kind is FactKind.NOTICE_GIVEN]
    assert fact.attested_by == f"signature {record.id}"
    assert fact.leaves_on is not None
    events = [row for row in await ground.rows("agreement_event") if str(record.id) in row["leaf"]]
    assert {row["kind"] for row in events} == {"signature", "fact"}


async def the_record(world: Signing, act: Act) -> SignatureRecord:
    """The one signed record of that act; it can be checked again without us."""
    [found] = [each for each in await world.counterparts() if each.record.act is act]
    verify(found, rp_id=SITE.host, origin=SITE.origin)
    assert isinstance(found.record, SignatureRecord)
    return found.record


async def test_paper_is_an_equal_path_for_each_act_and_the_same_sheet_counts_once(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await in_force(ground, least_parties=2, term_months=12, renewal=Renewal.AFFIRM)
    one, two, _ = world.heads
    async with house(ground, catcher) as home:
        clerk = await desk(home, world, world.clerk)
        page = await clerk.open()
        assert "Take in what a head signed on paper" in page
        sheet = await (await desk_of(home, world, two)).open(f"{clerk.home}/life/affirm/paper?agency={two.agency}")
        assert "I affirm one more term of version 1 of “Agreement on peer support” for Lodgepole Bend Police." in sheet
        assert "Take in the signed paper" not in sheet
        before, paper = await world.everything(), f"{clerk.home}/life/affirm/paper"
        for field, value, status, says in (
            ("held", "", 422, "hold the signed paper"),
            ("fingerprint", "0" * 16, 422, "not that of this version"),
            ("name", "Somebody Else", 422, "not that of Lien Tran"),
            ("signed_on", "2090-01-01", 422, "must be a day that has been"),
            ("signed_on", "2026-01-02", 422, "went out to be signed only later than that day"),
            ("who", "", 422, "Choose who signs."),
            ("by", world.coordinator, 404, ""),
        ):
            said: dict[str, Any] = {field: value}
            answer = await takes_in(home, world, two, paper, a_scan(), **said)
            assert (answer.status_code, says in shown(answer.text)) == (status, True), shown(answer.text)
        assert await world.everything() == before
        assert (await takes_in(home, world, two, paper, a_scan())).status_code == 303
        twice = await takes_in(home, world, two, paper, a_scan())
        assert (twice.status_code, "taken in before" in shown(twice.text)) == (422, True)
        await (await desk_of(home, world, one)).does("affirm", agency=one.agency)
        await home.tick()
        told = " ".join(" ".join(text_of(each).split()) for each in catcher.to("lien.tran@example.org"))
        assert "Orla Penhallow recorded that Lien Tran, Chief of police, affirmed one more term of version 1" in told
        await home.advance(days=370)
        assert home.faults == []
    manners = {each.agency: each.manner for each in await world.counterparts() if each.record.act is Act.AFFIRM}
    assert manners == {one.agency: Manner.PASSKEY, two.agency: Manner.PAPER}
    assert (await world.stands()).active == {one.agency, two.agency}


async def test_all_agree_to_the_end_by_records_and_one_takes_it_back_before(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await in_force(ground)
    one, two, three = world.heads
    async with house(ground, catcher) as home:
        hers = await desk_of(home, world, one)
        await hers.does("agree-to-end", agency=one.agency)
        await hers.does("go-on", agency=one.agency)
        for head in (one, two, three):
            await (await desk_of(home, world, head)).does("agree-to-end", agency=head.agency)
        assert "It has ended for all." in await hers.open()
    ends = [each for each in await world.counterparts() if each.record.act is Act.END]
    assert [each.agency for each in ends] == [one.agency, one.agency, two.agency, three.agency]
    [fact] = [each for each in (await world.load()).facts if each.kind is FactKind.TERMINATED]
    assert fact.attested_by == f"every party that it bound agreed, the last by signature {ends[-1].id}"
    back = [row["leaf"] for row in await ground.rows("agreement_event") if row["kind"] == "ending"]
    assert len(back) == 1
    assert str(one.agency) in back[0]


async def test_whoever_signed_hears_of_it_when_another_head_takes_her_signature_back(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await in_force_but_one(ground)
    one, other = world.heads[0], world.heads[2]
    async with ground.database.transaction(world.consortium) as tx:
        moved = {"agency": one.agency, "person": other.person}
        await tx.execute(text("update affiliation set agency = :agency where person = :person"), moved)
        await tx.execute(text("update authority set agency = :agency where person = :person"), moved)
    async with house(ground, catcher) as home:
        browser = await home.member(SLUG, other.person)
        form = {"agency": str(one.agency), "sure": "yes"}
        answer = await browser.post(world.address("sign/retract"), data=form)
        assert answer.status_code == 303, shown(answer.text)
        await home.tick()
        for address in ("denise.okafor", "berit.stone", "clerk"):
            told = [text_of(each) for each in catcher.to(f"{address}@example.org") if "taken back" in each["subject"]]
            assert "was taken back by Berit Stone. It was that of Denise Okafor." in " ".join(told[0].split()), address


async def in_force_but_one(ground: Ground) -> Signing:
    """The first two have signed, the third has not."""
    world = await a_signing(ground)
    for head in world.heads[:2]:
        await world.sign(head)
    return world


async def test_in_a_set_order_only_whose_turn_it_is_gets_a_mail(ground: Ground, catcher: MailCatcher) -> None:
    world = await ordered(ground)
    one, two, three = world.heads

    def invited() -> list[str]:
        return [each["to"] for each in catcher.mails if "your turn to sign" in str(each["subject"])]

    async with house(ground, catcher) as home:
        await home.tick()
        await world.sign(one)
        await home.tick()
        assert invited() == ["lien.tran@example.org"]
        await world.sign(two)
        await home.tick()
        assert invited() == ["lien.tran@example.org", "berit.stone@example.org"]
        await world.sign(three)
        await home.tick()
        assert len(invited()) == 2


async def ordered(ground: Ground) -> Signing:
    """An agreement that its heads sign one after the other."""
    world = await a_signing(ground, sent=False)
    async with ground.database.transaction(world.consortium) as tx:
        world.pact = PactId(uuid4())
        await put_out(tx, world, signing_order=tuple(head.agency for head in world.heads))
    return world


async def test_a_new_head_signs_in_succession_and_a_delegate_or_a_colleague_does_not(ground: Ground) -> None:
    world = await in_force(ground, binds_successors=False)
    one, delegate, successor = world.heads
    for head in (delegate, successor):
        async with ground.database.transaction(world.consortium) as tx:
            moved = {"agency": one.agency, "person": head.person}
            await tx.execute(text("update affiliation set agency = :agency where person = :person"), moved)
    delegate, successor = replace(delegate, agency=one.agency), replace(successor, agency=one.agency)
    clerk = world.clerks_eyes()
    async with ground.database.transaction(world.consortium) as tx:
        given = {"office": "Assistant chief", "right": Right.DELEGATED, "evidence": "Letter 7"}
        await give_authority(tx, clerk, delegate, **given, given_by=one.person)
        await give_authority(tx, clerk, successor, office="Co-chief")
    for head in (delegate, successor):
        with pytest.raises(Conflict, match="Your agency has signed this version"):
            await world.prepare(head)
    await ground.advance(days=3)
    async with ground.database.transaction(world.consortium) as tx:
        await tx.execute(text("update authority set since = :day where office = 'Co-chief'"), {"day": tx.now.date()})
    pending = await world.prepare(successor)
    record = await world.record(successor, pending)
    assert (record.capacity, record.title) == (Capacity.SUCCESSOR, "Co-chief")
    assert "as its new head, after the one who signed before" in record.sentence
    found = await world.send(successor, pending, await world.answer(successor, pending))
    assert [each.attested_by for each in (await world.load()).facts if each.agency == one.agency][-1] == found.attested
