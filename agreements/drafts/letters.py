"""Characters that no font of ours can show. Found while drafting, since the sealed document refuses them. Pure.

Which characters the fonts have is asked where the fonts lie; here it is a set of Unicode code points.
"""

from collections.abc import Collection
from typing import Final

_NEVER_SHOWN: Final = frozenset(" \n\t\r")


def unshowable(text: str, coverage: Collection[int]) -> str:
    """The characters of a text that no font shows, each once, in the order in which they first stand there."""
    return "".join(dict.fromkeys(each for each in text if each not in _NEVER_SHOWN and ord(each) not in coverage))
