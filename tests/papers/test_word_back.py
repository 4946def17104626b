"""What counsel did in Word comes back clause by clause, and nothing of it is lost."""

from dataclasses import replace
from functools import cache

from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from agreements import Clause
from consortium.signing.papers.agreement_sheet import Given, agreement_sheet
from consortium.signing.papers.anchors import normal
from consortium.signing.papers.change_requests import WORD, read, requests_of, written
from consortium.signing.papers.changes import Change, MarkKind
from consortium.signing.papers.write_word import word_document
from tests.papers.given import back, given_out, only, opened
from tests.papers.word import Word, parts_of, w

LEAVING = (
    "Any party may leave with {notice_days} notice, for any reason.\n\n"
    "A talk that is open then may be finished within {run_off_days}.\n\n"
    "Nothing else follows from leaving."
)


def joined(change: Change, *kinds: MarkKind) -> str:
    return normal("".join(mark.words for mark in change.marks if mark.kind in kinds))


def before(change: Change) -> str:
    return joined(change, MarkKind.SAME, MarkKind.TAKEN)


def after(change: Change) -> str:
    return joined(change, MarkKind.SAME, MarkKind.ADDED)


def test_typed_and_struck_words_are_found_with_their_authors() -> None:
    given = given_out({Clause.WITHDRAWAL: LEAVING})
    word = opened(given)
    first, _, last = word.paragraphs_of(21)
    word.delete(first, 0, 9)
    word.insert(first, 0, "Each party")
    word.by("Bo Lund").insert(last, 7, " whatsoever")
    change = only(back(word, given))
    assert change.clause is Clause.WITHDRAWAL
    assert change.wanted.startswith("Each party may leave with thirty (30) days notice")
    assert change.wanted.endswith("Nothing whatsoever else follows from leaving.")
    assert change.authors == ("Jane Roe", "Bo Lund")
    assert not change.untracked
    assert before(change) == normal(given.words(Clause.WITHDRAWAL))
    assert after(change) == change.wanted


def test_what_one_put_in_and_another_struck_was_never_there() -> None:
    given = given_out({Clause.WITHDRAWAL: LEAVING})
    word = opened(given)
    first = word.paragraphs_of(21)[0]
    word.insert(first, 3, " signatory")
    word.by("Bo Lund").delete(first, 3, 13)
    assert back(word, given).changes == ()


def test_paragraphs_are_split_struck_and_added() -> None:
    given = given_out({Clause.WITHDRAWAL: LEAVING})
    word = opened(given)
    first, second, third = word.paragraphs_of(21)
    word.split(first, 15)
    word.strike(second)
    word.add_after(third, "One thing more.")
    change = only(back(word, given))
    assert change.wanted == (
        "Any party may l\n\neave with thirty (30) days notice, for any reason.\n\n"
        "Nothing else follows from leaving.\n\nOne thing more."
    )
    assert not change.untracked


def test_a_paragraph_that_was_moved_leaves_one_clause_and_comes_to_another() -> None:
    given = given_out({Clause.WITHDRAWAL: LEAVING, Clause.JOINDER: "{joinder} {lead}\n\nThat is all."})
    word = opened(given)
    word.move(word.paragraphs_of(21)[2], word.paragraphs_of(22)[0])
    leaving, joining = back(word, given).changes
    assert "Nothing else" not in leaving.wanted
    assert joining.wanted.endswith("Nothing else follows from leaving.\n\nThat is all.")
    assert not leaving.untracked
    assert not joining.untracked


def test_a_change_without_tracking_is_found_and_said() -> None:
    given = given_out({Clause.WITHDRAWAL: LEAVING})
    word = opened(given)
    first, second, _ = word.paragraphs_of(21)
    word.retype(first, "for any reason", "for a good reason")
    word.delete(second, 0, 6)
    change = only(back(word, given))
    assert change.untracked
    assert before(change) == normal(given.words(Clause.WITHDRAWAL))
    assert after(change) == change.wanted
    untracked = [mark.words.strip() for mark in change.marks if not mark.tracked]
    assert untracked == ["any", "a good"]


