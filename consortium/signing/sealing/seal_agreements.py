"""Seal what is released: every process looks, the document is made apart from the database, and is kept once.

Made from records that never change, sealed, and then written with its event and its mails in one transaction, which
writes nothing where somebody else was faster. A process that dies anywhere before that has left nothing behind.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import structlog

from consortium.access.store import known_consortia
from consortium.db import Database, Transaction
from consortium.settings import SealFile
from consortium.signing.sealing.seal import Sealed, sealed
from consortium.signing.sealing.seal_key import SealError, SealKey, load_seal
from consortium.signing.sealing.tell_sealed import tell_sealed
from consortium.signing.sealing.wanted import Wanted, load_wanted
from consortium.signing.store.documents import Document, load_marks, save_document
from consortium.signing.store.events import note_event

_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=10), timedelta(minutes=5)

log = structlog.get_logger("consortium.sealing")

Marks = tuple[int, int, int]


@dataclass(slots=True)
class _Seen:
    """How it looked last time, and when to look again although nothing has changed."""

    marks: Marks
    again_at: datetime | None
    failures: int = 0


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
        async with self.database.reading(consortium) as reading:
            marks, now = await load_marks(reading), reading.now
            seen = self._seen.get(consortium)
            if seen is not None and seen.marks == marks and (seen.again_at is None or now < seen.again_at):
                return
            outlook = await load_wanted(reading, self.public_url)
        failures = (seen.failures if seen else 0) + 1
        wait = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(failures - 1, 10))
        self._seen[consortium] = _Seen(marks, now + wait, failures)
        for wanted in outlook.wanted:
            await self._make(consortium, wanted, now)
        self._seen[consortium] = _Seen(marks, outlook.next_at)

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
        if not await save_document(tx, document, made.pdf):
            return
        await tell_sealed(tx, wanted, document, public_url=self.public_url)
        said = ("kind", "version", "inputs_digest", "sha256", "sealed_with")
        body = {"document": str(document.id), **{name: getattr(document, name) for name in said}}
        await note_event(tx, kind="sealed", agreement=document.agreement, body=body)


def press_and_seal(wanted: Wanted, key: SealKey, at: datetime, tsa_url: str | None) -> Sealed:
    """Print and seal; blocking, so it runs in a thread of its own.

    Raises:
        CannotPrintError: the text holds a character that our fonts do not have.
    """
    version = wanted.execution.version
    reason = f"Executed agreement {version.pact}, version {version.number}, digest {version.digest}"
    return asyncio.run(sealed(wanted.paper().pdf(), key, at, reason=reason, tsa_url=tsa_url))
