"""One LISTEN connection a process: it wakes the jobs and the pages that watch.

What a notice carries is empty or a random number. A lost connection is made again, and everybody is woken, because
something may have been missed meanwhile.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import asyncpg

_SLOWEST = 5.0
_HEARTBEAT = 15.0


@dataclass(slots=True)
class Hub:
    """Listens on our channels and wakes whoever asked."""

    url: str
    channels: tuple[str, ...]
    _wakers: set[tuple[str, str | None, Callable[[], None]]] = field(default_factory=set)
    _task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to listen, in the running loop."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Stop listening and wake everybody once more, so that they can go."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        self._wake_all()

    def add(self, channel: str, waker: Callable[[], None], *, topic: str | None = None) -> None:
        """Call ``waker`` from now on at each notice on the channel, or only at those of one topic number."""
        self._wakers.add((channel, topic, waker))

    @contextlib.contextmanager
    def waking(self, channel: str, waker: Callable[[], None], *, topic: str | None = None) -> Iterator[None]:
        """Call ``waker`` at each notice on the channel, as long as this lasts."""
        self.add(channel, waker, topic=topic)
        try:
            yield
        finally:
            self._wakers.discard((channel, topic, waker))

    def _heard(self, _connection: object, _pid: object, channel: str, payload: object) -> None:
        for wanted, topic, waker in tuple(self._wakers):
            if wanted == channel and topic in {None, payload}:
                waker()

    def _wake_all(self) -> None:
        for _, _, waker in tuple(self._wakers):
            waker()

    async def _run(self) -> None:
        wait = 0.1
        while True:
            try:
                await self._listen()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
                await asyncio.sleep(wait)
                wait = min(_SLOWEST, wait * 2)
            else:
                wait = 0.1

    async def _listen(self) -> None:
        connection = await asyncpg.connect(self.url, timeout=_SLOWEST)
        try:
            lost = asyncio.Event()
            connection.add_termination_listener(lambda *_: lost.set())
            for channel in self.channels:
                await connection.add_listener(channel, self._heard)
            self._wake_all()
            while not lost.is_set():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(lost.wait(), _HEARTBEAT)
                if not lost.is_set():
                    await connection.fetchval("select 1", timeout=_SLOWEST)
        finally:
            connection.terminate()
