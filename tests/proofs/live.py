"""Whole application processes, as they run in production, on a test's database; they can be killed."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.harness import Ground, MailCatcher, free_port, installation_keys

ROOT = Path(__file__).parents[2]
_TRIES = 1200


@dataclass
class AppProcess:
    """One server process group of ours: the server and its worker, with their own log file."""

    port: int
    environment: dict[str, str]
    log: Path
    module: str = "tests.proofs.serve"
    process: subprocess.Popen[bytes] | None = None

    @property
    def public(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Start it, in a process group of its own."""
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.module, str(self.port)],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def kill(self) -> None:
        """Kill -9 the whole group: no goodbye, no clean-up."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def stop(self) -> None:
        """End it as an operator does."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.kill()

    async def ready(self, slug: str) -> None:
        """Wait until it answers."""
        async with httpx.AsyncClient(base_url=self.public) as browser:
            for _ in range(_TRIES):
                try:
                    if (await browser.get(f"/{slug}/help")).status_code == 200:
                        return
                except httpx.HTTPError:
                    pass
                await asyncio.sleep(0.1)
        raise AssertionError(f"the server does not answer: {self.log.read_text()}")


@dataclass
class Fleet:
    """Several processes on one database, with one folder of request keys and one mail server."""

    ground: Ground
    mails: MailCatcher
    folder: Path
    processes: list[AppProcess] = field(default_factory=list)

    def add(self, *, module: str = "tests.proofs.serve", **more: str) -> AppProcess:
        """One more process, started."""
        port = free_port()
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": os.environ.get("HOME", ""),
            "DATABASE_URL": self.ground.app,
            "PUBLIC_URL": f"http://localhost:{port}",
            "REQUEST_KEYS": str(self.folder / "request-keys"),
            "INSTALLATION_KEYS": str(installation_keys()),
            "MAIL_URL": f"smtp://127.0.0.1:{self.mails.port}",
            "MAIL_FROM": "peers@consortium.invalid",
            **more,
        }
        process = AppProcess(port, environment, self.folder / f"server-{port}.log", module)
        process.start()
        self.processes.append(process)
        return process


@contextmanager
def fleet(ground: Ground, mails: MailCatcher) -> Iterator[Fleet]:
    """Processes that are all gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        running = Fleet(ground, mails, Path(folder))
        try:
            yield running
        finally:
            for process in running.processes:
                process.stop()
