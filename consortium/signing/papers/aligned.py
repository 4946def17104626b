"""Which words two texts share, found in a time that nobody can stretch. Pure."""

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

_MOST_PAIRS: Final = 1_000_000
"""So many pairs of equal words are looked at one by one; in texts with more, the commonest words are passed over."""


def aligned(old: Sequence[str], new: Sequence[str]) -> SequenceMatcher[str]:
    """Two texts, word by word; blanks alone never begin what they share."""
    often = Counter(new)
    pairs = sum(often[word] for word in old if not word.isspace())
    return SequenceMatcher(str.isspace, old, new, autojunk=pairs > _MOST_PAIRS)
