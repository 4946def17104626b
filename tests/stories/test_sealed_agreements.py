"""From the last signature to the sealed file: nothing before it, one after it, by whichever process, and told."""

import asyncio
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from sqlalchemy import update
from sqlalchemy.exc import ProgrammingError

from consortium.access.tables import ConsortiumRow
from consortium.signing.sealing.seal_agreements import Sealing
from consortium.signing.sealing.seal_key import make_seal
from consortium.signing.sealing.wanted import load_overdue
from consortium.signing.store.document_tables import AgreementDocumentRow
from tests.harness import PUBLIC, Ground, MailCatcher, house, text_of
from tests.sealing.authority import Authority
from tests.sealing.test_documents import attached
from tests.sealing.test_documents import text_of as words_of
from tests.stories.signing_world import SLUG, Signing, a_signing

NOT_FORCED = "; ".join(
    f"alter table {table} no force row level security"
    for table in ("agreement_document", "agreement_document_signature", "agreement_fact")
)


async def now_of(ground: Ground) -> datetime:
    async with ground.database.reading(None) as reading:
        return reading.now


async def a_seal(ground: Ground, folder: Path, *, demo: bool = False) -> Path:
    """A folder with a fresh seal."""
    make_seal(folder, "Juniper Rim Peer Support", await now_of(ground), demo=demo)
    return folder


def sealing(ground: Ground, folder: Path) -> Sealing:
    return Sealing(database=ground.database, folder=folder, public_url=PUBLIC)


@contextmanager
def an_authority(folder: Path) -> Iterator[Authority]:
    folder.mkdir()
    with Authority(folder) as found:
        yield found


async def sealed_events(ground: Ground) -> list[dict[str, str]]:
    """What the log says of seals."""
    rows = sorted(await ground.rows("agreement_event"), key=lambda row: row["seq"])
    return [json.loads(row["leaf"])["body"] for row in rows if row["kind"] == "sealed"]


async def test_nothing_is_sealed_or_shown_before_every_signature_needed_is_there(
    ground: Ground, catcher: MailCatcher, tmp_path: Path
) -> None:
    world = await a_signing(ground)
    folder = await a_seal(ground, tmp_path / "keys")
    async with house(ground, catcher, installation_keys=folder) as home:
        browser = await home.member(SLUG, world.heads[0].person)
        for head in world.heads[:2]:
            await world.sign(head)
        await home.jobs.seal()

        assert (await browser.get(world.address("document.pdf"))).status_code == 404
        assert await ground.rows("agreement_document") == []
        page = (await browser.get(world.address("").rstrip("/"))).text
        assert "Nothing is sealed before every signature needed is there." in page
        copy = await browser.get(world.address("reading.pdf"))
        assert copy.status_code == 200
        assert "signatures are held until those needed are there" in " ".join(words_of(copy.content, 1))


async def test_the_last_signature_brings_one_sealed_document_to_every_head(
    ground: Ground, catcher: MailCatcher, tmp_path: Path
) -> None:
    world = await a_signing(ground)
    folder = await a_seal(ground, tmp_path / "keys")
    async with house(ground, catcher, installation_keys=folder) as home:
        for head in world.heads:
            await world.sign(head)
        await home.tick()
        catcher.clear()
        await home.jobs.seal()
        await home.jobs.seal()
        await home.tick()

        (row,) = await ground.rows("agreement_document")
        browser = await home.member(SLUG, world.heads[0].person)
        got = await browser.get(world.address("document.pdf"))
        assert got.headers["content-type"] == "application/pdf"
        assert "attachment" in got.headers["content-disposition"]
        assert sha256(got.content).hexdigest() == row["sha256"]
        assert [each["sha256"] for each in await sealed_events(ground)] == [row["sha256"]]
        await _is_whole(world, got.content)

        same = await browser.get(world.address("document.pdf"), headers={"if-none-match": got.headers["etag"]})
        assert (same.status_code, same.content) == (304, b"")
        page = (await browser.get(world.address("").rstrip("/"))).text
        assert "Executed document (PDF)" in page
        assert "No time stamp: this installation has no authority for them" in page
        for head in world.heads:
            (mail,) = catcher.to(f"{head.name.lower().replace(' ', '.')}@example.org")
            assert row["sha256"] in text_of(mail)
            assert world.address("document.pdf") in text_of(mail)
        stranger = home.browser()
        assert (await stranger.get(world.address("document.pdf"))).status_code in {303, 404}
        assert (await stranger.get(f"/{SLUG}/seal.pem")).text.count("BEGIN CERTIFICATE") == 2


