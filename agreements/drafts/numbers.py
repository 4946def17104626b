"""Numbers that own words state beside the terms. What a term says is said by its variable, once."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from agreements.clause_library.variables import PLACE
from agreements.clause_library.wording import number_words
from agreements.clauses import Clause
from agreements.drafts.findings import Finding, stops, warns
from agreements.drafts.sentences import forbids, sentences
from agreements.term_kinds import Renewal
from agreements.terms import CLAUSE_OF, Terms

_WORDS: Final = {number_words(number): number for number in [*range(20), *range(20, 100, 10)]}
_SCALES: Final = {"hundred": 100, "thousand": 1000}
_WORD: Final = "|".join(sorted((*_WORDS, *_SCALES), key=len, reverse=True))
_NUMBER: Final = re.compile(
    rf"(?:(?<![\w-])(?P<words>(?:{_WORD})(?:(?:[\s-]+|\s+and\s+)(?:{_WORD}))*)\b(?:\s*\(\s*(?P<inside>\d[\d,]*)\s*\))?"
    r"|(?<![\w.$-])(?P<digits>\d[\d,]*)|\b(?P<half>half(?:\s+(?:of\s+)?an?)?|an?\s+half)\b"
    r"|(?<=\b)(?:within|after|before|by|of|on|upon|for|in|is|with|than|least|give[ns]?|giving|lasts?|runs?|until)\s+(?P<one>an?)\b"
    r"|\b(?P<every>every|each)\b)[\s-]*"
    r"(?:(?P<how>calendar|business|working|banking|court|whole|consecutive|full|contact|air|road|statute|nautical)[\s-]+)?"
    r"(?P<unit>day|weekday|workday|week|fortnight|month|quarter|year|decade|hour|minute|mile|km|kilomet|"
    r"part(?:y|ies)|agenc(?:y|ies)|signator(?:y|ies)|signature)(?!\w*\s+of\s+(?:the|a)\b)",
    re.IGNORECASE,
)
_AT_WORK: Final = frozenset({"business", "working", "banking", "court"})
_AS: Final[Mapping[str, tuple[str, float]]] = {
    "fortnight": ("day", 14),
    "decade": ("year", 10),
    "quarter": ("month", 3),
    "km": ("mile", 0.621371),
    "kilomet": ("mile", 0.621371),
    "weekday": ("day", 1),
    "workday": ("day", 1),
}
"""Units that come to so many of another one."""

_HALVES: Final[Mapping[str, tuple[str, float]]] = {
    "year": ("month", 6),
    "decade": ("year", 5),
    "day": ("hour", 12),
    "hour": ("minute", 30),
}


@dataclass(frozen=True, slots=True)
class _Counted:
    """A term that is a number.

    Args:
        units: its unit, and other units that come to so many of it; ``None``: never to a whole number of it.
        subject: words that speak of it, in the clause that settles it.
        anywhere: words that speak of it and of nothing else, in whichever clause; ``None``: there are none.
    """

    units: Mapping[str, int | None]
    subject: re.Pattern[str]
    anywhere: re.Pattern[str] | None = None


def _term(subject: str, anywhere: str = "", **units: int | None) -> _Counted:
    return _Counted(
        units, re.compile(subject, re.IGNORECASE), re.compile(anywhere, re.IGNORECASE) if anywhere else None
    )


_DAYS: Final[Mapping[str, int | None]] = {"day": 1, "week": 7, "month": None, "year": None, "hour": None}
_PARTIES: Final[Mapping[str, int | None]] = {"part": 1, "agenc": 1, "signator": 1, "signature": 1}
_LEAVES: Final = r"(?<!on )\bleav(?:e|es|ing)\b(?! of)|withdr|terminat|\bquit"
_NOTICE: Final = (
    rf"{_LEAVES}|\b(?:days?|weeks?|fortnights?|months?|years?|hours?)['\u2019]?s?['\u2019]?\s+"
    r"(?:(?:written|prior|advance)\s+)*notice|"
    rf"\bnotice\s+(?:period\s+)?(?:of|is|for)\s+(?:at least\s+)?(?:half|\d|an?\s+(?:day|week|month|year)|(?:{_WORD})\b)"
)

COUNTED: Final[Mapping[str, _Counted]] = {
    "most_miles": _term(r"distan|within|far|home|travel", mile=1),
    "answer_minutes": _term(r"answer|respon|repl|next one", minute=1, hour=60),
    "least_training_hours": _term(r"train|course|academy|basic|initial", hour=1),
    "yearly_training_hours": _term(r"year|annual|refresh|continu|train", hour=1),
    "deemed_days": _term(r"annex|roster|designat", "", **_DAYS),
    "agreement_years": _term(r"kept|keep|retain|retention|preserv", year=1, month=None),
    "term_months": _term(
        r"\bterm\b|\bend|last|\brun|expire|in effect|duration|renew",
        r"\bterm of (?:this|the) agreement|\bthis agreement (?:runs|lasts|expires|ends|is in effect|continues)|"
        r"\bexpires?\b[^.]*\bagreement|\bagreement\b[^.]*\bexpires?\b|\bfor a term\b",
        month=1,
        year=12,
        day=None,
        week=None,
    ),
    "review_months": _term(r"review", month=1, year=12),
    "least_parties": _term(
        r"effect|fewer|least|sign|left|remain",
        r"takes? effect|in effect|into (?:effect|force)|have signed|signed by|goes on|"
        r"\bfewer than\b[^.]*\b(?:left|remain)",
        **_PARTIES,
    ),
    "notice_days": _term(r"notice|leav|withdr|terminat", _NOTICE, **_DAYS),
    "run_off_days": _term(
        r"finish|run-?off|open|begun|under way|complete",
        r"run-?off|\b(?:talk|support|conversation)s?\b[^.]*\b(?:finish|complete|conclude|wound up|open then)",
        **_DAYS,
    ),
    "signing_days": _term(r"sign|lapse|window", "", **_DAYS),
}
"""The terms that are numbers."""

_AT_ONCE: Final = re.compile(
    r"\b(?:leav\w+|withdr\w+|terminat\w+|expel\w*|remov\w+|end(?:s|ed)?|quits?|out)\b"
    r"(?P<between>[^.;]{0,60}?)\b(?:at once|immediately|forthwith|without (?:any |prior |further |advance )*notice|"
    r"with immediate effect|(?:on|the) (?:the )?same day|on the spot|at any moment)"
    r"|\b(?:immediate(?:ly)?|summar(?:y|ily)|instant(?:ly)?)\s+(?:\w+\s+)?(?:leav|withdr|terminat|expel|expuls|remov)\w*",
    re.IGNORECASE,
)
_TELLS: Final = re.compile(r"\b(?:tell|told|inform|notif|say|said|report|hand|return|show|give)\w*", re.IGNORECASE)
_RENEWS: Final = re.compile(
    r"\brenew(?:s|ed|al)?\b[^.;]{0,40}\b(?:itself|automatic\w*|every|each|annually|yearly|by itself|unless)\b|"
    r"\bautomatic(?:ally)?\b[^.;]{0,30}\b(?:renew|extend|extension|continu)\w*|"
    r"\b(?:self-renewing|evergreen|rolls over)\b|"
    r"\b(?:extends|prolongs) itself\b",
    re.IGNORECASE,
)


def strays(clause: Clause, words: str, terms: Terms) -> Iterator[Finding]:
    """Findings for the numbers of own words that a term states, or contradicts, and for "thirty (60)"."""
    for sentence in sentences(PLACE.sub(" ", words)):
        yield from _without_number(clause, sentence, terms)
        for found in _NUMBER.finditer(sentence):
            if found["inside"] and _value(found) != int(found["inside"].replace(",", "")):
                yield stops(f"Clause {clause:d} writes one number in two ways: “{found[0]}”.", clause)
            else:
                yield from _judged(clause, sentence, found, terms)


def _without_number(clause: Clause, sentence: str, terms: Terms) -> Iterator[Finding]:
    """What says how long, or how often, in words without a number."""
    gone = _AT_ONCE.search(sentence)
    if gone and terms.notice_days and not _TELLS.search(gone["between"] or "") and not forbids(sentence, gone.start()):
        yield stops(_otherwise(clause, gone[0], "notice_days", terms), clause, "notice_days")
    again = _RENEWS.search(sentence)
    if again and terms.renewal is not Renewal.AUTO and not forbids(sentence, again.start()):
        yield stops(_otherwise(clause, again[0], "renewal", terms), clause, "renewal")


def _judged(clause: Clause, sentence: str, found: re.Match[str], terms: Terms) -> Iterator[Finding]:
    said, (number, unit) = found[0].strip(), _measured(found)
    if (number == 1 and unit == "part") or (found["every"] and unit not in {"month", "year"}):
        return
    near = [name for name, each in COUNTED.items() if unit in each.units and each.subject.search(sentence)]
    if found["every"]:
        near = [name for name in near if name in {"review_months", "term_months"} and _again(name, sentence)]
    at_work = (found["how"] or "").casefold() in _AT_WORK or found["unit"].casefold() in {"weekday", "workday"}
    here = [name for name in near if CLAUSE_OF[name] is clause]
    same = next((name for name in here if not at_work and _same(name, number, unit, terms)), None)
    other = [name for name in near if at_work or not _same(name, number, unit, terms)]
    if same:
        yield warns(
            f"Clause {clause:d} says “{said}”; let {{{same}}} say it, so that both change at once.", clause, same
        )
    elif at_work and other and (here or _surely(other[0], sentence)):
        yield stops(
            f"Clause {clause:d} says “{said}”. Days are calendar days here (clause 3); the service counts no others. "
            f"Let {{{other[0]}}} say it.",
            clause,
            other[0],
        )
    elif here:
        yield stops(_otherwise(clause, said, here[0], terms), clause, here[0])
    elif elsewhere := next((name for name in other if _surely(name, sentence)), None):
        yield stops(_otherwise(clause, said, elsewhere, terms), clause, elsewhere)
    elif other:
        yield warns(
            f"Clause {clause:d} says “{said}”. If that is what clause {CLAUSE_OF[other[0]]:d} settles, it differs: "
            f"{_told(other[0], terms)}.",
            clause,
            other[0],
        )


def _again(name: str, sentence: str) -> bool:
    return bool(re.search("review" if name == "review_months" else "renew", sentence, re.IGNORECASE))


def _surely(name: str, sentence: str) -> bool:
    """Whether the sentence speaks of this term and of nothing else, in whichever clause it stands."""
    anywhere = COUNTED[name].anywhere
    return anywhere is not None and bool(anywhere.search(sentence))


def _otherwise(clause: Clause, said: str, name: str, terms: Terms) -> str:
    return (
        f"Clause {clause:d} says “{said}”, and the terms say otherwise ({_told(name, terms)}). Let {{{name}}} say it."
    )


def _same(name: str, number: float, unit: str, terms: Terms) -> bool:
    times = COUNTED[name].units[unit]
    return times is not None and number * times == getattr(terms, name)


def _measured(found: re.Match[str]) -> tuple[float, str]:
    """How many of which unit, in the units that terms know."""
    unit = _unit(found)
    if found["half"]:
        unit, half = _HALVES.get(unit, (unit, 0.5))
        return half, unit
    number, times = float(_value(found)), 1.0
    if unit in _AS:
        unit, times = _AS[unit]
    return number * times, unit


def _told(name: str, terms: Terms) -> str:
    value = getattr(terms, name)
    return f"{name.replace('_', ' ')}: {'nothing is set' if value is None else value}"


def _unit(found: re.Match[str]) -> str:
    unit = found["unit"].casefold()
    return re.sub(r"(?<=part|genc|ator)(?:y|ies)$", "", unit)


def _value(found: re.Match[str]) -> int:
    if found["one"] or found["every"]:
        return 1
    if found["digits"]:
        return int(found["digits"].replace(",", ""))
    total = group = 0
    for word in re.split(r"[\s-]+", (found["words"] or "").casefold()):
        if word == "thousand":
            total, group = total + max(group, 1) * 1000, 0
        elif word in _SCALES:
            group = max(group, 1) * _SCALES[word]
        else:
            group += _WORDS.get(word, 0)
    return total + group
