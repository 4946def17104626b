"""Random tokens and how they are kept: the database holds SHA-256 only."""

import hashlib
import secrets

CODE_DIGITS = 6
LONG_CODE_DIGITS = 12


def fresh() -> str:
    """A token of 256 random bits, safe in an address and a cookie."""
    return secrets.token_urlsafe(32)


def fresh_code(digits: int = CODE_DIGITS) -> str:
    """Random digits, as they are typed from a mail."""
    return f"{secrets.randbelow(10**digits):0{digits}d}"


def kept(token: str, *, about: str = "") -> bytes:
    """What is kept of a token; ``about`` binds a short code to its sign-in, so that equal codes look different."""
    return hashlib.sha256(f"{about}\0{token}".encode()).digest()
