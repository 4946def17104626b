"""A stand-in on loopback for somebody else's server, with what it was asked kept on its class."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, TypeVar

S = TypeVar("S", bound="StandIn")


class StandIn(BaseHTTPRequestHandler):
    """Answers as the class made of it says; says nothing of its own."""

    asked: list[Any]

    def do_GET(self) -> None:
        """Hear one question."""
        self.hear()

    def hear(self) -> None:
        """Answer what was asked (`self.path`)."""
        raise AssertionError(self.path)

    def answer_with(self, body: bytes, status: int = 200) -> None:
        """One whole answer."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def standing_in(kind: type[S]) -> Iterator[tuple[str, type[S]]]:
    """Where a stand-in of this kind listens, and a class of its own for it; gone afterwards."""
    own = type("Own", (kind,), {"asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), own)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_port}", own
    finally:
        server.shutdown()
        server.server_close()
