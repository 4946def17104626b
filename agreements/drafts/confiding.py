"""Nobody tells a head, a supervisor or an agency which of its officers asked, or that somebody did."""

import re
from collections.abc import Iterator
from typing import Final

from agreements.clauses import Clause
from agreements.drafts.findings import Finding, stops
from agreements.drafts.lists import SERVE
from agreements.drafts.sentences import forbids, sentences

_ABOVE: Final = (
    r"(?:heads?|chiefs?|sheriffs?|supervis\w+|superiors?|commanders?|command staff|chain of command|sergeants?|"
    r"lieutenants?|captains?|managers?|employers?|internal affairs|agency|agencies|departments?|city|town|council)"
)
_OFFICERS: Final = r"(?:officers?|employees?|deput(?:y|ies)|troopers?)"
_TELLS: Final = (
    r"(?:tells?|told|telling|reports?|reported|reporting|sends?|sent|sending|informs?|informed|informing|notif\w+|"
    r"advis(?:es|ed)|discloses?|disclosed|shows?|shown|shares?|shared|passes|passed|forwards?|forwarded|communicat\w+|"
    r"alerts?|alerted|mentions?|confirms?|warns?|warned|speaks? (?:to|with)|writes? to|lets\b[^.;]{0,40}\bknow|"
    r"giv(?:es?|en)\b(?=[^.;]{0,40}\b(?:word|notice|names?|figures?|notes?|hints?|numbers?|lists?)\b))"
)
_TOLD: Final = r"(?:told|informed|notified|shown|sent|given|advised|warned|alerted)"
_TELLING: Final = re.compile(
    rf"\b(?P<verb>{_TELLS})\b[^.;]{{0,80}}?\b{_ABOVE}\b|\b{_ABOVE}\b[^.;]{{0,60}}?\b(?P<told>(?:is|are|be|been|gets?)\s+"
    rf"(?:also\s+)?{_TOLD}|learns?|receives?|gets|hears?|knows?|finds? out)\b",
    re.IGNORECASE,
)
_OF_WHOM: Final = re.compile(
    rf"\b{_OFFICERS}\b(?!\s+(?:who|that){SERVE})|\b(?:has|have|had|who|she|he|they|somebody|someone|anybody)\s+"
    r"(?:ever\s+)?(?:asked|asks?|sought)\b"
    r"|\b(?:an?|the|each|every|any|that|this|such|of|which)\s+(?:talks?|conversation|contact|request|session)\b"
    r"|\b(?:talks|conversations|contacts|sessions)\b|\bunfit\b",
    re.IGNORECASE,
)
_TO_OFFICERS: Final = re.compile(
    rf"\b{_TELLS}\s+(?:(?:the|its|their|her|his|own|all|each|every|any|new|an?|other)\s+){{0,3}}{_OFFICERS}"
    r"(?!['\u2019]|\s+(?:and|or|asked)\b)",
    re.IGNORECASE,
)
_HERSELF: Final = re.compile(
    rf"^\W*(?:an?|the|each|every|any)\s+{_OFFICERS}\s+(?:may|can|is free to)\s+", re.IGNORECASE
)
_THE_LAW: Final = re.compile(
    r"\bdanger to (?:the officer['\u2019]s (?:own )?|his (?:own )?|her (?:own )?|their (?:own )?)?life\b|"
    r"\babuse or neglect\b|\badmitted crime\b|\b(?:order of a court|court order)\b|"
    r"\b(?:with|by|on|of) (?:\w+(?:['\u2019]s)? ){0,2}(?:own|written) consent\b|"
    r"\b(?:a|the) law (?:asks|requires|obliges|demands)\b|\b(?:required|obliged) by (?:a |the )?law\b|"
    r"\bexceptions? (?:of|that|in|to)\b[^.;]{0,30}\b(?:law|clause 13)\b|\bas clause 13 says\b",
    re.IGNORECASE,
)
_NONE: Final = re.compile(r"\b(?:nothing|nobody|neither|none|no(?! (?:later|sooner|more|less|longer|matter|doubt)))\b")
_BUT: Final = re.compile(r"\b(?:but|except|unless|save|other than|apart from|beyond|only if)\b", re.IGNORECASE)


def tales(clause: Clause, words: str) -> Iterator[Finding]:
    """A finding for each sentence that lets an agency learn of its officers, unless it forbids it or says the law's."""
    for sentence in sentences(words):
        plain = _TO_OFFICERS.sub(" ", sentence)
        found = next((each for each in _TELLING.finditer(plain) if not _denied(plain, each)), None)
        if found and _OF_WHOM.search(plain) and not (_THE_LAW.search(plain) or _HERSELF.match(sentence)):
            yield stops(
                f"Clause {clause:d} lets a head, a supervisor or an agency learn of its officers: “{sentence[:160]}” "
                "Nobody is told who asked, that somebody did, or how many did, except where the law that clause 13 "
                "names obliges a peer; then say so.",
                clause,
            )


def _denied(sentence: str, found: re.Match[str]) -> bool:
    if forbids(sentence, found.start("verb") if found["verb"] else found.start("told")):
        return True
    after = sentence[found.start() : found.end() + 20]
    return bool(_NONE.search(after)) and not _BUT.search(sentence)
