"""Text that was pasted is split by the numbers of its clauses and compared with the draft."""

import pytest

from agreements import Clause
from consortium.problems import BadInput
from consortium.signing.papers.agreement_sheet import heading_of
from consortium.signing.papers.changes import MarkKind
from consortium.signing.papers.pasted import read_pasted
from tests.papers.given import given_out, only

GIVEN = given_out({Clause.NOTICES: "Notices go by letter."})


def all_of_it() -> str:
    return "\n\n".join(f"{heading_of(article.clause)}\n{article.words}" for article in GIVEN.text)


def test_the_same_text_asks_for_nothing() -> None:
    assert read_pasted(all_of_it(), None, GIVEN).changes == ()
    assert read_pasted(all_of_it().replace("\n", "\r\n"), None, GIVEN).changes == ()


def test_a_changed_clause_is_found_by_its_number_and_marked_word_by_word() -> None:
    found = read_pasted(all_of_it().replace("by letter", "by mail or letter"), None, GIVEN)
    change = only(found)
    assert change.clause is Clause.NOTICES
    assert change.wanted == "Notices go by mail or letter."
    assert [mark.words.strip() for mark in change.marks if mark.kind is MarkKind.ADDED] == ["mail or"]


def test_clauses_that_were_not_pasted_are_named_and_nothing_is_asked_for_them() -> None:
    found = read_pasted("26. Notices\n\nNotices go by mail.", None, GIVEN)
    assert only(found).clause is Clause.NOTICES
    assert Clause.PURPOSE in found.missing
    assert Clause.NOTICES not in found.missing


@pytest.mark.parametrize("heading", ["26) Notices", "Clause 26. Notices", "Section 26: NOTICES", "26 \u2013 Notices"])
def test_headings_are_known_however_they_are_written(heading: str) -> None:
    assert only(read_pasted(f"{heading}\n\nNotices go by mail.", None, GIVEN)).clause is Clause.NOTICES


def test_one_clause_needs_no_number_and_may_have_one() -> None:
    for text in ("Notices go by mail.", "26. Notices\n\nNotices go by mail."):
        assert only(read_pasted(text, Clause.NOTICES, GIVEN)).wanted == "Notices go by mail."


def test_text_without_a_number_is_refused_with_what_to_do() -> None:
    with pytest.raises(BadInput, match="Choose the clause"):
        read_pasted("Notices go by mail.", None, GIVEN)
    with pytest.raises(BadInput, match="Paste the text"):
        read_pasted(" \n ", None, GIVEN)
    with pytest.raises(BadInput, match="too long"):
        read_pasted("a" * 200_001, None, GIVEN)
