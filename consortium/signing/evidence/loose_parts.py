"""Signatures and keys in the form in which openssl takes them, to be checked without our program. Pure."""

from base64 import b64encode
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from webauthn.helpers import decode_credential_public_key, decoded_public_key_to_cryptography
from webauthn.helpers.exceptions import WebAuthnException

from agreements.counterparts import Counterpart
from agreements.log import Note, VerifierKey

FOLDER = "openssl/"


def loose_signature(counterpart: Counterpart) -> dict[str, bytes]:
    """The record and the parts of the passkey's answer, each a file; nothing for a signature on paper."""
    answer = counterpart.assertion
    if answer is None:
        return {}
    home = f"{FOLDER}{counterpart.id}"
    parts = {
        f"{home}.record.json": counterpart.canonical,
        f"{home}.client.json": answer.client_data,
        f"{home}.authenticator.bin": answer.authenticator_data,
        f"{home}.signature.bin": answer.signature,
    }
    pem = _pem(answer.public_key)
    return parts if pem is None else {**parts, f"{home}.key.pem": pem}


def loose_head(note: Note, key: VerifierKey) -> dict[str, bytes]:
    """The log's key, and its signature over the head."""
    public = Ed25519PublicKey.from_public_bytes(key.public)
    found = note.by(key)
    return {
        f"{FOLDER}log.key.pem": public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        f"{FOLDER}log.signature.bin": found[0].value if found else b"",
    }


def _pem(cose: bytes) -> bytes | None:
    try:
        public: Any = decoded_public_key_to_cryptography(decode_credential_public_key(cose))
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None
    pem: bytes = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return pem


def shown_key(key: VerifierKey) -> str:
    """A key in groups of four, to be compared by eye or read out."""
    plain = b64encode(key.public).decode().rstrip("=")
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))
