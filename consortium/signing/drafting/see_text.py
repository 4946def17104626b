"""A text beside another one: clause by clause, word by word, and term by term. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from agreements import CLAUSE_OF, Article, Pact, Terms
from agreements.clause_library import Speech, Voice
from agreements.clause_library.variables import TERM_VARIABLES
from agreements.compare import ClauseChange, difference
from consortium.signing.drafting.look import Look
from consortium.signing.drafting.terms_layout import LABELS
from geo import AgencyId

Names = Mapping[AgencyId, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """Something that a text can be held against; ``key`` stands in the address, ``kind`` names the sentence."""

    key: str
    kind: str
    number: int
    text: tuple[Article, ...]
    terms: Terms


def bases(look: Look, pact: Pact | None) -> tuple[Base, ...]:
    """Everything that a draft can be held against: versions, the newest first, then what was sent to the advisors."""
    versions = sorted(pact.versions if pact else (), key=lambda each: -each.number)
    earlier = [
        Base(key=f"version-{each.number}", kind="version", number=each.number, text=each.text, terms=each.terms)
        for each in versions
        if each.number < look.file.draft.number
    ]
    sent = [
        Base(
            key=f"sent-{len(look.sent) - place}",
            kind="sent",
            number=len(look.sent) - place,
            text=each.text,
            terms=each.terms,
        )
        for place, each in enumerate(look.sent)
        if each.digest != look.digest
    ]
    return (*earlier, *sent)


def base_amended(look: Look, pact: Pact | None) -> tuple[Base, ...]:
    """The version from which a draft grew, and nothing else: all that counsel behind a link is shown besides."""
    return tuple(each for each in bases(look, pact) if each.kind == "version" and each.number == look.file.amends)


def chosen(found: Iterable[Base], key: str, default: int | None) -> Base | None:
    """The base that the address names; else the version that the draft grew from; else the last that was sent."""
    known = tuple(found)
    named = next((each for each in known if each.key == key), None)
    grown = next((each for each in known if each.key == f"version-{default}"), None)
    return named or grown or (known[0] if known else None)


def see_text(
    text: tuple[Article, ...], terms: Terms, base: Base | None, summaries: Mapping[int, str], names: Names
) -> dict[str, Any]:
    """Each clause with its words, what is gone and what is new in it, and the terms that differ."""
    found = difference(base.text if base else text, text, (base.terms if base else terms, terms), names)
    return {
        "clauses": [
            {
                "number": int(each.clause),
                "subject": each.clause.subject,
                "words": each.after,
                "pieces": [(run.kind, run.words) for run in each.runs],
                "changed": each.change is not ClauseChange.SAME,
                "summary": summaries.get(int(each.clause), ""),
            }
            for each in found.clauses
        ],
        "changed": len(found.changed),
        "terms_changed": [
            {"label": LABELS[each.term], "before": each.before, "after": each.after, "clause": int(each.clause)}
            for each in found.terms
        ],
    }


def see_terms(terms: Terms, names: Names) -> list[dict[str, Any]]:
    """Every term that says something, in words, with its clause."""
    said = ((name, _said(name, terms, names)) for name in CLAUSE_OF)
    return [{"label": LABELS[name], "value": words, "clause": int(CLAUSE_OF[name])} for name, words in said if words]


def _said(name: str, terms: Terms, names: Names) -> str:
    return TERM_VARIABLES[name](Speech(terms, names, Voice.PLAIN))
