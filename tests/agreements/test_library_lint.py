"""The lint finds each fault that was planted, says it in a sentence, and leaves good words alone."""

from dataclasses import fields, replace
from typing import Any
from uuid import UUID

import pytest

from agreements import CLAUSE_OF, Cause, Clause, Effect, Filing, Kind, Terms
from agreements.drafts import ClauseChoice, Finding, Known, Severity, lint, unshowable
from agreements.packs import PACKS
from agreements.terms import needed
from tests.agreements.builders import ALDER, BIRCH, CEDAR
from tests.agreements.drafts_in_its_words import NAMES, PRACTICE, a_draft, found, own, without
from tests.agreements.terms_that_differ import some_other, terms_of

OREGON = frozenset({"OR"})
TWO: dict[str, Any] = {"parties": frozenset({ALDER, BIRCH})}


def stopped(findings: tuple[Finding, ...]) -> list[Finding]:
    return [each for each in findings if each.severity is Severity.STOPS]


def test_the_librarys_own_words_are_found_faultless_whatever_the_terms() -> None:
    contrary = {"training_required", "binds_successors", "suspend_on"}
    for term in fields(Terms):
        for value in terms_of(term.name):
            changes = some_other(term.name, value)
            kind = changes.get("kind")
            extra = PRACTICE if kind is Kind.PRACTICE else TWO if kind is Kind.CONSORTIA else {}
            findings = stopped(found(a_draft(OREGON, **{**extra, **changes})))
            assert all(each.term in {"effect", *contrary} for each in findings), (term.name, findings)


@pytest.mark.parametrize("term", [term.name for term in fields(Terms)])
def test_own_words_that_lose_a_terms_variable_stop(term: str) -> None:
    value = next(each for each in reversed(terms_of(term)) if each)
    draft = a_draft(OREGON, **some_other(term, value))
    clause = CLAUSE_OF[term]
    said = draft.clauses[clause].said.replace(f"{{{term}}}", "as the parties agree")
    lost = replace(draft, clauses={**draft.clauses, clause: ClauseChoice(draft.clauses[clause].edition, said)})
    assert (clause, term) in {(each.clause, each.term) for each in stopped(found(lost))}


@pytest.mark.parametrize(
    ("words", "clause"),
    [
        ("Each party is paid $50 per call.", Clause.COST),
        ("The borrowing party reimburses mileage for each contact.", Clause.COST),
        ("The lending party shall bill two hours of overtime for every completed peer session.", Clause.COST),
        ("A flat fee of 40 dollars a call is due.", Clause.PAY_AND_INJURY),
        ("Every time a peer is asked, the home agency is paid one hour.", Clause.COST),
        ("Each month the coordinator reports the number of requests to each head.", Clause.RECORDS),
        ("Hours are recorded per officer.", Clause.RECORDS),
        ("Statistics are broken down by officer.", Clause.RECORDS),
        ("A log of contacts is kept by the coordinator.", Clause.RECORDS),
        ("Not later than the fifth day of the month each party pays $50 per call.", Clause.COST),
        ("If no other rate is agreed, each call is paid at $50.", Clause.COST),
        ("No party pays by the contact, except $20 per call at night.", Clause.COST),
        ("Nothing prevents a party from billing per request.", Clause.COST),
        ("Compensation shall not be less than $50 per call.", Clause.COST),
    ],
)
def test_a_clause_that_pays_or_counts_by_the_contact_is_refused(words: str, clause: Clause) -> None:
    refused = stopped(own(words, clause))
    assert any("unmask the officer" in each.message for each in refused), refused


@pytest.mark.parametrize(
    "words",
    [
        "Nothing is billed per call, and no report is made by contact.",
        "Hours on duty are paid in one lump for each pay period.",
        "Each party pays its own officers for their duty.",
        "Each party reports to its own council what it spent in the year.",
        "Travel is reimbursed once a quarter, as a lump for all duty.",
        "The parties shall not count requests by officer.",
        "An officer pays nothing.",
    ],
)
def test_money_and_hours_by_duty_and_lump_are_left_alone(words: str) -> None:
    assert not stopped(own(words, Clause.COST))


