"""Numbers that own words state beside the terms. What a term says is said by its variable, once."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from agreements.clause_library.variables import PLACE
from agreements.clause_library.wording import number_words
from agreements.clauses import Clause
from agreements.drafts.findings import Finding, stops, warns
from agreements.drafts.sentences import sentences
from agreements.terms import CLAUSE_OF, Terms

_WORDS: Final = {number_words(number): number for number in [*range(20), *range(20, 100, 10)]}
_SCALES: Final = {"hundred": 100, "thousand": 1000}
_WORD: Final = "|".join(sorted((*_WORDS, *_SCALES), key=len, reverse=True))
_NUMBER: Final = re.compile(
    rf"(?:(?<![\w-])(?P<words>(?:{_WORD})(?:(?:[\s-]+|\s+and\s+)(?:{_WORD}))*)\b(?:\s*\(\s*(?P<inside>\d[\d,]*)\s*\))?"
    r"|(?<![\w.$-])(?P<digits>\d[\d,]*))[\s-]*"
    r"(?:(?:calendar|business|working|whole|consecutive|full|contact|air|road)[\s-]+)?"
    r"(?P<unit>day|week|month|year|hour|minute|mile|part(?:y|ies)|agenc(?:y|ies)|signator(?:y|ies)|signature)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Counted:
    """A term that is a number: its unit, other units that come to so many of it, and words that speak of it."""

    units: Mapping[str, int | None]
    subject: re.Pattern[str]


def _term(subject: str, **units: int | None) -> _Counted:
    return _Counted(units, re.compile(subject, re.IGNORECASE))


_DAYS: Final[Mapping[str, int | None]] = {"day": 1, "week": 7, "month": None, "year": None}
_PARTIES: Final[Mapping[str, int | None]] = {"part": 1, "agenc": 1, "signator": 1, "signature": 1}

COUNTED: Final[Mapping[str, _Counted]] = {
    "most_miles": _term(r"distan|within|far|home|travel", mile=1),
    "answer_minutes": _term(r"answer|respon|repl|next one", minute=1, hour=60),
    "least_training_hours": _term(r"train|course|academy|basic|initial", hour=1),
    "yearly_training_hours": _term(r"year|annual|refresh|continu|train", hour=1),
    "deemed_days": _term(r"annex|roster|designat", **_DAYS),
    "agreement_years": _term(r"kept|keep|retain|retention|preserv", year=1, month=None),
    "term_months": _term(r"\bterm\b|\bend|last|\brun|expire|in effect|duration", month=1, year=12),
    "review_months": _term(r"review", month=1, year=12),
    "least_parties": _term(r"effect|fewer|least|sign|left|remain", **_PARTIES),
    "notice_days": _term(r"notice|leav|withdr|terminat", **_DAYS),
    "run_off_days": _term(r"finish|run-?off|open|begun|under way|complete", **_DAYS),
    "signing_days": _term(r"sign|lapse|window", **_DAYS),
}
"""The terms that are numbers."""


def strays(clause: Clause, words: str, terms: Terms) -> Iterator[Finding]:
    """Findings for the numbers of own words that a term states, or contradicts, and for "thirty (60)"."""
    for sentence in sentences(PLACE.sub(" ", words)):
        for found in _NUMBER.finditer(sentence):
            number = _value(found)
            if found["inside"] and number != int(found["inside"].replace(",", "")):
                yield stops(f"Clause {clause:d} writes one number in two ways: “{found[0]}”.", clause)
            elif not (number == 1 and found["unit"].casefold().startswith("part")):
                yield from _judged(clause, sentence, found[0], number, _unit(found), terms)


def _judged(clause: Clause, sentence: str, said: str, number: int, unit: str, terms: Terms) -> Iterator[Finding]:
    near = [name for name, each in COUNTED.items() if unit in each.units and each.subject.search(sentence)]
    here = [name for name in near if CLAUSE_OF[name] is clause]
    if same := next((name for name in here if _same(name, number, unit, terms)), None):
        yield warns(
            f"Clause {clause:d} says “{said}”; let {{{same}}} say it, so that both change at once.", clause, same
        )
    elif here:
        yield stops(
            f"Clause {clause:d} says “{said}”, and the terms say otherwise ({_told(here[0], terms)}). Let "
            f"{{{here[0]}}} say it.",
            clause,
            here[0],
        )
    elif elsewhere := next((name for name in near if not _same(name, number, unit, terms)), None):
        yield warns(
            f"Clause {clause:d} says “{said}”. If that is what clause {CLAUSE_OF[elsewhere]:d} settles, it differs: "
            f"{_told(elsewhere, terms)}.",
            clause,
            elsewhere,
        )


def _same(name: str, number: int, unit: str, terms: Terms) -> bool:
    times = COUNTED[name].units[unit]
    return times is not None and number * times == getattr(terms, name)


def _told(name: str, terms: Terms) -> str:
    value = getattr(terms, name)
    return f"{name.replace('_', ' ')}: {'nothing is set' if value is None else value}"


def _unit(found: re.Match[str]) -> str:
    unit = found["unit"].casefold()
    return re.sub(r"(?<=part|genc|ator)(?:y|ies)$", "", unit)


def _value(found: re.Match[str]) -> int:
    if found["digits"]:
        return int(found["digits"].replace(",", ""))
    total = group = 0
    for word in re.split(r"[\s-]+", found["words"].casefold()):
        if word == "thousand":
            total, group = total + max(group, 1) * 1000, 0
        elif word in _SCALES:
            group = max(group, 1) * _SCALES[word]
        else:
            group += _WORDS.get(word, 0)
    return total + group
