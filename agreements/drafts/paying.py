"""Money that follows the officer or the use without a word of contact: who pays would tell whose officer asked.

In own words about money every sentence that pays has to say that it goes by duty, in a lump, or as wages do; the
others are stopped. In every clause a payment is stopped that falls on the agency of whoever was supported, or that
goes by use. Coarse English, like the rest of the lint: a sentence that is stopped for nothing is written more plainly.
"""

import re
from collections.abc import Iterator
from typing import Final

from agreements.clauses import Clause
from agreements.drafts.findings import Finding, stops
from agreements.drafts.sentences import forbids, sentences

ABOUT_MONEY: Final = frozenset({Clause.COST, Clause.PAY_AND_INJURY})
"""The clauses whose own words have to say by what they pay, and in which every amount is pointed out."""

PAYS: Final = re.compile(
    r"\$|[\u20ac\u00a3]|\b(?:pay(?:s|ing|ments?|able)?|paid|bill(?:s|ed|ings?|able)?|invoic\w+|charg(?:e|es|ed|ing)|"
    r"reimburs\w+|fees?|compensat\w+|costs?|stipends?|overtime|dollars?|mileage|remunerat\w+|honorari\w+|earns?|bonus|"
    r"ow(?:e|es|ed|ing)|rates?|pric(?:e|es|ed|ing)|tariffs?|allowances?|recoup\w*|refund\w*|surcharges?|wages?|salar\w+|"
    r"credit(?:s|ed)?|USD|cents|settles?|repa(?:y|ys|id|yment)|expenses?|made whole|makes (?:\w+ )?\w+ whole|"
    r"(?:is|are|be|becomes?|falls?) due|"
    r"due (?:for|when\w*|on|upon|to|after|per|with))\b"
    r"|\bdue\b(?=[^.;]{0,40}\b(?:whenever|each|every|per)\b)",
    re.IGNORECASE,
)
"""What a sentence that pays, bills or owes says."""

LUMP: Final = re.compile(
    r"\b(?:lump|an? (?:calendar |fiscal )?(?:year|quarter|month)|(?:per|each|every) (?:calendar |fiscal )?"
    r"(?:year|quarter|month|pay period)|annual(?:ly)?|yearly|quarterly|common fund|shift)\b",
    re.IGNORECASE,
)
"""What a sentence that pays in a lump says."""

_OFFICER: Final = r"(?:officer|employee|deputy|person|member)"
_OTHERWISE: Final = re.compile(
    r"\b(?:duty|duties|on call|monthly|wages?|salar(?:y|ies)|taxes|workers['\u2019]? compensation|premiums?|"
    r"insurance|train(?:ing|ed)|courses?|budgets?|appropriate[sd]|appropriations?|"
    r"own (?:costs?|expenses?|people|peers|staff|employees)|"
    r"its people|equal (?:shares?|parts?)|sworn|fixed (?:sum|amount|share)|flat (?:sum|amount)|membership|per party)\b",
    re.IGNORECASE,
)
_BY_USE: Final = re.compile(
    rf"\b(?:agency|agencies|party|parties|department|office|employer)\s+of\s+(?:the|an?|that|this|each|every|any|such)\s+"
    rf"(?:\w+\s+)?{_OFFICER}s?\b|\bwhose\s+(?:\w+\s+)?(?:officer|employee|deputy|deputies|people|staff)|"
    rf"\b{_OFFICER}['\u2019]s\s+(?:own\s+|home\s+)?(?:agency|party|department|employer|office)\b|"
    r"\buse\s+of\s+(?!(?:(?:an?|the|its|their|his|her|own)\s+){0,2}(?:vehicles?|cars?|rooms?|buildings?|equipment|"
    r"premises|telephones?|offices?)\b)|\b(?:its|their|actual|of|by|to)\s+use\b|\busage\b|\butili[sz]\w*|"
    r"\b(?:support|services?|help|assistance|aid|peer time)\s+(?:(?:that\s+(?:is|was)|actually)\s+)?"
    r"(?:rendered|given|received|provided|used)\b|"
    r"\b(?:time|hours?|minutes?)\b[^.;]{0,50}\b(?:listen\w*|talk\w*|spen[dt]\w*\s+with|support(?:ed|ing)|help(?:ed|ing))\b|"
    rf"\b(?:officers?|employees?|deput(?:y|ies))\s+(?:(?:who|whom|that)\s+)?(?:\w+\s+){{0,2}}"
    r"(?:asked|supported|helped|served|met|sought|used)\b",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(r"\{\w+\}")
_NO_SUCH: Final = re.compile(r"\b(?:no|without)\s+(?:\w+\s+)?$", re.IGNORECASE)
_NOTHING: Final = re.compile(r"\W+(?:\w+\s+){0,2}(?:nothing|nobody|no (?:one|party|agency|other)\b)", re.IGNORECASE)
_BUT: Final = re.compile(r"\b(?:but|except|unless|save|other than|apart from|beyond|less than)\b", re.IGNORECASE)


def by_use(clause: Clause, words: str) -> Iterator[Finding]:
    """A finding for each sentence that pays by use or by whose officer it was; about money, by nothing that it says."""
    for sentence in sentences(_NAMED.sub(" ", words)):
        if not _pays(sentence):
            continue
        if _BY_USE.search(sentence):
            yield stops(
                f"Clause {clause:d} pays by use, or has the agency of an officer pay: “{sentence[:160]}” In a small "
                "department that would unmask the officer who asked. Money goes by duty and in a lump.",
                clause,
            )
        elif clause in ABOUT_MONEY and not (LUMP.search(sentence) or _OTHERWISE.search(sentence)):
            yield stops(
                f"Clause {clause:d} pays and does not say by what: “{sentence[:160]}” Say that it goes by duty, in one "
                "lump for a period of time, or as wages do: whatever goes by the contact would unmask the officer who "
                "asked.",
                clause,
                "cost",
            )


def _pays(sentence: str) -> bool:
    return any(not _denied(sentence, found) for found in PAYS.finditer(sentence))


def _denied(sentence: str, found: re.Match[str]) -> bool:
    """Whether the sentence forbids that payment: before it, right before it ("no fee"), or after it ("nothing")."""
    if forbids(sentence, found.start()):
        return True
    around = _NO_SUCH.search(sentence[: found.start()]) or _NOTHING.match(sentence[found.end() :])
    return bool(around) and not _BUT.search(sentence)
