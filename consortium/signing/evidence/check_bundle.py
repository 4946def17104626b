"""The whole check of a bundle or of a PDF: offline, out of the file alone. Nothing here asks a server or a database."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from asn1crypto.x509 import Certificate

from agreements import Version, canonical_bytes, terms_document
from agreements.log import Event
from agreements.log.leaves import SEALED, SIGNATURE, VERSION
from consortium.problems import BadInput
from consortium.signing.evidence.archive import CERTIFICATES, SIGNATURES, VERSIONS, unpacked
from consortium.signing.evidence.check_content import Anchor, check_content, check_counterparts
from consortium.signing.evidence.check_logged import LoggedLook, check_logged
from consortium.signing.evidence.check_pdf import INSIDE, check_pdf, signed_in, stamped
from consortium.signing.evidence.check_seal import Roots, SealedLook, certificates, check_seal
from consortium.signing.evidence.check_signed import loose, parties, scans
from consortium.signing.evidence.findings import Finding, Verdict, absent, fails, holds
from consortium.signing.evidence.passkey_site_of import sites_of
from consortium.signing.evidence.report import Part, Report, Signed, Trusted
from consortium.signing.sealing.paper import CONTENT, RECORDS, TERMS

LOGGED: Final = "In the log"


@dataclass(slots=True)
class _Around:
    """What the rest of a bundle says, for checking one version."""

    roots: Roots
    logged: LoggedLook
    anchor: Anchor
    signatures: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def events(self) -> tuple[Event, ...]:
        return self.logged.events


@dataclass(slots=True)
class _Look:
    """What was found about one version: findings, its digest, its signatures, and the digests of its sealed files."""

    found: list[Finding]
    digests: tuple[str, ...] = ()
    signed: tuple[Signed, ...] = ()


async def check_file(data: bytes, trusted: Trusted) -> Report:
    """Look at a bundle or a PDF.

    Raises:
        BadInput: it is neither, or can't be looked at.
    """
    if data.startswith(b"PK\x03\x04"):
        return await _bundle(unpacked(data), trusted)
    if not data.startswith(b"%PDF-"):
        raise BadInput("This is neither a PDF nor a bundle of evidence.", "file")
    seen = await check_pdf(data, Roots(trusted.roots), Anchor(trusted.sites))
    found = [
        *seen.found,
        absent(LOGGED, "A PDF alone cannot show that it is in the log. The bundle of its agreement can."),
    ]
    if seen.look.trusted:
        found += parties(seen.version, seen.counterparts, vouched=True)
    return Report(
        parts=(Part("This PDF", tuple(found)),),
        digests=(seen.version.digest,) if seen.version else (),
        files=(sha256(data).hexdigest(),),
        signed=signed_in(seen.counterparts),
        anchored=seen.look.trusted,
        pdf=True,
    )


async def _bundle(files: Mapping[str, bytes], trusted: Trusted) -> Report:
    logged = check_logged(files, trusted.log, trusted.witnesses)
    sites = sites_of(logged.events) if trusted.sites is None else trusted.sites
    around = _Around(
        roots=Roots(trusted.roots) if trusted.roots else Roots(_enclosed(files), came_along=True),
        logged=logged,
        anchor=Anchor(sites, logged.events if logged.vouched else ()),
        signatures=[_json(files[name]) for name in sorted(files) if name.startswith(SIGNATURES)],
    )
    parts, sealed = [Part("The log of agreements", logged.found)], []
    looks: list[_Look] = []
    numbers = sorted(
        {int(name.split("/")[1]) for name in files if name.startswith(VERSIONS) and name.split("/")[1].isdecimal()}
    )
    for number in numbers:
        inside = {
            name.rpartition("/")[2]: data for name, data in files.items() if name.startswith(f"{VERSIONS}{number}/")
        }
        looks.append(await _version(inside, files, around))
        parts.append(Part(f"Version {number}", tuple(looks[-1].found)))
        sealed += [sha256(data).hexdigest() for name, data in inside.items() if name.endswith(".pdf")]
    if not numbers:
        raise BadInput("This zip is no bundle of evidence: it holds no version of an agreement.", "file")
    return Report(
        parts=tuple(parts),
        digests=tuple(digest for look in looks for digest in look.digests),
        files=tuple(sealed),
        signed=tuple(each for look in looks for each in look.signed),
        head=logged.head.text() if logged.head else "",
        anchored=logged.vouched,
    )


async def _version(inside: Mapping[str, bytes], files: Mapping[str, bytes], around: _Around) -> _Look:
    found, version = check_content(inside.get(CONTENT, b""), inside.get(TERMS))
    if version is None:
        return _Look(found)
    mine = [each for each in around.signatures if _says(each, "record", "version") == version.number]
    told, counterparts = check_counterparts(mine, version, around.anchor)
    found += told
    found += parties(version, counterparts, around.events, vouched=around.logged.vouched)
    found += scans(counterparts, files)
    found += loose(counterparts, files)
    found += _version_logged(version, mine, around)
    pdfs = sorted(name for name in inside if name.endswith(".pdf"))
    for name in pdfs:
        told = await _sealed(inside[name], version, around, inside.get(name.removesuffix(".pdf") + ".tsr"))
        found += [Finding(f"{each.what}, {name}", each.verdict, each.said) for each in told]
    if not pdfs:
        found.append(
            absent("Executed document", "This bundle holds none: it was signed on paper, or is not sealed yet.")
        )
    return _Look(found, (version.digest,), signed_in(counterparts))


async def _sealed(pdf: bytes, version: Version, around: _Around, token: bytes | None) -> list[Finding]:
    """A sealed file of a bundle: its seal, that what is attached is what lies in the bundle, and its event."""
    look = await check_seal(pdf, around.roots)
    inside = fails(INSIDE, "Text or signatures inside this PDF are others than those of the bundle.")
    if CONTENT not in look.files:
        inside = absent(INSIDE, "No text is attached inside this PDF, so nothing in it can be compared.")
    elif _same_inside(look, version, around):
        inside = holds(INSIDE, "Text, terms and signatures inside this PDF are the same as in the bundle.")
    attached, _ = check_content(look.files[CONTENT], look.files.get(TERMS)) if CONTENT in look.files else ([], None)
    told = [*look.found, inside, *(each for each in attached if each.verdict is Verdict.FAILS)]
    return [*told, _sealed_event(look.sha256, around.events), await stamped(look.sha256, token)]


def _same_inside(look: SealedLook, version: Version, around: _Around) -> bool:
    """Whether what is attached is this version, and its signatures are among those that were checked."""
    try:
        records = json.loads(look.files.get(RECORDS, b"{}"))
        among = all(each in around.signatures for each in records["counterparts"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return False
    terms = canonical_bytes(terms_document(version.terms, version.form))
    return among and (look.files[CONTENT], look.files.get(TERMS)) == (version.canonical(), terms)


def _enclosed(files: Mapping[str, bytes]) -> tuple[Certificate, ...]:
    return tuple(certificates(files[CERTIFICATES])) if CERTIFICATES in files else ()


def _sealed_event(digest: str, events: tuple[Event, ...]) -> Finding:
    if any(each.kind == SEALED and each.body.get("sha256") == digest for each in events):
        return holds(LOGGED, f"The log holds this very file, SHA-256 {digest}.")
    return fails(LOGGED, f"The log does not hold this file, SHA-256 {digest}. It is not the one that was sealed.")


def _version_logged(version: Version, documents: list[Mapping[str, Any]], around: _Around) -> list[Finding]:
    events = around.events
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
