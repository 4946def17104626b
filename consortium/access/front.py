"""The outermost door of every process: whom we answer, from where a form may come, and what no page may do.

It stands around the whole application (ASGI), so that no route can forget it. Officers' pages get no cookie through,
in either direction; programs' routes know no cookie either, so they need no proof of where a form comes from.
"""

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from consortium.pages import CONTENT_SECURITY_POLICY
from consortium.problems import ForeignForm

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

HELP = re.compile(r"/[a-z][a-z0-9-]{1,39}(/es)?/(help|what-we-hold(/agreements|/duty)?)/?")
API = re.compile(r"/[a-z][a-z0-9-]{1,39}/api(/.*)?", re.DOTALL)  # also an address with a line break in it
PROBES = frozenset({"/healthz", "/readyz"})
_INSIDE = re.compile(rb"(localhost|\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\])(:\d+)?")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_HEADERS = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"geolocation=(), camera=(), microphone=()"),
)


class FrontDoor:
    """Refuses foreign hosts and foreign forms, and sets the headers that hold for every answer."""

    def __init__(self, inside: Application, public_url: str) -> None:
        self._inside = inside
        self._origin = public_url
        self._host = urlsplit(public_url).netloc.encode()
        self._strict = public_url.startswith("https://")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection."""
        if scope["type"] != "http":
            await self._inside(scope, receive, send)
            return
        headers = dict(scope["headers"])
        if headers.get(b"host") != self._host and not _probes(scope, headers):
            await _plain(send, 421, "This server does not answer to that name.")
            return
        programs = API.fullmatch(scope["path"]) is not None
        if scope["method"] not in _SAFE and not programs and not self._own_form(headers):
            await _plain(send, ForeignForm.status, str(ForeignForm()))
            return
        helping = HELP.fullmatch(scope["path"]) is not None
        if helping or programs:
            scope["headers"] = [pair for pair in scope["headers"] if pair[0] != b"cookie"]
        await self._inside(scope, receive, self._outward(send, helping=helping))

    def _own_form(self, headers: dict[bytes, bytes]) -> bool:
        site = headers.get(b"sec-fetch-site")
        if site is not None:
            return site == b"same-origin"
        return headers.get(b"origin", b"").decode("latin-1") == self._origin

    def _outward(self, send: Send, *, helping: bool) -> Send:
        async def outward(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [pair for pair in message["headers"] if not (helping and pair[0].lower() == b"set-cookie")]
                names = {pair[0].lower() for pair in kept}
                kept += [pair for pair in _HEADERS if pair[0] not in names]
                if b"cache-control" not in names:
                    kept.append((b"cache-control", b"no-store"))
                if self._strict:
                    kept.append((b"strict-transport-security", b"max-age=31536000"))
                message["headers"] = kept
            await send(message)

        return outward


def _probes(scope: Scope, headers: dict[bytes, bytes]) -> bool:
    """Whether a probe asks for health over loopback or a bare address: no other site's name can be one of these."""
    return scope["path"] in PROBES and _INSIDE.fullmatch(headers.get(b"host", b"")) is not None


async def _plain(send: Send, status: int, words: str) -> None:
    body = words.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
