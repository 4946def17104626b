"""Money, hours and counts go by duty and in a lump. A clause that goes by the contact would unmask who asked.

A rule about English words finds what is said plainly, and can be got round; so in own words of the clauses about money
every amount that it lets pass is pointed out to whoever reads the draft.
"""

import re
from collections.abc import Iterator
from typing import Final

from agreements.clauses import Clause
from agreements.drafts.findings import Finding, stops, warns
from agreements.drafts.lists import WHO_SERVE
from agreements.drafts.paying import ABOUT_MONEY, LUMP, PAYS
from agreements.drafts.sentences import forbids, paragraphs, sentences

_BEFORE: Final = (
    r"(?:(?:peer|support|anonymous|answered|completed|individual|such|single|service|telephone|phone|video|monthly|"
    r"new|further|additional|first|crisis|confidential|separate|eligible|documented|verified|reported|paid|full)[\s-]+){0,3}"
)
_CONTACT: Final = (
    r"(?:contact|request|call|call[- ]?out|call[- ]?back|session|talk|conversation|chat|encounter|visit|intervention|"
    r"referral|case|incident|activation|consult(?:ation)?|response|debrief(?:ing)?|inquiry|enquiry|interaction|"
    r"engagement|deployment|dispatch|assignment|appointment|check-?in|counsel(?:l)?ing|occasion|occurrence)"
)
_PERSON: Final = (
    r"(?:person|officer|employee|deputy|user|client|beneficiary|recipient|caller|requester|attendee|participant)"
)
_ONE: Final = rf"{_BEFORE}(?:{_CONTACT}|{_PERSON})s?\b"
_SUPPORT: Final = r"(?:peer[\s-]+)?(?:support|help|talk(?:ing)?|contact|service|assistance|listening|conversation|aid)"
_PER: Final = (
    rf"(?:\bper\b|/|\b(?:for|of|on|after|upon|with|at)\s+(?:each|every|any))[\s-]*{_ONE}|\bby\s+(?:the\s+)?{_ONE}|"
    r"\bper head\b"
    rf"|\b(?:hours?|minutes?|time|quarter[\s-]hours?)\s+(?:of|in|spent(?:\s+(?:on|in))?)\s+{_SUPPORT}\b"
    rf"|\b{_CONTACT}[\s-]by[\s-]{_CONTACT}\b|\b{_CONTACT}[\s-]based\b"
)
_USED: Final = (
    r"(?:used?|asks?|asked|calls?|called|answers?|answered|helps?|helped|serves?|served|supports?|supported|responds?|"
    r"responded|contacts?|contacted|requests?|requested|engaged|talks?|speaks?|reached|rings?|sent|dispatched|assigned|"
    r"consulted|needed|debriefs?|debriefed|accepts?|turns? to|picks? up|lent)"
)
_SOMEBODY: Final = (
    r"(?:peer|chaplain|clinician|officer|employee|deputy|somebody|someone|anybody|anyone|person|support|help|it|one)s?"
)
_WHENEVER: Final = (
    rf"\b(?:whenever|(?:each|every|any) (?:time|occasion)|as often as|as many times as)\b[^.;]{{0,60}}\b{_USED}\b"
)
_WHEN: Final = rf"\b(?:when|if|once|after|where|for every)\b[^.;]{{0,30}}\b{_SOMEBODY}\b[^.;]{{0,30}}\b{_USED}\b"
_LINKED: Final = rf"{_PER}|\b(?:each|every|any)\s+{_BEFORE}{_CONTACT}s?\b|{_WHENEVER}"

