"""A worker process of ours: it is given a task, says how far it is, may be asked to stop, and answers or is gone.

What it reads is the length of a task in 8 bytes, then the task; a byte after that asks to stop with the best so far,
and the end of input ends it. What it says are lines of JSON; the one with ``plan`` is its answer.
"""

import asyncio
import json
import os
import pickle
import sys
import threading
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final

TOLD_EVERY: Final = 1.0
"""Seconds between two looks whether a worker may go on."""
GRACE: Final = 20.0
"""Seconds that a worker may still take once it was asked to stop; it answers at the next thing it says."""
LENGTH: Final = 8
_ORDER: Final = "big"
_LARGEST_LINE: Final = 8 * 2**20

Tell = Callable[[Mapping[str, Any]], Awaitable[bool]]
"""Takes how far a worker is; answers whether it may go on."""


class WorkerGoneError(Exception):
    """The worker process ended without an answer."""


async def begin(module: str) -> Process:
    """A process that runs a module of ours, with nothing of our environment but where code is found."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        limit=_LARGEST_LINE,
        env={"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


async def worked_out(process: Process, task: bytes, tell: Tell, *, longest: float) -> tuple[Mapping[str, Any], bool]:
    """Give a worker its task and follow what it says; its answer, and whether it was asked to stop.

    Whatever happens, no worker stays behind. ``longest`` is how many seconds it may live.

    Raises:
        WorkerGoneError: it ended, or did not stop when it was asked to, and there is no answer.
        TimeoutError: it lived too long.
    """
    said = _Said()
    try:
        async with asyncio.timeout(longest):
            following = asyncio.create_task(said.follow(process))
            try:
                await _write(process, task)
                stopped = await _watch(process, said, following, tell)
            finally:
                following.cancel()
    finally:
        await _end(process)
    if said.plan is None:
        raise WorkerGoneError
    return said.plan, stopped


def packed(task: object) -> bytes:
    """A task as a worker reads it."""
    body = pickle.dumps(task)
    return len(body).to_bytes(LENGTH, _ORDER) + body


def given_task() -> tuple[Any, threading.Event]:
    """In the worker: the task that its parent wrote, and what is set once the parent asks to stop."""
    given = sys.stdin.buffer
    task = pickle.loads(given.read(int.from_bytes(given.read(LENGTH), _ORDER)))  # noqa: S301 (our own parent's bytes)
    stop = threading.Event()
    threading.Thread(target=_listen, args=(given, stop), daemon=True).start()
    return task, stop


def say(what: Mapping[str, Any]) -> None:
    """In the worker: one line to whoever asked."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def _listen(given: BinaryIO, stop: threading.Event) -> None:
    if given.read(1):
        stop.set()
        given.read(1)
    os._exit(1)


@dataclass(slots=True)
class _Said:
    """What a worker has said so far."""

    progress: dict[str, Any] = field(default_factory=dict)
    plan: Mapping[str, Any] | None = None

    async def follow(self, process: Process) -> None:
        """Read its lines until there are no more."""
        if process.stdout is None:
            return
        async for line in process.stdout:
            what = json.loads(line)
            if "plan" in what:
                self.plan = what["plan"]
                return
            self.progress = what


async def _watch(process: Process, said: _Said, following: asyncio.Task[None], tell: Tell) -> bool:
    """Tell how far it is until the worker is done; whether somebody asked it to stop."""
    left: float | None = None
    while True:
        done, _ = await asyncio.wait([following], timeout=TOLD_EVERY)
        if done:
            return left is not None
        may_go_on = await tell(said.progress)
        if left is not None:
            left -= TOLD_EVERY
            if left <= 0:
                return True
        elif not may_go_on:
            left = GRACE
            await _write(process, b"!")


async def _write(process: Process, data: bytes) -> None:
    if process.stdin is None:
        return
    with suppress(BrokenPipeError, ConnectionResetError):  # it is gone: its output ends, which says so
        process.stdin.write(data)
        await process.stdin.drain()


async def _end(process: Process) -> None:
    """Let no worker stay behind."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
    await process.wait()
