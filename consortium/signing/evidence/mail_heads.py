"""The head of the log goes out by mail, so that it lies where whoever runs this installation can't change it.

On Mondays to the heads and clerks of the member agencies, if the log has grown; to whoever countersigns, her own copy.
"""

from typing import Final
from uuid import UUID

from agreements.log import Statement
from consortium.db import Transaction
from consortium.members.store import load_own_mails, load_today
from consortium.outbox import Mail, post
from consortium.signing.store.evidence import load_checkpoint, load_size
from consortium.signing.store.witnesses import Countersigned, last_mailed, save_mailing, who_keeps_heads

KIND: Final = "agreement"
_MONDAY: Final = 0
_KEEP: Final = (
    "Keep this mail. If somebody ever rewrote the agreements' history here, the log would no longer grow out of this "
    "head, and with this mail you could show it."
)


async def mail_heads(tx: Transaction, *, title: str, home: str) -> None:
    """Mail the head of the log, on Mondays, if it has grown since. ``home`` is the consortium's address, whole."""
    today = await load_today(tx)
    if today.weekday() != _MONDAY:
        return
    size, last = await load_size(tx), await last_mailed(tx)
    if not size or (last is not None and (last[0] >= today or last[1] == size)):
        return
    note = await load_checkpoint(tx)
    if not await save_mailing(tx, today, size):
        return
    body = (
        f"The log of agreements of {title} has {size} events. Its head, signed:\n\n{note}\n"
        f"{_KEEP}\n\nWhat happened, and the button to countersign it: {home}/agreements/log\n"
    )
    for address in await who_keeps_heads(tx):
        await post(
            tx, Mail(kind=KIND, address=address, subject=f"{title}: the head of the log, {size} events", body=body)
        )


async def mail_copy(tx: Transaction, signed: Countersigned, person: UUID, *, title: str) -> None:
    """Mail to whoever countersigned with her passkey what it signed, whole."""
    if signed.statement is None or signed.assertion is None:
        return
    said = Statement.read(signed.statement)
    parts = "\n".join(f"{name}: {value}" for name, value in signed.assertion.document().items())
    body = (
        f"You countersigned the log of agreements of {title} for {said.agency_name}: {signed.size} events.\n\n"
        f"{said.checkpoint}\n{_KEEP}\n\nWhat your passkey signed, and its answer:\n\n"
        f"{signed.statement.decode()}\n\n{parts}\n\nIf it was not you, ring your clerk.\n"
    )
    for address in await load_own_mails(tx, person):
        await post(tx, Mail(kind=KIND, address=address, subject=f"{title}: you countersigned the log", body=body))
