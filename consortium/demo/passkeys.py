"""Passkeys of the demo's invented heads: made in memory while it is seeded, and gone when that is done.

They sign really, in the formats of WebAuthn Level 3 (§5.8.1, §6.1, §6.5), for the demo's own address on this machine.
No device and no file holds one, so nothing is ever signed with it again; its name on the head's page says so.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any, Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from consortium.access.passkey_site import Site

NAME: Final = "Made with the demo; no device holds it"
_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40
_ID_BYTES: Final = 32


@dataclass(slots=True)
class DemoPasskey:
    """One passkey, made for one site."""

    site: Site
    id: bytes = field(default_factory=lambda: secrets.token_bytes(_ID_BYTES))
    _key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    _count: int = 0
    _handle: bytes = b""

    def made(self, question: str) -> str:
        """What a browser sends when it has made a passkey for this question."""
        asked = json.loads(question)
        self._handle = _bytes(asked["user"]["id"])
        attested = bytes(16) + _ID_BYTES.to_bytes(2, "big") + self.id + self._public()
        data = self._data(_ATTESTED) + attested
        statement = b"\xa3cfmtdnonegattStmt\xa0hauthDataX" + bytes([len(data)]) + data  # CBOR (RFC 8949)
        client = _client("webauthn.create", asked["challenge"], self.site)
        return self._sent({"clientDataJSON": client, "attestationObject": statement})

    def answer(self, challenge: bytes) -> str:
        """What a browser sends when it has signed this challenge."""
        self._count += 1
        data, client = self._data(0), _client("webauthn.get", _text(challenge), self.site)
        signature = self._key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        said = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        return self._sent({**said, "userHandle": self._handle})

    def _public(self) -> bytes:
        """The public key as COSE has it (RFC 9053, ES256)."""
        numbers = self._key.public_key().public_numbers()
        x, y = (each.to_bytes(32, "big") for each in (numbers.x, numbers.y))
        return b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20" + x + b"\x22\x58\x20" + y

    def _data(self, flags: int) -> bytes:
        host = hashlib.sha256(self.site.host.encode()).digest()
        return host + bytes([flags | _PRESENT | _VERIFIED]) + self._count.to_bytes(4, "big")

    def _sent(self, response: dict[str, bytes]) -> str:
        shown: dict[str, Any] = {"id": _text(self.id), "rawId": _text(self.id), "type": "public-key"}
        shown["response"] = {name: _text(value) for name, value in response.items()}
        return json.dumps({**shown, "clientExtensionResults": {}})


def _client(kind: str, challenge: str, site: Site) -> bytes:
    told = {"type": kind, "challenge": challenge, "origin": site.origin, "crossOrigin": False}
    return json.dumps(told).encode()


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
