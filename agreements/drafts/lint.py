"""The lint: everything that can be wrong with a draft's words against its terms, its states and our own rules.

A draft that anything stops can't go to the advisors. That nothing is found does not make it a good agreement.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from agreements.clause_library import VARIABLES, Speech, filled, paragraph_of, placed, said_under
from agreements.clause_library.speech import STATES, state_name
from agreements.clauses import Clause
from agreements.documents import terms_document
from agreements.drafts.choices import about_terms
from agreements.drafts.confiding import tales
from agreements.drafts.consent import silent_consents
from agreements.drafts.findings import Finding, Severity, stops, warns
from agreements.drafts.known import NOTHING, Known
from agreements.drafts.letters import unshowable
from agreements.drafts.lists import forbidden_lists
from agreements.drafts.money import amounts, per_contact
from agreements.drafts.numbers import strays
from agreements.drafts.paying import by_use
from agreements.drafts.values import Draft, own_words
from agreements.packs import Pack, Requirement, requirements
from agreements.terms import CLAUSE_OF, Terms, needed
from geo.names import AgencyId

LAW_OF: Final = re.compile(rf"\blaws?\s+of\s+(?:the\s+(?:State|Commonwealth)\s+of\s+)?({'|'.join(STATES.values())})\b")


def lint(
    draft: Draft,
    states: Mapping[AgencyId, str],
    packs: Iterable[Pack],
    names: Mapping[AgencyId, str],
    coverage: Collection[int] | None = None,
    known: Known = NOTHING,
) -> tuple[Finding, ...]:
    """All findings: those that stop first, then by clause.

    Args:
        draft: what is held against its own terms, its states and our rules.
        states: the postal code of each party's state.
        packs: the rule packs to hold the draft against.
        names: the parties' names, as they would stand in the text.
        coverage: the characters that the fonts can show; ``None``: not looked at.
        known: what is known of the parties besides: which are practices, which lead, who signs for them.
    """
    packs = tuple(packs)
    found = [
        *_about_the_whole(draft, names),
        *about_terms(draft.terms, names, packs, states, known),
        *_about_clauses(draft),
        *_about_words(draft, Speech(draft.terms, names)),
        *_about_states(draft, {states[each] for each in draft.terms.parties if each in states}, packs, names),
        *(_unshown(draft, names, coverage, known) if coverage is not None else ()),
    ]
    found += [
        stops(f"We do not know in which state {_name(each, names)} is, so no rules can be checked for it.")
        for each in sorted(draft.terms.parties - states.keys(), key=str)
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda each: (each.severity is Severity.WARNS, each.clause or 0)))


def _name(agency: AgencyId, names: Mapping[AgencyId, str]) -> str:
    return names.get(agency, "").strip() or f"the agency {agency}"


def _about_the_whole(draft: Draft, names: Mapping[AgencyId, str]) -> Iterator[Finding]:
    if not draft.title.strip():
        yield stops("The agreement has no title.")
    called = [names.get(each, "").strip() for each in draft.terms.parties]
    if "" in called:
        yield stops("A party has no name.", Clause.PARTIES, "parties")
    for name in sorted({each for each in called if each and called.count(each) > 1}):
        yield stops(f"Two parties are called “{name}”; nobody could tell them apart.", Clause.PARTIES, "parties")


def _about_clauses(draft: Draft) -> Iterator[Finding]:
    must = needed(draft.terms)
    for clause in Clause:
        if clause in draft.clauses:
            continue
        if clause in must:
            yield stops(f"Clause {clause:d} ({clause.subject}) is missing, and a term stands on it.", clause)
        else:
            yield warns(f"Clause {clause:d} ({clause.subject}) is left out.", clause)


def _about_words(draft: Draft, speech: Speech) -> Iterator[Finding]:
    for clause, choice in draft.clauses.items():
        if not filled(choice.said, speech).strip():
            yield stops(f"Clause {clause:d} has no words.", clause)
        wording = choice.wording
        if wording is not None and wording.clause is not clause:
            yield stops(f"The wording {wording.id} belongs under clause {wording.clause:d}.", clause)
        if wording is not None and draft.terms.kind not in wording.kinds and not choice.own:
            yield stops(f"The wording {wording.id} is for another kind of agreement.", clause, "kind")
        yield from _variables(clause, choice.said, speech)
        words = own_words(choice)
        yield from strays(clause, words, draft.terms)
        yield from _foreign_law(clause, words, draft.terms)
        yield from per_contact(clause, words)
        yield from by_use(clause, words)
        yield from amounts(clause, words)
        yield from silent_consents(clause, words)
        yield from forbidden_lists(clause, words)
        yield from tales(clause, words)


def _variables(clause: Clause, words: str, speech: Speech) -> Iterator[Finding]:
    there = placed(words)
    for name in said_under(clause, speech):
        if name not in there:
            yield stops(
                f"Clause {clause:d} must say its term through {{{name}}}, so that text and terms can't differ. With "
                f"these terms it reads: “{VARIABLES[name](speech)}”",
                clause,
                name,
            )
    for name in sorted(there - VARIABLES.keys()):
        yield stops(f"Nothing fills {{{name}}} in clause {clause:d}.", clause)
    for name in sorted(there & CLAUSE_OF.keys()):
        if CLAUSE_OF[name] is not clause:
            yield warns(f"Clause {clause:d} repeats {{{name}}}, which clause {CLAUSE_OF[name]:d} says.", clause, name)


def _foreign_law(clause: Clause, words: str, terms: Terms) -> Iterator[Finding]:
    """Own words that let the law of another state govern than the term does."""
    for found in LAW_OF.finditer(words):
        if clause is Clause.DISPUTES and found[1] != state_name(terms.law):
            said = f"that of {state_name(terms.law)}" if terms.law else "that of each party's own state"
            yield stops(
                f"Clause {clause:d} speaks of “{found[0]}”, and by the terms the law that governs is {said}.",
                clause,
                "law",
            )


def _about_states(
    draft: Draft, states: Collection[str], packs: tuple[Pack, ...], names: Mapping[AgencyId, str]
) -> Iterator[Finding]:
    speech = Speech(draft.terms, names)
    for need in requirements(packs, states):
        if finding := _unmet(draft, need, speech):
            yield finding
    for state in sorted(set(states) - {pack.state for pack in packs}):
        yield warns(f"There is no rule pack for {state}: its party's advisor must say what that state's law asks for.")
    for clause, choice in draft.clauses.items():
        here = {part.split(".")[1] for part in choice.edition.split("+")[1:]}
        for state in sorted(here - set(states)):
            if not choice.own:
                yield warns(f"Clause {clause:d} holds words for {state}, and no party is there.", clause)
        for state in sorted(set(states) - here):
            if not choice.own and paragraph_of(clause, state) is not None:
                yield warns(f"Clause {clause:d} is without the paragraph that the library has for {state}.", clause)


def _unmet(draft: Draft, need: Requirement, speech: Speech) -> Finding | None:
    say = stops if need.hard else warns
    if need.clause not in draft.clauses:
        return say(f"{need.what} Clause {need.clause:d} is missing.", need.clause, None, need.source)
    words = filled(draft.clauses[need.clause].said, speech).casefold()
    if need.mentions and not any(each.casefold() in words for each in need.mentions):
        asked = " or ".join(f"“{each}”" for each in need.mentions)
        return say(f"{need.what} Clause {need.clause:d} does not mention {asked}.", need.clause, None, need.source)
    if need.term and not need.lets(_plain(draft.terms, need.term)):
        return say(need.what, need.clause, need.term, need.source)
    return None


def _plain(terms: Terms, name: str) -> object:
    return terms_document(terms)[name]


def _unshown(draft: Draft, names: Mapping[AgencyId, str], coverage: Collection[int], known: Known) -> Iterator[Finding]:
    for agency in sorted(draft.terms.parties & known.signers.keys(), key=str):
        for said in known.signers[agency]:
            if missing := unshowable(said, coverage):
                yield warns(
                    f"The fonts of the signed document can't show “{missing}” in “{said}”, which is on file for "
                    f"whoever signs for {_name(agency, names)}. A signature with it would be refused: write it in "
                    "Latin letters before it goes out."
                )
    for agency in sorted(draft.terms.parties, key=str):
        if missing := unshowable(names.get(agency, ""), coverage):
            yield stops(
                f"The fonts of the signed document can't show “{missing}” in the name “{names[agency]}”.",
                Clause.PARTIES,
                "parties",
            )
    if missing := unshowable(draft.title, coverage):
        yield stops(f"The fonts of the signed document can't show “{missing}” in the title.")
    plain = Speech(draft.terms, dict.fromkeys(draft.terms.parties, "A"))
    for clause, choice in draft.clauses.items():
        said = filled(choice.said, plain)
        if missing := unshowable(said, coverage):
            yield stops(f"The fonts of the signed document can't show “{missing}” in clause {clause:d}.", clause)
