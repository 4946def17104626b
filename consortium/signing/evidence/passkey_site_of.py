"""Where a passkey was asked: its answer names the site, and that must be one that the log names. Pure."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from agreements.log import Event
from agreements.log.errors import LogError
from agreements.log.leaves import BEGUN, SITE

Sites = frozenset[str]
"""Origins, such as ``https://peers.example.org``."""


@dataclass(frozen=True, slots=True)
class AskedAt:
    """The site by which a passkey's answer is checked: the relying party's id, and the origin."""

    host: str
    origin: str


def sites_of(events: Iterable[Event]) -> Sites:
    """The sites that a log names: the one where it began, and those to which the installation moved."""
    return frozenset(str(each.body["site"]) for each in events if each.kind in {BEGUN, SITE} and each.body.get("site"))


def asked_at(client_data: bytes, sites: Sites | None) -> AskedAt:
    """The site that an answer names; with ``sites``, it is one of these.

    Raises:
        LogError: it names none, or another.
    """
    try:
        origin = str(json.loads(client_data)["origin"])
    except (ValueError, KeyError, TypeError, RecursionError) as wrong:
        raise LogError("A passkey's answer does not say on which site it was asked.") from wrong
    if sites is not None and origin not in sites:
        raise LogError(f"The passkey was asked on {origin}, which the log does not name.")
    return AskedAt(urlsplit(origin).hostname or "", origin)
