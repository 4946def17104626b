"""What a head does without signing a record, on paper: the same checks and the same effect; and who opens the scans."""

from hashlib import sha256
from typing import Any

from agreements import FactKind, PartyState
from consortium.access.permissions import Role
from tests.harness import Ground, MailCatcher, house, text_of
from tests.roles import shown
from tests.stories.life_world import desk_of, in_force, somebody
from tests.stories.members_world import TOWNS, enrol
from tests.stories.paper_world import a_scan, takes_in
from tests.stories.signing_world import SLUG, Head, a_signing


def a_paper(number: int) -> bytes:
    """A scan of its own for each paper: no two PDFs have the same id."""
    return a_scan(f"paper {number}")


async def test_a_head_declines_or_takes_her_signature_back_on_paper_and_all_of_hers_are_told(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await a_signing(ground, least_parties=2)
    one, two, _ = world.heads
    await world.sign(one)
    async with house(ground, catcher) as home:
        hers = await desk_of(home, world, two)
        assert "paper/decline" in (await hers.browser.get(world.address("sign/decline"))).text
        sheet = await hers.open(world.address(f"paper/decline?for={two.agency}"))
        assert f"I decline to sign version 1 of “{(await world.load()).title}”, because ____" in sheet
        assert f"for {two.town}. I mean this as my signature." in sheet
        assert "Take in the signed paper" not in sheet
        before = await world.everything()
        for field, value, status, says in (
            ("held", "", 422, "hold the signed paper"),
            ("fingerprint", "0" * 16, 422, "not that of this version"),
            ("name", "Somebody Else", 422, "not that of Lien Tran"),
            ("signed_on", "2020-01-01", 422, "went out to be signed only later"),
            ("reason", "", 422, "Say why"),
            ("who", f"{two.agency} {one.person}", 404, ""),
            ("by", world.coordinator, 404, ""),
        ):
            said: dict[str, Any] = {"reason": "We have a pact of our own.", field: value}
            answer = await takes_in(home, world, two, world.address("paper/decline"), a_paper(1), **said)
            assert (answer.status_code, says in shown(answer.text)) == (status, True), (field, shown(answer.text))
        assert await world.everything() == before
        done = await takes_in(
            home, world, two, world.address("paper/decline"), a_paper(1), reason="We have a pact of our own."
        )
        assert done.status_code == 303, shown(done.text)
        assert (await takes_in(home, world, one, world.address("paper/retract"), a_paper(2))).status_code == 303
        again = await takes_in(home, world, one, world.address("paper/retract"), a_paper(2))
        assert (again.status_code, "taken in before" in shown(again.text)) == (422, True)
        await home.tick()
        for address, says in (
            ("lien.tran", "which Orla Penhallow took in declined version 1"),
            ("denise.okafor", "was taken back by Denise Okafor, on paper of"),
        ):
            told = " ".join(" ".join(text_of(each).split()) for each in catcher.to(f"{address}@example.org"))
            assert says in told, told
        assert home.faults == []
    stands = await world.stands()
    assert (stands.parties[two.agency], stands.signed[1]) == (PartyState.DECLINED, frozenset())
    [fact] = [each for each in (await world.load()).facts if each.kind is FactKind.DECLINED]
    assert fact.attested_by.startswith("Lien Tran, on paper of ")
    assert fact.attested_by.endswith(", held and recorded by Orla Penhallow")


async def test_a_pause_on_paper_counts_as_one_on_the_page_and_only_its_own_people_open_its_scan(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await in_force(ground, may_pause=True)
    one, two, three = world.heads
    counsel = await somebody(world, Role.LEGAL_ADVISOR, "Bea Quill", two)
    async with ground.database.transaction(world.consortium) as tx:
        far = next(iter((await enrol(tx, TOWNS[4])).values()))
    stranger = Head(far, "", three.person, "", three.device)
    strangers = [
        await somebody(world, Role.AGENCY_HEAD, "Rafael Voss", stranger),
        await somebody(world, Role.LEGAL_ADVISOR, "Cleo Marchetti", stranger),
        await somebody(world, Role.PEER, "Ines Calloway", one),
        await somebody(world, Role.ADMINISTRATOR, "Tomas Haldane"),
    ]
    async with house(ground, catcher) as home:
        hers = await desk_of(home, world, one)
        assert world.address("paper/pause") in (await hers.browser.get(f"{hers.home}/life/pause")).text
        assert (await takes_in(home, world, one, world.address("paper/pause"), a_paper(1))).status_code == 303
        assert (await world.stands()).parties[one.agency] is PartyState.SUSPENDED
        twice = await takes_in(home, world, one, world.address("paper/pause"), a_paper(3))
        assert (twice.status_code, "pauses already" in shown(twice.text)) == (409, True)
        assert (await takes_in(home, world, one, world.address("paper/resume"), a_paper(2))).status_code == 303
        assert (await world.stands()).parties[one.agency] is PartyState.ACTIVE
        worn = await takes_in(home, world, one, world.address("paper/pause"), a_paper(1))
        assert (worn.status_code, "taken in before" in shown(worn.text)) == (422, True)

        digest = sha256(a_paper(1)).hexdigest()
        rows = await ground.rows("agreement_scan")
        [paper] = [f"{hers.home}/scans/{row['id']}" for row in rows if row["sha256"] == digest]
        for person in (world.coordinator, world.clerk, one.person):
            browser = await home.member(SLUG, person)
            listed = await browser.get(f"{hers.home}/scans")
            assert digest in "".join(shown(listed.text).split()), person
            assert paper in (await browser.get(hers.home)).text
            file = await browser.get(paper)
            assert (file.status_code, file.content) == (200, a_paper(1))
            assert file.headers["content-disposition"].startswith("attachment;")
            assert file.headers["content-type"] == "application/pdf"
            assert file.headers["x-content-type-options"] == "nosniff"
            assert "sandbox" in file.headers["content-security-policy"]
        for person in (three.person, counsel):
            browser = await home.member(SLUG, person)
            mine = "".join(shown((await browser.get(f"{hers.home}/scans")).text).split())
            assert digest not in mine, "why a part rests is not for the other parties"
            assert (await browser.get(paper)).status_code == 404, person
        for person in strangers:
            browser = await home.member(SLUG, person)
            assert (await browser.get(paper)).status_code == 404, person
            assert (await browser.get(f"{hers.home}/scans")).status_code == 404
            assert "/scans" not in (await browser.get(hers.home)).text
        assert home.faults == []
