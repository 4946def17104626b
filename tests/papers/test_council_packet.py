"""A council's packet says what the terms say, and each answer stands on the clause that it names."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from agreements import (
    CLAUSE_OF,
    Acceptance,
    Amendment,
    Cause,
    Clause,
    Cost,
    Effect,
    Filing,
    Joinder,
    Privilege,
    Renewal,
)
from agreements.packs import Office
from consortium.signing.papers.agreement_sheet import Given
from consortium.signing.papers.blocks import Heading, Paragraph, Table
from consortium.signing.papers.council import BODIES, Council
from consortium.signing.papers.packet import council_packet
from consortium.signing.papers.print_sheet import pdf_document
from consortium.signing.papers.questions import QUESTIONS, twelve
from consortium.signing.papers.write_word import word_document
from tests.agreements.builders import ALDER, BIRCH, CEDAR
from tests.papers.given import given_out

OTHERWISE: Mapping[str, dict[str, Any]] = {
    "agreement_years": {"agreement_years": 11},
    "amendment": {"amendment": Amendment.STAYS},
    "board_may_change": {"board_may_change": frozenset({"hours"})},
    "cost": {"cost": Cost.POOLED},
    "effect": {"effect": Effect.EVALUATED},
    "effective_from": {"effective_from": date(2027, 3, 1)},
    "filing": {"effect": Effect.EVALUATED, "filing": Filing.RECORDED},
    "insurance_needed": {"insurance_needed": True},
    "joinder": {"joinder": Joinder.MAJORITY},
    "law": {"law": "OR"},
    "lead": {"lead": BIRCH},
    "least_parties": {"least_parties": 3},
    "least_training_hours": {"least_training_hours": 40},
    "notice_days": {"notice_days": 75},
    "privilege": {"privilege": Privilege.ASSURED},
    "renewal": {"term_months": 36, "renewal": Renewal.AUTO},
    "reporters_serve": {"reporters_serve": False},
    "required_parties": {"required_parties": frozenset({CEDAR})},
    "resolutions_required": {"effect": Effect.EVALUATED, "resolutions_required": True},
    "review_months": {"review_months": 24},
    "roles": {"roles": frozenset({"peer"})},
    "run_off_days": {"run_off_days": 17},
    "signing_days": {"signing_days": 44},
    "suspend_on": {"suspend_on": frozenset({Cause.INSURANCE})},
    "term_months": {"term_months": 18},
    "training_required": {"training_required": False, "least_training_hours": 0},
    "yearly_training_hours": {"yearly_training_hours": 6},
}
"""For each term that answers a question, terms by which it says something else."""

ONE_WAY = {"binds_successors"}
"""Terms that a new version can say one way only."""

ASKED = [(one.words, term) for one in QUESTIONS for term in one.terms if term not in ONE_WAY]

BASES: Mapping[str, dict[str, Any]] = {"renewal": {"term_months": 36}}
"""What the other terms are where a term can't be changed alone."""


def council(body: str = "council", **changes: Any) -> Council:
    return Council(
        **{
            "agency": ALDER,
            "name": "Alder Police Department",
            "state": "OR",
            "office": Office.POLICE,
            "body": BODIES[body],
            **changes,
        }
    )


def said(given: Given, question: str) -> str:
    return next(" ".join(each.cited for each in one.said) for one in twelve(given) if one.question == question)


def text_of(given: Given, *, body: str = "council", **changes: Any) -> str:
    words: list[str] = []
    for block in council_packet(given, council(body, **changes)).blocks:
        if isinstance(block, Heading | Paragraph):
            words.append(block.words)
        if isinstance(block, Table):
            words += [" | ".join(row.cells) for row in block.rows]
    return "\n".join(words)


def test_there_are_twelve_questions_and_each_answer_names_a_clause_of_the_text() -> None:
    given = given_out()
    answers = twelve(given)
    assert len(answers) == 12
    has = {article.clause for article in given.text}
    for answer in answers:
        assert answer.said
        assert set(answer.clauses) <= has
        assert all(each.cited.endswith(f"(clause {each.clause:d})") for each in answer.said)


