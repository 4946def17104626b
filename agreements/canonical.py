"""One value, one sequence of bytes: the subset of RFC 8785 (JSON Canonicalization Scheme) that agreements need.

Objects with text keys sorted by UTF-16 code units, arrays, text, whole numbers that every JSON reader keeps exactly
(RFC 7493: up to 2^53 - 1 either way), true, false and null; UTF-8, no white space. No floats: an agreement holds none.
Text is not normalised: two spellings of one character are two texts, and a signature stands for one of them.
"""

import json
from hashlib import sha256
from typing import Final

from agreements.errors import CanonicalError

LARGEST: Final = 2**53 - 1


def canonical_bytes(value: object) -> bytes:
    """The canonical UTF-8 bytes of a value.

    Raises:
        CanonicalError: it holds something that has no canonical form here.
    """
    return _written(value).encode()


def digest(value: object) -> str:
    """The SHA-256 of the canonical bytes: 64 lower-case hexadecimal digits."""
    return sha256(canonical_bytes(value)).hexdigest()


def _written(value: object) -> str:
    match value:
        case None | bool():
            return json.dumps(value)
        case int():
            return _number(value)
        case str():
            return _text(value)
        case list() | tuple():
            return f"[{','.join(map(_written, value))}]"
        case dict():
            pairs = sorted((_sort_key(key), _text(key), _written(each)) for key, each in value.items())
            return "{" + ",".join(f"{key}:{each}" for _, key, each in pairs) + "}"
        case _:
            raise CanonicalError(f"A {type(value).__name__} has no place in canonical JSON.")


def _number(value: int) -> str:
    if abs(value) > LARGEST:
        raise CanonicalError(f"{value} is too large to be kept exactly by every reader of JSON.")
    return int.__repr__(value)


def _text(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise CanonicalError("A text holds half of a character (a lone surrogate).") from error
    return json.dumps(str(value), ensure_ascii=False)


def _sort_key(key: object) -> bytes:
    if not isinstance(key, str):
        raise CanonicalError(f"A key must be text, not {type(key).__name__}.")
    return key.encode("utf-16-be", "surrogatepass")
