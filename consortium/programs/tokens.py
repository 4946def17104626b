"""How a program's key looks: a prefix by which it is recognised wherever it turns up, and 256 random bits."""

from typing import Final

from consortium.access.tokens import fresh

PREFIX: Final = "cps_"


def fresh_token() -> str:
    """A new key. Only its hash is kept, so it can be shown once."""
    return PREFIX + fresh()
