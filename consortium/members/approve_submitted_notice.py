"""A legal advisor approves a submitted notice under her own name: officers are shown it from then on."""

from consortium.access.door import Viewer
from consortium.db import Transaction
from consortium.journal import record
from consortium.members.notice_in_hand import submitted_notice
from consortium.members.setup_values import Stage
from consortium.members.state_profile import keeps_notice_back
from consortium.members.store.states import load_fields_read
from consortium.problems import BadInput


async def approve_submitted_notice(tx: Transaction, viewer: Viewer, *, state: str, language: str, version: int) -> None:
    """Approve the version that she read, with the viewer's name and today's date: neither is typed.

    Raises:
        BadInput: the state's exceptions, or its duty to report misconduct, have not been read.
        Conflict: that version is not waiting for approval any more.
        NotFound: there is no version at all.
    """
    row = await submitted_notice(tx, state, language, version)
    missing = keeps_notice_back((await load_fields_read(tx)).get(state, frozenset()))
    if missing:
        labels = " and ".join(f"“{field.label}”" for field in missing)
        raise BadInput(f"Read {labels} in the profile of {state} first: the notice says what stands there.", "approve")
    row.stage, row.approved_by, row.approved_on = Stage.APPROVED.value, viewer.name, tx.now.date()
    await tx.flush()
    await record(
        tx,
        "approved notice",
        by=viewer.person,
        subject=row.id,
        state=state,
        language=language,
        version=row.version,
    )
