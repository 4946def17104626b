"""The tamper matrix: what is altered, who finds it, and who does not. Independent tools agree where they can see it."""

import base64
import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agreements.log import (
    Checkpoint,
    Event,
    Growth,
    Hash,
    consistency_proof,
    grown,
    leaf_hash,
    root_of_edge,
    verifier_of,
)
from agreements.log.errors import ForkError
from consortium.problems import BadInput, Conflict
from consortium.signing.evidence.archive import packed
from consortium.signing.evidence.check_log import check_log
from consortium.signing.evidence.own_witness import Seen, take
from consortium.signing.store.events import PURPOSE, note_event, signs_as
from consortium.signing.store.evidence import load_checkpoint, load_leaves
from tests.harness import Clones, notary
from tests.stories.evidence_world import Executed, broken, cloned, failing, flipped, once, overlaid, swapped
from tests.stories.signing_world import Signing


@pytest.fixture(scope="module")
async def made(clones: Clones) -> AsyncIterator[tuple[str, Executed]]:
    async with once(clones) as kept:
        yield kept


@pytest.fixture
async def sealed(clones: Clones, made: tuple[str, Executed]) -> AsyncIterator[Executed]:
    async with cloned(clones, made) as found:
        yield found


def tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not on this machine, so it was not asked for its opinion")
    return found


