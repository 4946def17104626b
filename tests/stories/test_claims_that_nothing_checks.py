"""What a file says of itself is never called good by itself: forged pages, forged keys, and what was changed here."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.embed import EmbeddedFileObject, FileSpec, embed_file
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter

from agreements import Bond
from agreements.log import Event, verifier_of
from consortium.access.permissions import Role
from consortium.db import Database
from consortium.keys import InstallationKey, InstallationNotary
from consortium.members.enrol_person import enrol_person
from consortium.signing.evidence.archive import packed, unpacked
from consortium.signing.evidence.check_bundle import check_file
from consortium.signing.evidence.check_seal import certificates
from consortium.signing.evidence.findings import Finding, Verdict
from consortium.signing.evidence.pdf_parts import attached_in
from consortium.signing.evidence.report import Outcome, Report, Trusted
from consortium.signing.sealing.seal_key import make_seal
from consortium.signing.store.events import PURPOSE, note_event
from tests.harness import PUBLIC, Clones, House, MailCatcher, house
from tests.set_up.commands import command
from tests.stories.evidence_world import Executed, cloned, failing
from tests.stories.signing_world import SLUG, TITLE

VERIFY = f"/{SLUG}/verify"
LOG = f"/{SLUG}/agreements/log"


@pytest.fixture
async def home(sealed: Executed, catcher: MailCatcher) -> AsyncIterator[House]:
    async with house(sealed.world.ground, catcher) as running:
        yield running


async def send(home: House, data: bytes, name: str = "agreement.pdf") -> str:
    answer = await home.browser().post(VERIFY, files={"file": (name, data)}, timeout=60)
    assert answer.status_code == 200, answer.text
    return answer.text


def forged(genuine: bytes) -> bytes:
    """A page of somebody's own, to which what is attached inside a genuine agreement is attached."""
    writer = PdfFileWriter()  # type: ignore[no-untyped-call]
    drawn = writer.add_object(generic.StreamObject(stream_data=b"BT (The county pays $90000 a month.) Tj ET"))
    box = generic.ArrayObject([generic.NumberObject(each) for each in (0, 0, 612, 792)])  # type: ignore[no-untyped-call]
    writer.insert_page(PageObject(contents=drawn, media_box=box))  # type: ignore[no-untyped-call]
    for name, data in attached_in(PdfFileReader(io.BytesIO(genuine)).root).items():
        kept = EmbeddedFileObject.from_file_data(writer, data=data)
        embed_file(writer, FileSpec(file_spec_string=name, embedded_data=kept))
    made = io.BytesIO()
    writer.write(made)  # type: ignore[no-untyped-call]
    return made.getvalue()


async def test_a_page_of_somebodys_own_with_a_genuine_text_attached_is_never_called_good(
    home: House, sealed: Executed
) -> None:
    forgery = forged(sealed.pdf)

    told = await send(home, forgery)
    report = await sealed.check(forgery)

    assert report.outcome is Outcome.UNSEALED
    assert {each.what for each in found(report) if each.verdict is Verdict.HOLDS} == {"No script"}
    assert "This PDF has no seal of ours. Nothing follows about what its pages show" in told
    assert f"“{TITLE}”, version 1" in told
    assert "The version that it names: It is in force today." in told
    for claim in (
        ">It is in force today.",
        "is a version that is known here",
        "All that was looked at holds",
        "the same byte",
    ):
        assert claim not in told


async def test_without_a_key_from_elsewhere_no_signature_and_no_witness_is_called_good(sealed: Executed) -> None:
    """Whoever makes every key anew makes a bundle about anybody, in which all adds up."""
    alone = await check_file(sealed.bundle, Trusted())
    pdf = await check_file(sealed.pdf, Trusted(roots=tuple(certificates(sealed.pem))))
    kept = await sealed.check(sealed.bundle)

    assert (alone.outcome, pdf.outcome, kept.outcome) == (Outcome.UNANCHORED, Outcome.SOUND, Outcome.SOUND)
    for report in (alone, pdf):
        about = verdicts(report, "Signature", "Key confirmed")
        assert (len(about), {verdict for _, verdict in about}) == (6, {Verdict.UNCHECKED})
    about = verdicts(kept, "Signature", "Key confirmed", "Parties")
    assert (len(about), {verdict for _, verdict in about}) == (7, {Verdict.HOLDS})
    assert any("a clerk confirmed the fingerprint" in each.said for each in found(kept))


async def test_a_signature_that_was_never_taken_in_here_is_found_by_the_page(home: House, sealed: Executed) -> None:
    """The seal and the log of the file are good, and yet what is kept says something else."""
    assert "It was taken in here, the same byte by byte." in await send(home, sealed.pdf)

    await sealed.as_superuser("update agreement_signature set client_data = client_data || ' '::bytea")
    told = await send(home, sealed.pdf)

    assert "Something does not hold." in told
    assert "was taken in here says something else, or was made by another key" in told


async def test_a_passkey_that_was_asked_elsewhere_is_refused_of_a_pdf_too(sealed: Executed) -> None:
    roots = tuple(certificates(sealed.pem))

    here = await check_file(sealed.pdf, Trusted(roots=roots, sites=frozenset({PUBLIC})))
    elsewhere = await check_file(sealed.pdf, Trusted(roots=roots, sites=frozenset({"https://other.example.org"})))

    assert here.sound
    assert failing(elsewhere) == {"Signature"}


