"""Copies that are printed when somebody asks for them, one at a time; the last ones are kept in memory."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from agreements import digest
from consortium.signing.sealing.paper import Paper

MOST_KEPT: Final = 24


@dataclass(slots=True)
class Copies:
    """The printed copies of one process, by a digest of their words."""

    _kept: OrderedDict[str, bytes] = field(default_factory=OrderedDict)
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def of(self, paper: Paper) -> bytes:
        """The document as a PDF; printed in a thread, since it takes a part of a second.

        Raises:
            CannotPrintError: the text holds a character that our fonts do not have.
        """
        key = digest({"template": paper.template, "said": dict(paper.said)})
        async with self._lock:
            if key not in self._kept:
                self._kept[key] = await asyncio.to_thread(paper.pdf)
                if len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]
