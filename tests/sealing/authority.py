"""A time-stamping authority on loopback: OpenSSL's own, behind a few lines of HTTP. It can be told to fail."""

import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

_CONFIG = """
[ca]
basicConstraints = critical, CA:true
[tsa]
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[ts]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
certs = {folder}/root.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


class Authority:
    """The authority; ``answer`` may be set to what it sends instead of a time stamp, ``asked`` counts."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.asked = folder, 0
        self.status, self.answer = 200, b""
        (folder / "openssl.cnf").write_text(_CONFIG.format(folder=folder))
        (folder / "serial").write_text("01\n")
        self._certificates()
        authority = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                question = self.rfile.read(int(self.headers["content-length"]))
                authority.asked += 1
                body = authority.answer or authority.reply(question)
                self.send_response(authority.status)
                self.send_header("content-type", "application/timestamp-reply")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/tsa"

    def reply(self, question: bytes) -> bytes:
        """What OpenSSL answers to a question."""
        (self.folder / "q.tsq").write_bytes(question)
        self._run("ts", "-reply", "-config", "openssl.cnf", "-section", "ts", "-queryfile", "q.tsq", "-out", "a.tsr")
        return (self.folder / "a.tsr").read_bytes()

    def verifies(self, token: bytes, file: bytes) -> bool:
        """Whether OpenSSL finds the token good for this file."""
        (self.folder / "t.tst").write_bytes(token)
        (self.folder / "file").write_bytes(file)
        done = subprocess.run(
            ["openssl", "ts", "-verify", "-data", "file", "-in", "t.tst", "-token_in", "-CAfile", "root.pem"],
            cwd=self.folder,
            capture_output=True,
            check=False,
        )
        return done.returncode == 0 and b"Verification: OK" in done.stdout + done.stderr

    def _certificates(self) -> None:
        def new(name: str, subject: str) -> None:
            self._run("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", f"{name}.key")
            self._run("req", "-new", "-key", f"{name}.key", "-subj", f"/CN={subject}", "-out", f"{name}.csr")

        extended = ("-extfile", "openssl.cnf", "-extensions")
        new("root", "Authority of the tests")
        self._run("x509", "-req", "-in", "root.csr", "-signkey", "root.key", *extended, "ca", "-out", "root.pem")
        new("tsa", "Time stamps of the tests")
        above = ("-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial")
        self._run("x509", "-req", "-in", "tsa.csr", *above, *extended, "tsa", "-out", "tsa.pem")

    def _run(self, *words: str) -> None:
        subprocess.run(["openssl", *words], cwd=self.folder, capture_output=True, check=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