async def test_a_document_of_an_earlier_seal_and_log_key_holds_after_both_were_replaced(
    clones: Clones, executed: tuple[str, Executed], catcher: MailCatcher, tmp_path: Path
) -> None:
    async with cloned(clones, executed) as sealed:
        async with sealed.world.ground.database.reading(None) as reading:
            now = reading.now
        make_seal(tmp_path, "The next seal", now)
        notary = InstallationNotary(InstallationKey(tmp_path), PUBLIC)
        database = Database.connect(sealed.world.ground.app, notary=notary)
        async with database.transaction(sealed.world.consortium) as tx:
            await note_event(tx, kind="hold", agreement=sealed.world.pact, body={})
        async with house(sealed.world.ground, catcher, installation_keys=tmp_path) as home:
            browser = home.browser()
            told = [await send(home, each) for each in (sealed.pdf, sealed.bundle)]
            published = (await browser.get(f"/{SLUG}/seal.pem")).text
            member = await home.member(SLUG, sealed.world.heads[0].person)
            taken = (await member.get(f"/{SLUG}/agreements/{sealed.world.pact}/evidence.zip")).content
        await database.close()
        old = await sealed.log_key()
        new = verifier_of(old.name, key_of(notary, sealed))
        one, both = [await check_file(taken, Trusted(log=keys)) for keys in ((old,), (old, new))]

    assert all("All that was looked at holds, and leads to what is kept here." in each for each in told)
    assert published.count("BEGIN CERTIFICATE") == 4
    assert unpacked(taken)["seal/certificates.pem"] == sealed.pem
    assert (one.outcome, both.outcome) == (Outcome.UNANCHORED, Outcome.SOUND)
    assert any("its key became another one" in each.said for each in found(one))


async def test_who_takes_no_part_in_drafting_gets_of_reviews_and_holds_their_hash_alone(
    home: House, sealed: Executed
) -> None:
    world = sealed.world
    async with world.ground.database.transaction(world.consortium) as tx:
        body = {"agency": str(world.heads[0].agency), "answer": "return", "by": str(world.clerk)}
        await note_event(tx, kind="verdict", agreement=world.pact, body=body)
        await note_event(tx, kind="hold", agreement=world.pact, body={"hold": "x", "what": "set"})
        bonds = ((world.heads[0].agency, Bond.FULL_TIME),)
        peer = await enrol_person(tx, name="Yusuf Brandt", roles=(Role.PEER,), bonds=bonds)
    address = f"/{SLUG}/agreements/{world.pact}/evidence.zip"

    hers = unpacked((await (await home.member(SLUG, peer)).get(address)).content)
    heads = unpacked((await (await home.member(SLUG, world.heads[1].person)).get(address)).content)
    altered = {name: data.replace(b"a", b"b") if name.endswith(".leaf-hash") else data for name, data in hers.items()}

    inner = [Event.read(data).kind for name, data in heads.items() if is_event(name)]
    outer = [Event.read(data).kind for name, data in hers.items() if is_event(name)]
    assert sorted(set(inner) - set(outer)) == ["hold", "verdict"]
    assert not any(b'"answer":"return"' in data for data in hers.values())
    report = await sealed.check(packed(hers))
    assert report.sound
    assert any("2 more events are withheld" in each.said for each in found(report))
    assert failing(await sealed.check(packed(altered))) == {"Events in the log"}


async def test_what_was_changed_past_the_log_is_said_on_its_page_and_by_the_doctor_the_next_night(
    home: House, sealed: Executed
) -> None:
    ground, settings = sealed.world.ground, {"DATABASE_URL": sealed.world.ground.app, "PUBLIC_URL": PUBLIC}
    head = await home.member(SLUG, sealed.world.heads[0].person)
    await home.jobs.look_over_logs()
    well = (await head.get(LOG)).text
    told_well = command("doctor", "--json", **settings).stdout

    await sealed.as_superuser("update agreement_signature set signature = '\\x00'")
    await home.jobs.look_over_logs()  # the same day: it was looked over already
    same = (await head.get(LOG)).text
    await ground.advance(days=1)
    await home.jobs.look_over_logs()
    page = (await (await home.member(SLUG, sealed.world.heads[0].person)).get(LOG)).text
    told = command("doctor", "--json", **settings).stdout

    assert "nothing was changed past the log" in well
    assert "Something was changed past this log" not in same
    assert "Something was changed past this log" in page
    assert "was changed after it was logged" in page
    assert "was changed after it was logged" not in told_well
    assert "was changed after it was logged" in told
    assert len(await ground.rows("log_look")) == 2


def key_of(notary: InstallationNotary, sealed: Executed) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(notary.seed(PURPOSE, sealed.world.consortium))


def found(report: Report) -> list[Finding]:
    return [each for part in report.parts for each in part.found]


def verdicts(report: Report, *names: str) -> list[tuple[str, Verdict]]:
    return [(each.what, each.verdict) for each in found(report) if each.what in names]


def is_event(name: str) -> bool:
    return name.startswith("log/events/") and name.endswith(".json")
