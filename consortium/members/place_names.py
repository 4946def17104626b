"""Names of places as they are compared: small letters, no accents, no points, short words written out. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

_SHORT: Final[Mapping[str, str]] = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount", "mtn": "mountain"}
_NO_LETTER: Final = re.compile(r"[^a-z0-9]+")


def folded(name: str) -> str:
    """The name as it is compared: "St. Helens" and "Saint Helens" are alike."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(each))
    words = _NO_LETTER.sub(" ", plain.replace("'", "").replace("’", "")).split()  # noqa: RUF001 (people type it)
    return " ".join(_SHORT.get(word, word) for word in words)
