import json
from dataclasses import fields, replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements import (
    CLAUSE_OF,
    NEEDED,
    Acceptance,
    Article,
    Clause,
    DigestError,
    PactId,
    Role,
    Service,
    Terms,
    TermsError,
    Version,
    VersionError,
    canonical_bytes,
    read_terms,
    read_text,
    terms_document,
    text_document,
)
from tests.agreements.builders import ALDER, BIRCH, CEDAR, DOGWOOD, PACT, a_version, some_terms, some_text
from tests.agreements.strategies import often

OTHER_TERMS: dict[str, Any] = {
    "parties": frozenset({ALDER, BIRCH, CEDAR, DOGWOOD}),
    "calendar": "America/Boise",
    "services": frozenset({Service.ONE_TO_ONE}),
    "answer_minutes": 4,
    "roles": frozenset({Role.PEER}),
    "training_required": False,
    "least_training_hours": 23,
    "acceptance": Acceptance.DEEMED,
    "deemed_days": 10,
    "least_parties": 3,
    "required_parties": frozenset({BIRCH}),
    "notice_days": 31,
    "run_off_days": 4,
}


def changed(name: str) -> Terms:
    """The terms with that one changed, and what has to go with it."""
    with_it: dict[str, dict[str, Any]] = {
        "training_required": {"least_training_hours": 0},
        "acceptance": {"deemed_days": 1},
        "deemed_days": {"acceptance": Acceptance.DEEMED},
    }
    return some_terms(**{**with_it.get(name, {}), name: OTHER_TERMS[name]})


def test_the_27_clauses_are_numbered_as_the_agreement_numbers_them() -> None:
    assert [int(clause) for clause in Clause] == list(range(1, 28))
    assert len({clause.subject for clause in Clause}) == 27
    assert Clause(11) is Clause.DESIGNATION


def test_each_term_stands_under_a_clause_that_the_text_must_have() -> None:
    assert set(CLAUSE_OF) == {term.name for term in fields(Terms)}
    assert set(CLAUSE_OF.values()) < NEEDED


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"least_parties": 1}, "number of parties needed must be a whole number from 2"),
        ({"least_parties": 4}, "needs 4 parties but names only 3"),
        ({"required_parties": frozenset({DOGWOOD})}, "not named among its parties"),
        ({"services": frozenset()}, "offers no service"),
        ({"roles": frozenset()}, "lets nobody serve"),
        ({"answer_minutes": 0}, "time to answer, in minutes, must be a whole number from 1"),
        ({"answer_minutes": 4.5}, "not 4.5"),
        ({"least_training_hours": -1}, "least training"),
        ({"least_training_hours": True}, "not True"),
        ({"training_required": False}, "says that no training is needed"),
        ({"notice_days": -1}, "notice, in days,"),
        ({"notice_days": 3661}, "from 0 to 3660"),
        ({"run_off_days": -1}, "run-off"),
        ({"acceptance": Acceptance.DEEMED}, "only there"),
        ({"deemed_days": 5}, "only there"),
        ({"deemed_days": -1}, "wait for a designation"),
        ({"calendar": "Denver"}, "not the name of a time zone"),
    ],
)
def test_terms_that_cannot_be_kept_are_refused_in_plain_words(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(TermsError, match=words):
        some_terms(**changes)


def test_a_version_knows_its_own_digest() -> None:
    version = a_version()

    assert replace(version) == version
    assert len(version.digest) == 64
    assert json.loads(version.canonical())["terms"] == terms_document(version.terms)


def test_a_signature_cannot_be_moved_to_another_version_or_agreement() -> None:
    version = a_version()

    for moved in ({"number": 2}, {"pact": PactId(UUID(int=78))}):
        with pytest.raises(DigestError, match="altered"):
            replace(version, **moved)


@pytest.mark.parametrize("name", sorted(OTHER_TERMS))
def test_every_term_is_under_the_digest(name: str) -> None:
    assert set(OTHER_TERMS) == set(CLAUSE_OF)
    with pytest.raises(DigestError):
        replace(a_version(), terms=changed(name))


@often
@given(st.data())
def test_any_altered_character_is_found(data: st.DataObject) -> None:
    version = a_version()
    article = data.draw(st.sampled_from(version.text))
    place = data.draw(st.integers(0, len(article.words) - 1))
    letter = data.draw(st.characters(exclude_categories=["Cs"]).filter(lambda each: each != article.words[place]))
    words = f"{article.words[:place]}{letter}{article.words[place + 1 :]}"
    text = tuple(replace(each, words=words) if each == article else each for each in version.text)

    with pytest.raises(DigestError):
        replace(version, text=text)


def test_a_character_more_or_less_is_found() -> None:
    version = a_version()

    for words in ("Term", "Term, renewal and review ", "Term, renewal and re\u0301view"):
        with pytest.raises(DigestError):
            replace(version, text=some_text(TERM=words))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"number": 0}, "numbered from 1, not 0"),
        ({"number": 1.0}, "numbered from 1, not 1.0"),
        ({"text": some_text()[::-1]}, "in the order of their numbers"),
        ({"text": (some_text()[0], *some_text())}, "each once"),
        ({"text": some_text()[1:]}, r"the text does not have: 2 \(Parties"),
    ],
)
def test_a_text_without_order_or_without_a_needed_clause_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(VersionError, match=words):
        replace(a_version(), **changes)


