"""Nobody makes a witness up, an agency can take a key back, and no stranger keeps the open pages of the log busy."""

import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from json import loads

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text

from agreements import Bond
from agreements.counterparts import key_digest
from agreements.log import VerifierKey, cosign, read_note
from consortium.access.brake import Often
from consortium.access.fingerprint import fingerprint
from consortium.access.permissions import Role
from consortium.members.enrol_person import enrol_person
from consortium.members.give_role import give_role
from consortium.signing.evidence import checker
from consortium.signing.evidence.apart import BUSY
from consortium.signing.evidence.check_bundle import check_file
from consortium.signing.evidence.findings import Verdict
from consortium.signing.evidence.own_witness import WitnessKey
from consortium.signing.evidence.report import Trusted
from tests.authenticator import Device
from tests.harness import PUBLIC, Ground, House, MailCatcher, house, text_of
from tests.stories.evidence_world import Executed, broken
from tests.stories.signing_world import SLUG, a_signing, give_passkey

LOG = f"/{SLUG}/agreements/log"
VERIFY = f"/{SLUG}/verify"
OWN = WitnessKey("witness.example.org/elk", Ed25519PrivateKey.from_private_bytes(b"a witness' key, also of 32 bytes"))


@pytest.fixture
async def home(sealed: Executed, catcher: MailCatcher) -> AsyncIterator[House]:
    async with house(sealed.world.ground, catcher) as running:
        yield running


async def registers(browser: httpx.AsyncClient, sealed: Executed, key: VerifierKey = OWN.public) -> httpx.Response:
    return await browser.post(f"{LOG}/witness", data={"agency": str(sealed.world.heads[0].agency), "key": key.line()})


async def cosigned(home: House) -> str:
    """The newest head with the agency's own countersignature, as the command writes it."""
    note = read_note((await home.browser().get(f"{LOG}/checkpoint")).text)
    at = datetime(2026, 11, 21, 22, 5, tzinfo=UTC)
    return note.also([cosign(note.text, OWN.name, OWN.private, at)]).written()


async def test_only_a_head_with_a_confirmed_passkey_who_does_not_run_the_consortium_vouches_for_her_agency(
    home: House, sealed: Executed
) -> None:
    world, head = sealed.world, sealed.world.heads[0]
    async with world.ground.database.transaction(world.consortium) as tx:
        bonds = ((head.agency, Bond.FULL_TIME),)
        made_up = await enrol_person(tx, name="Made Up", roles=(Role.AGENCY_HEAD,), bonds=bonds)
    before = await world.everything()

    for person in (made_up, world.clerk):
        browser = await home.member(SLUG, person)
        assert (await registers(browser, sealed)).status_code == 409
        asked = await browser.post(f"{LOG}/countersign/ask?agency={head.agency}&size={await sealed.size()}", data={})
        assert asked.status_code == 409
        assert "None of your passkeys is confirmed" in (await browser.get(LOG)).text
    async with world.ground.database.transaction(world.consortium) as tx:
        await give_role(tx, person=head.person, role=Role.COORDINATOR, sure=True)
    runs = await home.member(SLUG, head.person)
    refused = await registers(runs, sealed)
    assert (refused.status_code, "the log is watched by those who do not" in refused.text) == (409, True)
    asked = await runs.post(f"{LOG}/countersign/ask?agency={head.agency}&size={await sealed.size()}", data={})
    assert asked.status_code == 409

    assert await world.ground.rows("log_witness") == []
    assert {name: rows for name, rows in (await world.everything()).items() if name != "journal"} == {
        name: rows for name, rows in before.items() if name != "journal"
    }


async def test_a_registered_key_is_told_to_the_agency_named_in_the_log_and_stops_counting_when_it_is_taken_back(
    home: House, sealed: Executed, catcher: MailCatcher
) -> None:
    world, nobody = sealed.world, home.browser()
    head, clerk = await home.member(SLUG, world.heads[0].person), await home.member(SLUG, world.clerk)
    catcher.clear()
    assert (await registers(head, sealed)).headers["location"] == f"{LOG}?did=registered"
    await home.tick()
    for address in ("denise.okafor@example.org", "clerk@example.org"):
        (mail,) = [mail for mail in catcher.to(address) if "a key was registered" in mail["Subject"]]
        assert OWN.public.line() in text_of(mail)
    assert not [mail for mail in catcher.to("lien.tran@example.org") if "a key was registered" in mail["Subject"]]
    assert (await nobody.post(f"{LOG}/cosign", data={"note": await cosigned(home)})).text == "1 kept.\n"
    size = await sealed.size()

    ask = f"{LOG}/witness/{(await world.ground.rows('log_witness'))[0]['id']}/end"
    assert (await clerk.post(ask, data={})).status_code == 422
    other = await home.member(SLUG, world.heads[1].person)
    assert (await other.post(ask, data={"sure": "yes"})).status_code == 404
    assert (await clerk.post(ask, data={"sure": "yes"})).headers["location"] == f"{LOG}?did=ended"
    refused = await nobody.post(f"{LOG}/cosign", data={"note": await cosigned(home)})
    again = await clerk.post(ask, data={"sure": "yes"})

    assert (refused.status_code, again.status_code) == (409, 409)
    assert "was taken back on" in refused.text
    page = (await head.get(LOG)).text
    assert "by Orla Penhallow: what it signs since does not count" in page
    report = await sealed.check(await sealed.fresh_bundle())
    (said,) = [each for each in report.parts[0].found if f"countersigned {size} events on" in each.said]
    assert said.verdict is Verdict.HOLDS
    assert "that Denise Okafor registered" in said.said
    assert "whose fingerprint Orla Penhallow confirmed" in said.said
    unknown = await check_file(await sealed.fresh_bundle(), Trusted())
    (said,) = [each for each in unknown.parts[0].found if f"countersigned {size} events on" in each.said]
    assert said.verdict is Verdict.UNCHECKED
    assert broken(await sealed.look()) == set()
    await sealed.as_superuser("delete from log_witness_end")
    assert broken(await sealed.look()) == {"Keys of agencies"}


