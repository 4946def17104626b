"""What a visitor of the demo finds signed: sealed, countersigned, about to end, and one thing left for her to sign."""

import json
import re
from collections.abc import AsyncIterator
from html import unescape
from uuid import uuid4

import pytest

from consortium.access.permissions import Role
from consortium.db import Database
from consortium.demo.door import DoorPerson, load_doors
from consortium.demo.regions import DEMO
from consortium.demo.seed import make_region
from consortium.demo.signed import CLERK, PRACTICE, RIDGE, show_signed
from consortium.keys import InstallationKey, InstallationNotary
from consortium.signing.evidence.archive import CERTIFICATES, SIGNATURES, unpacked
from consortium.signing.evidence.check_bundle import check_file
from consortium.signing.evidence.check_seal import certificates
from consortium.signing.evidence.report import Outcome, Trusted
from consortium.signing.sealing.seal_agreements import Sealing
from consortium.signing.sealing.seal_key import make_seal
from tests.harness import PUBLIC, Clones, House, MailCatcher
from tests.harness import house as open_house
from tests.roles import shown

SMALLEST = DEMO[-1]
SLUG = SMALLEST.slug
ID = "[0-9a-f-]{36}"


@pytest.fixture(scope="module")
async def home(clones: Clones, catcher: MailCatcher, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """A consortium of the demo with what its heads have signed, served with the demo's own seal."""
    name, folder = await clones.make("consortium"), tmp_path_factory.mktemp("keys")
    ground = clones.ground(name)
    await ground.database.close()
    ground.database = Database.connect(ground.app, notary=InstallationNotary(InstallationKey(folder), PUBLIC))
    async with ground.database.reading(None) as reading:
        now = reading.now
    make_seal(folder, "Seal of the demo", now, demo=True)
    async with ground.database.transaction(uuid4()) as tx:
        staff = await make_region(tx, SMALLEST, now)
    await show_signed(ground.database, tx.consortium, SMALLEST, staff)
    await Sealing(database=ground.database, folder=folder, public_url=PUBLIC).look()
    async with open_house(ground, catcher, installation_keys=folder) as opened:
        yield opened
    await ground.close()
    await clones.drop(name)


async def doors(home: House) -> list[DoorPerson]:
    async with home.ground.database.reading(await home.ground.consortium(SLUG)) as reading:
        return list(await load_doors(reading))


async def read(home: House, person: DoorPerson, path: str) -> str:
    answer = await (await home.member(SLUG, person.person)).get(path)
    assert answer.status_code == 200, path
    return answer.text


async def test_whoever_enters_as_a_head_finds_one_in_force_that_nearly_ends_and_one_to_sign(home: House) -> None:
    head = next(door for door in await doors(home) if Role.AGENCY_HEAD in door.roles)
    hub = await read(home, head, f"/{SLUG}/agreements")
    links = {
        unescape(title): href for href, title in re.findall(rf'href="(/{SLUG}/agreements/{ID})"[^>]*>([^<]+)', hub)
    }
    waits = shown(hub)

    assert "Affirm the next term" in waits
    assert "Read and sign" in waits
    assert "You have no passkey here" in shown(await read(home, head, f"{links[PRACTICE]}/1/sign"))
    ridge = shown(await read(home, head, links[RIDGE]))
    assert "In force since" in ridge
    assert "Its term ends with" in ridge
    assert "Notice given" in ridge
    assert "Executed document (PDF)" in ridge
    assert "countersigned" in shown(await read(home, head, f"/{SLUG}/agreements/log"))
    assert CLERK in {door.name for door in await doors(home)}


async def test_its_sealed_document_and_its_bundle_are_sound_for_anybody(home: House) -> None:
    head = next(door for door in await doors(home) if Role.AGENCY_HEAD in door.roles)
    browser = await home.member(SLUG, head.person)
    hub = unescape((await browser.get(f"/{SLUG}/agreements")).text)
    one = re.findall(rf'href="(/{SLUG}/agreements/{ID})"[^>]*>{re.escape(RIDGE)}', hub)[0]
    pdf = await browser.get(f"{one}/1/document.pdf")
    bundle = await browser.get(f"{one}/evidence.zip")
    told = await home.browser().post(f"/{SLUG}/verify", files={"file": ("evidence.zip", bundle.content)}, timeout=60)
    roots = tuple(certificates(unpacked(bundle.content)[CERTIFICATES]))
    alone = await check_file(pdf.content, Trusted(roots=roots))
    manners = [
        json.loads(data)["record"]["form"]
        for name, data in unpacked(bundle.content).items()
        if name.startswith(SIGNATURES) and name.endswith(".json")
    ]

    assert pdf.content.startswith(b"%PDF")
    assert "the very one that was sealed here" in told.text
    assert alone.outcome is Outcome.SOUND
    assert len(manners) >= 4