@pytest.mark.parametrize(
    "words",
    [
        "A party that does not object within thirty days is deemed to consent to the amendment.",
        "Silence for sixty days counts as acceptance of the later version.",
        "Failure to object shall be treated as approval.",
        "An amendment is binding on all parties unless a party objects in writing.",
        "Continued participation constitutes agreement; a party so doing is considered to have accepted the change.",
        "Absence of a timely objection binds the party.",
    ],
)
def test_consent_by_silence_is_refused_wherever_it_stands(words: str) -> None:
    for clause in (Clause.AMENDMENT, Clause.JOINDER, Clause.DESIGNATION):
        assert any("silence for consent" in each.message for each in stopped(own(words, clause))), clause


@pytest.mark.parametrize(
    "words",
    [
        "Silence is never consent.",
        "Nobody is deemed to have accepted a change.",
        "A mailed notice is deemed received on the third working day after it was mailed.",
        "A version takes effect when enough parties have signed it.",
    ],
)
def test_what_only_speaks_of_silence_or_of_receipt_is_left_alone(words: str) -> None:
    assert not stopped(own(words, Clause.AMENDMENT))


@pytest.mark.parametrize(
    "words",
    [
        "The coordinator keeps a list of officers who asked.",
        "An exclusion list is kept by each head.",
        "An attendance sheet is signed at each group debriefing.",
        "Each agency keeps a register of participants.",
    ],
)
def test_a_list_that_would_name_people_is_refused(words: str) -> None:
    assert any("No list of who asked" in each.message for each in stopped(own(words, Clause.RECORDS)))
    assert not stopped(own("No list of officers who asked is kept.", Clause.RECORDS))


@pytest.mark.parametrize(
    ("words", "clause", "term"),
    [
        ("A party leaves by 90 days' written notice.", Clause.WITHDRAWAL, "notice_days"),
        ("A party leaves by ninety (90) days' notice.", Clause.WITHDRAWAL, "notice_days"),
        ("Notice of withdrawal is one month.", Clause.WITHDRAWAL, "notice_days"),
        ("A talk under way is finished within two weeks.", Clause.WITHDRAWAL, "run_off_days"),
        ("A peer has forty hours of training.", Clause.QUALIFICATIONS, "least_training_hours"),
        (
            "A peer answers within an hour, that is within 60 minutes.",
            Clause.AVAILABILITY,
            "answer_minutes",
        ),
        ("It takes effect when five parties have signed.", Clause.EFFECT, "least_parties"),
        ("This Agreement runs for a term of five years.", Clause.TERM, "term_months"),
        ("A peer's home agency lies within 75 miles.", Clause.AREA, "most_miles"),
        ("Records of it are kept for seven years.", Clause.RECORDS, "agreement_years"),
    ],
)
def test_a_number_in_own_words_that_differs_from_its_term_stops(words: str, clause: Clause, term: str) -> None:
    terms = {"answer_minutes": 5, "term_months": 36, "most_miles": 120}
    assert term in {each.term for each in stopped(own(words, clause, **terms))}


def test_a_number_that_is_the_terms_only_warns_and_points_to_its_variable() -> None:
    for words in ("A party leaves by thirty (30) days' notice.", "A party leaves by 30 days' notice."):
        (finding,) = own(words, Clause.WITHDRAWAL)
        assert (finding.severity, finding.term) == (Severity.WARNS, "notice_days")
    (finding,) = own("It runs for a term of three years.", Clause.TERM, term_months=36)
    assert (finding.severity, finding.term) == (Severity.WARNS, "term_months")


def test_own_words_that_name_another_law_than_the_term_stop() -> None:
    findings = own("The laws of the State of Texas govern.", Clause.DISPUTES, law="OR")
    assert [(each.severity, each.term) for each in findings] == [(Severity.STOPS, "law")]
    assert not own("The laws of the State of Oregon govern.", Clause.DISPUTES, law="OR")


def test_a_number_written_in_two_ways_stops() -> None:
    assert "in two ways" in stopped(own("A party keeps two (3) keys for thirty (60) days.", Clause.NOTICES))[0].message


