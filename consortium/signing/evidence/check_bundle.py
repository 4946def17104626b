"""The whole check of a bundle or of a PDF: offline, out of the file alone. Nothing here asks a server or a database."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from asn1crypto.x509 import Certificate

from agreements import Version, canonical_bytes, terms_document
from agreements.counterparts import Counterpart
from agreements.log import Event
from agreements.log.leaves import SEALED, SIGNATURE, VERSION
from consortium.problems import BadInput
from consortium.signing.evidence.archive import CERTIFICATES, SIGNATURES, VERSIONS, unpacked
from consortium.signing.evidence.check_content import check_content, check_counterparts, check_records
from consortium.signing.evidence.check_logged import check_logged
from consortium.signing.evidence.check_seal import Roots, certificates, check_seal
from consortium.signing.evidence.check_signed import loose, parties, scans
from consortium.signing.evidence.findings import Finding, absent, fails, holds
from consortium.signing.evidence.passkey_site_of import Sites, sites_of
from consortium.signing.evidence.report import Part, Report, Trusted
from consortium.signing.sealing.paper import CONTENT, RECORDS, TERMS
from consortium.signing.sealing.time_stamps import TimeStampError, read_token

LOGGED: Final = "In the log"
STAMP: Final = "Time stamp"
INSIDE: Final = "Files inside the PDF"


@dataclass(slots=True)
class _Around:
    """What the rest of a bundle says, for checking one version."""

    roots: Roots
    sites: Sites | None = None
    events: tuple[Event, ...] | None = None
    signatures: list[Mapping[str, Any]] = field(default_factory=list)


async def check_file(data: bytes, trusted: Trusted) -> Report:
    """Look at a bundle or a PDF.

    Raises:
        BadInput: it is neither, or can't be looked at.
    """
    if data.startswith(b"PK\x03\x04"):
        return await _bundle(unpacked(data), trusted)
    if not data.startswith(b"%PDF-"):
        raise BadInput("This is neither a PDF nor a bundle of evidence.", "file")
    around = _Around(Roots(trusted.roots))
    found, version, counterparts = await _pdf(data, None, around)
    found.append(absent(LOGGED, "A PDF alone cannot show that it is in the log. The bundle of its agreement can."))
    found += parties(version, counterparts)
    digests = (version.digest,) if version else ()
    return Report(parts=(Part("This PDF", tuple(found)),), digests=digests, files=(sha256(data).hexdigest(),))


async def _bundle(files: Mapping[str, bytes], trusted: Trusted) -> Report:
    logged = check_logged(files, trusted.log, trusted.witnesses)
    around = _Around(
        roots=Roots(trusted.roots) if trusted.roots else Roots(_enclosed(files), came_along=True),
        sites=sites_of(logged.events),
        events=logged.events,
        signatures=[_json(files[name]) for name in sorted(files) if name.startswith(SIGNATURES)],
    )
    parts, digests, sealed = [Part("The log of agreements", logged.found)], [], []
    numbers = sorted(
        {int(name.split("/")[1]) for name in files if name.startswith(VERSIONS) and name.split("/")[1].isdigit()}
    )
    for number in numbers:
        inside = {
            name.rpartition("/")[2]: data for name, data in files.items() if name.startswith(f"{VERSIONS}{number}/")
        }
        found, digest = await _version(inside, files, around)
        parts.append(Part(f"Version {number}", tuple(found)))
        digests += [digest] if digest else []
        sealed += [sha256(data).hexdigest() for name, data in inside.items() if name.endswith(".pdf")]
    if not numbers:
        raise BadInput("This zip is no bundle of evidence: it holds no version of an agreement.", "file")
    return Report(parts=tuple(parts), digests=tuple(digests), files=tuple(sealed))


async def _version(
    inside: Mapping[str, bytes], files: Mapping[str, bytes], around: _Around
) -> tuple[list[Finding], str | None]:
    found, version = check_content(inside.get(CONTENT, b""), inside.get(TERMS))
    if version is None:
        return found, None
    mine = [each for each in around.signatures if _says(each, "record", "version") == version.number]
    told, counterparts = check_counterparts(mine, version, around.sites)
    found += told
    found += parties(version, counterparts, around.events or ())
    found += scans(counterparts, files)
    found += loose(counterparts, files)
    found += _version_logged(version, mine, around)
    pdfs = sorted(name for name in inside if name.endswith(".pdf"))
    for name in pdfs:
        told, _, _ = await _pdf(inside[name], version, around, token=inside.get(name.removesuffix(".pdf") + ".tsr"))
        found += [Finding(f"{each.what}, {name}", each.verdict, each.said) for each in told]
    if not pdfs:
        found.append(
            absent("Executed document", "This bundle holds none: it was signed on paper, or is not sealed yet.")
        )
    return found, version.digest


async def _pdf(
    pdf: bytes, version: Version | None, around: _Around, token: bytes | None = None
) -> tuple[list[Finding], Version | None, tuple[Counterpart, ...]]:
    look = await check_seal(pdf, around.roots)
    found = list(look.found)
    counterparts: tuple[Counterpart, ...] = ()
    if CONTENT not in look.files:
        found.append(absent(INSIDE, "No text is attached inside this PDF, so nothing in it can be compared."))
    elif version is not None and _same_inside(look.files, version, around):
        found.append(holds(INSIDE, "Text, terms and signatures inside this PDF are the same as in the bundle."))
    else:
        told, inner = check_content(look.files[CONTENT], look.files.get(TERMS))
        found += told
        if version is not None:
            found.append(fails(INSIDE, "Text or signatures inside this PDF are others than those of the bundle."))
        if inner and RECORDS in look.files:
            told, counterparts = check_records(look.files[RECORDS], inner, around.sites)
            found += told
        version = version or inner
    if around.events is not None:
        found.append(_sealed_event(look.sha256, around.events))
    return [*found, await _stamp(look.sha256, token)], version, counterparts


def _same_inside(files: Mapping[str, bytes], version: Version, around: _Around) -> bool:
    """Whether what is attached is this version, and its signatures are among those that were checked."""
    try:
        records = json.loads(files.get(RECORDS, b"{}"))
        among = all(each in around.signatures for each in records["counterparts"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return False
    terms = canonical_bytes(terms_document(version.terms, version.form))
    return among and (files[CONTENT], files.get(TERMS)) == (version.canonical(), terms)


def _enclosed(files: Mapping[str, bytes]) -> tuple[Certificate, ...]:
    return tuple(certificates(files[CERTIFICATES])) if CERTIFICATES in files else ()


def _sealed_event(digest: str, events: tuple[Event, ...]) -> Finding:
    if any(each.kind == SEALED and each.body.get("sha256") == digest for each in events):
        return holds(LOGGED, f"The log holds this very file, SHA-256 {digest}.")
    return fails(LOGGED, f"The log does not hold this file, SHA-256 {digest}. It is not the one that was sealed.")


async def _stamp(digest: str, token: bytes | None) -> Finding:
    if token is None:
        return absent(STAMP, "No authority outside vouches for the time: no token lies beside the file.")
    try:
        stamp = await read_token(token, bytes.fromhex(digest))
    except TimeStampError as wrong:
        return fails(STAMP, str(wrong))
    return holds(
        STAMP, f"{stamp.authority} saw this very file on {stamp.at:%Y-%m-%d %H:%M} UTC. Judge that authority yourself."
    )


def _version_logged(version: Version, documents: list[Mapping[str, Any]], around: _Around) -> list[Finding]:
    events = around.events or ()
    found = []
    if not any(each.kind == VERSION and each.body.get("digest") == version.digest for each in events):
        found.append(fails(LOGGED, "The log does not hold this version of the agreement."))
    logged = [each.body for each in events if each.kind == SIGNATURE]
    lost = [each for each in documents if each not in logged]
    kept = {_says(each, "record", "id") for each in documents}
    missing = [
        each
        for each in logged
        if _says(each, "record", "version") == version.number and _says(each, "record", "id") not in kept
    ]
    found += [
        fails(LOGGED, f"The log does not hold the signature of {_says(each, 'record', 'agency_name')} as it is here.")
        for each in lost
    ]
    found += [
        fails(LOGGED, f"The signature of {_says(each, 'record', 'agency_name')} is in the log and missing here.")
        for each in missing
    ]
    many = f" and each of its {len(documents)} signatures" if documents else ""
    return found or [holds(LOGGED, f"The log holds this version{many}.")]


def _says(document: Mapping[str, Any], *names: str) -> Any:
    said: Any = document
    for name in names:
        said = said.get(name) if isinstance(said, Mapping) else None
    return said


def _json(data: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {"record": {}}
