"""The short fingerprint of a passkey, as it is read out and typed. Pure.

Eighty bits of SHA-256 over the public key, in base 32 (RFC 4648: no 0, 1, 8 or 9 that could be taken for a letter), as
four groups of four. It is compared between people, never used to find a key.
"""

import base64
import hashlib
import hmac
from typing import Final

GROUPS: Final = 4
LETTERS: Final = 4

_MISREAD: Final = str.maketrans("018", "OIB")


def fingerprint(public_key: bytes) -> str:
    """The fingerprint as it is shown: ``ABCD EFGH JKLM NOPQ``."""
    plain = base64.b32encode(hashlib.sha256(public_key).digest()).decode()[: GROUPS * LETTERS]
    return " ".join(plain[start : start + LETTERS] for start in range(0, len(plain), LETTERS))


def fits(typed: str, public_key: bytes) -> bool:
    """Whether what somebody typed is this key's fingerprint; small letters, blanks and dashes do not matter."""
    letters = "".join(each for each in typed.upper() if each.isalnum()).translate(_MISREAD)
    expected = fingerprint(public_key).replace(" ", "")
    return hmac.compare_digest(letters.encode(), expected.encode())
