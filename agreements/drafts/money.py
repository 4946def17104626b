"""Money, hours and counts go by duty and in a lump. A clause that goes by the contact would unmask who asked."""

import re
from collections.abc import Iterator
from typing import Final

from agreements.clauses import Clause
from agreements.drafts.findings import Finding, stops
from agreements.drafts.sentences import forbids, sentences

_BEFORE: Final = (
    r"(?:(?:peer|support|anonymous|answered|completed|individual|such|single|service|telephone|phone|monthly)"
    r"[\s-]+){0,3}"
)
_ONE: Final = (
    rf"{_BEFORE}(?:contact|request|call|call[- ]?out|session|talk|conversation|chat|encounter|visit|intervention|"
    r"referral|case|incident|activation|person|officer|employee|deputy|user|client|beneficiary|recipient)\b"
)
_PER: Final = rf"(?:\bper\b|/|\b(?:for|of|on|after|upon|with)\s+(?:each|every))\s*{_ONE}|\bby\s+{_ONE}"
_BY_EACH: Final = re.compile(_PER, re.IGNORECASE)
_AT_EACH: Final = re.compile(
    rf"{_PER}|\b(?:each|every|any)\s+{_ONE}|\b(?:for|after|upon|by)\s+(?:an?|the)\s+{_ONE}"
    rf"|\b(?:each|every) time\b|(?:\$\s?\d[\d,.]*|\bdollars?|\bUSD)\s+an?\s+{_ONE}",
    re.IGNORECASE,
)
_PAYS: Final = re.compile(
    r"\$|\b(?:pay(?:s|ing|ment|able)?|paid|bill(?:s|ed|ing|able)?|invoic\w+|charg(?:e|es|ed|ing)|reimburs\w+|fees?|"
    r"compensat(?:e|es|ed|ing)|costs?|stipends?|overtime|dollars?|mileage|remunerat\w+|honorari\w+|earns?|bonus)\b",
    re.IGNORECASE,
)
_COUNTS: Final = re.compile(
    r"\b(?:count(?:s|ed|ing)?|report(?:s|ed|ing)?|tall(?:y|ies|ied)|log(?:s|ged|ging)?|record(?:s|ed|ing)?|"
    r"statistics?|figures?|itemi[sz]\w+|track(?:s|ed|ing)?|breakdowns?|broken down|notif(?:y|ies|ied)|hours?)\b",
    re.IGNORECASE,
)
_HOW_MANY: Final = re.compile(
    r"\b(?:numbers?|counts?|totals?|logs?|lists?|reports?|records?|statistics|figures|tall(?:y|ies)|summar(?:y|ies)|"
    rf"breakdowns?)\s+(?:of|on|about|for)\s+(?:the\s+|all\s+|any\s+|its\s+|each\s+|every\s+)?{_BEFORE}"
    r"(?:contacts?|requests?|calls?|sessions?|talks?|conversations?|encounters?|visits?|interventions?|referrals?|"
    r"cases?|users?|clients?|(?:officers?|persons?|people|employees?|those)\s+(?:who|that|helped|served|supported))\b",
    re.IGNORECASE,
)
_REASON: Final = (
    "In a small department that would unmask the officer who asked. Pay and hours go by duty and in a lump; nothing "
    "goes by the contact, the request, the call or the officer."
)


def per_contact(clause: Clause, words: str) -> Iterator[Finding]:
    """A finding for each sentence that pays, bills, reports or counts by the contact, unless it forbids just that."""
    for sentence in sentences(words):
        if said := _bad(sentence):
            yield stops(f"Clause {clause:d} {said} by the contact: “{sentence[:160]}” {_REASON}", clause)


def _bad(sentence: str) -> str:
    for goes_by, verb, said in ((_AT_EACH, _PAYS, "pays or bills"), (_BY_EACH, _COUNTS, "counts or reports")):
        found = verb.search(sentence) if goes_by.search(sentence) else None
        if found and not forbids(sentence, found.start()):
            return said
    many = _HOW_MANY.search(sentence)
    return "counts or reports" if many and not forbids(sentence, many.start()) else ""
