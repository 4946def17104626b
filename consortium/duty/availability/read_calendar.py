"""Read a calendar in a process of its own, with a limit of time and memory, so that a hostile one harms nobody.

The process is given the bytes, a window and a zone, and answers with spans or with the name of a trouble; it is given
no setting, no secret and no address. What does not answer within the limits is ended.
"""

import asyncio
import json
import resource
import sys
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from scheduling.busy import NoCalendarError, TooMuchError, busy_spans
from scheduling.spans import Span
from scheduling.wallclock import zone

SECONDS: Final = 10
_MEMORY: Final = 1_000_000_000
_MOST_ANSWER: Final = 1_000_000


class UnreadableError(Exception):
    """The calendar gave no answer; ``code`` says why: ``unreadable`` or ``too_much``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


async def read_calendar(data: bytes, window: Span, timezone: str) -> tuple[Span, ...]:
    """The busy time that this calendar tells for the window.

    Raises:
        UnreadableError: it is none, or holds too much.
    """
    head = json.dumps([window.start.isoformat(), window.end.isoformat(), timezone]).encode()
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        __name__,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    try:
        async with asyncio.timeout(SECONDS):
            answer, _ = await child.communicate(head + b"\n" + data)
    except TimeoutError as slow:
        raise UnreadableError("too_much") from slow
    finally:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()
    return _spans(answer)


def _spans(answer: bytes) -> tuple[Span, ...]:
    """An empty answer is that of a process which ran into its limits."""
    if not answer or len(answer) > _MOST_ANSWER:
        raise UnreadableError("too_much")
    told = json.loads(answer)
    if isinstance(told, str):
        raise UnreadableError(told)
    return tuple(Span(*(datetime.fromisoformat(end).astimezone(UTC) for end in pair)) for pair in told)


def _child() -> None:
    """What the process does: limits first, then the bytes."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    head, _, data = sys.stdin.buffer.read().partition(b"\n")
    start, end, timezone = json.loads(head)
    window = Span(*(datetime.fromisoformat(each).astimezone(UTC) for each in (start, end)))
    told: object
    try:
        told = [[each.start.isoformat(), each.end.isoformat()] for each in busy_spans(data, window, zone(timezone))]
    except TooMuchError:
        told = "too_much"
    except NoCalendarError:
        told = "unreadable"
    except (MemoryError, RecursionError):
        told = "too_much"
    except Exception:  # noqa: BLE001 (whatever a strange calendar breaks, it is the calendar that cannot be read)
        told = "unreadable"
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    _child()
