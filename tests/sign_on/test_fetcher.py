"""The one way out: pinned, short, small, never inwards."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consortium.fetcher import Fetcher, FetchError, _public

ANSWERS = {
    "/good": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nyes"[:-1],
    "/moved": b"HTTP/1.1 302 Found\r\nLocation: https://elsewhere.example.org/\r\nContent-Length: 0\r\n\r\n",
    "/large": b"HTTP/1.1 200 OK\r\nContent-Length: 1500000\r\n\r\n" + b"x" * 1_500_000,
    "/broken": b"nonsense\r\n\r\n",
}


@pytest.fixture
async def place() -> AsyncIterator[str]:
    heard: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        heard.append(head)
        path = head.split()[1].decode()
        if path != "/slow":
            writer.write(ANSWERS[path])
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    yield f"localhost:{port}"
    server.close()
    assert all(f"localhost:{port}".encode() in head for head in heard), "the name stands in the Host header"


async def test_a_trusted_host_is_asked(place: str) -> None:
    fetched = await Fetcher(frozenset({place})).get(f"http://{place}/good")
    assert (fetched.status, fetched.body) == (200, b"ye")


@pytest.mark.parametrize(
    ("path", "said"),
    [("/moved", "sends on"), ("/large", "more than a megabyte"), ("/broken", "could not be reached")],
)
async def test_what_is_moved_large_or_broken_is_refused(place: str, path: str, said: str) -> None:
    with pytest.raises(FetchError, match=said):
        await Fetcher(frozenset({place})).get(f"http://{place}{path}")


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://10.0.0.7/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::ffff:127.0.0.1]/",
        "https://0x7f000001/",
        "https://name:password@example.org/",
        "ftp://example.org/",
        "https://example.org:99999/",
        "https://exa mple.org/",
        "",
    ],
)
async def test_addresses_inside_and_strange_ones_are_not_asked(url: str) -> None:
    with pytest.raises(FetchError):
        await Fetcher().get(url)


@given(
    st.ip_addresses(network="10.0.0.0/8")
    | st.ip_addresses(network="fc00::/7")
    | st.ip_addresses(network="127.0.0.0/8")
    | st.ip_addresses(network="64:ff9b::/96")
)
def test_no_private_number_is_public(number: object) -> None:
    assert not _public(str(number))
