"""Drafts and their review: a verdict is about one text, and nothing is a status."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from agreements import Clause, VersionError, VersionId
from agreements.drafts import (
    Answer,
    ClauseChoice,
    Draft,
    DraftFact,
    DraftState,
    DraftStep,
    Review,
    Verdict,
    review_state,
    version_of,
)
from agreements.packs import PACKS, Sure
from geo.names import AgencyId
from tests.agreements.builders import ALDER, BIRCH, CEDAR, DAY, FIRST, person
from tests.agreements.drafts_in_its_words import NAMES, a_draft, without

PARTIES = (ALDER, BIRCH, CEDAR)


def digest(draft: Draft) -> str:
    return version_of(draft, VersionId(UUID(int=1)), NAMES).digest


def verdict(agency: AgencyId, draft: Draft, answer: Answer = Answer.APPROVE, after: timedelta = DAY) -> Verdict:
    words = "" if answer is Answer.APPROVE else "See clause 17."
    name = person(agency.int)
    return Verdict(agency=agency, advisor=name, digest=digest(draft), answer=answer, words=words, at=FIRST + after)


def sent(draft: Draft, after: timedelta = timedelta(0), step: DraftStep = DraftStep.TO_REVIEW) -> DraftFact:
    return DraftFact(step=step, digest=digest(draft), at=FIRST + after)


def reviewed(draft: Draft, facts: list[DraftFact], verdicts: list[Verdict], after: timedelta = 9 * DAY) -> Review:
    return review_state(digest(draft), PARTIES, facts, verdicts, FIRST + after)


def test_a_draft_may_be_frozen_when_every_partys_advisor_has_approved_exactly_this_text() -> None:
    draft = a_draft()
    two = [verdict(ALDER, draft), verdict(BIRCH, draft, Answer.APPROVE_WITH_NOTE)]
    assert reviewed(draft, [sent(draft)], two).waiting == {CEDAR}
    assert not reviewed(draft, [sent(draft)], two).may_freeze
    assert reviewed(draft, [sent(draft)], [*two, verdict(CEDAR, draft)]).may_freeze
    assert not reviewed(draft, [sent(draft)], [*two, verdict(CEDAR, draft, after=10 * DAY)]).may_freeze


def test_any_change_of_words_or_terms_makes_a_text_that_nobody_has_judged() -> None:
    draft = a_draft()
    approved = [verdict(agency, draft) for agency in PARTIES]
    for changed in (a_draft(notice_days=31), a_draft(words={Clause.NOTICES: "By mail."})):
        review = reviewed(changed, [sent(draft)], approved)
        assert review.state is DraftState.DRAFT
        assert review.waiting == set(PARTIES)
    assert reviewed(draft, [sent(draft)], approved).may_freeze


def test_a_return_holds_it_until_the_same_advisor_approves_or_the_text_changes() -> None:
    draft = a_draft()
    verdicts = [*(verdict(agency, draft) for agency in PARTIES), verdict(CEDAR, draft, Answer.RETURN, 2 * DAY)]
    review = reviewed(draft, [sent(draft)], verdicts)
    assert review.returned == {CEDAR}
    assert not review.may_freeze
    assert reviewed(draft, [sent(draft)], [*verdicts, verdict(CEDAR, draft, after=3 * DAY)]).may_freeze


def test_a_draft_taken_back_is_a_draft_and_one_withdrawn_stays_so() -> None:
    draft = a_draft()
    facts = [sent(draft), sent(draft, DAY, DraftStep.BACK_TO_DRAFT)]
    assert reviewed(draft, facts, []).state is DraftState.DRAFT
    assert reviewed(draft, facts, [], timedelta(0)).state is DraftState.LEGAL_REVIEW
    facts = [*facts, sent(draft, 2 * DAY, DraftStep.WITHDRAWN), sent(draft, 3 * DAY)]
    assert reviewed(draft, facts, []).state is DraftState.WITHDRAWN_DRAFT


def test_a_note_or_a_return_without_words_is_no_verdict() -> None:
    draft = a_draft()
    for answer in (Answer.APPROVE_WITH_NOTE, Answer.RETURN):
        with pytest.raises(ValueError, match="needs words"):
            replace(verdict(ALDER, draft), answer=answer)


def test_a_choice_of_nothing_and_a_text_without_a_needed_clause_are_refused() -> None:
    with pytest.raises(ValueError, match="needs a wording"):
        ClauseChoice()
    with pytest.raises(VersionError, match="21"):
        version_of(without(a_draft(), Clause.WITHDRAWAL), VersionId(UUID(int=1)), NAMES)


def test_own_words_that_are_the_editions_are_not_own() -> None:
    edition = a_draft().clauses[Clause.NOTICES]
    assert not ClauseChoice(edition.edition, edition.said.replace("\n", "\r\n")).own
    assert ClauseChoice(edition.edition, "By mail.").own
    assert ClauseChoice(words="By mail.").own


def test_every_pack_says_for_each_thing_where_it_comes_from_and_how_sure_we_are() -> None:
    for state, pack in PACKS.items():
        assert pack.id == f"{state}.{pack.edition}"
        told = [(each.cites, each.sure) for each in pack.requirements]
        told += [(each.cites, each.sure) for each in pack.notes]
        told += [(each.cites, each.sure) for each in pack.authorities.values()]
        assert all(cites and sure in Sure for cites, sure in told)
        assert all(each.state == state and each.what.endswith(".") for each in pack.requirements)
        assert {"police", "sheriff"} <= {office.value for office in pack.authorities}
        assert {note.subject.value for note in pack.notes} >= {"privilege", "filing", "electronic signatures"}
