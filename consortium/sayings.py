"""Gettext as templates call it: Jinja's newstyle functions, without the context that Jinja makes for each call.

A page of a long list says a thousand sentences, most of them the same few, so a sentence without values is made once.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Protocol

from markupsafe import Markup

_SENTENCES = 4096


class Catalogue(Protocol):
    """What translates."""

    def gettext(self, words: str, /) -> str:
        """A sentence."""

    def ngettext(self, one: str, many: str, number: int, /) -> str:
        """A sentence with a number."""


def sayings(catalogue: Catalogue) -> Mapping[str, Callable[..., str]]:
    """``_``, ``gettext`` and ``ngettext`` of one catalogue, for templates that always escape.

    What they return is markup, with the values escaped; each sentence is a format string, with or without values.
    """

    @lru_cache(maxsize=_SENTENCES)
    def plain(words: str) -> str:
        return Markup(catalogue.gettext(words)) % {}  # noqa: S704 (words are the templates', never typed ones)

    def say(words: str, /, **values: object) -> str:
        if not values:
            return plain(words)
        return Markup(catalogue.gettext(words)) % values  # noqa: S704 (as above; the values are escaped)

    def count(one: str, many: str, number: int, /, **values: object) -> str:
        values.setdefault("num", number)
        return Markup(catalogue.ngettext(one, many, number)) % values  # noqa: S704 (as above)

    return {"_": say, "gettext": say, "ngettext": count}
