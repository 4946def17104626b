"""Answer the terms of a draft anew. The text follows by itself, since it says them through its variables.

The title is kept with them. It is no part of the digest, but advisors read it and heads sign under it: so a verdict is
about the title too, and a draft that is called something else is to be judged anew. Once frozen it keeps its name.
"""

from uuid import UUID

from agreements import Terms, terms_document
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.store import load_agencies
from consortium.problems import BadInput
from consortium.signing.drafting.look import CLOSED
from consortium.signing.store.drafts import FASTER, add_terms, draft_locked, rename_draft


async def answer_terms(tx: Transaction, *, draft: UUID, terms: Terms, title: str, seen: int, by: UUID) -> bool:
    """Keep these terms and this title; whether anything is different now. ``seen``: the terms that she had before her.

    Raises:
        BadInput: there is no title, or a party is not enrolled.
        Conflict: somebody else answered them meanwhile, or the draft can't be changed any more.
        NotFound: there is no such draft.
    """
    file = await draft_locked(tx, draft)
    if not file.open:
        raise CLOSED
    if file.terms_seen != seen:
        raise FASTER
    called = checks.line(title, "title")
    if not terms.parties <= (await load_agencies(tx)).names.keys():
        raise BadInput("A party is not enrolled here. Enrol the agency first.", "parties")
    before, after = terms_document(file.draft.terms), terms_document(terms)
    changed = sum(before[name] != after[name] for name in after)
    if not changed and called == file.draft.title:
        return False
    if changed:
        await add_terms(tx, draft, terms, seen=seen, by=by)
    await rename_draft(tx, draft, called)
    await record(tx, "answered terms of draft", by=by, subject=draft, title=called, terms=changed)
    return True
