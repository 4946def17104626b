"""Looks the whole log over once a day: every row, event, head, signature and countersignature is checked anew.

What somebody changed past the log is then known within a day, and said on the log's page and by the doctor, without
anybody having to ask. The consortium's own day decides; whichever process comes first looks.
"""

from typing import Final

import structlog

from consortium.db import Transaction
from consortium.members.store import load_today
from consortium.signing.evidence.check_log import check_log
from consortium.signing.evidence.findings import Verdict
from consortium.signing.store.evidence import load_size
from consortium.signing.store.log_looks import LogLook, is_due, save_look

_MOST_LETTERS: Final = 2000

log = structlog.get_logger("consortium.evidence")


async def look_over(tx: Transaction) -> LogLook | None:
    """Look, if it is time; what was found. Nothing while the log has no event."""
    today, size = await load_today(tx), await load_size(tx)
    if not size or not await is_due(tx, today):
        return None
    faults = [each for each in await check_log(tx) if each.verdict is Verdict.FAILS]
    said = " ".join(f"{each.what}: {each.said}" for each in faults)[:_MOST_LETTERS]
    look = LogLook(at=tx.now, size=size, faults=len(faults), said=said)
    await save_look(tx, today, look)
    if faults:
        log.error("the log of agreements does not hold", faults=len(faults))
    return look
