"""Lists that must not be kept: of who asked, of who may not be asked, of who was present."""

import re
from collections.abc import Iterator
from typing import Final

from agreements.clauses import Clause
from agreements.drafts.findings import Finding, stops
from agreements.drafts.sentences import forbids, sentences

_KEPT: Final = (
    r"(?:lists?|names?|registers?|rosters?|records?|logs?|identit(?:y|ies)|databases?|spreadsheets?|tables?|files?|"
    r"director(?:y|ies)|index(?:es)?|journals?|diar(?:y|ies)|notebooks?|inventor(?:y|ies)|cards?|rolls?|notes?|"
    r"badge numbers?|initials|roll call)"
)
_OFFICERS: Final = (
    r"(?:officers?|employees?|deput(?:y|ies)|persons?|people|those|members?|individuals?|anybody|anyone|troopers?|"
    r"agents?|staff|personnel)"
)
_ASKERS: Final = r"(?:participants?|clients?|users?|attendees|requesters?|callers?|recipients?|beneficiar(?:y|ies))"
_ASKED: Final = (
    r"(?:seek\w*|sought|ask\w*|us(?:ing|ed)|receive[sd]?|receiving|"
    r"request\w*|support\w*|served|help\w*|call\w*|contact\w*|attend\w*|"
    r"present|talked|debriefed|counsel\w+)"
)
SERVE: Final = (
    r"\s+(?:may\s+|can\s+|will\s+)?(?:serves?|gives?|stands?|lends?|holds?|are\s+(?:designated|on\s+duty|trained)|"
    r"have\s+(?:had\s+|been\s+)?(?:trained|training|designated)|were\s+designated)\b"
)
WHO_SERVE: Final = rf"(?!{SERVE})"
_ITS: Final = r"(?:(?:the|all|any|each|every|its|their|our|his|her|such)\s+){0,2}"
_LIST: Final = re.compile(
    r"\b(?:keep-?\s?out|exclusion|blocked|do[- ]not[- ](?:call|contact|pair)|attendance|sign-?\s?in|black|caller|"
    r"visitor|client|participant|contact)[\s-]*(?:lists?|sheets?|registers?|logs?|records?|rosters?|databases?)\b"
    rf"|\b{_KEPT}\s+(?:of|on|about|with|for)\s+{_ITS}"
    rf"(?:{_OFFICERS}\s+(?:(?:who|that|whom){WHO_SERVE}|(?:\w+\s+){{0,2}}{_ASKED}\b)|{_ASKED}\s+{_OFFICERS}\b|{_ASKERS}\b|"
    rf"who(?:ever|m)?\b{WHO_SERVE})"
    rf"|\b{_ASKERS}['\u2019]?s?['\u2019]?\s+(?:names?|identit(?:y|ies)|badge|numbers?|initials)\b"
    r"|\b(?:record|note|log|list|keep|kept|writ|enter|register|document|track|name|shows)\w*\s+(?:down\s+)?"
    rf"(?:who(?:m)?|which\s+{_OFFICERS})\s+(?:\w+\s+){{0,3}}{_ASKED}\b",
    re.IGNORECASE,
)


def forbidden_lists(clause: Clause, words: str) -> Iterator[Finding]:
    """A finding for each sentence that has such a list kept, unless it forbids just that."""
    for sentence in sentences(words):
        found = next((each for each in _LIST.finditer(sentence) if not forbids(sentence, each.start())), None)
        if found:
            yield stops(
                f"Clause {clause:d} has a list kept that would name people: “{found[0]}”. No list of who asked, who "
                "was present or who is kept from whom is kept here; a part of the region does that without names.",
                clause,
            )
