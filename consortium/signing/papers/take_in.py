"""Take in what a text that came back asks for, as change requests; or withdraw all that came with it."""

from collections.abc import Iterable
from uuid import UUID

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.problems import BadInput, Conflict, NotFound
from consortium.signing.drafting.look import CLOSED, seen_by
from consortium.signing.drafting.tell import tell
from consortium.signing.papers.change_requests import SOURCES, Asked, digest_of
from consortium.signing.store.drafts import DraftFile, draft_locked, save_change_request
from consortium.signing.store.people import load_people
from consortium.signing.store.returns import open_changes, return_locked, save_return
from geo import PersonId

WITHDRAWN = "Withdrawn, with everything that came in the same text."


async def take_in(
    tx: Transaction,
    *,
    draft: UUID,
    asked: Iterable[Asked],
    source: str,
    name: str,
    made_from: str,
    viewer: Viewer,
    public_url: str | None = None,
) -> UUID:
    """Keep these change requests, and that they came together; tell who drafts. The id of the text that came back.

    ``source`` is ``word`` or ``pasted``, ``name`` the file's as it was sent, ``made_from`` the digits of the version
    that the file says it was made from, or empty.

    Raises:
        BadInput: nothing is asked for.
        Conflict: exactly this was taken in before, or the draft can't be changed any more.
        NotFound: there is no such draft for her.
    """
    asked = tuple(asked)
    if not asked or source not in SOURCES:
        raise BadInput("Tick at least one clause.", "clauses")
    file = await _open(tx, draft, viewer)
    changes = [
        await save_change_request(tx, draft, each.clause, viewer.person, each.proposed, each.words, source)
        for each in asked
    ]
    back = await save_return(
        tx,
        draft=draft,
        source=source,
        name=checks.line(name, "file", empty=True),
        made_from=checks.line(made_from, "file", most=64, empty=True),
        digest=digest_of(asked),
        changes=changes,
        by=viewer.person,
    )
    await record(tx, "took in marked-up text", by=viewer.person, subject=draft, requests=len(asked))
    drafter = (await load_people(tx, [PersonId(file.made_by)])).values()
    await tell(
        tx,
        drafter,
        subject="a draft came back with changes",
        body=f"{viewer.name} brought in {len(asked)} change requests for “{file.draft.title}”.",
        path=f"agreements/drafts/{draft}/comments",
        public_url=public_url,
        but=viewer.person,
    )
    return back


async def withdraw_return(tx: Transaction, *, draft: UUID, back: UUID, viewer: Viewer) -> int:
    """Withdraw whatever came with a text and was not answered yet; how many requests that were.

    Raises:
        Conflict: it was withdrawn already, or the draft can't be changed any more.
        NotFound: there is no such text for her, or she neither brought it in nor drafts.
    """
    await _open(tx, draft, viewer)
    row = await return_locked(tx, draft, back)
    if row.by != viewer.person and not viewer.may(Permission.DRAFT_AGREEMENTS):
        raise NotFound
    if row.withdrawn_at is not None:
        raise Conflict("This was withdrawn already.")
    changes = await open_changes(tx, back)
    for change in changes:
        change.outcome, change.answer = "answered", WITHDRAWN
        change.answered_at, change.answered_by = tx.now, viewer.person
    row.withdrawn_at, row.withdrawn_by = tx.now, viewer.person
    await tx.flush()
    await record(tx, "withdrew marked-up text", by=viewer.person, subject=draft, requests=len(changes))
    return len(changes)


async def _open(tx: Transaction, draft: UUID, viewer: Viewer) -> DraftFile:
    if not viewer.may(Permission.COMMENT_AGREEMENTS):
        raise NotFound
    file = seen_by(viewer, await draft_locked(tx, draft))
    if not file.open:
        raise CLOSED
    return file