def test_a_clause_without_words_is_refused() -> None:
    with pytest.raises(VersionError, match=r"Clause 11 .* has no words"):
        Article(Clause.DESIGNATION, " \n")


@pytest.mark.parametrize("name", sorted(OTHER_TERMS))
def test_terms_come_back_from_their_document_as_they_went(name: str) -> None:
    terms = changed(name)

    assert read_terms(json.loads(canonical_bytes(terms_document(terms)))) == terms


def test_a_text_comes_back_from_its_document_as_it_went() -> None:
    document = json.loads(canonical_bytes(text_document(some_text())))
    text = read_text(document)

    assert text == some_text()
    version = a_version()
    assert Version.of(version.id, pact=PACT, number=1, text=text, terms=version.terms) == version


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"max_miles": 50}, "nobody knows them: 'max_miles'"),
        ({"notice_days": "30"}, "must be a whole number"),
        ({"services": ["yoga"]}, "not of the kind"),
        ({"parties": [1, 2]}, "not of the kind"),
        ({"parties": None}, "not of the kind"),
        ({"acceptance": "maybe"}, "not of the kind"),
        ({"training_required": 1}, "true or false can't be 1"),
        ({"services": ["one_to_one", "one_to_one"]}, "not written in the one form"),
        ({"parties": [f"{{{ALDER}}}", str(BIRCH)]}, "not written in the one form"),
        ({"answer_minutes": 1.0}, "must be a whole number"),
    ],
)
def test_a_terms_document_that_we_would_not_have_written_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(TermsError, match=words):
        read_terms({**terms_document(some_terms()), **changes})


def test_a_terms_document_that_lacks_a_term_is_refused() -> None:
    document = terms_document(some_terms())
    del document["notice_days"]

    with pytest.raises(TermsError, match=r"missing.*'notice_days'"):
        read_terms(document)


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (None, "no list of clauses"),
        ([{"words": "x"}], "no list of clauses"),
        ([{"clause": 99, "words": "x"}], "no list of clauses"),
        ([{"clause": 1, "words": 5}], "no list of clauses"),
        ([{"clause": 1, "words": ""}], "has no words"),
        ([{"clause": 1, "words": "x", "more": 1}], "not written in the one form"),
    ],
)
def test_a_text_document_that_we_would_not_have_written_is_refused(document: object, words: str) -> None:
    with pytest.raises(VersionError, match=words):
        read_text(document)
