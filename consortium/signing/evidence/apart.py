"""Has strangers' files checked in processes of their own: few at a time, each for a short while, and not too often.

Whoever sends a file takes a place before it is read, so that more than a few files are never held here.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from agreements.log import VerifierKey
from consortium.access.brake import Often
from consortium.problems import BadInput, Conflict
from consortium.signing.evidence.report import Report, read_report

_AT_ONCE: Final = 2
_WAITING: Final = 6
_SECONDS: Final = 60.0
_ROOT: Final = Path(__file__).parents[3]
_CHECKER: Final = "consortium.signing.evidence.checker"
BUSY: Final = "Many files are being checked at this moment. Try again in a minute, or check yours with the command."
TOO_MUCH: Final = "This file took too long or too much memory to look at. None of ours does."


@dataclass(slots=True)
class Apart:
    """Checks of this process, and how often the open pages about the log were asked for."""

    checks: Often = field(default_factory=lambda: Often(most=30, seconds=60.0))
    proofs: Often = field(default_factory=lambda: Often(most=120, seconds=60.0))
    _free: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))
    _here: int = 0

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """A place for one file, from before it is read until it is checked.

        Raises:
            Conflict: all are taken, or were taken too often in the last minute.
        """
        if self._here >= _WAITING or not self.checks.once(asyncio.get_running_loop().time()):
            raise Conflict(BUSY)
        self._here += 1
        try:
            yield
        finally:
            self._here -= 1

    async def check(
        self,
        data: bytes,
        *,
        log: Sequence[VerifierKey] = (),
        witnesses: Sequence[VerifierKey] = (),
        roots: bytes = b"",
        sites: Sequence[str] | None = None,
    ) -> Report:
        """What the file proves; whoever calls holds a place.

        Raises:
            BadInput: it can't be looked at; the message says why.
        """
        given = {
            "log": [each.line() for each in log],
            "witnesses": [each.line() for each in witnesses],
            "roots": roots.decode(),
            "sites": None if sites is None else list(sites),
        }
        async with self._free:
            told = await _run(json.dumps(given).encode() + b"\n" + data)
        if "refused" in told:
            raise BadInput(told["refused"], "file")
        return read_report(told["report"])


async def _run(sent: bytes) -> dict[str, Any]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        _CHECKER,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    try:
        async with asyncio.timeout(_SECONDS):
            told, _ = await process.communicate(sent)
        found: dict[str, Any] = json.loads(told)
    except (TimeoutError, ValueError, OSError) as gone:
        raise BadInput(TOO_MUCH, "file") from gone
    else:
        return found
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