def said(*command: str | Path) -> str:
    done = subprocess.run([str(each) for each in command], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


async def test_what_nobody_touched_holds_and_says_what_it_cannot_show(sealed: Executed) -> None:
    for data in (sealed.bundle, sealed.pdf):
        report = await sealed.check(data)
        assert failing(report) == set()
        assert report.sound
    assert broken(await sealed.look()) == set()
    assert sealed.bundle == await sealed.fresh_bundle()


async def test_a_flipped_byte_is_found_by_the_seal_the_log_and_pdfsig(sealed: Executed, tmp_path: Path) -> None:
    pdf = flipped(sealed.pdf)

    alone = await sealed.check(pdf)
    bundled = await sealed.check(packed({**sealed.files, "versions/1/executed.pdf": pdf}))

    assert failing(alone) == {"Seal"}
    assert failing(bundled) >= {"Seal", "In the log"}
    assert opinion(sealed.pdf, tmp_path) == ["Signature is Valid.", "Total document signed"]
    assert "Signature is Valid." not in opinion(pdf, tmp_path)


async def test_words_over_a_page_by_an_appended_revision_are_found_by_what_was_appended(
    sealed: Executed, tmp_path: Path
) -> None:
    pdf = overlaid(sealed.pdf)

    report = await sealed.check(pdf)
    bundled = await sealed.check(packed({**sealed.files, "versions/1/executed.pdf": pdf}))

    assert failing(report) == {"One revision"}
    assert "what is on page 1" in words(report, "One revision")
    assert "In the log" in failing(bundled)
    assert opinion(pdf, tmp_path) == ["Signature is Valid.", "Not total document signed"]


async def test_a_swapped_attachment_is_found_by_the_revision_and_by_the_digest(
    sealed: Executed, tmp_path: Path
) -> None:
    wider = sealed.files["versions/1/terms.json"].replace(b'"answer_minutes":5', b'"answer_minutes":50')
    terms = swapped(sealed.pdf, "terms.json", wider + b" ")
    content = swapped(sealed.pdf, "content.json", flipped(sealed.files["versions/1/content.json"]))

    assert failing(await sealed.check(terms)) == {"One revision", "Text and terms"}
    assert "the attached file terms.json" in words(await sealed.check(terms), "One revision")
    assert failing(await sealed.check(content)) >= {"One revision", "Text and terms"}
    assert opinion(terms, tmp_path) == ["Signature is Valid.", "Not total document signed"]


async def test_a_byte_flipped_in_any_file_of_a_bundle_is_found_but_in_those_that_only_explain(sealed: Executed) -> None:
    """The certificates that come along are passed over where somebody brings her own."""
    unseen = set()
    for name in sorted(sealed.files):
        if await nobody_finds(sealed, sealed.with_file(name, flipped)):
            unseen.add(name)

    assert unseen == {"README.txt", "agreement.json", "seal/certificates.pem"}


async def nobody_finds(sealed: Executed, bundle: bytes) -> bool:
    try:
        report = await sealed.check(bundle)
    except BadInput:  # it cannot be looked at, which is found out too
        return False
    return report.sound


async def test_a_file_taken_out_of_a_bundle_is_found_or_said_to_be_missing(sealed: Executed) -> None:
    files = sealed.files
    signature = next(name for name in files if name.startswith("signatures/"))
    event = next(name for name in files if name.startswith("log/events/") and b'"kind":"version"' in files[name])

    without_one = await sealed.check(packed({name: data for name, data in files.items() if name != signature}))
    without_version = await sealed.check(packed({name: data for name, data in files.items() if name != event}))

    assert failing(without_one) >= {"In the log"}
    assert failing(without_version) == {"In the log"}


async def test_the_check_of_a_bundle_can_be_held_to_keys_from_elsewhere(sealed: Executed) -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    async with sealed.world.ground.database.reading(sealed.world.consortium) as reading:
        mine = await signs_as(reading)

    assert failing(await sealed.check(sealed.bundle, log=(mine,))) == set()
    assert failing(await sealed.check(sealed.bundle, log=(verifier_of(mine.name, other),))) == {"Key of the log"}


ROWS = (
    ("update agreement_fact set attested_by = 'Nobody' where kind = 'sent_out'", "Agreements and facts"),
    ("delete from agreement_fact where kind = 'signed'", "Agreements and facts"),
    ("update agreement_version set digest = repeat('0', 64)", "Agreements and facts"),
    ("update agreement_version set terms = jsonb_set(terms, '{notice_days}', '1')", "Agreements and facts"),
    (
        "with gone as (delete from agreement_signature), too as (delete from agreement_document_signature) select 1",
        "Signatures",
    ),
    ("update agreement_signature set signature = '\\x00'", "Signatures"),
    ("update agreement_event set leaf = replace(leaf, 'sent_out', 'sent_off') where kind = 'fact'", "Events"),
    ("update agreement_event set at = at - interval '1 day'", "Events"),
    ("delete from agreement_event where seq = 3", "Events"),
    ("delete from agreement_checkpoint where size = 4", "Heads of the log"),
    ("update agreement_checkpoint set root = decode(repeat('00', 32), 'hex') where size = 4", "Heads of the log"),
    ("update agreement_checkpoint set note = replace(note, 'peers', 'beers') where size = 4", "Heads of the log"),
)
"""What somebody changes who owns the tables, and which part of the operator's check finds it."""


async def test_a_replaced_row_is_found_by_the_operators_check(sealed: Executed) -> None:
    tables = sorted({re.findall(r"agreement_\w+", statement)[0] for statement, _ in ROWS})
    await sealed.as_superuser(*(f"create table kept_{table} as table {table}" for table in tables))
    missed = []
    for statement, who in ROWS:
        await sealed.as_superuser(statement)
        if who not in broken(await sealed.look()):
            missed.append(statement)
        await put_back(sealed, re.findall(r"agreement_\w+", statement)[0])

    assert missed == []
    assert broken(await sealed.look()) == set()


async def put_back(sealed: Executed, table: str) -> None:
    if table == "agreement_version":  # others refer to it
        await sealed.as_superuser(f"update {table} v set digest = k.digest, terms = k.terms from kept_{table} k")
    else:
        await sealed.as_superuser(f"delete from {table}", f"insert into {table} select * from kept_{table}")


async def test_a_chain_made_anew_without_the_logs_key_is_found_and_nothing_is_added_to_it(sealed: Executed) -> None:
    await rewrite(sealed, key=Ed25519PrivateKey.from_private_bytes(bytes(32)))

    assert "Heads of the log" in broken(await sealed.look())

    head = await sealed.world.ground.rows("agreement_checkpoint")
    newest = max(head, key=lambda row: row["size"])["size"]
    await sealed.as_superuser(
        f"update agreement_checkpoint set root = decode(repeat('11', 32), 'hex') where size = {newest}"
    )
    await sealed.as_superuser(
        f"update agreement_checkpoint set edge = decode(repeat('11', 64), 'hex') where size = {newest}"
    )
    with pytest.raises(Conflict, match="changed from outside"):
        async with sealed.world.ground.database.transaction(sealed.world.consortium) as tx:
            await note_event(tx, kind="hold", agreement=sealed.world.pact, body={})


async def test_a_whole_log_made_anew_with_its_own_key_passes_every_check_here_but_not_a_witness(
    sealed: Executed,
) -> None:
    """The finding on which witnesses rest: the database can say that all is well, and lie."""
    world = sealed.world
    seen, old = await witnessed(world)
    await sealed.as_superuser("update agreement_fact set attested_by = 'Eda Marsh' where kind = 'sent_out'")
    await rewrite(sealed, key=log_key(world), change=by_another)
    believed, _ = await witnessed(world)
    async with world.ground.database.transaction(world.consortium) as tx:
        await note_event(tx, kind="hold", agreement=world.pact, body={})
        found = await check_log(tx)
        leaves = await load_leaves(tx)
        growth = Growth(old, consistency_proof(leaves, old), await load_checkpoint(tx) or "")

    assert broken(found) == set()
    assert failing(await sealed.check(await sealed.fresh_bundle())) == set()
    with pytest.raises(ForkError, match="has not grown out of"):
        take(seen, growth)
    assert take(believed, growth)[0].size == old + 1  # who has seen only the new one cannot know


def by_another(leaf: str) -> str:
    """The event of a fact as it would be if somebody else had attested it: its words stand in the log as a digest."""
    fact = str(json.loads(leaf)["body"].get("id"))
    before, after = (hashlib.sha256(f"{fact}\n{name}".encode()).hexdigest() for name in ("Ada Marsh", "Eda Marsh"))
    return leaf.replace(before, after)


async def witnessed(world: Signing) -> tuple[Seen, int]:
    """What a witness keeps: the log's key, and the newest head."""
    async with world.ground.database.reading(world.consortium) as reading:
        written, key = await load_checkpoint(reading), await signs_as(reading)
    size = written.split("\n")[1] if written else "0"
    return Seen(key, written or ""), int(size)


def log_key(world: Signing) -> Ed25519PrivateKey:
    """The key that somebody has who holds the machine."""
    return Ed25519PrivateKey.from_private_bytes(notary().seed(PURPOSE, world.consortium))


async def rewrite(sealed: Executed, *, key: Ed25519PrivateKey, change: Any = lambda leaf: leaf) -> None:
    """Every leaf, hash, root, edge and note anew, by somebody who holds the database and a key."""
    statements = []
    edge: tuple[Hash, ...] = ()
    for row in sorted(await sealed.world.ground.rows("agreement_event"), key=lambda row: row["seq"]):
        leaf = change(row["leaf"])
        origin, hashed = Event.read(leaf.encode()).origin, leaf_hash(leaf.encode())
        edge = grown(edge, row["seq"], hashed)
        root, size = root_of_edge(edge), row["seq"] + 1
        note = Checkpoint(origin, size, root).signed(key).written()
        quoted = leaf.replace("'", "''")
        statements += [
            f"update agreement_event set leaf = '{quoted}', leaf_hash = '\\x{hashed.hex()}' where seq = {row['seq']}",
            f"update agreement_checkpoint set root = '\\x{root.hex()}' where size = {size}",
            f"update agreement_checkpoint set edge = '\\x{b''.join(edge).hex()}' where size = {size}",
            f"update agreement_checkpoint set note = '{note}' where size = {size}",
        ]
    await sealed.as_superuser(*statements)


def opinion(pdf: bytes, folder: Path) -> list[str]:
    """What pdfsig says of the signature, and of how much it covers."""
    file = folder / "asked.pdf"
    file.write_bytes(pdf)
    told = said(tool("pdfsig"), "-nocert", file)
    valid = re.search(r"Signature Validation: (.+)", told)
    covers = re.search(r"(?:Not t|T)otal document signed", told)
    return [each for each in (valid and valid[1], covers and covers[0]) if each]


def words(report: Any, what: str) -> str:
    return " ".join(each.said for part in report.parts for each in part.found if each.what.startswith(what))


def laid_out(sealed: Executed, folder: Path) -> Path:
    for name, data in sealed.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return min((folder / "openssl").glob("*.record.json"))


def beside(record: Path, kind: str) -> Path:
    return record.with_name(record.name.replace(".record.json", f".{kind}"))


def test_openssl_agrees_step_by_step_as_the_bundle_says(sealed: Executed, tmp_path: Path) -> None:
    openssl = tool("openssl")
    one = laid_out(sealed, tmp_path)
    client, authenticator = beside(one, "client.json").read_bytes(), beside(one, "authenticator.bin").read_bytes()

    digest = said(openssl, "dgst", "-sha256", tmp_path / "versions/1/content.json")
    assert sealed.world.digest in digest
    challenge = hashlib.sha256(b"consortium signature v1\x00" + one.read_bytes()).digest()
    asked = base64.urlsafe_b64encode(challenge).rstrip(b"=")
    assert asked in client
    signed = tmp_path / "signed"
    signed.write_bytes(authenticator + hashlib.sha256(client).digest())
    checked = (
        openssl,
        "dgst",
        "-sha256",
        "-verify",
        beside(one, "key.pem"),
        "-signature",
        beside(one, "signature.bin"),
        signed,
    )
    assert "Verified OK" in said(*checked)
    signed.write_bytes(flipped(signed.read_bytes()))
    assert "Verified OK" not in said(*checked)

    head = tmp_path / "head"
    head.write_text("".join((tmp_path / "log/checkpoint.txt").read_text().splitlines(keepends=True)[:3]))
    keys = ("-inkey", tmp_path / "openssl/log.key.pem", "-sigfile", tmp_path / "openssl/log.signature.bin")
    asked_of = (openssl, "pkeyutl", "-verify", "-pubin", "-rawin", "-in", head, *keys)
    assert "Signature Verified Successfully" in said(*asked_of)
    head.write_text(head.read_text().replace("\n1", "\n2"))
    assert "Signature Verified Successfully" not in said(*asked_of)


async def test_openssl_agrees_on_the_seal(sealed: Executed, tmp_path: Path) -> None:
    openssl = tool("openssl")
    found = re.search(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)", sealed.pdf)
    assert found is not None
    start, length, rest, end = (int(each) for each in found.groups())
    gap = sealed.pdf[start + length : rest]
    der = bytes.fromhex(gap.strip(b"<>").rstrip(b"0").decode() + "0" * (len(gap.strip(b"<>").rstrip(b"0")) % 2))
    content, cms, roots = (tmp_path / name for name in ("content", "cms", "roots"))
    content.write_bytes(sealed.pdf[start : start + length] + sealed.pdf[rest : rest + end])
    cms.write_bytes(der)
    roots.write_bytes(sealed.pem)
    asked = (openssl, "cms", "-verify", "-binary", "-inform", "DER", "-in", cms, "-content", content, "-CAfile", roots)

    assert "CMS Verification successful" in said(*asked, "-purpose", "any", "-out", tmp_path / "out")
    content.write_bytes(flipped(content.read_bytes()))
    assert "CMS Verification successful" not in said(*asked, "-purpose", "any", "-out", tmp_path / "out")
