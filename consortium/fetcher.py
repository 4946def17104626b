"""The one way out to addresses that somebody typed in (decision 30): pinned, short, small, and never inwards.

https only; the name is resolved once, every address it has must be a public one, and the connection goes to the very
address that was checked (so that a second answer of the name server changes nothing: DNS rebinding). No redirect is
followed. Five seconds and a megabyte are enough for all that we ask. Hosts that whoever runs the installation trusts,
such as a county's own sign-on inside its network, are named in a setting and may be private, or plain http on loopback.
"""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import httpx

_SECONDS: Final = 5.0
_MOST_BYTES: Final = 1_000_000
_REDIRECTS: Final = range(300, 400)
_NOT_MODIFIED: Final = 304
_LONGEST_MARK: Final = 200
_WRAPPING: Final = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))
"""IPv6 addresses that stand for an IPv4 one (NAT64, 6to4, Teredo), which may be a private one."""


class FetchError(Exception):
    """It did not work out; the message says why, in words for whoever typed the address.

    ``code`` names the reason and nothing of the address: what may be kept where the address itself is a secret.
    """

    def __init__(self, message: str, code: str = "unreachable") -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back: the HTTP status, at most a megabyte, and the mark by which to ask whether it has changed."""

    status: int
    body: bytes
    etag: str | None = None


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Asks other servers. ``trusted`` holds ``host`` or ``host:port`` of those that may be private."""

    trusted: frozenset[str] = frozenset()

    async def get(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
        """Fetch an address.

        Raises:
            FetchError: it may not be asked, or did not answer as it should.
        """
        return await self._ask("GET", url, dict(headers or {}), None)

    async def post_form(self, url: str, form: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Fetched:
        """Send a form to an address.

        Raises:
            FetchError: it may not be asked, or did not answer as it should.
        """
        return await self._ask("POST", url, dict(headers or {}), dict(form))

    async def _ask(self, method: str, url: str, headers: dict[str, str], form: dict[str, str] | None) -> Fetched:
        try:
            async with asyncio.timeout(_SECONDS):
                return await self._asked(method, url, headers, form)
        except TimeoutError as slow:
            raise FetchError("The other server did not answer within five seconds.", "slow") from slow
        except httpx.HTTPError as failed:
            raise FetchError("The other server could not be reached, or its certificate is not good.") from failed

    async def _asked(self, method: str, url: str, headers: dict[str, str], form: dict[str, str] | None) -> Fetched:
        host, target = await self._pinned(url)
        sent = {**headers, "Host": urlsplit(url).netloc, "Accept-Encoding": "identity"}
        async with (
            httpx.AsyncClient(verify=ssl.create_default_context(), trust_env=False, follow_redirects=False) as client,
            client.stream(method, target, headers=sent, data=form, extensions={"sni_hostname": host}) as answer,
        ):
            if answer.status_code in _REDIRECTS and answer.status_code != _NOT_MODIFIED:
                raise FetchError("The other server sends on to another address. Type that one.", "moved")
            body = b""
            async for piece in answer.aiter_raw():
                body += piece
                if len(body) > _MOST_BYTES:
                    raise FetchError("The other server answered with more than a megabyte.", "large")
            mark = answer.headers.get("etag", "")
            return Fetched(answer.status_code, body, mark if _sendable(mark) else None)

    async def _pinned(self, url: str) -> tuple[str, str]:
        """The host's name, and the address with the number that was checked in its place."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as wrong:
            raise FetchError("This is not an address.", "address") from wrong
        host = parts.hostname or ""
        trusted = host in self.trusted or f"{host}:{port}" in self.trusted
        if not host or parts.username is not None or not _ascii(url):
            raise FetchError("This is not an address like https://login.example.org.", "address")
        if parts.scheme != "https" and not (trusted and parts.scheme == "http"):
            raise FetchError("Only addresses that begin with https:// are asked.", "address")
        number = await _resolved(host, port or (443 if parts.scheme == "https" else 80), inside=trusted)
        shown = f"[{number}]" if ":" in number else number
        place = shown if port is None else f"{shown}:{port}"
        return host, parts._replace(netloc=place, fragment="").geturl()


async def _resolved(host: str, port: int, *, inside: bool) -> str:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as unknown:
        raise FetchError(f"There is no server named {host}.", "unknown") from unknown
    numbers = [str(each[4][0]) for each in found]
    if not inside and not all(_public(number) for number in numbers):
        raise FetchError(
            "This server stands in a private network. Whoever runs this installation has to allow it.", "private"
        )
    return numbers[0]


def _public(number: str) -> bool:
    address = ipaddress.ip_address(number.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    address = mapped or address
    if any(address in network for network in _WRAPPING if network.version == address.version):
        return False
    return address.is_global and not address.is_multicast


def _ascii(url: str) -> bool:
    return url.isascii() and not any(each.isspace() or not each.isprintable() for each in url)


def _sendable(mark: str) -> bool:
    """Whether we can send a server's mark back to it: a header holds ASCII (RFC 9110, section 5.5)."""
    return 0 < len(mark) <= _LONGEST_MARK and mark.isascii()
