"""Sentences of a text, and whether one of them forbids what it speaks of. A coarse reading of English, and meant so.

When in doubt a sentence counts as not forbidding: somebody then looks at it.
"""

import re
from collections.abc import Iterator
from typing import Final

_ENDS: Final = re.compile(r"[.;!?](?=\s|$)|\n+")
_BEGINS_WITH_NO: Final = re.compile(
    r"\W*(?:\([a-z0-9]+\)\s*)?(?:no|nothing|nobody|none|never|neither|in no case|under no circumstances)\b",
    re.IGNORECASE,
)
_NOT_DONE: Final = re.compile(
    r"\b(?:(?:shall|may|must|will|is|are|does|do|can|could)\s*(?:not|never|n['\u2019]t)|can['\u2019]t|never|nobody|nor)\s+"
    r"(?:(?:be|ever|itself|themselves|ask|asked|keep|kept|make|made|give|given|hold|held|to)\s+){0,3}$",
    re.IGNORECASE,
)
_BUT: Final = re.compile(
    r"\b(?:but|except|excepting|unless|other than|however|save|apart from|prevents?|prohibits?|forbids?|restricts?|"
    r"precludes?|bars?|limits?|hinders?|stops?|later than|less than|fewer than|more than|only if|until)\b",
    re.IGNORECASE,
)


def sentences(words: str) -> Iterator[str]:
    """The sentences of a text; a semicolon ends one too."""
    yield from (each for part in _ENDS.split(words) if (each := part.strip()))


def forbids(sentence: str, verb_at: int) -> bool:
    """Whether the sentence forbids what its verb, which begins at ``verb_at``, does; not if it makes an exception."""
    if _BUT.search(sentence):
        return False
    return bool(_BEGINS_WITH_NO.match(sentence) or _NOT_DONE.search(sentence[:verb_at]))
