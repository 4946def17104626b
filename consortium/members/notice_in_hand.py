"""The version of a notice that somebody is about to act on: the newest, and where the act expects it to stand."""

from consortium.db import Transaction
from consortium.members.setup_values import Stage
from consortium.members.store.notices import newest_notice_row
from consortium.members.store.setup_tables import NoticeRow
from consortium.problems import Conflict, NotFound

GONE = "This version is not waiting for approval any more. Look at the page as it is now."


async def notice_in_hand(tx: Transaction, state: str, language: str, stage: Stage, otherwise: str) -> NoticeRow:
    """The newest version, locked.

    Raises:
        Conflict: it stands elsewhere than at ``stage``; the message is ``otherwise``.
        NotFound: there is no version at all.
    """
    row = await newest_notice_row(tx, state, language)
    if row is None:
        raise NotFound
    if row.stage != stage.value:
        raise Conflict(otherwise)
    return row


async def submitted_notice(tx: Transaction, state: str, language: str, version: int) -> NoticeRow:
    """The version that waits for the legal advisor, if it is the one that she read.

    Raises:
        Conflict: it does not wait any more, or another was submitted meanwhile.
        NotFound: there is no version at all.
    """
    row = await notice_in_hand(tx, state, language, Stage.SUBMITTED, GONE)
    if row.version != version:
        raise Conflict(GONE)
    return row
