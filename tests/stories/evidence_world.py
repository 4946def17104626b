"""An agreement that three heads signed with their passkeys, sealed; its bundle; and ways to alter what lies around."""

import io
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import asyncpg
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from agreements.log import VerifierKey
from consortium.signing.evidence.archive import packed, unpacked
from consortium.signing.evidence.check_bundle import check_file
from consortium.signing.evidence.check_log import check_log
from consortium.signing.evidence.check_seal import certificates
from consortium.signing.evidence.findings import Finding, Verdict
from consortium.signing.evidence.make_bundle import make_bundle
from consortium.signing.evidence.report import Report, Trusted
from consortium.signing.sealing.seal_agreements import Sealing
from consortium.signing.sealing.seal_key import ROOT, make_seal, published
from consortium.signing.store.documents import load_executed, load_file
from consortium.signing.store.events import signs_as
from consortium.signing.store.evidence import load_size
from tests.harness import PUBLIC, Clones, Ground, installation_keys
from tests.stories.signing_world import Signing, a_signing

GUARDED = (
    "agreement_event",
    "agreement_checkpoint",
    "agreement_fact",
    "agreement_version",
    "agreement_signature",
    "agreement_document",
    "agreement_document_signature",
    "log_countersignature",
    "log_witness",
    "log_witness_end",
)


@dataclass
class Executed:
    """The world, the sealed file, and the bundle as it was made."""

    world: Signing
    pdf: bytes
    bundle: bytes
    pem: bytes

    @property
    def files(self) -> dict[str, bytes]:
        return unpacked(self.bundle)

    def with_file(self, name: str, change: Callable[[bytes], bytes]) -> bytes:
        """The bundle with one file changed."""
        files = self.files
        return packed({**files, name: change(files[name])})

    async def check(self, data: bytes, **trusted: Any) -> Report:
        """As whoever keeps the log's key and the seal's certificates elsewhere."""
        given = {"roots": tuple(certificates(self.pem)), "log": (await self.log_key(),), **trusted}
        return await check_file(data, Trusted(**given))

    async def log_key(self) -> VerifierKey:
        async with self.world.ground.database.reading(self.world.consortium) as reading:
            return await signs_as(reading)

    async def size(self) -> int:
        async with self.world.ground.database.reading(self.world.consortium) as reading:
            return await load_size(reading)

    async def look(self) -> list[Finding]:
        """The operator's check."""
        async with self.world.ground.database.reading(self.world.consortium) as reading:
            return await check_log(reading)

    async def fresh_bundle(self) -> bytes:
        async with self.world.ground.database.reading(self.world.consortium) as reading:
            return await make_bundle(reading, await self.world.load(), certificates=self.pem)

    async def as_superuser(self, *statements: str) -> None:
        """What somebody who owns the tables can do: triggers and policies switched off meanwhile."""
        async with self.tables() as owner, owner.transaction():
            for table in GUARDED:
                await owner.execute(f"alter table {table} disable trigger user")
                await owner.execute(f"alter table {table} no force row level security")
            for statement in statements:
                await owner.execute(statement)
            for table in GUARDED:
                await owner.execute(f"alter table {table} enable trigger user")
                await owner.execute(f"alter table {table} force row level security")

    @asynccontextmanager
    async def tables(self) -> AsyncIterator[asyncpg.Connection]:
        connection = await asyncpg.connect(self.world.ground.owner)
        try:
            yield connection
        finally:
            await connection.close()


async def executed(ground: Ground, **changes: Any) -> Executed:
    """Everybody signs, and it is sealed."""
    world = await a_signing(ground, **changes)
    for head in world.heads:
        await world.sign(head)
    await seal(world)
    async with ground.database.reading(world.consortium) as reading:
        document = await load_executed(reading, world.pact, world.number)
        assert document is not None
        pdf = await load_file(reading, document.id)
        pem = published(installation_keys(), None)
        bundle = await make_bundle(reading, await world.load(), certificates=pem)
    return Executed(world, pdf, bundle, pem)


@asynccontextmanager
async def once(clones: Clones) -> AsyncIterator[tuple[str, Executed]]:
    """An executed agreement in a database that is let go of, so that tests clone it: its name, and the agreement."""
    name = await clones.make("consortium")
    ground = clones.ground(name)
    made = await executed(ground)
    await ground.close()
    yield name, made
    await clones.drop(name)


@asynccontextmanager
async def cloned(clones: Clones, made: tuple[str, Executed]) -> AsyncIterator[Executed]:
    """The same in a database of a test's own."""
    name = await clones.make(made[0])
    ground = clones.ground(name)
    yield replace(made[1], world=replace(made[1].world, ground=ground))
    await ground.close()
    await clones.drop(name)


async def seal(world: Signing) -> None:
    """The worker looks, with a seal of this run's own."""
    folder = installation_keys()
    async with world.ground.database.reading(None) as reading:
        now = reading.now
    if not (folder / ROOT).exists():
        make_seal(folder, "Tests of the seal", now)
    await Sealing(database=world.ground.database, folder=folder, public_url=PUBLIC).look()


def failing(report: Report) -> set[str]:
    """The names of what does not hold, without the name of the file that some carry."""
    found = [each for part in report.parts for each in part.found if each.verdict is Verdict.FAILS]
    return {each.what.partition(",")[0] for each in found}


def broken(found: list[Finding]) -> set[str]:
    """The names of what does not hold."""
    return {each.what for each in found if each.verdict is Verdict.FAILS}


def flipped(data: bytes, place: int = -1) -> bytes:
    """One bit changed; in the middle, unless a place is named."""
    at = len(data) // 2 if place < 0 else place
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def overlaid(pdf: bytes) -> bytes:
    """Words drawn over the first page, by an appended revision."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.find_page_for_modification(0)[0].get_object()  # type: ignore[no-untyped-call]
    drawn = writer.add_object(generic.StreamObject(stream_data=b"q BT /F1 12 Tf 72 72 Td (Fee: $9999) Tj ET Q"))
    old = page.raw_get("/Contents")
    page["/Contents"] = generic.ArrayObject([*(old if isinstance(old, generic.ArrayObject) else [old]), drawn])
    writer.update_container(page)
    return _written(writer)


def scripted(pdf: bytes) -> bytes:
    """A script that runs when the file is opened, by an appended revision."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    script = {"/S": generic.NameObject("/JavaScript"), "/JS": generic.TextStringObject("app.alert('hello')")}
    acting = generic.DictionaryObject()  # type: ignore[no-untyped-call]
    acting.update({generic.NameObject(key): each for key, each in script.items()})
    writer.root["/OpenAction"] = acting
    writer.update_root()  # type: ignore[no-untyped-call]
    return _written(writer)


def swapped(pdf: bytes, name: str, instead: bytes) -> bytes:
    """Another file in the place of an attached one, by an appended revision."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    described = next(names[place + 1] for place in range(0, len(names), 2) if str(names[place]) == name)
    reference = described["/EF"].raw_get("/F")
    stream = reference.get_object()
    fresh = generic.StreamObject(stream_data=instead)
    fresh["/Type"], fresh["/Subtype"] = stream["/Type"], stream.get("/Subtype", generic.NameObject("/text#2Fplain"))
    writer.objects[(reference.generation, reference.idnum)] = fresh
    return _written(writer)


def attached_names(pdf: bytes) -> list[str]:
    names = PdfFileReader(io.BytesIO(pdf)).root["/Names"]["/EmbeddedFiles"]["/Names"]
    return [str(names[place]) for place in range(0, len(names), 2)]


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()
