"""Lists that must not be kept: of who asked, of who may not be asked, of who was present."""

import re
from collections.abc import Iterator
from typing import Final

from agreements.clauses import Clause
from agreements.drafts.findings import Finding, stops
from agreements.drafts.sentences import forbids, sentences

_LIST: Final = re.compile(
    r"\b(?:keep-?\s?out|exclusion|blocked|do[- ]not[- ](?:call|contact|pair)|attendance|sign-?\s?in|black)[\s-]*"
    r"(?:lists?|sheets?|registers?|logs?)\b"
    r"|\b(?:lists?|names?|registers?|rosters?|records?|logs?|identit(?:y|ies))\s+of\s+(?:the\s+|all\s+|any\s+|each\s+|every\s+)?"
    r"(?:(?:officers?|employees?|deput(?:y|ies)|persons?|people|those|members?|individuals?|anybody|anyone)\s+"
    r"(?:who|that|whom|seeking|asking|using|receiving|requesting|supported|served|helped)|"
    r"participants?|clients?|users?|attendees|requesters?)\b",
    re.IGNORECASE,
)


def forbidden_lists(clause: Clause, words: str) -> Iterator[Finding]:
    """A finding for each sentence that has such a list kept, unless it forbids just that."""
    for sentence in sentences(words):
        found = _LIST.search(sentence)
        if found and not forbids(sentence, found.start()):
            yield stops(
                f"Clause {clause:d} has a list kept that would name people: “{found[0]}”. No list of who asked, who "
                "was present or who is kept from whom is kept here; a part of the region does that without names.",
                clause,
            )
