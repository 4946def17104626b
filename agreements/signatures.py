"""What a head signs: one record, said in full, and the question that her own passkey answers for it.

The record names the agreement, the version and its digest, the agency and the capacity, the exact sentence that the
button stood under, the consent to electronic records, and when. Its canonical bytes (RFC 8785) under a domain tag make
the WebAuthn challenge, so that an answer to anything else, or to another record, is no signature (UETA §2(8), §9).
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final
from uuid import UUID

from agreements.canonical import canonical_bytes
from agreements.errors import FactError
from agreements.times import utc
from agreements.versions import PactId
from geo.names import AgencyId, PersonId

RECORD_FORM: Final = "consortium signature, form 1"
TAG: Final = b"consortium signature v1\x00"


class Capacity(StrEnum):
    """In which capacity somebody signs: as head, for the head by recorded authority, or as the next head."""

    HEAD = "head"
    DELEGATE = "delegate"
    SUCCESSOR = "successor"


class Act(StrEnum):
    """What the record does. To sign a version or to join one that is in force makes a party; the others move one.

    ``AFFIRM``: one more term; ``STOP``: no term after the one that runs; ``NOTICE``: to leave; ``CONSENT``: that
    another agency joins; ``END``: that the agreement ends for all, once every party has said so. ``EMPOWER``: the lead
    agency acts for the signer's under an agreement between two consortia; ``REVOKE``: it does so no more.
    """

    SIGN = "sign"
    JOIN = "join"
    AFFIRM = "affirm"
    STOP = "stop"
    NOTICE = "notice"
    CONSENT = "consent"
    END = "end"
    EMPOWER = "empower"
    REVOKE = "revoke"


BINDING: Final = frozenset({Act.SIGN, Act.JOIN})
"""Acts by which an agency becomes a party."""
OF_ANOTHER: Final = frozenset({Act.CONSENT, Act.EMPOWER, Act.REVOKE})
"""Acts that name another agency: the one that may join, or the lead agency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureRecord:
    """One counterpart, as it is signed.

    Args:
        id: the record's own id; the fact that it makes is attested by it.
        pact: the agreement; ``version`` its number, ``digest`` the digest of text and terms.
        agency: the party; ``agency_name`` as it stood on the page.
        person: who signs; ``name`` as she typed it, ``title`` and ``authority`` as they stood on the page.
        sentence: the words that the button stood under, exactly.
        consent: the version of the consent to electronic records, ``consent_digest`` the SHA-256 of its words.
        credential: the passkey's id, hexadecimal; ``public_key`` the SHA-256 of its public half.
        confirmed_on: the day on which its fingerprint was confirmed out of band, and ``confirmed_by`` whom by.
        at: when the page was made ready to sign, UTC, whole seconds.
        about: for a consent the agency that may join, for what is said of a lead agency that one, and ``about_name``;
            ``None`` elsewhere, and then not said.
        leaves_on: for a notice, the first day on which the agency will not be bound, if it is not the clause's.

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
    person: PersonId
    name: str
    title: str
    capacity: Capacity
    authority: str
    sentence: str
    consent: str
    consent_digest: str
    credential: str
    public_key: str
    confirmed_on: str
    confirmed_by: str
    at: datetime
    about: AgencyId | None = None
    about_name: str | None = None
    leaves_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse a record that leaves something unsaid."""
        utc(self.at)
        if blank := [each.name for each in fields(self) if not str(getattr(self, each.name)).strip()]:
            raise FactError(f"The record of a signature does not say: {', '.join(blank)}.")
        check_object(self.act, self.about, self.about_name, self.leaves_on)

    def document(self) -> dict[str, object]:
        """The record as JSON values, with its form; what the act has no use for is left out."""
        said = {each.name: getattr(self, each.name) for each in fields(self)}
        return {"form": RECORD_FORM, **plain_values(said), "at": self.at.isoformat().replace("+00:00", "Z")}

    def canonical(self) -> bytes:
        """The bytes that are signed."""
        return canonical_bytes(self.document())

    def challenge(self) -> bytes:
        """What the passkey is asked to sign: 32 bytes, SHA-256 over the tag and the canonical record."""
        return sha256(TAG + self.canonical()).digest()


def check_object(act: Act, about: AgencyId | None, about_name: str | None, leaves_on: date | None) -> None:
    """Refuse an act that does not say of what it is, or says it of something that it has no use for.

    Raises:
        FactError: it does.
    """
    if (act in OF_ANOTHER) != (about is not None) or (about is None) != (about_name is None):
        raise FactError("A consent names the agency that may join, a lead's power that agency, and nothing else does.")
    if leaves_on is not None and act is not Act.NOTICE:
        raise FactError("A day of leaving belongs to a notice alone.")


def plain_values(said: Mapping[str, object]) -> dict[str, object]:
    """Values as a record writes them: numbers as they are, all else as text; what is not there is not said."""
    return {name: value if isinstance(value, int) else str(value) for name, value in said.items() if value is not None}
