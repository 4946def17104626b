"""The clause library: every clause binds, for any parties, kind and state, and says every term."""

from dataclasses import fields
from itertools import combinations
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements import CLAUSE_OF, Cause, Clause, Filing, Kind, Terms, VersionId, Window
from agreements.clause_library import VARIABLES, Speech, Voice, editions, filled, find, in_plain_words, placed, standard
from agreements.clause_library.shelf import SHELF
from agreements.clause_library.wording import counted, number_words, weekly
from agreements.drafts import Severity, bind, lint, unshowable, version_of
from agreements.packs import PACKS, requirements
from consortium.signing.sealing.fonts import coverage
from tests.agreements.builders import some_terms
from tests.agreements.drafts_in_its_words import NAMES, PRACTICE, a_draft, many
from tests.agreements.strategies import often
from tests.agreements.terms_that_differ import some_other, terms_of

STATES = sorted(PACKS)


def test_every_term_is_said_by_every_wording_of_its_clause() -> None:
    for edition in SHELF.values():
        if not edition.state:
            asked = {term.name for term in fields(Terms) if CLAUSE_OF[term.name] is edition.clause}
            assert asked <= placed(edition.words), edition.id
        assert placed(edition.words + edition.summary + "".join(edition.gives + edition.never)) <= VARIABLES.keys()


def test_every_clause_has_a_wording_for_every_kind_and_a_plain_summary() -> None:
    for kind in Kind:
        assert all(editions(clause, kind) for clause in Clause)
    assert all(edition.summary for edition in SHELF.values() if not edition.state)


@pytest.mark.parametrize("count", [2, 10, 40])
@pytest.mark.parametrize("kind", list(Kind))
def test_every_clause_binds_for_few_and_many_parties_whatever_they_are_called(count: int, kind: Kind) -> None:
    names = many(count)
    last = list(names)[-1]
    draft = a_draft(frozenset(STATES), parties=frozenset(names), kind=kind, receives={last: frozenset()})
    text = bind(draft, names)
    assert [article.clause for article in text] == list(Clause)
    for article in text:
        assert not placed(article.words.replace("{notice_days} & Sons", ""))
        assert "  " not in article.words
        assert " ." not in article.words
    assert all(name in text[1].words for name in names.values())
    version = version_of(draft, VersionId(UUID(int=1)), names)
    assert version.text == text


@pytest.mark.parametrize("state", STATES)
def test_the_librarys_words_have_all_that_a_states_pack_asks_of_the_text(state: str) -> None:
    draft = a_draft(
        frozenset({state}),
        resolutions_required=True,
        filing=Filing.RECORDED,
        suspend_on=frozenset({Cause.ACCREDITATION}) if state == "VA" else frozenset(),
    )
    assert not lint(draft, dict.fromkeys(NAMES, state), PACKS.values(), NAMES)
    assert requirements(PACKS.values(), {state})


def test_the_librarys_words_fit_all_five_states_at_once_and_each_kind() -> None:
    states = dict(zip(NAMES, ("WA", "VA", "NC"), strict=True))
    two: dict[str, Any] = {"kind": Kind.CONSORTIA, "parties": frozenset(list(NAMES)[:2])}
    for changes in ({}, PRACTICE, two):
        draft = a_draft(frozenset(states.values()), resolutions_required=True, filing=Filing.PUBLISHED, **changes)
        assert not [each for each in lint(draft, states, PACKS.values(), NAMES) if each.severity is Severity.STOPS]


@pytest.mark.parametrize("term", [term.name for term in fields(Terms)])
def test_changing_a_term_changes_the_text_of_its_clause_and_the_digest(term: str) -> None:
    """Whatever a term can be, no two values of it are said in the same words."""
    drafts = [a_draft(**some_other(term, value)) for value in terms_of(term)]
    for one, other in combinations(drafts, 2):
        assert getattr(one.terms, term) != getattr(other.terms, term)
        words = [{each.clause: each.words for each in bind(draft, NAMES | many(5))} for draft in (one, other)]
        assert words[0][CLAUSE_OF[term]] != words[1][CLAUSE_OF[term]]
        if term != "binds_successors":  # a new version says one thing only
            digests = {version_of(draft, VersionId(UUID(int=1)), NAMES).digest for draft in (one, other)}
            assert len(digests) == 2


