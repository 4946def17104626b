"""Seal what is released: every process looks, the document is made apart from the database, and is kept once.

Made from records that never change, which are checked once more, sealed, and then written with its event and its mails
in one transaction, which writes nothing where somebody else was faster. A process that dies anywhere before that has
left nothing behind. Only agreements are loaded about which the log has something new, or whose own dates have come.
"""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import structlog

from agreements import PactId
from consortium.access.store import known_consortia
from consortium.db import Database, Reading, Transaction
from consortium.settings import SealFile
from consortium.signing.sealing.doubts import Doubts, load_doubts
from consortium.signing.sealing.press import CannotPrintError
from consortium.signing.sealing.seal import Sealed, sealed
from consortium.signing.sealing.seal_key import SealError, SealKey, load_seal
from consortium.signing.sealing.tell_sealed import tell_doubts, tell_sealed
from consortium.signing.sealing.wanted import Outlook, Wanted, load_wanted
from consortium.signing.store.documents import Document, save_document
from consortium.signing.store.events import note_event
from consortium.signing.store.evidence import load_changed, load_size
from consortium.signing.store.seal_chains import keep_chain

_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=10), timedelta(minutes=5)

log = structlog.get_logger("consortium.sealing")


@dataclass(slots=True)
class _Seen:
    """How far one consortium's log had grown when it was looked at last, and what is looked at again unasked.

    ``again_at``: agreements, with the instant from which they are looked at although nothing was added about them.
    ``failures``: how often in a row each could not be sealed.
    """

    size: int
    again_at: dict[PactId, datetime] = field(default_factory=dict)
    failures: dict[PactId, int] = field(default_factory=dict)

    def after(self, size: int, now: datetime, *, outlook: Outlook, stuck: Collection[PactId]) -> "_Seen":
        """How it looks after agreements were looked at; those that are stuck come again, each time twice as late."""
        looked_at = outlook.looked_at
        found = _Seen(
            size,
            {pact: at for pact, at in self.again_at.items() if pact not in looked_at} | dict(outlook.next_at),
            {pact: times for pact, times in self.failures.items() if pact not in looked_at},
        )
        for pact in stuck:
            times = found.failures[pact] = self.failures.get(pact, 0) + 1
            found.again_at[pact] = now + min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(times - 1, 10))
        return found


@dataclass(slots=True, kw_only=True)
class Sealing:
    """What a process needs to seal: where the seal is, and what the outside is called.

    ``tsa_url``: an authority for time stamps, ``None`` for none.
    """

    database: Database
    folder: Path
    public_url: str
    own: SealFile | None = None
    tsa_url: str | None = None
    _seen: dict[UUID, _Seen] = field(default_factory=dict)

    def key(self, at: datetime, *, invented: bool) -> SealKey:
        """The seal, fit for use at this instant.

        Raises:
            SealError: there is none, or it must not be used.
        """
        found = load_seal(self.folder, self.own)
        found.check(at, demo=invented)
        return found

    async def look(self) -> None:
        """Make what is wanted, in every consortium where something has changed; one that fails holds up no other."""
        async with self.database.reading(None) as reading:
            known = await known_consortia(reading)
        for consortium, _ in known:
            try:
                await self._look_at(consortium)
            except Exception as error:  # noqa: BLE001 (the others go on; this one is looked at again)
                log.warning("an agreement could not be sealed and will be tried again", why=type(error).__name__)

    async def _look_at(self, consortium: UUID) -> None:
        seen = self._seen.get(consortium)
        async with self.database.reading(consortium) as reading:
            now, size = reading.now, await load_size(reading)
            only = await _due(reading, seen, size)
            if only is not None and not only:
                return
            outlook = await load_wanted(reading, self.public_url, only)
            doubts = [await load_doubts(reading, each.execution) for each in outlook.wanted]
        stuck = {each.agreement for each in outlook.unread}
        for each in outlook.unread:
            await self._tell(consortium, each)
        for wanted, why in zip(outlook.wanted, doubts, strict=True):
            if not await self._made(consortium, wanted, why, now):
                stuck.add(wanted.execution.pact.id)
        self._seen[consortium] = (seen or _Seen(0)).after(size, now, outlook=outlook, stuck=stuck)

    async def _made(self, consortium: UUID, wanted: Wanted, why: Doubts | None, now: datetime) -> bool:
        """Whether it is made now; if not, it is told why, and the others go on."""
        pact, version = wanted.execution.pact, wanted.execution.version
        try:
            if why is None:
                await self._make(consortium, wanted, now)
        except CannotPrintError as refused:
            why = Doubts(pact.id, version.number, pact.title, (str(refused),))
        except Exception as error:  # noqa: BLE001 (the others go on; this one is looked at again)
            log.warning("an agreement could not be sealed and will be tried again", why=type(error).__name__)
            return False
        if why is not None:
            await self._tell(consortium, why)
        return why is None

    async def _tell(self, consortium: UUID, why: Doubts) -> None:
        log.warning("an agreement is not sealed: something in it does not hold")
        async with self.database.transaction(consortium) as tx:
            await tell_doubts(tx, why, public_url=self.public_url)

    async def _make(self, consortium: UUID, wanted: Wanted, now: datetime) -> None:
        try:
            key = await asyncio.to_thread(self.key, now, invented=wanted.execution.site.invented)
        except SealError as refused:
            log.warning("there is no seal to be used", why=type(refused).__name__)
            raise
        made = await asyncio.to_thread(press_and_seal, wanted, key, now, self.tsa_url)
        async with self.database.transaction(consortium) as tx:
            await self._keep(tx, wanted, made, key, now)

    async def _keep(self, tx: Transaction, wanted: Wanted, made: Sealed, key: SealKey, now: datetime) -> None:
        version = wanted.execution.version
        document = Document(
            id=uuid4(),
            agreement=wanted.execution.pact.id,
            version=version.number,
            kind=wanted.kind,
            inputs_digest=wanted.execution.inputs_digest,
            sha256=made.sha256,
            sealed_at=now,
            sealed_with=key.fingerprint,
            stamp_inside=made.stamped,
        )
        if not await save_document(tx, document, made.pdf, holds=[each.id for each in wanted.execution.counterparts]):
            return
        await keep_chain(tx, key.fingerprint, key.published())
        await tell_sealed(tx, wanted, document, public_url=self.public_url)
        said = ("kind", "version", "inputs_digest", "sha256", "sealed_with")
        body = {"document": str(document.id), **{name: getattr(document, name) for name in said}}
        await note_event(tx, kind="sealed", agreement=document.agreement, body=body)


async def _due(reading: Reading, seen: _Seen | None, size: int) -> Collection[PactId] | None:
    """The agreements to look at: those about which something was added, and whose time has come; ``None``: all.

    A log that is shorter than it was is that of a backup: then all that is here is new to this process.
    """
    if seen is None or size < seen.size:
        return None
    added = await load_changed(reading, seen.size) if size > seen.size else ()
    return {*map(PactId, added), *(pact for pact, at in seen.again_at.items() if at <= reading.now)}


def press_and_seal(wanted: Wanted, key: SealKey, at: datetime, tsa_url: str | None) -> Sealed:
    """Print and seal; blocking, so it runs in a thread of its own.

    Raises:
        CannotPrintError: the text holds a character that our fonts do not have.
    """
    version = wanted.execution.version
    reason = f"Executed agreement {version.pact}, version {version.number}, digest {version.digest}"
    return asyncio.run(sealed(wanted.paper().pdf(), key, at, reason=reason, tsa_url=tsa_url))
