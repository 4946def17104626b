"""The form of the terms as its page shows it: groups, fields, choices, lines of lists, and the clauses beside. Pure."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from agreements.clause_library import Speech, filled
from agreements.clause_library.speech import ZONES
from agreements.term_kinds import Service
from consortium.members.values import Agencies
from consortium.signing.drafting.look import Look
from consortium.signing.drafting.terms_form import SPARE, form_of_terms, lines_of
from consortium.signing.drafting.terms_layout import FIELD_OF, LAYOUT, WORDS, Group

FEW: Final = 12
"""With more parties than these the words of the clauses stand on their own pages only, so that the form stays light."""


def see_terms_form(
    look: Look,
    agencies: Agencies,
    typed: Mapping[str, str] | None,
    slug: str,
    *,
    theirs: bool,
    wanted: Collection[str] = (),
) -> dict[str, Any]:
    """The whole form, folded by subject.

    With ``theirs`` somebody was faster: the fields that differ from her answers are listed. The groups of the fields
    ``wanted``, and those of which something stops the draft, stand open.
    """
    kept = {"title": look.file.draft.title, **form_of_terms(look.terms)}
    form = dict(kept) if typed is None else dict(typed)
    listed = sorted(agencies.names.items(), key=lambda each: each[1])
    return {
        "typed": form,
        "seen": look.file.terms_seen,
        "groups": [_group(group, look, slug, {each.split("-")[0] for each in wanted}) for group in LAYOUT],
        "words": WORDS,
        "agencies": [(str(each), name, agencies.states[each]) for each, name in listed],
        "named": [(str(each), name) for each, name in listed if f"party-{each}" in form],
        "zones": [*ZONES.items()] if look.terms.calendar in ZONES else [(look.terms.calendar,) * 2, *ZONES.items()],
        "services": [each.value for each in Service],
        "filled": {prefix: lines_of(form, prefix) - SPARE for prefix in ("hours", "less", "apart")},
        "ticked": {prefix: sum(f"{prefix}-" in each for each in form) for prefix in ("party", "required", "board")},
        "lines": {prefix: range(lines_of(form, prefix)) for prefix in ("hours", "less", "apart")},
        "theirs": _theirs(kept, form) if theirs else [],
    }


def _group(group: Group, look: Look, slug: str, wanted: Collection[str]) -> dict[str, Any]:
    speech, clauses = Speech(look.terms, look.names), look.file.draft.clauses
    href = f"/{slug}/agreements/drafts/{look.file.id}/clauses"
    few = len(look.terms.parties) <= FEW
    names = {field.name for field in group.fields}
    stopped = {FIELD_OF.get(each.term or "") for each in look.stopping}
    return {
        "title": group.title,
        "open": bool(names & (stopped | set(wanted))),
        "stopped": bool(names & stopped),
        "fields": group.fields,
        "clauses": [
            {
                "number": int(clause),
                "subject": clause.subject,
                "href": f"{href}/{clause:d}",
                "words": filled(clauses[clause].said, speech) if clause in clauses and few else "",
                "left_out": clause not in clauses,
                "findings": [each.message for each in look.at_clause(clause)],
            }
            for clause in group.clauses
        ],
    }


def _theirs(kept: Mapping[str, str], typed: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Field by field, what is kept now and what was typed."""
    names = sorted({*kept, *typed} - {"seen"})
    return [
        (name, kept.get(name, ""), typed.get(name, "")) for name in names if kept.get(name, "") != typed.get(name, "")
    ]
