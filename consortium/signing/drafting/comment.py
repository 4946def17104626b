"""Comment on a clause of a draft, or propose other words for it; answer that, or put the proposed words in."""

from uuid import UUID

from agreements import Clause
from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.problems import BadInput, Conflict, NotFound
from consortium.signing.drafting.choose_clause import keep_choice
from consortium.signing.drafting.look import CLOSED, seen_by
from consortium.signing.drafting.tell import tell
from consortium.signing.store.changes import change_locked
from consortium.signing.store.drafts import DraftFile, draft_locked, save_change_request
from consortium.signing.store.drafts_tables import AgreementChangeRow
from consortium.signing.store.people import load_people
from geo import PersonId

PAGE = "page"
OPEN, TAKEN, ANSWERED = "open", "taken", "answered"


async def comment(
    tx: Transaction,
    *,
    draft: UUID,
    clause: Clause,
    words: str,
    proposed: str,
    viewer: Viewer,
    public_url: str | None = None,
) -> UUID:
    """Keep a comment, with other words for the clause if any are proposed, and tell who drafts; its id.

    Raises:
        BadInput: there is neither.
        Conflict: the draft can't be changed any more.
        NotFound: there is no such draft for her.
    """
    said = checks.passage(words, "words", most=4000, empty=True)
    other = checks.passage(proposed, "proposed", empty=True)
    if not said and not other:
        raise BadInput("Say something, or propose other words.", "words")
    file = await _open(tx, draft, viewer)
    change = await save_change_request(tx, draft, clause, viewer.person, other or None, said, PAGE)
    await record(tx, "commented on clause", by=viewer.person, subject=draft, clause=int(clause), proposed=bool(other))
    drafter = (await load_people(tx, [PersonId(file.made_by)])).values()
    await tell(
        tx,
        drafter,
        subject="somebody commented on a draft",
        body=f"{viewer.name} wrote about clause {clause:d} of “{file.draft.title}”.",
        path=f"agreements/drafts/{draft}/comments",
        public_url=public_url,
        but=viewer.person,
    )
    return change


async def answer_change(
    tx: Transaction, *, draft: UUID, change: UUID, answer: str, viewer: Viewer, public_url: str | None = None
) -> None:
    """Answer a comment or a proposal in words, and leave the clause as it is.

    Raises:
        BadInput: the answer is empty.
        Conflict: it was answered already.
        NotFound: there is no such comment for her, or she does not draft.
    """
    file, row = await _theirs(tx, draft, change, viewer)
    words = checks.passage(answer, "answer", most=4000)
    await _settle(tx, file, row, ANSWERED, words, viewer, public_url)


async def take_change(
    tx: Transaction,
    *,
    draft: UUID,
    change: UUID,
    seen: int,
    viewer: Viewer,
    public_url: str | None = None,
) -> None:
    """Put the proposed words in. ``seen``: which choice of the clause she had before her.

    Raises:
        BadInput: nothing was proposed.
        Conflict: it was answered already, or somebody else changed the clause meanwhile.
        NotFound: there is no such comment for her, or she does not draft.
    """
    file, row = await _theirs(tx, draft, change, viewer)
    if row.proposed is None:
        raise BadInput("This comment proposes no words. Answer it.", "answer")
    clause = Clause(row.clause)
    known = file.draft.clauses.get(clause)
    edition = known.edition if known else ""
    await keep_choice(tx, file, clause, edition, row.proposed, seen=seen, by=viewer.person)
    await _settle(tx, file, row, TAKEN, "", viewer, public_url)


async def _open(tx: Transaction, draft: UUID, viewer: Viewer) -> DraftFile:
    if not viewer.may(Permission.COMMENT_AGREEMENTS):
        raise NotFound
    file = seen_by(viewer, await draft_locked(tx, draft))
    if not file.open:
        raise CLOSED
    return file


async def _theirs(tx: Transaction, draft: UUID, change: UUID, viewer: Viewer) -> tuple[DraftFile, AgreementChangeRow]:
    file = await _open(tx, draft, viewer)
    row = await change_locked(tx, change)
    if row.draft != draft or not viewer.may(Permission.DRAFT_AGREEMENTS):
        raise NotFound
    if row.outcome != OPEN:
        raise Conflict("This was answered already.")
    return file, row


async def _settle(
    tx: Transaction,
    file: DraftFile,
    row: AgreementChangeRow,
    outcome: str,
    words: str,
    viewer: Viewer,
    public_url: str | None,
) -> None:
    row.outcome, row.answer, row.answered_at, row.answered_by = outcome, words, tx.now, viewer.person
    await tx.flush()
    await record(tx, "answered comment", by=viewer.person, subject=file.id, clause=row.clause, outcome=outcome)
    asker = (await load_people(tx, [PersonId(row.by)])).values()
    told = "took the words that you proposed" if outcome == TAKEN else "answered you"
    await tell(
        tx,
        asker,
        subject="your comment was answered",
        body=f"{viewer.name} {told}, clause {row.clause} of “{file.draft.title}”.",
        path=f"agreements/drafts/{file.id}/comments",
        public_url=public_url,
        but=viewer.person,
    )