async def test_files_of_strangers_wait_for_a_place_before_they_are_read(home: House, sealed: Executed) -> None:
    apart = home.litestar.state.apart
    apart._here = 6  # six are being read or checked now

    read: list[bytes] = []

    async def sent() -> AsyncIterator[bytes]:
        read.append(b"--x")
        yield b"--x"

    refused = await home.browser().post(
        VERIFY, content=sent(), headers={"content-type": "multipart/form-data; boundary=x"}
    )
    apart._here = 0

    assert (refused.status_code, read) == (409, [])
    assert BUSY in refused.text
    assert (await home.browser().post(VERIFY, data={"digest": sealed.world.digest})).status_code == 200


async def test_open_pages_of_the_log_answer_so_often_a_minute_and_write_nothing(home: House, sealed: Executed) -> None:
    head = await home.member(SLUG, sealed.world.heads[0].person)
    await registers(head, sealed)
    note, browser = await cosigned(home), home.browser()
    assert (await browser.post(f"{LOG}/cosign", data={"note": note})).text == "1 kept.\n"
    before = await sealed.world.everything()

    assert (await browser.post(f"{LOG}/cosign", data={"note": note})).text == "1 kept.\n"
    home.litestar.state.apart.proofs = Often(most=2, seconds=60.0)
    answers = [(await browser.get(f"{LOG}/growth?old=1")).status_code for _ in range(3)]

    assert answers == [200, 200, 409]
    assert (await browser.post(f"{LOG}/cosign", data={"note": note})).status_code == 409
    assert await sealed.world.everything() == before


def test_a_brake_counts_everybody_together_and_lets_go_after_its_time() -> None:
    brake = Often(most=2, seconds=10.0)

    assert [brake.once(at) for at in (0.0, 1.0, 2.0, 10.0, 10.5, 11.0)] == [True, True, False, True, False, True]


@pytest.mark.parametrize(
    "act", ["__import__('subprocess').run(['true'])", "open('/dev/shm/left-behind', 'w')", "__import__('os').fork()"]
)
def test_the_process_that_checks_a_file_starts_nothing_writes_nothing_and_swells_to_little(act: str) -> None:
    words = f"from consortium.signing.evidence.checker import shut_in; shut_in(); {act}"
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "is no part of checking a file" in done.stderr
    assert checker.BYTES <= 700_000_000


async def test_a_key_that_somebody_confirms_stands_in_the_log_by_its_digest_and_without_any_name(
    home: House, sealed: Executed
) -> None:
    world, device = sealed.world, Device(PUBLIC)
    head = replace(world.heads[0], device=device)
    async with world.ground.database.transaction(world.consortium) as tx:
        passkey = await give_passkey(tx, world.clerks_eyes(), head, world.consortium, confirmed=False)
    (key,) = [row["public_key"] for row in await world.ground.rows("passkey") if row["id"] == passkey]
    before = await sealed.size()

    clerk = await home.member(SLUG, world.clerk)
    done = await clerk.post(f"/{SLUG}/keys/{passkey}", data={"fingerprint": fingerprint(key)})

    assert done.status_code == 303
    (said,) = [row["leaf"] for row in await world.ground.rows("agreement_event") if row["seq"] >= before]
    body = loads(said)["body"]
    assert body.pop("on")
    assert body == {"public_key": key_digest(key), "agency": str(head.agency), "by": "clerk"}
    page = await clerk.get(LOG)
    assert f"{head.town}: the fingerprint of its head&#39;s passkey was confirmed." in page.text


async def test_the_log_says_in_which_role_a_key_was_confirmed_and_not_what_its_confirmer_is_later(
    ground: Ground,
) -> None:
    world = await a_signing(ground, parties=2)
    async with ground.database.transaction(world.consortium) as tx:
        await tx.execute(text("update role set role = 'agency_head' where role = 'clerk'"))
    await world.sign(world.heads[0])
    (said,) = [row["leaf"] for row in await ground.rows("agreement_event") if row["kind"] == "key_confirmed"]
    assert loads(said)["body"]["by"] == "clerk"
