"""The four words: enough of them, kind ones, and forgiving of how they are typed."""

import random
import re
from collections.abc import Sequence
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consortium.words import HERE, LISTS, NoWordListError, draw, known, normalise, words

LANGUAGES = tuple(LISTS)
FEWEST = 7000
HEADINGS = {
    "death",
    "pain and despair",
    "drink",
    "drugs and medicine",
    "weapons",
    "violence",
    "sex and body",
    "insults and groups",
    "police danger, custody and courts",
    "illness and disaster",
    "hell and curses",
}
STEMS = {
    "en": "kill|murder|suicid|dead|death|corpse|coffin|funeral|dying|drunk|booze|vodka|whisk|wine|beer|alcohol|drug|"
    "heroin|cocaine|gun|rifle|pistol|knife|weapon|bullet|bomb|rape|sexy|nude|idiot|stupid|prison|jail|police|arrest|"
    "victim|patient|blood|wound|cancer|hang",
    "es": "muert|morir|suicid|cadaver|funera|ataud|tumba|borrach|vodka|cervez|vino|alcohol|droga|heroin|cocain|pistol|"
    "cuchill|bomba|bala|viola|sexo|desnud|idiot|estupid|carcel|polici|arrest|victim|pacient|sangr|herid|cancer|ahorc",
}
INNOCENT = re.compile(r"hang(ar|out)|change|vinotint|vinoso|balad|balan|balsa|balon|balneario|bombero|bombill|bombon")


def folded(language: str) -> list[str]:
    found = [normalise(" ".join([word] * 4)) for word in words(language)]
    return [word.split()[0] for word in found if word]


def removed() -> dict[tuple[str, str], list[str]]:
    """What was taken out, by list and reason."""
    found: dict[tuple[str, str], list[str]] = {}
    for block in (HERE / "removed.txt").read_text(encoding="utf-8").split("\n\n"):
        heading, *lines = block.strip().splitlines()
        name, reason = heading.strip("[]").split(": ", 1)
        found[name, reason] = " ".join(lines).split()
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_has_at_least_seven_thousand_words_and_no_two_that_fold_to_one(language: str) -> None:
    assert len(words(language)) >= FEWEST
    assert len(folded(language)) == len(set(folded(language))) == len(words(language))
    assert 4 * log2(len(words(language))) > 51


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_is_short_and_can_be_typed_without_accents(language: str) -> None:
    assert [word for word in folded(language) if not re.fullmatch("[a-z]{3,10}", word)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_that_was_taken_out_is_left(language: str) -> None:
    gone = {word for (name, _), found in removed().items() if LISTS[language] == f"{name}.txt" for word in found}
    assert len(gone) > 1000
    assert gone & set(words(language)) == set()


def test_what_was_taken_out_says_why() -> None:
    assert {reason for name, reason in removed() if name == "english"} >= HEADINGS
    assert {reason for name, reason in removed() if name == "spanish"} >= HEADINGS


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_begins_like_what_nobody_should_be_shown(language: str) -> None:
    begins = re.compile(STEMS[language])
    assert [word for word in folded(language) if begins.match(word) and not INNOCENT.match(word)] == []


def test_the_licences_of_the_lists_are_in_the_tree() -> None:
    text = (HERE / "LICENCES.txt").read_text(encoding="utf-8")
    for said in ("Creative Commons Attribution 3.0", "Electronic Frontier Foundation", "Public domain", "BSD", "MIT"):
        assert said in text
    assert f"{len(words('en')):,} words" in text
    assert f"{len(words('es')):,} words" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_four_words_are_drawn_one_by_one_by_the_chance_that_is_given(language: str) -> None:
    asked: list[Sequence[str]] = []

    def choose(options: Sequence[str]) -> str:
        asked.append(options)
        return options[len(asked)]

    assert draw(language, choose) == tuple(words(language)[1:5])
    assert asked == [words(language)] * 4


def test_a_language_without_a_list_is_refused() -> None:
    with pytest.raises(NoWordListError):
        draw("fr", lambda options: options[0])


@given(st.integers(), st.sampled_from(LANGUAGES), st.sampled_from([" ", "  ", ", ", "-", "\n", ".", " / ", "\u00a0"]))
def test_drawn_words_come_back_however_they_are_typed(seed: int, language: str, between: str) -> None:
    drawn = draw(language, random.Random(seed).choice)
    plain = normalise(" ".join(drawn))
    assert plain
    assert re.fullmatch("[a-z]+( [a-z]+){3}", plain)
    for typed in (between.join(drawn), f"  {between.join(drawn).upper()}. ", plain, plain.title()):
        assert normalise(typed) == plain
    assert all(known(word) for word in (*drawn, *plain.split()))


@pytest.mark.parametrize(
    "typed", ["", "one", "one two three", "a b c d e", "1 2 3 4", "\u043e\u0434\u0438\u043d two three four", "a " * 900]
)
def test_what_is_not_four_words_is_none(typed: str) -> None:
    assert normalise(typed) is None


def test_accents_and_the_tilde_do_not_matter() -> None:
    assert normalise("Águila, CIGÜEÑA; montaña  Corazón") == "aguila ciguena montana corazon"
    assert known("montaña")
    assert known("montana")
    assert not known("qwertz")


@given(st.text(max_size=300))
def test_any_text_is_normalised_or_refused_and_twice_is_once(typed: str) -> None:
    found = normalise(typed)
    assert found is None or normalise(found) == found