_BY_EACH: Final = re.compile(_LINKED, re.IGNORECASE)
_AT_EACH: Final = re.compile(
    rf"{_LINKED}|\b(?:each|every|any)\s+{_ONE}|\b(?:for|after|upon|by)\s+(?:an?|the)\s+{_ONE}"
    rf"|\b(?:each|every) time\b|(?:\$\s?\d[\d,.]*|\bdollars?|\bUSD)\s+an?\s+{_ONE}",
    re.IGNORECASE,
)
_AMOUNT: Final = re.compile(
    r"(?:US)?\$\s?\d[\d,.]*|[\u20ac\u00a3]\s?\d|\b(?:\d[\d,.]*|\w+)\s+(?:US\s+)?(?:dollars?|cents?|USD|euros?)\b|"
    r"\bUSD\s?\d[\d,.]*",
    re.IGNORECASE,
)
_WITH_AMOUNT: Final = re.compile(rf"{_WHEN}|\b{_BEFORE}{_CONTACT}s?\b", re.IGNORECASE)
_COUNTS: Final = re.compile(
    r"\b(?:count(?:s|ed|ing)?|report(?:s|ed|ing)?|tall(?:y|ies|ied)|log(?:s|ged|ging)?|record(?:s|ed|ing)?|"
    r"statistics?|figures?|itemi[sz]\w+|track(?:s|ed|ing)?|breakdowns?|broken down|notif(?:y|ies|ied)|hours?|"
    r"not(?:es?|ed) (?:down|in|by|of)|(?:is|are) (?:noted|listed|filed|numbered|measured)|writ(?:es?|ten) down|"
    r"document(?:s|ed)|register(?:s|ed)|enter(?:s|ed) (?:in|into)|tabulat\w+|enumerat\w+|quantif\w+|monitor(?:s|ed)|"
    r"timesheets?|time sheets?)\b",
    re.IGNORECASE,
)
_HOW_MANY: Final = re.compile(
    r"\b(?:numbers?|counts?|totals?|logs?|lists?|reports?|records?|statistics|figures|tall(?:y|ies)|summar(?:y|ies)|"
    r"breakdowns?|volumes?|frequenc(?:y|ies)|tables?|registers?|metrics|data)\s+"
    rf"(?:of|on|about|for)\s+(?:the\s+|all\s+|any\s+|its\s+|each\s+|every\s+)?{_BEFORE}"
    rf"(?:{_CONTACT}s?|inquiries|users?|clients?|callers?|(?:officers?|persons?|people|employees?|those)\s+"
    rf"(?:(?:who|that){WHO_SERVE}|helped|served|supported))\b"
    rf"|\bhow (?:many|often|frequently)\b[^.;]{{0,50}}\b(?:{_USED}|{_CONTACT}s?)\b"
    r"|\b(?:usage|utili[sz]ation)\s+(?:reports?|figures|statistics|data|rates?|numbers?)\b",
    re.IGNORECASE,
)
_ON_A_BASIS: Final = re.compile(
    rf"\bper[\s-]+{_ONE}[\s-]+(?:basis|rates?|fees?|charges?|prices?|amounts?|compensation|payments?)\b"
    rf"|\b(?:basis|rates?|fees?)\s+per\s+{_ONE}|\b{_CONTACT}[\s-]by[\s-]{_CONTACT} basis\b",
    re.IGNORECASE,
)
_OF_DUTY: Final = re.compile(
    r"\b(?:hours?|time)\s+(?:on|of|worked on|stood on)\s+(?:duty|training|courses?)\b|\b(?:duty|training)[\s-]hours?\b|"
    r"\bhours? of the week\b|\bat (?:any|all) hours?\b|\bany hour\b|\bline of duty\b|\bon call\b|"
    r"\bcritical incidents?\b",
    re.IGNORECASE,
)
_REASON: Final = (
    "In a small department that would unmask the officer who asked. Pay and hours go by duty and in a lump; nothing "
    "goes by the contact, the request, the call or the officer."
)


def per_contact(clause: Clause, words: str) -> Iterator[Finding]:
    """A finding for each paragraph that pays, bills, reports or counts by the contact, unless it forbids just that."""
    for paragraph in paragraphs(words):
        told = [(each, _OF_DUTY.sub(" ", each)) for each in sentences(paragraph)]
        bad = [(each, said) for each, plain in told if (said := _bad(plain))]
        for each, said in bad:
            yield stops(f"Clause {clause:d} {said} by the contact: “{each[:160]}” {_REASON}", clause)
        if not bad and (each := _together([plain for _, plain in told])):
            yield stops(f"Clause {clause:d} pays or bills by the contact: “{each[:160]}” {_REASON}", clause)


def amounts(clause: Clause, words: str) -> Iterator[Finding]:
    """For each paragraph of own words about money that names an amount: that somebody should look by what it goes."""
    for paragraph in paragraphs(words) if clause in ABOUT_MONEY else ():
        if found := _AMOUNT.search(paragraph):
            yield warns(
                f"Clause {clause:d} names an amount, “{found[0].strip()}”. See that it goes by duty and in a lump: "
                "whatever goes by the contact would show who asked.",
                clause,
                "cost",
            )


def _bad(sentence: str) -> str:
    for goes_by, verb, said in ((_AT_EACH, PAYS, "pays or bills"), (_BY_EACH, _COUNTS, "counts or reports")):
        if goes_by.search(sentence) and _some_stand(sentence, verb):
            return said
    if _some_stand(sentence, _ON_A_BASIS):
        return "pays or bills"
    if _WITH_AMOUNT.search(sentence) and not LUMP.search(sentence) and _some_stand(sentence, _AMOUNT):
        return "pays or bills"
    return "counts or reports" if _some_stand(sentence, _HOW_MANY) else ""


def _some_stand(sentence: str, verb: re.Pattern[str]) -> bool:
    """Whether the sentence has such a verb somewhere without forbidding it."""
    return any(not forbids(sentence, found.start()) for found in verb.finditer(sentence))


def _together(told: list[str]) -> str:
    """The sentence that names an amount, where another one of its paragraph says that it goes by the contact."""
    linked = any(_BY_EACH.search(each) and not _forbidding(each) for each in told)
    owed = (each for each in told if _some_stand(each, _AMOUNT) and not LUMP.search(each))
    return next(owed, "") if linked else ""


def _forbidding(sentence: str) -> bool:
    return any(forbids(sentence, found.start()) for verb in (PAYS, _COUNTS) for found in verb.finditer(sentence))
