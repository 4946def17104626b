"""Drafts of the library: right by default, of any number of parties, with names that are hard to write."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from agreements import Clause, Effect, Kind, Terms
from agreements.drafts import ClauseChoice, Draft, Finding, lint, standard_clauses
from agreements.packs import PACKS
from geo.names import AgencyId
from tests.agreements.builders import ALDER, BIRCH, CEDAR, PACT, some_terms

ODD = (
    "Peñasco Police",
    "Đông Hà Sheriff",
    "Þórshöfn Marshal",
    "\u02bbŌhi\u02bba County",
    "李 Township",
    "{notice_days} & Sons",
)
NAMES = {ALDER: "Alder Police Department", BIRCH: "Birch County Sheriff's Office", CEDAR: "City of Cedar, Police"}


def many(count: int) -> dict[AgencyId, str]:
    """So many agencies; the first have odd names, one of which looks like a variable."""
    named = [*ODD, *(f"Town {number} Police Department" for number in range(count))]
    return {AgencyId(UUID(int=500 + number)): named[number] for number in range(count)}


def a_draft(states: frozenset[str] = frozenset(), words: dict[Clause, str] | None = None, **terms: Any) -> Draft:
    """A whole draft of the library's newest words; ``words``: own words in place of some of them."""
    said: Terms = some_terms(**{"effect": Effect.EVALUATED, "suspend_on": frozenset(), **terms})
    clauses = standard_clauses(said.kind, states)
    own = {clause: replace(clauses[clause], words=each) for clause, each in (words or {}).items()}
    return Draft(pact=PACT, number=1, title="Agreement on peer support", terms=said, clauses=clauses | own)


def without(draft: Draft, clause: Clause) -> Draft:
    """The same draft with one clause left out."""
    return replace(draft, clauses={each: choice for each, choice in draft.clauses.items() if each is not clause})


def found(draft: Draft, state: str = "OR") -> tuple[Finding, ...]:
    """What the lint finds, with all parties in one state."""
    names = {agency: NAMES.get(agency, f"Agency {agency}") for agency in draft.terms.parties}
    return lint(draft, dict.fromkeys(names, state), PACKS.values(), names)


def own(words: str, clause: Clause, **terms: Any) -> tuple[Finding, ...]:
    """What the lint finds about one clause whose words are the library's and then these."""
    draft = a_draft(frozenset({"OR"}), **terms)
    said = draft.clauses[clause].said
    changed = replace(
        draft, clauses={**draft.clauses, clause: ClauseChoice(draft.clauses[clause].edition, f"{said}\n\n{words}")}
    )
    return tuple(each for each in found(changed) if each.clause is clause)


PRACTICE: dict[str, Any] = {"kind": Kind.PRACTICE, "receives": {CEDAR: frozenset()}}
