"""Choose what stands under one clause of a draft: a wording of the library, own words, or nothing."""

from uuid import UUID

from agreements import Clause
from agreements.clause_library import find
from agreements.drafts import ClauseChoice
from agreements.errors import LibraryError
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.problems import BadInput
from consortium.signing.drafting.look import CLOSED
from consortium.signing.store.drafts import FASTER, DraftFile, add_clauses, draft_locked


async def choose_clause(
    tx: Transaction, *, draft: UUID, clause: Clause, edition: str, words: str | None, seen: int, by: UUID
) -> bool:
    """Keep a choice; whether it is another than before. ``seen``: which choice of this clause she had before her.

    With ``words`` the clause is hers, begun from ``edition``; without, it is exactly that edition; without either, the
    clause is left out.

    Raises:
        BadInput: there is no such wording of this clause, or the words can't be taken.
        Conflict: somebody else changed the clause meanwhile, or the draft can't be changed any more.
        NotFound: there is no such draft.
    """
    file = await draft_locked(tx, draft)
    return await keep_choice(tx, file, clause, edition, words, seen=seen, by=by)


async def keep_choice(
    tx: Transaction, file: DraftFile, clause: Clause, edition: str, words: str | None, *, seen: int, by: UUID
) -> bool:
    """The same on a draft that is locked already."""
    if not file.open:
        raise CLOSED
    if file.seen.get(clause, 0) != seen:
        raise FASTER
    choice = _choice(clause, edition, words)
    if choice == file.draft.clauses.get(clause):
        return False
    await add_clauses(tx, file.id, {clause: choice}, file.seen, by=by)
    how = "left out" if choice is None else "own words" if choice.own else "library"
    await record(tx, "chose clause of draft", by=by, subject=file.id, clause=int(clause), how=how)
    return True


def _choice(clause: Clause, edition: str, words: str | None) -> ClauseChoice | None:
    try:
        if edition and find(edition).clause is not clause:
            raise BadInput("This wording belongs to another clause. Choose one of these.", "edition")
    except LibraryError as wrong:
        raise BadInput("There is no such wording. Choose one of these.", "edition") from wrong
    own = checks.passage(words, "words") if words is not None else None
    return ClauseChoice(edition, own) if edition or own else None
