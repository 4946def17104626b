"""Checking what was agreed, and what each party signed, out of files alone: no server, no database. Pure."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from agreements import (
    PactId,
    Version,
    VersionId,
    canonical_bytes,
    digest,
    form_of,
    read_terms,
    read_text,
    terms_document,
)
from agreements.counterparts import Assertion, Counterpart, read_record, verify
from agreements.errors import AgreementError
from agreements.log import LogError
from agreements.signatures import SignatureRecord
from consortium.signing.evidence.findings import Finding, absent, fails, holds
from consortium.signing.evidence.passkey_site_of import Sites, asked_at

TEXT: Final = "Text and terms"
SIGNATURE: Final = "Signature"
CONFIRMED: Final = "Key confirmed"
_BROKEN = (AgreementError, ValueError, KeyError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Agreed:
    """One version as its content says it, and the counterparts that were found good."""

    version: Version
    counterparts: tuple[Counterpart, ...]


def check_content(content: bytes, terms: bytes | None) -> tuple[list[Finding], Version | None]:
    """Whether text and terms are what their digest stands for, and the terms beside it are the same."""
    try:
        said = json.loads(content)
        version = Version(
            id=VersionId(UUID(int=0)),
            pact=PactId(UUID(said["agreement"])),
            number=said["version"],
            text=read_text(said["text"]),
            terms=read_terms(said["terms"]),
            digest=digest(said),
            form=form_of(said["terms"]),
        )
        same = version.canonical() == content
    except _BROKEN:
        return [fails(TEXT, "content.json is no agreement of ours, or was altered so that it cannot be read.")], None
    if not same:
        return [fails(TEXT, "content.json is not written in the one form in which agreements are signed.")], None
    if terms is not None and terms != canonical_bytes(terms_document(version.terms, version.form)):
        return [fails(TEXT, "terms.json says something else than the terms that were signed.")], version
    return [
        holds(TEXT, f"Version {version.number}, SHA-256 {version.digest}, computed anew from text and terms.")
    ], version


def check_records(
    records: bytes, version: Version, sites: Sites | None
) -> tuple[list[Finding], tuple[Counterpart, ...]]:
    """Every counterpart of a file of records; ``sites`` are those where they may have been made, if that is known."""
    try:
        said = json.loads(records)
        documents = list(said["counterparts"])
        same = canonical_bytes(said) == records and said["digest"] == version.digest
    except _BROKEN:
        return [fails(SIGNATURE, "records.json cannot be read.")], ()
    if not same:
        return [fails(SIGNATURE, "records.json is about another text, or not written in its one form.")], ()
    return check_counterparts(documents, version, sites)


def check_counterparts(
    documents: Collection[Mapping[str, Any]], version: Version, sites: Sites | None
) -> tuple[list[Finding], tuple[Counterpart, ...]]:
    """Every counterpart: that it is of this text, and that its passkey signed it, or that it is on paper."""
    found: list[Finding] = []
    good: list[Counterpart] = []
    for document in documents:
        try:
            counterpart = read_counterpart(document)
        except _BROKEN:
            found.append(fails(SIGNATURE, "A record of a signature was altered so that it cannot be read."))
            continue
        told = _one(counterpart, version, sites)
        found += told
        good += [counterpart] if all(each.verdict.value != "does not hold" for each in told) else []
    if not documents:
        found.append(
            absent(
                SIGNATURE,
                "No record of a signature is in here. It may have been signed on paper.",
            )
        )
    return found, tuple(good)


def read_counterpart(document: Mapping[str, Any]) -> Counterpart:
    """The counterpart that its document says.

    Raises:
        AgreementError, ValueError, KeyError, TypeError: it is none.
    """
    written = canonical_bytes(document["record"])
    record = read_record(written)
    proof = document.get("assertion")
    return Counterpart(
        record=record,
        canonical=written,
        signed_at=record.at,
        assertion=None if proof is None else Assertion(**{name: bytes.fromhex(value) for name, value in proof.items()}),
        person=record.person if isinstance(record, SignatureRecord) else None,
    )


def _one(counterpart: Counterpart, version: Version, sites: Sites | None) -> list[Finding]:
    record = counterpart.record
    who = f"{record.name}, {record.title}, for {record.agency_name}"
    if (record.pact, record.version, record.digest) != (version.pact, version.number, version.digest):
        return [fails(SIGNATURE, f"The signature of {who} is under another text than this one.")]
    if not isinstance(record, SignatureRecord) or counterpart.assertion is None:
        by = getattr(record, "attested_by", "a clerk")
        return [holds(SIGNATURE, f"{who}: on paper, attested by {by}. Compare the scan with the paper.")]
    try:
        asked = asked_at(counterpart.assertion.client_data, sites)
        verify(counterpart, rp_id=asked.host, origin=asked.origin)
    except (AgreementError, LogError) as wrong:
        return [fails(SIGNATURE, f"{who}: {wrong}")]
    day = record.at.date().isoformat()
    return [
        holds(SIGNATURE, f"{who}, on {day}: a passkey signed exactly this record, on {asked.origin}."),
        holds(CONFIRMED, f"{record.confirmed_by} confirmed the fingerprint of that passkey on {record.confirmed_on}."),
    ]
