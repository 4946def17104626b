"""A signature on paper keeps each legal duty as well (UETA, E-SIGN), and so do the papers that come with it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from agreements import Cause, VersionState
from agreements.counterparts import PaperRecord
from agreements.signatures import Capacity
from consortium.access.permissions import Role
from consortium.members.end_person import end_person
from consortium.members.enrol_person import enrol_person
from consortium.members.store import load_today
from consortium.problems import Conflict
from consortium.signing.evidence.archive import unpacked
from consortium.signing.signatures.record_resolution import record_insurance, record_resolution
from tests.harness import Ground, MailCatcher, house, text_of
from tests.roles import shown
from tests.stories.paper_world import a_scan, sends_paper
from tests.stories.signing_world import SLUG, a_signing, signs_on_the_page


async def test_paper_path_a_scan_attested_by_the_clerk_is_equal_in_all_that_follows(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await a_signing(ground)
    first, second, third = world.heads
    async with house(ground, catcher) as home:
        assert (await signs_on_the_page(home, world, first)).status_code == 303
        clerk = await home.member(SLUG, world.clerk)
        sheet = shown((await clerk.get(world.address(f"paper?for={second.agency}"))).text)
        assert "Lodgepole Bend Police signs version 1" in sheet
        assert world.digest[:4] in sheet
        taken = await sends_paper(clerk, world, second)
        assert taken.status_code == 303, shown(taken.text)
        assert (await signs_on_the_page(home, world, third)).status_code == 303
        await home.tick()
        mail = [text_of(each) for each in catcher.to("lien.tran@example.org") if "on paper" in each["Subject"]]
        assert "Orla Penhallow recorded that Lien Tran" in mail[0]
        desk = await clerk.get(world.address("desk"))
        found = next(each for each in await world.counterparts() if each.manner.value == "paper")
        assert f"scans/{found.id}" in desk.text
        scan = await clerk.get(world.address(f"scans/{found.id}"))
        assert scan.content == a_scan()
    assert (await world.stands()).versions[1] is VersionState.IN_FORCE
    assert (await world.stands()).active == {head.agency for head in world.heads}


async def test_authority_is_that_of_the_day_on_the_paper_also_where_she_has_left_since(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await a_signing(ground)
    _, leaves, _ = world.heads
    async with house(ground, catcher) as home:
        async with ground.database.transaction(world.consortium) as tx:
            last = await load_today(tx)
            until = text("update authority set until = :day where person = :person")
            await tx.execute(until, {"day": last, "person": leaves.person})
            await end_person(tx, person=leaves.person, day=last + timedelta(days=1))
        await home.advance(days=1)
        await home.tick()
        clerk = await home.member(SLUG, world.clerk)
        assert f"{leaves.name}, who heads it no more" in shown((await clerk.get(world.address("desk"))).text)
        before = await world.everything()
        late = await sends_paper(clerk, world, leaves)
        assert (late.status_code, "ran out at the end of" in shown(late.text)) == (409, True)
        early = await sends_paper(clerk, world, leaves, signed_on=(last - timedelta(days=1)).isoformat())
        assert (early.status_code, "went out to be signed only later" in shown(early.text)) == (422, True)
        assert await world.everything() == before
        taken = await sends_paper(clerk, world, leaves, signed_on=last.isoformat())
        assert taken.status_code == 303, shown(taken.text)
        assert home.faults == []
    [found] = await world.counterparts()
    record = found.record
    assert isinstance(record, PaperRecord)
    assert (record.signed_on, record.capacity) == (last, Capacity.HEAD)
    assert f"to {last.isoformat()}" in record.authority
    assert (await world.stands()).signed[1] == {leaves.agency}


async def test_association_no_bundle_lets_a_signature_out_of_escrow_and_scans_stay_with_those_who_may_see_them(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await a_signing(ground)
    first, second, third = world.heads
    async with ground.database.transaction(world.consortium) as tx:
        peer = await enrol_person(tx, name="Nola Quist", title="", email="nola@example.org", roles=(Role.PEER,))
    address = f"/{SLUG}/agreements/{world.pact}/evidence.zip"
    async with house(ground, catcher) as home:
        clerk, reader = await home.member(SLUG, world.clerk), await home.member(SLUG, peer)
        assert (await signs_on_the_page(home, world, first)).status_code == 303
        assert (await sends_paper(clerk, world, second)).status_code == 303
        half = unpacked((await clerk.get(address)).content)
        assert (await signs_on_the_page(home, world, third)).status_code == 303
        whole, fewer = unpacked((await clerk.get(address)).content), unpacked((await reader.get(address)).content)
    assert [name for name in half if name.startswith(("signatures/", "scans/"))] == []
    assert not any(b'"record":' in data for data in half.values())
    assert {f"signatures/{each.id}.json" for each in await world.counterparts()} <= fewer.keys()
    assert {name for name in whole.keys() - fewer.keys() if not name.startswith("log/")} == {
        name for name in whole if name.startswith("scans/")
    }
    assert [data for name, data in whole.items() if name.startswith("scans/")] == [a_scan()]


async def test_a_resolution_and_a_certificate_that_the_agreement_asks_for(ground: Ground) -> None:
    asked: dict[str, Any] = {
        "insurance_needed": True,
        "suspend_on": frozenset({Cause.INSURANCE}),
        "resolutions_required": True,
    }
    world = await a_signing(ground, **asked, least_parties=2)
    one, two, _ = world.heads
    with pytest.raises(Conflict, match="certificate of insurance in date"):
        await world.prepare(one)
    for head in (one, two):
        async with ground.database.transaction(world.consortium) as tx:
            said = {"pact": world.pact, "number": 1, "agency": head.agency}
            until = tx.now.date() + timedelta(days=200)
            await record_insurance(tx, world.clerks_eyes(), **said, certificate="Pool 88", until=until)  # type: ignore[arg-type]
        await world.sign(head)
    assert (await world.stands()).versions[1] is VersionState.ESCROW
    for head in (one, two):
        async with ground.database.transaction(world.consortium) as tx:
            said = {"pact": world.pact, "number": 1, "agency": head.agency}
            await record_resolution(tx, world.clerks_eyes(), **said, resolution="2026-14", on=await load_today(tx))  # type: ignore[arg-type]
    assert (await world.stands()).versions[1] is VersionState.IN_FORCE
