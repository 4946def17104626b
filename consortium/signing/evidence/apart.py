"""Has strangers' files checked in processes of their own: few at a time, each for a short while."""

import asyncio
import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from agreements.log import VerifierKey
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
    """Checks of this process."""

    _free: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))
    _here: int = 0

    async def check(
        self, data: bytes, *, log: VerifierKey | None, witnesses: Sequence[VerifierKey] = (), roots: bytes = b""
    ) -> Report:
        """What the file proves.

        Raises:
            BadInput: it can't be looked at; the message says why.
            Conflict: too many are being checked.
        """
        if self._here >= _WAITING:
            raise Conflict(BUSY)
        self._here += 1
        try:
            async with self._free:
                told = await _run(json.dumps(_trusted(log, witnesses, roots)).encode() + b"\n" + data)
        finally:
            self._here -= 1
        if "refused" in told:
            raise BadInput(told["refused"], "file")
        return read_report(told["report"])


def _trusted(log: VerifierKey | None, witnesses: Sequence[VerifierKey], roots: bytes) -> dict[str, Any]:
    return {
        "log": log.line() if log else None,
        "witnesses": [each.line() for each in witnesses],
        "roots": roots.decode(),
    }


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
