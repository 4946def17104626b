"""A counterpart: what one party signed, with the proof of it. By passkey the proof is an assertion, on paper a scan.

Whoever has the record, the assertion and the site's name can check it again without us: nothing here asks a database.
A counterpart by passkey proves that the key signed this record; that the key is hers is what ``confirmed_by`` says.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final, cast
from uuid import UUID

from webauthn import verify_authentication_response
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorAssertionResponse,
    PublicKeyCredentialType,
)

from agreements.canonical import canonical_bytes
from agreements.errors import AgreementError, CounterpartError, FactError
from agreements.signatures import RECORD_FORM, Act, Capacity, SignatureRecord, check_object, plain_values
from agreements.times import utc
from agreements.versions import PactId
from geo.names import AgencyId, PersonId

PAPER_FORM: Final = "consortium paper counterpart, form 1"

_BROKEN = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError)
"""What the library raises for an assertion that is none."""


class Manner(StrEnum):
    """How a counterpart was made. Both are equal in everything that follows from them."""

    PASSKEY = "passkey"
    PAPER = "paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRecord:
    """What a clerk says about a signature on paper.

    Args:
        id: the record's own id; the fact that it makes is attested by it.
        pact: the agreement; ``version`` its number, ``digest`` the digest that the signed page carries.
        agency: the party; ``name`` and ``title`` of who signed, as they stand on the paper.
        capacity: head, delegate or successor; ``authority`` what gives it.
        scan: the SHA-256 of the scanned file, hexadecimal.
        signed_on: the day on the paper.
        attester: the clerk who held the paper, ``attested_by`` her name.
        at: when she recorded it, UTC, whole seconds; from then on it counts, never earlier.
        about: for a consent, the agency that may join, and ``about_name``; ``leaves_on`` as for a notice by passkey.

    Raises:
        FactError: a part is blank, or one is there that the act has no use for.
        InstantError: ``at`` is not an instant in UTC.
    """

    id: UUID
    act: Act
    pact: PactId
    version: int
    digest: str
    agency: AgencyId
    agency_name: str
    name: str
    title: str
    capacity: Capacity
    authority: str
    scan: str
    signed_on: date
    attester: PersonId
    attested_by: str
    at: datetime
    about: AgencyId | None = None
    about_name: str | None = None
    leaves_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse a record that leaves something unsaid."""
        utc(self.at)
        if blank := [each.name for each in fields(self) if not str(getattr(self, each.name)).strip()]:
            raise FactError(f"The record of a signature on paper does not say: {', '.join(blank)}.")
        check_object(self.act, self.about, self.about_name, self.leaves_on)

    def document(self) -> dict[str, object]:
        """The record as JSON values, with its form."""
        said = {each.name: getattr(self, each.name) for each in fields(self)}
        return {"form": PAPER_FORM, **plain_values(said), "at": self.at.isoformat().replace("+00:00", "Z")}

    def canonical(self) -> bytes:
        """The bytes that are kept."""
        return canonical_bytes(self.document())


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """What a passkey answered (WebAuthn Level 3, §6.3.3), raw, with the public half of its key (COSE)."""

    credential: bytes
    public_key: bytes
    client_data: bytes
    authenticator_data: bytes
    signature: bytes

    def document(self) -> dict[str, object]:
        """The parts as lower-case hexadecimal, for a log or a file."""
        return {each.name: cast("bytes", getattr(self, each.name)).hex() for each in fields(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterpart:
    """One party's signature.

    Args:
        record: what was signed, or attested.
        canonical: the bytes as they were kept when it was made.
        signed_at: when it was taken in, UTC: from then on it counts.
        assertion: the passkey's answer; ``None`` for paper.
        person: the member who signed; for paper the one who the clerk says did, if she is a member.

    Raises:
        CounterpartError: the kept bytes are not those of the record, or the proof is missing or of the other kind.
    """

    record: SignatureRecord | PaperRecord
    canonical: bytes
    signed_at: datetime
    assertion: Assertion | None
    person: PersonId | None

    def __post_init__(self) -> None:
        """Refuse a counterpart whose parts do not belong together."""
        if self.canonical != self.record.canonical():
            raise CounterpartError("The record of a signature was altered: it is not the one that was signed.")
        if (self.assertion is None) != isinstance(self.record, PaperRecord):
            raise CounterpartError("A signature by passkey needs what the passkey answered; one on paper has none.")

    @property
    def manner(self) -> Manner:
        """By passkey or on paper."""
        return Manner.PAPER if isinstance(self.record, PaperRecord) else Manner.PASSKEY

    @property
    def id(self) -> UUID:
        """The record's id."""
        return self.record.id

    @property
    def agency(self) -> AgencyId:
        """The party."""
        return self.record.agency

    @property
    def attested(self) -> str:
        """What the fact that it makes is attested by."""
        return f"signature {self.record.id}"

    def document(self) -> dict[str, object]:
        """Record and proof as JSON values: what its signer takes away, and what the log keeps."""
        proof = {} if self.assertion is None else {"assertion": self.assertion.document()}
        return {"record": self.record.document(), "manner": self.manner.value, **proof}


def verify(counterpart: Counterpart, *, rp_id: str, origin: str) -> None:
    """Check a counterpart again: that this key signed this record, on this site, and its holder showed who she is.

    The counter is not looked at: what an old one means can be said only at the moment of signing. A counterpart on
    paper has nothing to be computed but its bytes; ``agreements.counterparts.is_scan`` compares the file.

    Raises:
        CounterpartError: something does not fit; the message says what.
    """
    if isinstance(counterpart.record, SignatureRecord) and counterpart.assertion is not None:
        verify_assertion(counterpart.record, counterpart.assertion, rp_id=rp_id, origin=origin)


def verify_assertion(record: SignatureRecord, assertion: Assertion, *, rp_id: str, origin: str) -> int:
    """Check what a passkey answered against the record that it was asked to sign; tells its counter.

    Raises:
        CounterpartError: something does not fit; the message says what.
    """
    if assertion.credential.hex() != record.credential or key_digest(assertion.public_key) != record.public_key:
        raise CounterpartError("The record names another passkey than the one that answered.")
    if _from_elsewhere(assertion.client_data):
        raise CounterpartError(
            "The passkey was asked through another site's page (cross-origin), so it counts nothing."
        )
    try:
        found = verify_authentication_response(
            credential=_credential(assertion),
            expected_challenge=record.challenge(),
            expected_rp_id=rp_id,
            expected_origin=origin,
            credential_public_key=assertion.public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except _BROKEN as broken:
        raise CounterpartError(f"The passkey did not sign this record on this site: {broken}.") from broken
    return found.new_sign_count


def key_digest(public_key: bytes) -> str:
    """How a record names a key: the SHA-256 of its public half, hexadecimal."""
    return sha256(public_key).hexdigest()


def is_scan(record: PaperRecord, file: bytes) -> bool:
    """Whether this file is the scan that the clerk attested."""
    return sha256(file).hexdigest() == record.scan


def read_record(text: str | bytes) -> SignatureRecord | PaperRecord:
    """The record that ``canonical`` wrote.

    Raises:
        CounterpartError: it is none, or not written as we write it.
    """
    try:
        found = cast("dict[str, str]", json.loads(text))
        record = _READERS[found["form"]](found)
        same = record.canonical() == (text.encode() if isinstance(text, str) else text)
    except (ValueError, TypeError, KeyError, AttributeError, AgreementError) as broken:
        raise CounterpartError(f"This is no record of a signature: {broken}.") from broken
    if not same:
        raise CounterpartError("The record of a signature is not written in the one form in which it is signed.")
    return record


def _shared(said: Mapping[str, str]) -> dict[str, object]:
    objects: dict[str, object] = {"about": AgencyId(UUID(said["about"]))} if "about" in said else {}
    if "leaves_on" in said:
        objects["leaves_on"] = date.fromisoformat(said["leaves_on"])
    return {
        **{name: value for name, value in said.items() if name != "form"},
        "id": UUID(said["id"]),
        "act": Act(said["act"]),
        "pact": PactId(UUID(said["pact"])),
        "agency": AgencyId(UUID(said["agency"])),
        "capacity": Capacity(said["capacity"]),
        "at": datetime.fromisoformat(said["at"]).astimezone(UTC),
        **objects,
    }


def _signature(said: Mapping[str, str]) -> SignatureRecord:
    return SignatureRecord(**{**_shared(said), "person": PersonId(UUID(said["person"]))})  # type: ignore[arg-type]


def _paper(said: Mapping[str, str]) -> PaperRecord:
    more = {"signed_on": date.fromisoformat(said["signed_on"]), "attester": PersonId(UUID(said["attester"]))}
    return PaperRecord(**{**_shared(said), **more})  # type: ignore[arg-type]


_Reader = Callable[[Mapping[str, str]], SignatureRecord | PaperRecord]
_READERS: Final[Mapping[str, _Reader]] = {RECORD_FORM: _signature, PAPER_FORM: _paper}


def _from_elsewhere(client_data: bytes) -> bool:
    """Whether the browser says that another site's page asked: ``crossOrigin``, or a ``topOrigin`` of its own."""
    try:
        said = json.loads(client_data)
        return not isinstance(said, dict) or said.get("crossOrigin", False) is not False or "topOrigin" in said
    except (ValueError, RecursionError):
        return True


def _credential(assertion: Assertion) -> AuthenticationCredential:
    return AuthenticationCredential(
        id=bytes_to_base64url(assertion.credential),
        raw_id=assertion.credential,
        response=AuthenticatorAssertionResponse(
            client_data_json=assertion.client_data,
            authenticator_data=assertion.authenticator_data,
            signature=assertion.signature,
        ),
        type=PublicKeyCredentialType.PUBLIC_KEY,
    )
