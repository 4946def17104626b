"""What differs between two texts: found clause by clause, and enough to make the later one of the earlier one."""

from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from agreements import Article, Clause, Cost, VersionId
from agreements.compare import ClauseChange, Difference, applied, difference
from agreements.drafts import Draft, bind, version_of
from agreements.word_changes import applied as words_applied
from agreements.word_changes import undone, word_changes
from tests.agreements.drafts_in_its_words import NAMES, a_draft, without
from tests.agreements.strategies import often
from tests.agreements.terms_that_differ import some_other, terms_of

words = st.text(st.sampled_from("ab \n.,"), max_size=40)
texts = st.dictionaries(st.sampled_from(list(Clause)), words.filter(str.strip), max_size=6).map(
    lambda found: tuple(Article(clause, each) for clause, each in sorted(found.items()))
)


def between(one: Draft, other: Draft) -> Difference:
    return difference(bind(one, NAMES), bind(other, NAMES), (one.terms, other.terms), NAMES)


@often
@given(texts, texts)
def test_the_difference_applied_to_the_old_text_gives_the_new_one(
    old: tuple[Article, ...], new: tuple[Article, ...]
) -> None:
    terms = a_draft().terms
    found = difference(old, new, (terms, terms), NAMES)
    assert applied(old, found) == new
    assert applied(new, difference(new, old, (terms, terms), NAMES)) == old
    assert found.nothing == (old == new)


@often
@given(words, words)
def test_runs_of_words_hold_both_texts(before: str, after: str) -> None:
    runs = word_changes(before, after)
    assert (undone(runs), words_applied(runs)) == (before, after)


def test_a_changed_number_shows_as_the_words_that_went_and_came() -> None:
    found = between(a_draft(notice_days=90), a_draft(notice_days=30))
    (clause,) = found.changed
    assert clause.clause is Clause.WITHDRAWAL
    assert clause.change is ClauseChange.CHANGED
    gone = " ".join(run.words for run in clause.runs if run.kind == "gone")
    new = " ".join(run.words for run in clause.runs if run.kind == "new")
    assert (gone, new) == ("ninety (90)", "thirty (30)")
    (term,) = found.terms
    assert (term.term, term.before, term.after) == ("notice_days", "90 days", "30 days")


def test_added_removed_and_moved_parts_are_told_apart() -> None:
    whole = a_draft()
    found = between(whole, without(whole, Clause.NOTICES))
    assert [(each.clause, each.change) for each in found.changed] == [(Clause.NOTICES, ClauseChange.REMOVED)]
    found = between(without(whole, Clause.NOTICES), whole)
    assert [(each.clause, each.change) for each in found.changed] == [(Clause.NOTICES, ClauseChange.ADDED)]
    said = whole.clauses[Clause.DISPUTES].said
    longer = a_draft(words={Clause.DISPUTES: f"First the heads talk.\n\n{said}"})
    assert [(each.before, each.after) for each in between(whole, longer).moved] == [
        ("25.1", "25.2"),
        ("25.2", "25.3"),
        ("25.3", "25.4"),
    ]


def test_each_term_that_differs_is_told_in_words_under_its_clause() -> None:
    for name in ("cost", "kept_apart", "signing_order", "suspend_on", "hours"):
        one, other = (a_draft(**some_other(name, value)) for value in terms_of(name)[:2])
        told = between(one, other).terms
        assert [each.term for each in told] == [name]
        assert told[0].before != told[0].after
    assert between(a_draft(cost=Cost.OWN), a_draft(cost=Cost.OWN)).nothing


def test_a_draft_is_compared_with_what_somebody_signed_last() -> None:
    signed = version_of(a_draft(notice_days=60), VersionId(UUID(int=9)), NAMES)
    new = replace(a_draft(notice_days=45), number=2)
    found = difference(signed.text, bind(new, NAMES), (signed.terms, new.terms), NAMES)
    assert [each.term for each in found.terms] == ["notice_days"]