def test_a_number_that_may_be_about_another_clauses_term_warns_there() -> None:
    findings = own("A notice of a meeting goes out ninety days before it.", Clause.COMMAND)
    assert [(each.severity, each.term) for each in findings] == [(Severity.WARNS, "notice_days")]
    assert not own("A mailed notice is received three days after it was posted.", Clause.PARTIES, notice_days=3)


def test_a_variable_that_nothing_fills_stops_and_one_of_another_clause_warns() -> None:
    assert "Nothing fills {notise_days}" in stopped(own("After {notise_days}.", Clause.WITHDRAWAL))[0].message
    (finding,) = own("After {notice_days}.", Clause.NOTICES)
    assert (finding.severity, finding.term) == (Severity.WARNS, "notice_days")


def test_a_missing_clause_stops_where_a_term_or_a_state_needs_it_and_warns_else() -> None:
    for clause in Clause:
        draft = a_draft(OREGON)
        findings = [each for each in found(without(draft, clause)) if each.clause is clause]
        assert findings
        if clause in needed(draft.terms):
            assert stopped(tuple(findings))
    assert not stopped(found(without(a_draft(OREGON), Clause.NOTICES)))
    assert stopped(found(without(a_draft(OREGON), Clause.COST)))


def test_washington_does_not_let_it_take_effect_unfiled() -> None:
    draft = a_draft(frozenset({"WA"}))
    (finding,) = stopped(found(draft, "WA"))
    assert (finding.clause, finding.term) == (Clause.EFFECT, "filing")
    assert "39.34.040" in finding.cites
    assert "seen" in finding.cites
    assert not found(a_draft(frozenset({"WA"}), filing=Filing.PUBLISHED), "WA")


def test_a_state_whose_paragraph_was_left_out_is_found() -> None:
    findings = found(a_draft(), "NC")
    assert any(each.clause is Clause.DESIGNATION and "8-53.10" in each.message for each in stopped(findings))
    assert any("without the paragraph" in each.message for each in findings)
    assert any("no party is there" in each.message for each in found(a_draft(frozenset({"NC", "OR"})), "OR"))


def test_a_state_without_a_pack_and_a_party_without_a_state_are_said() -> None:
    assert any("no rule pack for MT" in each.message for each in found(a_draft(), "MT"))
    findings = lint(a_draft(), {ALDER: "OR", BIRCH: "OR"}, PACKS.values(), NAMES)
    assert any("in which state City of Cedar, Police is" in each.message for each in stopped(findings))


def test_a_draft_takes_effect_by_its_own_conditions_and_has_a_title_and_parties_that_can_be_told_apart() -> None:
    assert stopped(found(a_draft(OREGON, effect=Effect.RECORDED)))[0].term == "effect"
    assert any("no title" in each.message for each in found(replace(a_draft(OREGON), title=" ")))
    same = {ALDER: "Cedar Police", BIRCH: "Cedar Police", CEDAR: " "}
    told = " ".join(each.message for each in stopped(lint(a_draft(OREGON), dict.fromkeys(same, "OR"), [], same)))
    assert "Two parties are called" in told
    assert "A party has no name" in told


def test_an_agreement_with_a_practice_says_which_party_it_is() -> None:
    assert stopped(found(a_draft(OREGON, kind=Kind.PRACTICE)))[0].term == "receives"
    assert not stopped(found(a_draft(OREGON, **PRACTICE)))


def test_a_practice_that_is_not_said_to_be_served_with_nothing_stops_and_so_does_an_agency_taken_for_one() -> None:
    known = Known(practices=frozenset({CEDAR}))
    for terms, findings in (({}, 1), (PRACTICE, 0), ({"kind": Kind.PRACTICE, "receives": {ALDER: frozenset()}}, 2)):
        told = lint(a_draft(OREGON, **terms), dict.fromkeys(NAMES, "OR"), PACKS.values(), NAMES, known=known)
        assert [each.term for each in stopped(told)] == ["receives"] * findings, terms


