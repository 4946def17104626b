import json
from dataclasses import fields, replace
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements import (
    CLAUSE_OF,
    NEEDED,
    Acceptance,
    Amendment,
    Article,
    Cause,
    Clause,
    Cost,
    DigestError,
    Effect,
    Filing,
    Joinder,
    Kind,
    PactId,
    Privilege,
    Renewal,
    Role,
    Service,
    Terms,
    TermsError,
    Version,
    VersionError,
    Window,
    canonical_bytes,
    form_of,
    read_terms,
    read_text,
    terms_document,
    text_document,
)
from agreements.documents import FIRST, NEWEST
from agreements.terms import FIRST_FORM, needed
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
    "kind": Kind.PRACTICE,
    "provides": MappingProxyType({BIRCH: frozenset({Service.ONE_TO_ONE})}),
    "receives": MappingProxyType({CEDAR: frozenset[Service]()}),
    "most_miles": 120,
    "hours": (Window(8 * 60, 18 * 60), Window(32 * 60, 42 * 60)),
    "may_pause": False,
    "kept_apart": frozenset({frozenset({ALDER, BIRCH})}),
    "yearly_training_hours": 8,
    "privilege": Privilege.ASSURED,
    "reporters_serve": False,
    "agreement_years": 7,
    "cost": Cost.POOLED,
    "insurance_needed": True,
    "effective_from": date(2026, 7, 1),
    "term_months": 24,
    "renewal": Renewal.AUTO,
    "review_months": 12,
    "effect": Effect.EVALUATED,
    "filing": Filing.RECORDED,
    "resolutions_required": True,
    "lead": ALDER,
    "joinder": Joinder.MAJORITY,
    "amendment": Amendment.STAYS,
    "board_may_change": frozenset({"hours", "most_miles"}),
    "suspend_on": frozenset({Cause.INSURANCE, Cause.PAUSE}),
    "law": "OR",
    "binds_successors": False,
    "signing_days": 60,
    "signing_order": (BIRCH, ALDER, CEDAR),
}


SIGNED_IN_THE_FIRST_FORM = "1c397efaa51d0b66ca41aa07e24cf35060b7a26f22f371f232508d6426aa42f0"
"""The digest of the usual version as it was worked out when there was only the first form."""


def changed(name: str) -> Terms:
    """The terms with that one changed, and what has to go with it."""
    with_it: dict[str, dict[str, Any]] = {
        "training_required": {"least_training_hours": 0},
        "acceptance": {"deemed_days": 1},
        "deemed_days": {"acceptance": Acceptance.DEEMED},
        "renewal": {"term_months": 12},
        "filing": {"effect": Effect.EVALUATED},
        "resolutions_required": {"effect": Effect.EVALUATED},
    }
    return some_terms(**{**with_it.get(name, {}), name: OTHER_TERMS[name]})


def test_the_27_clauses_are_numbered_as_the_agreement_numbers_them() -> None:
    assert [int(clause) for clause in Clause] == list(range(1, 28))
    assert len({clause.subject for clause in Clause}) == 27
    assert Clause(11) is Clause.DESIGNATION


def test_each_term_stands_under_a_clause_that_the_text_must_have() -> None:
    assert set(CLAUSE_OF) == {term.name for term in fields(Terms)}
    assert needed(some_terms()) == NEEDED >= {CLAUSE_OF[name] for name in FIRST_FORM}
    for name in OTHER_TERMS:
        assert CLAUSE_OF[name] in needed(changed(name))
        if CLAUSE_OF[name] not in NEEDED and name != "binds_successors":  # no new version says otherwise
            words = f"does not have: .*{CLAUSE_OF[name]:d} "
            with pytest.raises(VersionError, match=words):
                Version.of(a_version().id, pact=PACT, number=1, text=some_text(), terms=changed(name))


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
        ({"provides": {DOGWOOD: frozenset()}}, "lend less than the others is not named"),
        ({"receives": {ALDER: frozenset({Service.FAMILY})}}, "a service that the agreement does not offer"),
        ({"kept_apart": frozenset({frozenset({ALDER})})}, "two different parties"),
        ({"lead": DOGWOOD}, "lead agency is not named"),
        ({"joinder": Joinder.LEAD}, "no lead agency is named"),
        ({"signing_order": (ALDER, BIRCH)}, "names each party once"),
        ({"board_may_change": frozenset({"parties"})}, "power over parties"),
        ({"hours": (Window(60, 120), Window(90, 150))}, "must not overlap"),
        ({"renewal": Renewal.AUTO}, "can't be renewed"),
        ({"filing": Filing.RECORDED}, "takes effect by its own conditions"),
        ({"resolutions_required": True}, "takes effect by its own conditions"),
        ({"most_miles": 0}, "from 1 to 3000"),
        ({"law": "Oregon"}, "postal code"),
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


def test_a_version_of_the_first_form_is_read_for_ever_and_can_say_nothing_beyond_it() -> None:
    now = a_version(suspend_on=frozenset())
    document = terms_document(now.terms, FIRST)
    then = replace(now, terms=read_terms(document), form=FIRST, digest=SIGNED_IN_THE_FIRST_FORM)

    assert set(document) == FIRST_FORM
    assert form_of(document) == FIRST
    assert form_of(terms_document(now.terms)) == NEWEST
    assert then.terms == now.terms
    with pytest.raises(VersionError, match="says more than form 1"):
        replace(then, terms=some_terms(hours=OTHER_TERMS["hours"]), text=some_text())


def test_a_signature_cannot_be_moved_to_another_version_or_agreement() -> None:
    version = a_version()

    for moved in ({"number": 2}, {"pact": PactId(UUID(int=78))}):
        with pytest.raises(DigestError, match="altered"):
            replace(version, **moved)


@pytest.mark.parametrize("name", sorted(OTHER_TERMS))
def test_every_term_is_under_the_digest(name: str) -> None:
    text = tuple(Article(clause, clause.subject) for clause in Clause)
    whole = Version.of(a_version().id, pact=PACT, number=1, text=text, terms=some_terms())

    assert set(OTHER_TERMS) == set(CLAUSE_OF)
    with pytest.raises(DigestError):
        replace(whole, terms=changed(name))


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
        ({"parties": None}, "lists something can't be None"),
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