def test_what_is_said_of_a_term_names_the_clause_of_that_term() -> None:
    for answer in twelve(given_out(insurance_needed=True, effective_from=date(2027, 1, 1), term_months=12)):
        assert all(each.clause is CLAUSE_OF[each.term] for each in answer.said if each.term)


@pytest.mark.parametrize(("question", "term"), ASKED)
def test_an_answer_changes_with_its_term(question: str, term: str) -> None:
    base, other = given_out(**BASES.get(term, {})), given_out(**OTHERWISE[term])
    assert said(base, question) != said(other, question)


@pytest.mark.parametrize(("question", "term"), ASKED)
def test_an_answer_changes_with_its_term_also_where_the_parties_wrote_the_clause(question: str, term: str) -> None:
    own = {clause: "As we say here." for one in QUESTIONS for clause in one.clauses}
    base, other = given_out(own, **BASES.get(term, {})), given_out(own, **OTHERWISE[term])
    assert said(base, question) != said(other, question)


def test_the_numbers_in_the_answers_are_those_of_the_terms() -> None:
    given = given_out(notice_days=75, run_off_days=17, term_months=18, agreement_years=11)
    assert "75 days" in said(given, "Can we leave?")
    assert "17 days" in said(given, "Can we leave?")
    assert "18 months" in said(given, "Does it end?")
    assert "11 years" in said(given, "What becomes a public record?")


def test_a_clause_in_the_parties_own_words_is_quoted_and_not_summed_up() -> None:
    given = given_out({Clause.LIABILITY: "The county answers for everybody. {insurance_needed}"})
    answer = said(given, "Are we liable for what others do, or they for us?")
    assert "The parties wrote this clause in their own words: “The county answers for everybody." in answer
    assert "for nobody else's" not in answer


def test_a_clause_that_is_missing_is_said_to_be_missing() -> None:
    given = given_out(without=(Clause.LIABILITY,))
    answer = said(given, "Are we liable for what others do, or they for us?")
    assert answer.startswith("The agreement has no clause on this (Liability and insurance). Ask your advisor.")


def test_the_resolution_cites_the_law_of_the_state_and_the_digest() -> None:
    given = given_out(effect=Effect.EVALUATED, filing=Filing.RECORDED)
    text = text_of(given)
    assert "ORS 190.010" in text
    assert f"version 1, SHA-256 {given.digest}, attached, is approved." in text
    assert "The clerk files the agreement with the recording officer of the county" in text
    assert "counsel confirms it" in text


def test_a_state_without_a_list_leaves_the_law_to_counsel() -> None:
    assert "[counsel names the statute or charter" in text_of(given_out(), state="ID")
    assert "We have no list of what ID asks for." in text_of(given_out(), state="ID")


@pytest.mark.parametrize("body", BODIES)
def test_every_body_gets_its_own_words(body: str) -> None:
    text = text_of(given_out(), body=body)
    assert BODIES[body].name in text
    assert ("ordains:" in text) == (body == "ordinance")


def test_what_changes_for_our_people_is_what_our_agency_gives_and_gets() -> None:
    given = given_out(provides={ALDER: frozenset({"one_to_one"})}, kept_apart=frozenset({frozenset({ALDER, CEDAR})}))
    text = text_of(given)
    assert "Those of them who serve others may lend: talks between one peer and one person (clause 4)." in text
    assert "Our peers and those of Cedar Police Department do not serve each other's people (clause 8)." in text


def test_nothing_is_ever_counted_by_the_contact() -> None:
    for cost in Cost:
        text = text_of(given_out(cost=cost))
        assert "Nothing is counted, billed or paid by the contact" in text
        assert "$0" in text


def test_both_files_hold_the_whole_packet_and_are_the_same_each_time() -> None:
    given, on = given_out(acceptance=Acceptance.DEEMED, deemed_days=10), date(2026, 11, 22)
    sheet = council_packet(given, council())
    pdf = pdf_document(sheet, on)
    assert pdf.startswith(b"%PDF-")
    assert pdf == pdf_document(sheet, on)
    assert word_document(sheet) == word_document(sheet)