def test_an_edited_heading_does_not_hide_its_clause() -> None:
    given = given_out({Clause.WITHDRAWAL: LEAVING})
    word = opened(given)
    word.retype(word.named("clause_21_0"), "21. Withdrawal and run-off", "XXI. Exit")
    word.insert(word.paragraphs_of(21)[0], 0, "Now: ")
    change = only(back(word, given))
    assert change.clause is Clause.WITHDRAWAL
    assert change.wanted.startswith("Now: Any party")
    assert [note.words for note in change.notes] == ["Asks for another heading: XXI. Exit"]


def test_a_clause_that_was_struck_is_asked_to_be_struck() -> None:
    given = given_out()
    word = opened(given)
    for paragraph in [word.named("clause_26_0"), *word.paragraphs_of(26)]:
        word.strike(paragraph)
    change = only(back(word, given))
    assert change.clause is Clause.NOTICES
    assert change.strikes
    assert not change.untracked


def test_a_clause_that_was_deleted_without_tracking_is_missed() -> None:
    given = given_out()
    word = opened(given)
    for paragraph in [word.named("clause_26_0"), *word.paragraphs_of(26)]:
        word.remove(paragraph)
    change = only(back(word, given))
    assert change.clause is Clause.NOTICES
    assert change.strikes
    assert change.untracked


def test_a_clause_that_was_added_is_a_new_clause() -> None:
    given = given_out(without=(Clause.AREA,))
    word = opened(given)
    heading = word.add_after(word.paragraphs_of(4)[-1], "5. Area and distance", style="Heading1")
    word.add_after(heading, "Only within the county.")
    change = only(back(word, given))
    assert change.clause is Clause.AREA
    assert change.wanted == "Only within the county."


def test_comments_come_with_their_words_and_notes_are_kept() -> None:
    given = given_out({Clause.WITHDRAWAL: LEAVING})
    word = opened(given)
    word.by("Bo Lund").comment(word.paragraphs_of(21)[1], 2, 6, "Which talk?\nSay it.")
    (note,) = only(back(word, given)).notes
    assert (note.by, note.about, note.words) == ("Bo Lund", "talk", "Which talk?\nSay it.")


def test_a_changed_term_in_the_schedule_is_a_comment_on_its_clause() -> None:
    given = given_out()
    word = opened(given)
    row = word.named("term_notice_days_")
    cell = row.getparent().getnext()
    word.retype(cell, "30 days", "90 days")
    change = only(back(word, given))
    assert change.clause is Clause.WITHDRAWAL
    assert change.notes[0].words == "Schedule A, asked for: Notice to leave | 90 days | 21."


def test_a_table_that_was_put_into_a_clause_is_read_row_by_row() -> None:
    given = given_out({Clause.WITHDRAWAL: LEAVING})
    word = opened(given)
    table = word.root.makeelement(w("tbl"))
    for words in (("Who", "When"), ("A party", "At once")):
        row = table.makeelement(w("tr"))
        table.append(row)
        for each in words:
            cell, paragraph = row.makeelement(w("tc")), row.makeelement(w("p"))
            row.append(cell)
            cell.append(paragraph)
            word.insert(paragraph, 0, each)
    word.paragraphs_of(21)[-1].addnext(table)
    change = only(back(word, given))
    assert change.wanted.endswith("leaving.\n\nWho | When\n\nA party | At once")


def test_a_draft_that_moved_on_is_said_so_and_compared_with_now() -> None:
    given = given_out({Clause.WITHDRAWAL: LEAVING})
    word = opened(given)
    word.insert(word.paragraphs_of(21)[2], 0, "But: ")
    word.insert(word.paragraphs_of(1)[0], 0, "First: ")
    now = given_out({Clause.WITHDRAWAL: LEAVING.replace("for any reason", "for whatever reason")})
    found = back(word, now)
    assert found.moved_on
    purpose, leaving = found.changes
    assert leaving.moved_on
    assert not purpose.moved_on


