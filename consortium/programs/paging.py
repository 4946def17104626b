"""Lists a page at a time: each page but the last carries a cursor, which says where the next one begins. Pure.

A cursor holds the sort key of the last item, not a number, so that what is added or removed meanwhile neither repeats
nor hides another item. It is opaque to whoever gets it, and good for the same list only.
"""

import base64
import binascii
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

import msgspec

from consortium.problems import BadInput

MOST: Final = 200
USUAL: Final = 50

Item = TypeVar("Item")
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some items of a list, in order; ``cursor`` is ``None`` on the last page."""

    items: tuple[Item, ...]
    cursor: str | None


def page_of(items: Iterable[Item], key: Callable[[Item], Key], *, cursor: str | None, limit: int) -> Page[Item]:
    """The items after the cursor, at most ``limit`` (1 to 200), by their keys, which are unique.

    Raises:
        BadInput: the cursor is none of ours.
    """
    after = _read(cursor) if cursor is not None else None
    rest = sorted((item for item in items if after is None or key(item) > after), key=key)
    shown = tuple(rest[:limit])
    return Page(shown, _write(key(shown[-1])) if len(rest) > limit else None)


def _write(key: Key) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(key)).decode().rstrip("=")


def _read(cursor: str) -> Key:
    try:
        whole = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        return msgspec.json.decode(whole, type=tuple[str, str])
    except (binascii.Error, ValueError, UnicodeError) as wrong:
        raise BadInput("This cursor is none of ours. Take it from the link to the next page.", "cursor") from wrong
