"""A device that holds passkeys, as far as a server can tell: keys, a counter, and what WebAuthn makes it sign.

It is no double of our code: it makes real signatures over the real formats (WebAuthn Level 3, §5 to §6.5), and can be
told to lie where a thief or a broken device would.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Device:
    """One device with at most one passkey. ``verifies`` is whether it checks who holds it."""

    origin: str
    verifies: bool = True
    count: int = 0
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    handle: bytes = b""

    def copy(self) -> "Device":
        """A thief's copy: the same key, the same counter."""
        return replace(self)

    def make(self, question: dict[str, Any], **lies: Any) -> str:
        """What ``navigator.credentials.create`` gives for this question, as JSON."""
        self.handle = unb64(question["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(public)
        statement = {"fmt": "none", "attStmt": {}, "authData": self._data(ATTESTED) + attested}
        response = {
            "clientDataJSON": b64(self._client("webauthn.create", question, lies)),
            "attestationObject": b64(cbor2.dumps(statement)),
            "transports": ["internal", "smoke signals"],
        }
        return self._credential(response)

    def sign(self, question: dict[str, Any], **lies: Any) -> str:
        """What ``navigator.credentials.get`` gives for this question, as JSON."""
        self.count += 1
        data, client = self._data(0), self._client("webauthn.get", question, lies)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": b64(client),
            "authenticatorData": b64(data),
            "signature": b64(signature),
            "userHandle": b64(lies.get("handle", self.handle)),
        }
        return self._credential(response)

    def _data(self, flags: int) -> bytes:
        host = urlsplit(self.origin).hostname or ""
        flags |= PRESENT | (VERIFIED if self.verifies else 0)
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, kind: str, question: dict[str, Any], lies: dict[str, Any]) -> bytes:
        told = {"type": kind, "challenge": question["challenge"], "origin": lies.get("origin", self.origin)}
        return json.dumps({**told, "crossOrigin": False}).encode()

    def _credential(self, response: dict[str, Any]) -> str:
        whole = {"id": b64(self.id), "rawId": b64(self.id), "type": "public-key", "clientExtensionResults": {}}
        return json.dumps({**whole, "authenticatorAttachment": "platform", "response": response})