async def _is_whole(world: Signing, pdf: bytes) -> None:
    files = attached(pdf)
    records = json.loads(files["records.json"])
    (seal,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures

    assert sha256(files["content.json"]).hexdigest() == world.digest
    assert records["counterparts"] == [each.document() for each in await world.counterparts()]
    assert seal.evaluate_signature_coverage().name == "ENTIRE_FILE"


async def test_many_processes_at_once_seal_once(ground: Ground, tmp_path: Path) -> None:
    world = await a_signing(ground)
    folder = await a_seal(ground, tmp_path / "keys")
    for head in world.heads:
        await world.sign(head)
    await asyncio.gather(*(sealing(ground, folder).look() for _ in range(4)))

    assert len(await ground.rows("agreement_document")) == 1
    assert len(await sealed_events(ground)) == 1


async def test_a_later_signature_gets_a_document_of_its_own_and_touches_no_other(
    ground: Ground, catcher: MailCatcher, tmp_path: Path
) -> None:
    world = await a_signing(ground, least_parties=2)
    folder = await a_seal(ground, tmp_path / "keys")
    async with house(ground, catcher, installation_keys=folder) as home:
        for head in world.heads[:2]:
            await world.sign(head)
        await home.jobs.seal()
        (first,) = await ground.rows("agreement_document")
        await ground.advance(hours=1)
        await world.sign(world.heads[2])
        await home.jobs.seal()

        rows = sorted(await ground.rows("agreement_document"), key=lambda row: row["sealed_at"])
        assert [row["kind"] for row in rows] == ["executed", "joinder"]
        assert rows[0] == first
        browser = await home.member(SLUG, world.heads[2].person)
        later = await browser.get(world.address(f"later/{rows[1]['id']}"))
        records = json.loads(attached(later.content)["records.json"])
        assert [each["record"]["agency"] for each in records["counterparts"]] == [str(world.heads[2].agency)]
        assert "Later counterpart (PDF)" in (await browser.get(world.address("").rstrip("/"))).text


async def test_without_a_seal_it_waits_is_said_to_be_late_and_is_made_when_there_is_one(
    ground: Ground, catcher: MailCatcher, tmp_path: Path
) -> None:
    world = await a_signing(ground)
    folder = tmp_path / "keys"
    async with house(ground, catcher, installation_keys=folder) as home:
        for head in world.heads:
            await world.sign(head)
        await home.jobs.seal()
        browser = await home.member(SLUG, world.coordinator)
        page = (await browser.get(world.address("").rstrip("/"))).text
        assert "The document is being made and sealed." in page
        assert await _overdue(world) == 0

        await ground.advance(minutes=6)
        page = (await browser.get(world.address("").rstrip("/"))).text
        assert "The document should have been sealed by now." in page
        assert await _overdue(world) == 1

        await a_seal(ground, folder)
        await home.jobs.seal()
        assert (await browser.get(world.address("document.pdf"))).status_code == 200
        assert await _overdue(world) == 0


async def _overdue(world: Signing) -> int:
    async with world.ground.database.reading(world.consortium) as reading:
        return await load_overdue(reading)


@pytest.mark.parametrize("invented", [True, False])
async def test_the_demos_seal_seals_the_demos_agreements_and_no_others(
    ground: Ground, tmp_path: Path, invented: bool
) -> None:
    world = await a_signing(ground)
    folder = await a_seal(ground, tmp_path / "keys", demo=True)
    async with ground.database.transaction(world.consortium) as tx:
        await tx.execute(update(ConsortiumRow).values(invented=invented))
    for head in world.heads:
        await world.sign(head)
    await sealing(ground, folder).look()

    rows = await ground.rows("agreement_document")
    assert len(rows) == (1 if invented else 0)
    for row in rows:
        assert all("This document binds nobody" in page for page in words_of(row["file"], 3))


async def test_a_time_stamp_is_pending_until_the_authority_gives_one(
    ground: Ground, catcher: MailCatcher, tmp_path: Path
) -> None:
    world = await a_signing(ground)
    folder = await a_seal(ground, tmp_path / "keys")
    with an_authority(tmp_path / "authority") as authority:
        authority.status = 503
        async with house(ground, catcher, installation_keys=folder, tsa_url=authority.url) as home:
            for head in world.heads:
                await world.sign(head)
            await home.jobs.seal()
            browser = await home.member(SLUG, world.heads[0].person)
            (row,) = await ground.rows("agreement_document")
            assert (row["token"], row["stamp_inside"], row["stamp_tries"]) == (None, False, 1)
            assert "Time stamp pending" in (await browser.get(world.address("").rstrip("/"))).text
            asked = authority.asked
            await home.jobs.seal()
            assert authority.asked == asked, "it is not asked again at once"

            authority.status = 200
            await ground.advance(minutes=2)
            await home.jobs.seal()
            (row,) = await ground.rows("agreement_document")
            page = (await browser.get(world.address("").rstrip("/"))).text
            assert "by Common Name: Time stamps of the tests" in page
            token = await browser.get(world.address(f"stamp/{row['id']}"))
            assert authority.verifies(token.content, row["file"])


async def test_a_sealed_file_can_not_be_changed_or_deleted_by_anybody(ground: Ground, tmp_path: Path) -> None:
    world = await a_signing(ground)
    folder = await a_seal(ground, tmp_path / "keys")
    for head in world.heads:
        await world.sign(head)
    await sealing(ground, folder).look()

    with pytest.raises(ProgrammingError, match="permission denied"):
        async with ground.database.transaction(world.consortium) as tx:
            await tx.execute(update(AgreementDocumentRow).values(file=b"another"))
    for statement in (
        "update agreement_document set file = 'another'",
        "delete from agreement_document",
        "truncate agreement_document, agreement_document_signature",
        "update agreement_document_signature set document = gen_random_uuid()",
    ):
        with pytest.raises(Exception, match=r"a sealed document stays as it is|added, never changed"):
            await ground.as_owner(f"{NOT_FORCED}; {statement}")


async def test_an_agreement_that_is_not_there_has_no_documents(
    ground: Ground, catcher: MailCatcher, tmp_path: Path
) -> None:
    world = await a_signing(ground)
    async with house(ground, catcher, installation_keys=tmp_path) as home:
        browser = await home.member(SLUG, world.heads[0].person)
        for path in ("document.pdf", f"later/{UUID(int=1)}", f"stamp/{UUID(int=1)}", f"signature-page/{UUID(int=1)}"):
            assert (await browser.get(world.address(path))).status_code == 404, path
        other = world.address("reading.pdf").replace("/1/", "/2/")
        assert (await browser.get(other)).status_code == 404
        page = await browser.get(world.address(f"signature-page/{world.heads[0].agency}"))
        assert page.headers["content-type"] == "application/pdf"
        assert (await browser.get(f"/{SLUG}/seal.pem")).status_code == 404