def test_words_of_a_term_that_were_left_alone_stay_bound_to_it() -> None:
    given = given_out({Clause.WITHDRAWAL: LEAVING})
    word = opened(given)
    first, second, _ = word.paragraphs_of(21)
    word.insert(first, 3, " active")
    start = len("A talk that is open then may be finished within ")
    word.delete(second, start, start + len("three (3)"))
    word.insert(second, start, "nine (9)")
    (asked,) = requests_of(back(word, given), given, WORD)
    assert asked.proposed is not None
    assert asked.proposed.startswith("Any active party may leave with {notice_days} notice")
    assert "within nine (9) days." in asked.proposed
    assert "Open talks may be finished within" in asked.words, "the term that the words would change is named"
    assert read(written([asked])) == (asked,)


def test_a_file_without_our_names_is_read_by_the_numbers_of_its_headings() -> None:
    given = given_out({Clause.WITHDRAWAL: LEAVING})
    word = opened(given)
    word.insert(word.paragraphs_of(21)[0], 0, "Now: ")
    for mark in [*word.root.iter(w("bookmarkStart")), *word.root.iter(w("bookmarkEnd"))]:
        mark.getparent().remove(mark)
    change = only(back(word, given))
    assert change.clause is Clause.WITHDRAWAL
    assert change.wanted.startswith("Now: Any party")


AUTHORS = st.sampled_from(["Jane Roe", "Bo Lund", "Ñuria Þor"])
TYPED = st.text(st.sampled_from("abc de.,(){}é\u00a0"), min_size=1, max_size=12)
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["insert", "delete", "split", "strike", "add"]),
        AUTHORS,
        TYPED,
        st.integers(0, 400),
        st.integers(1, 30),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=120, deadline=None)
@drawn(EDITS)
def test_random_tracked_changes_come_back_as_exactly_these_words(edits: list[tuple[str, str, str, int, int]]) -> None:
    given, parts = _small()
    word = Word.read(parts)
    shown = _edited(word, edits)
    wanted, now = normal(shown), normal(given.words(Clause.WITHDRAWAL))
    found = back(word, given)
    if wanted == now:
        assert found.changes == ()
        return
    change = only(found)
    assert change.wanted == wanted
    assert not change.untracked
    assert (before(change), after(change)) == (now, wanted)
    for asked in requests_of(found, given, WORD):
        assert read(written([asked])) == (asked,)


def _edited(word: Word, edits: list[tuple[str, str, str, int, int]]) -> str:
    """Make the changes in Word, and say what somebody reads who accepts all of them."""
    lines = [[paragraph, words, True] for paragraph, words in zip(word.paragraphs_of(21), _shown(), strict=True)]
    for kind, author, typed, place, length in edits:
        here = lines[place % len(lines)]
        paragraph, words = here[0], str(here[1])
        at = place % (len(words) + 1)
        word.by(author)
        if kind == "insert":
            word.insert(paragraph, at, typed)
            here[1] = words[:at] + typed + words[at:]
        elif kind == "delete":
            word.delete(paragraph, at, min(at + length, len(words)))
            here[1] = words[:at] + words[at + length :]
        elif kind == "split" and here[2]:
            first = word.split(paragraph, at)
            lines.insert(lines.index(here), [first, words[:at], True])
            here[1] = words[at:]
        elif kind == "strike" and here[2] and paragraph.find(w("pPr")) is None:
            word.strike(paragraph)
            here[1], here[2] = "", False
        elif kind == "add" and here is lines[-1]:
            lines.append([word.add_after(paragraph, typed), typed, True])
    return "".join(f"{words}{chr(10) * 2 if kept else ''}" for _, words, kept in lines)


@cache
def _small() -> tuple[Given, dict[str, bytes]]:
    """An agreement of three clauses, and the parts of its file."""
    given = given_out({Clause.WITHDRAWAL: LEAVING, Clause.JOINDER: "{joinder}", Clause.TERM: "{term_months}"})
    kept = (Clause.TERM, Clause.WITHDRAWAL, Clause.JOINDER)
    given = replace(given, text=tuple(each for each in given.text if each.clause in kept))
    return given, parts_of(word_document(agreement_sheet(given)))


def _shown() -> list[str]:
    return _small()[0].words(Clause.WITHDRAWAL).split("\n\n")
