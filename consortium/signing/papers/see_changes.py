"""What the preview of a text that came back shows. Pure."""

from typing import Any

from consortium.signing.papers.agreement_sheet import TERM_LABELS, Given
from consortium.signing.papers.change_requests import requests_of
from consortium.signing.papers.changes import Change, Found
from consortium.signing.papers.unbound import unbound


def see_found(found: Found, given: Given, source: str) -> dict[str, Any]:
    """What was found, clause by clause, with the change requests that it would become."""
    asked = requests_of(found, given, source)
    return {
        "moved_on": found.moved_on,
        "knows_version": bool(found.made_from),
        "missing": [(int(clause), clause.subject) for clause in found.missing],
        "changes": [_see(change, given) for change in found.changes],
        "requests": len(asked),
    }


def _see(change: Change, given: Given) -> dict[str, Any]:
    terms = unbound(given.said.get(change.clause, ""), given.speech, change.wanted).changed if change.asked else ()
    return {
        "number": int(change.clause),
        "subject": change.clause.subject,
        "asked": change.asked,
        "strikes": change.strikes,
        "adds": change.asked and not given.words(change.clause),
        "marks": [{"words": mark.words, "kind": mark.kind.value, "tracked": mark.tracked} for mark in change.marks],
        "authors": list(change.authors),
        "untracked": change.untracked,
        "moved_on": change.moved_on,
        "terms": [] if change.strikes else [TERM_LABELS.get(name, name) for name in terms],
        "notes": [{"words": note.words, "by": note.by, "about": note.about} for note in change.notes],
        "lost": list(change.lost),
    }
