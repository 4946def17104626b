"""All that one officer's acts give away: what left her browser, what it kept, what came back, and which rows it made.

What is fresh at random each time is replaced by its kind and its length; everything else stays as it is.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import unified_diff
from pprint import pformat
from typing import Any, Final
from urllib.parse import parse_qsl

from playwright.async_api import Request, Response

from tests.browser.people import Officer
from tests.browser.town import Town
from tests.harness import text_of

RANDOM_COLUMNS: Final[Mapping[str, frozenset[str]]] = {
    "request": frozenset({"id", "topic_number", "draw", "wrapped_key", "words_mac", "sealed"}),
    "attempt": frozenset({"id", "request"}),
    "timer": frozenset({"id", "request"}),
    "outbox": frozenset({"id", "request", "attempt", "message_id"}),
    "relay": frozenset({"id", "request", "body"}),
    "once": frozenset({"key_hash", "request"}),
}
"""Columns that hold fresh random values, or texts under a fresh key: of these only kind and length are compared."""

_ONCE = re.compile(r'(?<=name="once" value=")[0-9a-f]{32}(?=")')
_OPAQUE = re.compile(r'(?<=data-)(my-key|other-key|opaque)="([A-Za-z0-9+/=]*)"')
_VERSION = re.compile(r'(?<= data-version=)"[0-9]+"')
"""Of an answer in mid-talk this depends on which page was quicker; what it has come to is compared in the rows."""
_BY_ITSELF: Final = frozenset({"status", "watch"})
_CLOCK_OF_THE_SERVER: Final = "date"

Row = tuple[tuple[str, object], ...]


@dataclass
class Trace:
    """What one officer gave away. ``acts`` are in order; ``by_itself`` is what the page asked for on its own.

    How often the page asks by itself depends on how fast things happen, so that is a set.
    """

    acts: list[tuple[object, ...]] = field(default_factory=list)
    by_itself: set[tuple[object, ...]] = field(default_factory=set)
    kept: object = None
    history: object = None
    rows: dict[str, list[Row]] = field(default_factory=dict)
    after: dict[str, list[Row]] = field(default_factory=dict)

    def differences(self, other: "Trace") -> list[str]:
        """Where two traces differ, in words."""
        found = []
        for name in ("acts", "kept", "history", "rows", "after"):
            if getattr(self, name) == getattr(other, name):
                continue
            mine, hers = (pformat(getattr(each, name), width=200).splitlines() for each in (self, other))
            told = unified_diff(mine, hers, lineterm="", n=0)
            found += [f"{name}: {line}" for line in told if not line.startswith(("---", "+++", "@"))]
        return found + [f"by itself: {each}" for each in self.by_itself ^ other.by_itself]


async def trace_of(officer: Officer, *, rows: dict[str, list[Row]], after: dict[str, list[Row]]) -> Trace:
    """Everything that this officer's window has sent and kept so far, made comparable."""
    found = Trace(rows=rows, after=after)
    for request in officer.window.requests:
        sent = await _sent(request, officer.words)
        form = dict(parse_qsl(request.post_data or ""))
        if officer.window.script and (form.get("step") in _BY_ITSELF or form.get("kind") == "key"):
            found.by_itself.add(sent)
        else:
            answer = await request.response()
            assert answer is not None
            body = await officer.window.bodies[request]
            found.acts.append((*sent, *await _answered(answer, body, officer.words)))
    found.kept = await officer.window.left_behind()
    found.history = await officer.window.history()
    return found


async def new_rows(town: Town, before: Mapping[str, Counter[Row]]) -> dict[str, list[Row]]:
    """The rows that came since, of every table, with their random columns replaced."""
    now = await all_rows(town)
    new = {table: [*(rows - before[table]).elements()] for table, rows in now.items()}
    return {table: sorted((_plain(table, row) for row in rows), key=repr) for table, rows in new.items() if rows}


async def all_rows(town: Town) -> dict[str, Counter[Row]]:
    """Every row of every table as it is. A counter is told by how far it has grown, see `grown`."""
    return {
        table: Counter(tuple((name, _hashable(value)) for name, value in row.items()) for row in rows)
        for table, rows in (await town.all_rows()).items()
    }


def grown(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[Row]:
    """By how much each of this quarter's counters has grown."""

    def counts(rows: list[dict[str, Any]]) -> Counter[tuple[object, ...]]:
        return Counter({tuple(value for name, value in row.items() if name != "count"): row["count"] for row in rows})

    return sorted(((("of", key), ("by", by)) for key, by in (counts(after) - counts(before)).items()), key=repr)


def letters(town: Town) -> list[Row]:
    """The mails that went out, without the random name that each has."""
    return [
        (("To", mail["To"]), ("From", mail["From"]), ("Subject", mail["Subject"]), ("text", text_of(mail)))
        for mail in town.mails.mails
    ]


async def _sent(request: Request, words: str) -> tuple[object, ...]:
    fields = parse_qsl(request.post_data or "", keep_blank_values=True)
    headers = dict(await request.all_headers())
    if headers.get("content-length") == str(len(request.post_data or "")):
        headers["content-length"] = "that of the form"
    return (
        request.method,
        request.url,
        tuple(sorted(headers.items())),
        tuple((name, _fresh(name, value, words)) for name, value in fields),
    )


def _fresh(name: str, value: str, words: str) -> str:
    if name == "words" and value == words:
        return "four words"
    if name == "once" and re.fullmatch(r"[0-9a-f]{32}", value):
        return "once"
    if name == "opaque":
        return f"{len(value)} letters"
    return value


async def _answered(answer: Response, body: bytes, words: str) -> tuple[object, ...]:
    text = body.decode()
    if words:
        text = text.replace(words, "four words")
    text = _VERSION.sub("counted", _ONCE.sub("once", text))
    text = _OPAQUE.sub(lambda found: f'{found[1]}="{len(found[2])} letters"', text)
    headers = dict(await answer.all_headers())
    headers.pop(_CLOCK_OF_THE_SERVER, None)
    if "content-length" in headers:
        headers["content-length"] = str(int(headers["content-length"]) - len(body) + len(text.encode()))
    return (answer.status, tuple(sorted(headers.items())), tuple(text.splitlines()))


def _plain(table: str, row: Row) -> Row:
    random = RANDOM_COLUMNS.get(table, frozenset())
    return tuple((name, _kind(value) if name in random else value) for name, value in row)


def _kind(value: object) -> str:
    return f"{type(value).__name__} of {len(value)}" if isinstance(value, bytes | str) else type(value).__name__


def _hashable(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