def test_an_agreement_between_consortia_has_two_parties_and_warns_of_one_whom_nobody_made_its_lead() -> None:
    assert stopped(found(a_draft(OREGON, kind=Kind.CONSORTIA)))[0].term == "parties"
    draft, known = a_draft(OREGON, kind=Kind.CONSORTIA, **TWO), Known(leads=frozenset({ALDER}))
    (finding,) = lint(draft, dict.fromkeys(NAMES, "OR"), PACKS.values(), NAMES, known=known)
    assert (finding.severity, NAMES[BIRCH] in finding.message) == (Severity.WARNS, True)


@pytest.mark.parametrize(
    ("terms", "severity", "term"),
    [
        ({"insurance_needed": True}, Severity.STOPS, "suspend_on"),
        ({"suspend_on": frozenset({Cause.INSURANCE})}, Severity.WARNS, "insurance_needed"),
        ({"suspend_on": frozenset({Cause.PAUSE}), "may_pause": False}, Severity.STOPS, "suspend_on"),
        ({"suspend_on": frozenset({Cause.ACCREDITATION})}, Severity.WARNS, "suspend_on"),
        ({"binds_successors": False}, Severity.STOPS, "binds_successors"),
    ],
)
def test_terms_that_contradict_each_other_or_that_nothing_obeys_are_found(
    terms: dict[str, Any], severity: Severity, term: str
) -> None:
    assert [(each.severity, each.term) for each in found(a_draft(OREGON, **terms))] == [(severity, term)]


def test_virginia_is_told_that_its_accreditation_should_make_a_part_rest() -> None:
    resolved: dict[str, Any] = {"resolutions_required": True}
    (finding,) = found(a_draft(frozenset({"VA"}), **resolved), "VA")
    assert (finding.severity, finding.term) == (Severity.WARNS, "suspend_on")
    assert not found(a_draft(frozenset({"VA"}), suspend_on=frozenset({Cause.ACCREDITATION}), **resolved), "VA")


def test_what_a_signature_would_show_and_the_fonts_can_not_is_said_while_drafting() -> None:
    known = Known(signers={CEDAR: ("Þóra Ānuenue", "李 Chief")})
    latin = frozenset(range(0x20, 0x250)) | {0x201C, 0x201D, 0xA7, 0x2019}
    findings = lint(a_draft(OREGON), dict.fromkeys(NAMES, "OR"), PACKS.values(), NAMES, latin, known)
    assert [(each.severity, "李 Chief" in each.message) for each in findings] == [(Severity.WARNS, True)]


def test_a_wording_of_another_clause_or_kind_stops() -> None:
    draft = a_draft(OREGON)
    wrong = {Clause.NOTICES: ClauseChoice("25.general.1"), Clause.PARTIES: ClauseChoice("2.practice.1+2.OR.1")}
    told = {each.clause for each in stopped(found(replace(draft, clauses={**draft.clauses, **wrong})))}
    assert told == {Clause.NOTICES, Clause.PARTIES}


def test_names_that_the_fonts_cannot_show_are_found_while_drafting() -> None:
    latin = frozenset(range(0x20, 0x250)) | {0x2BB, 0x201C, 0x201D, 0xA7, 0x2019}
    names = {**NAMES, CEDAR: "李 Township of Þingvellir, \u02bbŌhi\u02bba"}
    findings = lint(a_draft(OREGON), dict.fromkeys(names, "OR"), PACKS.values(), names, latin)
    assert ["李" in each.message for each in stopped(findings)] == [True]
    assert unshowable("Ñ Đ Þ \u02bbŌ 李 李", latin) == "李"
    own_words = a_draft(OREGON, words={Clause.NOTICES: "通知 by mail"})
    told = lint(own_words, dict.fromkeys(NAMES, "OR"), PACKS.values(), NAMES, latin)
    assert any(each.clause is Clause.NOTICES and "通知" in each.message for each in stopped(told))


def test_findings_are_whole_sentences_in_order() -> None:
    findings = found(a_draft(words={Clause.WITHDRAWAL: "A party leaves by 90 days' notice. $5 per call."}), "MT")
    assert [each.severity for each in findings] == sorted((each.severity for each in findings), key=lambda each: each)
    assert all(each.message.endswith((".", "”")) for each in findings)
    assert UUID(int=1) not in {each.term for each in findings}
