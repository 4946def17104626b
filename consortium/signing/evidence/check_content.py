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
from agreements.log import Event, LogError
from agreements.log.leaves import KEY_CONFIRMED
from agreements.log.leaves import SIGNATURE as SIGNED
from agreements.signatures import Act, SignatureRecord
from consortium.signing.evidence.findings import Finding, Verdict, absent, fails, holds, unchecked
from consortium.signing.evidence.passkey_site_of import Sites, asked_at

TEXT: Final = "Text and terms"
SIGNATURE: Final = "Signature"
CONFIRMED: Final = "Key confirmed"
_BROKEN = (AgreementError, ValueError, KeyError, TypeError, AttributeError, RecursionError)


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


@dataclass(frozen=True, slots=True)
class Anchor:
    """What bears out what signatures say of themselves.

    Args:
        sites: where passkeys were asked, if that is known from elsewhere or from the log.
        events: the events of a log whose key was given; empty where none was: then nobody vouches for any record.
    """

    sites: Sites | None = None
    events: tuple[Event, ...] = ()

    def logged(self, document: Mapping[str, Any]) -> Event | None:
        """The event that holds this very signature."""
        same = (each for each in self.events if each.kind == SIGNED and each.body == document)
        return next(same, None)

    def confirmed(self, record: SignatureRecord, before: Event | None) -> Event | None:
        """The event by which the key of a record was confirmed for its agency, before the one that holds it."""
        return next(
            (
                each
                for each in self.events
                if each.kind == KEY_CONFIRMED
                and (each.body.get("public_key"), each.body.get("agency")) == (record.public_key, str(record.agency))
                and before is not None
                and each.number < before.number
            ),
            None,
        )


def check_records(records: bytes, version: Version, anchor: Anchor) -> tuple[list[Finding], tuple[Counterpart, ...]]:
    """Every counterpart of a file of records."""
    try:
        said = json.loads(records)
        documents = list(said["counterparts"])
        same = canonical_bytes(said) == records and said["digest"] == version.digest
    except _BROKEN:
        return [fails(SIGNATURE, "records.json cannot be read.")], ()
    if not same:
        return [fails(SIGNATURE, "records.json is about another text, or not written in its one form.")], ()
    return check_counterparts(documents, version, anchor)


def check_counterparts(
    documents: Collection[Mapping[str, Any]], version: Version, anchor: Anchor
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
        told = _one(counterpart, document, version, anchor)
        found += told
        if all(each.verdict is not Verdict.FAILS for each in told):
            good.append(counterpart)
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


def _one(counterpart: Counterpart, document: Mapping[str, Any], version: Version, anchor: Anchor) -> list[Finding]:
    record = counterpart.record
    what = "" if record.act is Act.SIGN else f" ({record.act.value})"
    who = f"{record.name}, {record.title}, for {record.agency_name}{what}"
    if (record.pact, record.version, record.digest) != (version.pact, version.number, version.digest):
        return [fails(SIGNATURE, f"The signature of {who} is under another text than this one.")]
    event = anchor.logged(document)
    if not isinstance(record, SignatureRecord) or counterpart.assertion is None:
        return [_paper(who, getattr(record, "attested_by", "a clerk"), event)]
    try:
        asked = asked_at(counterpart.assertion.client_data, anchor.sites)
        verify(counterpart, rp_id=asked.host, origin=asked.origin)
    except (AgreementError, LogError) as wrong:
        return [fails(SIGNATURE, f"{who}: {wrong}")]
    day = record.at.date().isoformat()
    if event is None:
        return [
            unchecked(
                SIGNATURE,
                f"{who}, on {day}: a passkey signed exactly this record, on {asked.origin}. Whose passkey it is, and "
                "whether it was taken in, only a log shows whose key you have.",
            ),
            unchecked(
                CONFIRMED,
                f"The record says that {record.confirmed_by} confirmed the passkey's fingerprint on "
                f"{record.confirmed_on}. Nothing that was given shows it; ask that person.",
            ),
        ]
    return [
        holds(
            SIGNATURE,
            f"{who}, on {day}: a passkey signed exactly this record, on {asked.origin}, and event {event.number} of "
            "the log holds it.",
        ),
        _confirmed(record, anchor.confirmed(record, event)),
    ]


def _paper(who: str, by: str, event: Event | None) -> Finding:
    if event is None:
        return unchecked(SIGNATURE, f"{who}: on paper, attested by {by}, says the record. Ask {by}; compare the paper.")
    return holds(
        SIGNATURE,
        f"{who}: on paper. Event {event.number} of the log holds what {by} attested; compare the scan with the paper.",
    )


def _confirmed(record: SignatureRecord, event: Event | None) -> Finding:
    if event is None:
        return unchecked(
            CONFIRMED,
            f"The record says that {record.confirmed_by} confirmed the passkey's fingerprint on "
            f"{record.confirmed_on}. No event of the log before it says so; ask that person.",
        )
    by = "a clerk" if event.body.get("by") == "clerk" else "the head of another agency"
    return holds(
        CONFIRMED,
        f"Event {event.number} of the log, from before the signature, says that {by} confirmed the fingerprint of this "
        f"passkey for this agency; the record names {record.confirmed_by}, on {record.confirmed_on}.",
    )
