"""Nobody agrees by silence: a clause that takes silence, or the lack of an objection, for consent is refused."""

import re
from collections.abc import Iterator
from typing import Final

from agreements.clauses import Clause
from agreements.drafts.findings import Finding, stops
from agreements.drafts.sentences import sentences

_CONSENTS: Final = (
    r"(?:consent(?:s|ed)?|agree(?:s|d)?|accept(?:s|ed|ance)?|approv(?:es?|ed|al)|assent(?:s|ed)?|ratif\w+|"
    r"sign(?:s|ed|ature)?|bound|binds?|binding|adopt(?:s|ed)?|waive[ds]?|joined|effective|takes? effect)"
)
_FOLLOWS: Final = (
    rf"(?:{_CONSENTS}|appl(?:y|ies)|include[sd]?|including|"
    r"covered|in force|(?:is|are|be|comes?|stays?|counted) in\b(?!\s+\w)|"
    r"becomes? (?:a )?(?:party|member|part)|joins?|enrol+ed|stands|goes (?:on|ahead|through)|carried|passe[sd]|"
    r"renew(?:s|ed)|extend(?:s|ed)|continu\w+|authori[sz]e[sd]?|designat\w+|yes|means? (?:yes|that it))"
)
_DEEMED: Final = re.compile(
    rf"\b(?:deemed|presumed|taken|treated|considered|construed|regarded|constitutes?|counts? as)"
    rf"\b[^.;]{{0,60}}\b(?P<end>{_CONSENTS})\b",
    re.IGNORECASE,
)
_NOT: Final = r"(?:not|never|n['\u2019]t)"
_SAYS: Final = (
    r"(?:object|respond|repl|answer|oppos|writ|sa[iy]|sp[eo]k|vot|declin|refus|come forward|protest|react|act\b)"
)
_SILENCE: Final = re.compile(
    r"\b(?:silence|silent|inaction|says? nothing|said nothing|hears? nothing|heard nothing|nothing is (?:heard|said)|"
    r"not heard from|continued (?:participation|use)|"
    r"no (?:timely |written )?(?:objections?|response|answer|reply|word)|"
    r"(?:nobody|no one|no party|no agency|none) (?:objects|opposes|answers|says|replies)|"
    r"without (?:an |any )?objections?|"
    r"(?:absence|lack) of (?:an |any |a )?(?:\w+ )?(?:objections?|response|answer|reply)|"
    r"fail(?:s|ed|ure|ing)?\s+(?:\w+ )?to\s+(?:\w+ )?(?:object|respond|reply|answer|sign|return|vote|decline|refuse)|"
    rf"(?:does|do|did|has|have|had|who|that|is|are)\s*{_NOT}\s+(?:\w+ )?{_SAYS}\w*)\b"
    rf"[^.;]{{0,120}}\b(?P<end>{_FOLLOWS})(?!\w)",
    re.IGNORECASE,
)
_OBJECTS: Final = r"(?:object|oppos|opt(?:s|ed)? out|refus|declin|protest|say\w* (?:no|otherwise))\w*"
_UNLESS: Final = re.compile(
    rf"\b(?P<end>{_FOLLOWS})(?!\w)[^.;]{{0,120}}\b(?:unless|if no|absent|so long as no|as long as no)\b[^.;]{{0,60}}"
    rf"\b{_OBJECTS}",
    re.IGNORECASE,
)
_UNLESS_FIRST: Final = re.compile(
    rf"\b(?:unless|absent|until)\b[^.;]{{0,60}}\b{_OBJECTS}[^.;]{{0,120}}\b(?P<end>{_FOLLOWS})(?!\w)", re.IGNORECASE
)
_NO: Final = re.compile(
    r"\b(?:no|not|never|nor|nobody|nothing|neither|none|cannot)\b[^.;,]{0,40}$|n['\u2019]t\b[^.;,]{0,40}$",
    re.IGNORECASE,
)
_NOBODY: Final = re.compile(r"\W*(?:nobody|nothing|no one|no party|none|no\b)", re.IGNORECASE)


def silent_consents(clause: Clause, words: str) -> Iterator[Finding]:
    """A finding for each sentence that lets silence consent, unless it says that silence does not."""
    for sentence in sentences(words):
        if any(_stands(sentence, found) for how in _HOW for found in how.finditer(sentence)):
            yield stops(
                f"Clause {clause:d} takes silence for consent: “{sentence[:160]}” A party is bound by a signature of "
                "its own, and by nothing that it did not do. What a term lets pass in time is said by its variable.",
                clause,
            )


_HOW: Final = (_DEEMED, _SILENCE, _UNLESS, _UNLESS_FIRST)


def _stands(sentence: str, found: re.Match[str]) -> bool:
    """Whether it is said without a "no": before what silence brings, before the silence itself, or right after."""
    before = sentence[found.start() : found.start("end")]
    since = before[max(before.rfind(","), _said(found, before)) :]
    denied = _NO.search(since) or _NO.search(sentence[: found.start()]) or _NOBODY.match(sentence[found.end("end") :])
    return not denied


def _said(found: re.Match[str], before: str) -> int:
    """Where the silence itself is over: its own "not" denies nothing of what follows."""
    silent = re.match(rf"\w+\s*{_NOT}\s+(?:\w+ )?{_SAYS}\w*|says? nothing|said nothing|no \w+(?: \w+)?|\w+", found[0])
    return min(silent.end(), len(before)) if silent else 0
