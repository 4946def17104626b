"""A small server for browser tests: the officer's page, the peer's page, and the relay between them.

It renders the real templates from sample contexts and keeps every octet that it is sent in `Desk.received`. It knows
nothing of requests, people or a database.
"""

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

from consortium.pages import CONTENT_SECURITY_POLICY, STATIC, render
from tests.look import officer_samples as samples
from tests.look.samples_duty import talk as peer_talk

TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "woff2": "font/woff2"}
HTML = "text/html; charset=utf-8"
LINES = "application/x-ndjson"
Form = dict[str, str]
BROWSER = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""How Chromium is started: quietly, and reaching for nothing of its own."""


class Desk:
    """What stands on the two pages. `officer` replaces the talk on the officer's page as long as it is set."""

    def __init__(self) -> None:
        self.officer: tuple[str, samples.Context] | None = None
        self.texts: list[dict[str, Any]] = []
        self.received: list[bytes] = []
        self.forms: list[Form] = []
        self.used: set[str] = set()
        self.version = 1
        self.open = True
        self.news = threading.Condition()
        self._once = count(1)

    def show(self, template: str, context: samples.Context) -> None:
        self.officer = (template, context)
        self.turn()

    def turn(self) -> None:
        with self.news:
            self.version += 1
            self.news.notify_all()

    def wait_for_more_than(self, version: int) -> int:
        """The version, as soon as it is another one, or after half a second."""
        with self.news:
            self.news.wait_for(lambda: self.version != version or not self.open, timeout=0.5)
            return self.version

    def take(self, side: str, form: Form) -> None:
        """Keep what was said, once for one form."""
        self.forms.append(form)
        if "say" not in (form.get("step"), form.get("act")) or form["once"] in self.used:
            return
        self.used.add(form["once"])
        kind = form.get("kind", "plain")
        said = {"n": len(self.texts) + 1, "side": side, "kind": kind}
        if kind == "plain":
            self.texts.append({**said, "text": form["body"], "opaque": None})
        else:
            base64.b64decode(form["opaque"], validate=True)
            self.texts.append({**said, "text": None, "opaque": form["opaque"]})
        self.turn()

    def key(self, side: str) -> str:
        return next((t["opaque"] for t in reversed(self.texts) if t["side"] == side and t["kind"] == "key"), "")

    def page(self, side: str) -> str:
        other = "peer" if side == "officer" else "officer"
        thread = [text for text in self.texts if text["kind"] != "key"]
        talk = {"thread": thread, "my_key": self.key(side), "other_key": self.key(other)}
        fresh = {"version": self.version, "once": f"{side}{next(self._once)}"}
        if side == "peer":
            context = peer_talk("text", **talk)
            action = {"action": "/duty", "watch_href": "/duty/watch"}
            return render("duty/duty.html", **{**context, **fresh, **action})
        template, context = self.officer or ("support/status.html", samples.talking("text", talk=talk))
        return render(template, **{**context, **fresh})


class Server(ThreadingHTTPServer):
    """A loopback server over one desk."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.desk = desk


class Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *_: object) -> None:
        """Nothing: the tests look at what was received instead."""

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            self.answer(file.read_bytes(), TYPES[file.suffix[1:]])
        elif path == "/duty/watch":
            self.watch()
        elif path in ("/help", "/duty"):
            self.answer(self.server.desk.page("peer" if path == "/duty" else "officer").encode())
        else:
            self.answer(b"", status=404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        form = {name: values[0] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
        if form.get("step") == "watch":
            return self.watch()
        self.server.desk.received.append(body)
        side = "peer" if self.path == "/duty" else "officer"
        self.server.desk.take(side, form)
        return self.answer(self.server.desk.page(side).encode())

    def answer(self, body: bytes, kind: str = HTML, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-security-policy", CONTENT_SECURITY_POLICY)
        self.send_header("cache-control", "no-store")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def watch(self) -> None:
        """Lines of {"version": n}: one at once, one at every change, and an empty one to keep the line."""
        self.send_response(200)
        self.send_header("content-type", LINES)
        self.end_headers()
        desk, told = self.server.desk, 0
        with suppress(OSError):  # the page has gone
            while desk.open:
                version = desk.wait_for_more_than(told)
                self.wfile.write(b"\n" if version == told else f'{{"version": {version}}}\n'.encode())
                told = version


@contextmanager
def serving(desk: Desk) -> Iterator[str]:
    """The address of a running server over `desk`; it is gone afterwards, with every open watch."""
    server = Server(desk)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        desk.open = False
        desk.turn()
        server.shutdown()
        thread.join()
        server.server_close()
