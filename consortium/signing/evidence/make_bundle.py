"""Everything that proves one agreement, as one file: made from the rows, checked by whoever gets it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from agreements import Pact, canonical_bytes, terms_document
from agreements.counterparts import Counterpart, PaperRecord, key_digest
from agreements.log import Checkpoint, Growth, Hash, Note, ProofFile, consistency_proof, inclusion_proof
from agreements.log.leaves import OF_COUNSEL, SIGNATURE
from agreements.pacts import released
from consortium.db import Reading
from consortium.members.store import load_agencies, load_region
from consortium.problems import NotFound
from consortium.signing.evidence.archive import (
    ABOUT,
    CERTIFICATES,
    CHECKPOINT,
    EVENTS,
    HEADS,
    LEAF,
    PROOF,
    README,
    SCANS,
    SIGNATURES,
    STATEMENTS,
    VERSIONS,
    WITHHELD,
    WITNESSES,
    packed,
)
from consortium.signing.evidence.log_keys import LogKeys
from consortium.signing.evidence.loose_parts import loose_head, loose_signature
from consortium.signing.sealing.paper import CONTENT, TERMS
from consortium.signing.store.confirmed_keys import load_confirmations
from consortium.signing.store.documents import EXECUTED, load_documents, load_file, load_token
from consortium.signing.store.evidence import Logged, load_cosigned, load_events, load_leaves, load_own
from consortium.signing.store.signatures import load_scan, load_signatures
from consortium.signing.store.witnesses import Countersigned, load_countersignatures, load_witnesses
from geo import AgencyId

FORM: Final = "consortium evidence, form 1"
_README: Final = Path(__file__).with_name("readme.txt").read_text()


async def make_bundle(
    reading: Reading, pact: Pact, *, certificates: bytes, inner: bool = True, scans: bool = True
) -> bytes:
    """The bundle of an agreement, as a zip; the same rows give the same bytes. ``certificates`` is PEM, or nothing.

    Signatures in escrow are left out, and so are the events that hold them: a bundle is no half-signed copy. Without
    ``inner`` what belongs to those who draft stays with them: of the papers of others the digests are in the records,
    and of reviews and holds the hash of each event stands in its place in the log. Without ``scans`` the scanned papers
    stay here, whose digests are in the records.

    Raises:
        NotFound: the log holds nothing of it.
    """
    note = await load_cosigned(reading)
    events = await load_events(reading, agreement=pact.id)
    if note is None or not events:
        raise NotFound
    counterparts = await load_signatures(reading, pact.id)
    signed = [each for each in counterparts if _let_go(pact, each, reading.now)]
    held = [str(each.id).encode() for each in counterparts if each not in signed]
    events = tuple(each for each in events if each.kind != SIGNATURE or not any(mark in each.leaf for mark in held))
    files = {**await _about(reading, pact, note), **_versions(pact), CERTIFICATES: certificates}
    countersigned = await load_countersignatures(reading)
    answers = [*(each.assertion for each in signed), *(each.assertion for each in countersigned)]
    keys = {key_digest(each.public_key) for each in answers if each is not None}
    heard = await load_confirmations(reading, keys)
    files |= await _logged(reading, note, (*events, *heard), inner=inner)
    files |= await _witnessed(reading, note, countersigned)
    files |= await _signed(reading, pact, signed, scans=inner and scans)
    files |= await _sealed(reading, pact)
    return packed({name: data for name, data in files.items() if data})


async def _about(reading: Reading, pact: Pact, note: Note) -> dict[str, bytes]:
    head = Checkpoint.of(note.text)
    title = (await load_region(reading)).title
    names = (await load_agencies(reading)).names
    named = {agency for version in pact.versions for agency in version.terms.parties}
    named |= {fact.agency for fact in pact.facts if fact.agency}
    about = {
        "form": FORM,
        "agreement": str(pact.id),
        "title": pact.title,
        "consortium": title,
        "log": head.origin,
        "size": head.size,
        "agencies": {str(agency): names.get(agency, "") for agency in named},
    }
    told = {"{title}": pact.title, "{consortium}": title, "{origin}": head.origin, "{size}": str(head.size)}
    readme = _README
    for mark, words in told.items():
        readme = readme.replace(mark, words)
    return {ABOUT: canonical_bytes(about), README: readme.encode()}


def _versions(pact: Pact) -> dict[str, bytes]:
    found = {}
    for version in pact.versions:
        home = f"{VERSIONS}{version.number}/"
        found[home + CONTENT] = version.canonical()
        found[home + TERMS] = canonical_bytes(terms_document(version.terms, version.form))
    return found


async def _logged(reading: Reading, note: Note, events: tuple[Logged, ...], *, inner: bool) -> dict[str, bytes]:
    head = Checkpoint.of(note.text)
    leaves = await load_leaves(reading, head.size)
    own = await load_own(reading)
    written = note.written()
    files = {CHECKPOINT: written.encode()}
    for event in {each.number: each for each in (*own, *events)}.values():
        home = f"{EVENTS}{event.number:06d}"
        if inner or event.kind not in OF_COUNSEL:
            files[home + LEAF] = event.leaf
        else:
            files[home + WITHHELD] = event.leaf_hash.hex().encode() + b"\n"
        proof = ProofFile(event.number, inclusion_proof(leaves, event.number), written)
        files[home + PROOF] = proof.written().encode()
    return {**files, **loose_head(note, LogKeys.of(each.leaf for each in own).at(head.size))}


async def _witnessed(reading: Reading, note: Note, signed: Sequence[Countersigned]) -> dict[str, bytes]:
    """Who countersigned which head, and how the log grew from each of these heads to the newest."""
    newest = Checkpoint.of(note.text)
    leaves = await load_leaves(reading, newest.size)
    names = (await load_agencies(reading)).names
    witnesses = await load_witnesses(reading)
    files = {}
    for size in sorted({each.size for each in signed if each.size < newest.size}):
        older = await load_cosigned(reading, size)
        if older is not None:
            files[f"{HEADS}{size:06d}.txt"] = _grown(older, size, leaves)
    statements = [
        {
            "agency": names.get(AgencyId(each.agency), ""),
            "statement": each.statement.decode(),
            "assertion": each.assertion.document(),
        }
        for each in signed
        if each.statement is not None and each.assertion is not None
    ]
    lines = [f"{each.key.line()} {names.get(AgencyId(each.agency), '')}\n" for each in witnesses]
    return {**files, STATEMENTS: canonical_bytes(statements), WITNESSES: "".join(lines).encode()}


def _grown(older: Note, size: int, leaves: tuple[Hash, ...]) -> bytes:
    return Growth(size, consistency_proof(leaves, size), older.written()).written().encode()


def _let_go(pact: Pact, counterpart: Counterpart, at: datetime) -> bool:
    """Whether the version that it signs is out of escrow."""
    return any(version.digest == counterpart.record.digest and released(pact, version, at) for version in pact.versions)


async def _signed(reading: Reading, pact: Pact, signed: Iterable[Counterpart], *, scans: bool) -> dict[str, bytes]:
    files = {}
    for each in signed:
        files[f"{SIGNATURES}{each.id}.json"] = canonical_bytes(each.document())
        files |= loose_signature(each)
        if scans and isinstance(each.record, PaperRecord):
            files[f"{SCANS}{each.record.scan}"] = await load_scan(reading, pact.id, each.record.scan) or b""
    return files


async def _sealed(reading: Reading, pact: Pact) -> dict[str, bytes]:
    files = {}
    for place, each in enumerate(await load_documents(reading, pact.id), 1):
        name = EXECUTED if each.kind == EXECUTED else f"{each.kind}-{place}"
        home = f"{VERSIONS}{each.version}/{name}"
        files[f"{home}.pdf"] = await load_file(reading, each.id)
        files[f"{home}.tsr"] = await load_token(reading, each.id) or b""
    return files
