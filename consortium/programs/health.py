"""Whether this process lives, and whether it could do its work: take a request and page somebody for it.

A probe learns which check failed, in one word, and nothing else. Nobody counts or looks at requests here.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from consortium.channels import MailChannel
from consortium.db import Database, migration_level
from consortium.keys import RequestKeys
from consortium.migrate import newest

PATIENCE: Final = 2.0
_MAIL_KEPT: Final = 30.0


@dataclass(slots=True, kw_only=True)
class Health:
    """The checks of one process. What the mail server said is kept for 30 s, so that probes do not burden it."""

    database: Database
    keys: RequestKeys
    mail: MailChannel
    _greeted: tuple[float, bool] | None = None
    _level: str = ""
    _one: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def ready(self) -> Mapping[str, bool]:
        """Every check, by name, with whether it holds: all of them, and a request can be taken and paged."""
        checks: dict[str, Callable[[], Awaitable[bool]]] = {
            "tables": self._tables,
            "request-keys": self._request_keys,
            "mail": self._mail,
        }
        reachable = await _within(self._database())
        rest = await asyncio.gather(
            *(_within(check()) if reachable or name != "tables" else _no() for name, check in checks.items())
        )
        return {"database": reachable, **dict(zip(checks, rest, strict=True))}

    async def _database(self) -> bool:
        async with self.database.reading(None) as reading:
            return reading.now is not None

    async def _tables(self) -> bool:
        """The tables are at the level that this program was written for."""
        self._level = self._level or await asyncio.to_thread(newest)
        async with self.database.reading(None) as reading:
            return await migration_level(reading) == self._level

    async def _request_keys(self) -> bool:
        return await asyncio.to_thread(self.keys.usable)

    async def _mail(self) -> bool:
        """The mail server answers; one probe at a time asks it."""
        clock = asyncio.get_running_loop().time
        async with self._one:
            if self._greeted is None or clock() - self._greeted[0] >= _MAIL_KEPT:
                self._greeted = (clock(), await self.mail.greets(PATIENCE))
            return self._greeted[1]


async def _no() -> bool:
    return False


async def _within(check: Awaitable[bool]) -> bool:
    """Whether a check holds; one that fails or takes too long does not."""
    try:
        return await asyncio.wait_for(check, PATIENCE + 1)
    except Exception:  # noqa: BLE001 (whatever it was: the check does not hold, and the probe is told so)
        return False