@often
@given(st.integers(0, 3660), st.integers(0, 3660))
def test_a_number_of_days_is_written_in_one_way_and_no_other_number_like_it(one: int, other: int) -> None:
    assert (counted(one, "day", Voice.FORMAL) == counted(other, "day", Voice.FORMAL)) == (one == other)
    assert counted(30, "day", Voice.FORMAL) == "thirty (30) days"
    assert counted(1, "day", Voice.PLAIN) == "1 day"
    assert number_words(1121) == "one thousand one hundred twenty-one"


@often
@given(st.lists(st.integers(0, 10080), min_size=2, max_size=8, unique=True), st.data())
def test_no_two_sets_of_weekly_hours_are_said_in_the_same_words(edges: list[int], data: st.DataObject) -> None:
    def windows(points: list[int]) -> tuple[Window, ...]:
        rising = sorted(points)
        return tuple(Window(rising[at], rising[at + 1]) for at in range(0, len(rising) - 1, 2))

    others = data.draw(st.lists(st.integers(0, 10080), min_size=2, max_size=8, unique=True))
    assert (weekly(windows(edges)) == weekly(windows(others))) == (windows(edges) == windows(others))


def test_weekly_hours_read_as_on_a_duty_plan() -> None:
    nights = tuple(Window(day * 1440 + 1080, (day + 1) * 1440) for day in range(7))
    assert weekly(nights) == "each day, from 6:00 p.m. to midnight at its end"
    office = tuple(Window(day * 1440 + 480, day * 1440 + 1020) for day in range(5))
    assert weekly(office) == "Monday to Friday, from 8:00 a.m. to 5:00 p.m."
    assert weekly([Window(1080, 1800)]) == "Monday, from 6:00 p.m. to 6:00 a.m. on Tuesday"


def test_the_plain_words_are_those_of_the_text_and_none_where_the_parties_wrote_it() -> None:
    draft = a_draft(frozenset({"WA", "OR"}), words={Clause.NOTICES: "Notices go by mail."})
    plain = {each.clause: each for each in in_plain_words(bind(draft, NAMES), draft.terms, NAMES)}
    assert plain[Clause.WITHDRAWAL].summary.startswith("You may leave 30 days after you give notice")
    assert plain[Clause.PARTIES].edition == "2.general.1+2.OR.1+2.WA.1"
    assert plain[Clause.NOTICES].summary == ""
    told = [line for each in plain.values() for line in (*each.gives, *each.never)]
    assert not any(placed(line) for line in told)


def test_the_fonts_of_the_sealed_document_show_every_character_of_the_library() -> None:
    everything = "".join(each.words + each.summary + "".join(each.gives + each.never) for each in SHELF.values())
    assert unshowable(everything + "".join(clause.subject for clause in Clause), coverage()) == ""


def test_an_edition_of_another_clause_or_of_nothing_is_no_edition() -> None:
    for name in ("2.general.2", "12.OR.1", "2.general.1+12.OR.1", ""):
        with pytest.raises(ValueError, match=r"edition|wording"):
            find(name)


def test_own_lines_stay_lines_and_empty_ones_go() -> None:
    speech = Speech(some_terms(), NAMES)
    assert filled("(a)  one\r\n(b) two {kept_apart}\r\n\r\n{lead}\r\n\r\nthree", speech) == "(a) one\n(b) two\n\nthree"


def test_the_standard_choice_names_the_paragraphs_of_the_parties_states() -> None:
    chosen = standard(Kind.MUTUAL_AID, {"WA", "NC"})
    assert chosen[Clause.EFFECT] == "20.general.1+20.WA.1"
    assert chosen[Clause.DESIGNATION] == "11.general.1+11.NC.1"
