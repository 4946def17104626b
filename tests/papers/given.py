"""A draft in the library's words as it is given out; a test changes what matters."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from agreements import Clause, Kind, VersionId
from agreements.drafts import ClauseChoice, Draft, bind, standard_clauses, version_of
from consortium.signing.papers.agreement_sheet import Given, agreement_sheet
from consortium.signing.papers.by_clause import by_clause
from consortium.signing.papers.changes import Change, Found
from consortium.signing.papers.read_word import read_word
from consortium.signing.papers.write_word import word_document
from tests.agreements.builders import ALDER, BIRCH, CEDAR, PACT, some_terms
from tests.papers.word import Word

NAMES = {ALDER: "Alder Police Department", BIRCH: "Birch County Sheriff's Office", CEDAR: "Cedar Police Department"}


def given_out(words: Mapping[Clause, str] | None = None, without: tuple[Clause, ...] = (), **changes: Any) -> Given:
    """What goes out: ``words`` are own words of clauses, with variables; ``changes`` are terms."""
    terms = some_terms(**changes)
    clauses = standard_clauses(Kind.MUTUAL_AID, {"OR"})
    clauses |= {clause: ClauseChoice(words=said) for clause, said in (words or {}).items()}
    for clause in without:
        del clauses[clause]
    draft = Draft(pact=PACT, number=1, title="North Valley peer support", terms=terms, clauses=clauses)
    return Given(
        pact=PACT,
        number=1,
        title=draft.title,
        digest=version_of(draft, VersionId(UUID(int=1)), NAMES).digest,
        text=bind(draft, NAMES),
        terms=terms,
        names=NAMES,
        draft=True,
        said={clause: choice.said for clause, choice in draft.clauses.items()},
    )


def opened(given: Given) -> Word:
    """What goes out, opened in Word."""
    return Word.open(word_document(agreement_sheet(given)))


def back(word: Word, given: Given) -> Found:
    """What a file asks for when it comes back."""
    return by_clause(read_word(word.save()), given)


def only(found: Found) -> Change:
    """The one change that was found."""
    (change,) = found.changes
    return change
