import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements import CanonicalError, canonical_bytes, digest
from tests.agreements.strategies import often

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)


def test_keys_are_sorted_as_rfc_8785_sorts_its_own_example() -> None:
    example = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }

    written = json.loads(canonical_bytes(example), object_pairs_hook=list)

    assert [value for _, value in written] == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


def test_texts_are_escaped_as_rfc_8785_escapes_its_own_example() -> None:
    example = {"string": '\u20ac$\u000f\nA\'B"\\\\"/', "literals": [None, True, False]}

    expected = r'{"literals":[null,true,false],"string":"€$\u000f\nA' + r"""'B\"\\\\\"/"}"""
    assert canonical_bytes(example).decode() == expected


def test_the_digest_is_the_sha_256_of_the_bytes() -> None:
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@often
@given(VALUES)
def test_what_is_written_reads_back_the_same(value: object) -> None:
    assert json.loads(canonical_bytes(value)) == value


@often
@given(st.dictionaries(st.text("aZ1é😀", max_size=3), st.integers(0, 9)), st.integers(0, 9))
def test_the_order_of_fields_changes_nothing(value: dict[str, int], turn: int) -> None:
    pairs = [*reversed(value.items())]

    assert canonical_bytes(dict([*pairs[turn:], *pairs[:turn]])) == canonical_bytes(value)


@often
@given(VALUES, VALUES)
def test_different_values_never_share_their_bytes(one: object, other: object) -> None:
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)

    assert (canonical_bytes(one) == canonical_bytes(other)) == same


def test_a_tuple_is_an_array() -> None:
    assert canonical_bytes((1, 2)) == b"[1,2]"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1.5, "float has no place"),
        ([{"a": 0.0}], "float has no place"),
        (float("nan"), "float has no place"),
        ({1, 2}, "set has no place"),
        (b"bytes", "bytes has no place"),
        (2**53, "too large"),
        (-(2**53), "too large"),
        ("half \ud83d", "lone surrogate"),
        ({"half \ud83d": 1}, "lone surrogate"),
        ({1: "one"}, "key must be text, not int"),
    ],
)
def test_what_has_no_canonical_form_is_refused(value: object, words: str) -> None:
    with pytest.raises(CanonicalError, match=words):
        canonical_bytes(value)
