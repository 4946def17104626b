"""What was said about the clauses of a draft, as the pages show it. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from agreements.clause_library import Speech, filled
from agreements.word_changes import word_changes
from consortium.signing.drafting.look import Look
from consortium.signing.store.changes import ChangeRequest
from consortium.signing.store.people import Holder
from geo import PersonId


def see_changes(
    changes: Iterable[ChangeRequest], people: Mapping[PersonId, Holder], look: Look, slug: str
) -> list[dict[str, Any]]:
    """Each with who said it; proposed words beside those of the clause as they stand now."""
    return [_see(each, people, look, slug) for each in changes]


def _see(each: ChangeRequest, people: Mapping[PersonId, Holder], look: Look, slug: str) -> dict[str, Any]:
    choice, speech = look.file.draft.clauses.get(each.clause), Speech(look.terms, look.names)
    now = filled(choice.said, speech) if choice else ""
    proposed = None if each.proposed is None else filled(each.proposed, speech)
    href = f"/{slug}/agreements/drafts/{look.file.id}"
    return {
        "id": str(each.id),
        "clause": int(each.clause),
        "subject": each.clause.subject,
        "clause_href": f"{href}/clauses/{each.clause:d}",
        "act_href": f"{href}/comments/{each.id}",
        "seen": look.file.seen.get(each.clause, 0),
        "words": each.words,
        "proposed": proposed,
        "pieces": word_changes(now, proposed) if proposed is not None and each.outcome == "open" else None,
        "source": each.source,
        "at": each.at,
        "by": _name(people, each.by),
        "outcome": each.outcome,
        "answer": each.answer,
        "answered_at": each.answered_at,
        "answered_by": _name(people, each.answered_by) if each.answered_by else "",
    }


def _name(people: Mapping[PersonId, Holder], person: object) -> str:
    return next((each.name for known, each in people.items() if known == person), "")
