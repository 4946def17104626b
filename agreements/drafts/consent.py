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
_DEEMED: Final = re.compile(
    rf"\b(?:deemed|presumed|taken|treated|considered|construed|regarded|constitutes?|counts? as)"
    rf"\b[^.;]{{0,60}}\b{_CONSENTS}\b",
    re.IGNORECASE,
)
_SILENCE: Final = re.compile(
    r"\b(?:silence|inaction|continued (?:participation|use)|no (?:timely )?(?:objection|response|answer|reply)|"
    r"(?:absence|lack) of (?:an |any |a )?(?:\w+ )?(?:objection|response|answer|reply)|"
    r"fail(?:s|ed|ure|ing)?\s+(?:\w+ )?to\s+(?:\w+ )?(?:object|respond|reply|answer|sign|return)|"
    r"(?:does|do|did|has|have|who|that)\s*(?:not|n['\u2019]t)\s+(?:\w+ )?(?:object|respond|repl|answer|oppos)\w*)\b"
    rf"[^.;]{{0,120}}\b{_CONSENTS}\b",
    re.IGNORECASE,
)
_UNLESS: Final = re.compile(
    rf"\b{_CONSENTS}\b[^.;]{{0,120}}\b(?:unless|if no|absent)\b[^.;]{{0,60}}"
    rf"\b(?:object|opposes|opt(?:s|ed)? out|refus)\w*",
    re.IGNORECASE,
)
_NEVER: Final = re.compile(
    r"\b(?:no|nobody|never|neither|nothing)\b[^.;,]{0,40}\b(?:deemed|presumed|taken|treated|considered|bound|bind)|"
    r"\b(?:is|are|shall|does|do|may|be)\s+(?:never|not)\s+(?:be\s+)?(?:deemed|presumed|taken|treated|considered|"
    r"construed|regarded|constitute|count|bind)|"
    r"\bsilence\b[^.;,]{0,20}\b(?:is|counts as|means|gives)\s+(?:no|not|never)\b|\bsilence (?:binds|designates) nobody",
    re.IGNORECASE,
)


def silent_consents(clause: Clause, words: str) -> Iterator[Finding]:
    """A finding for each sentence that lets silence consent, unless it says that silence does not."""
    for sentence in sentences(words):
        said = _DEEMED.search(sentence) or _SILENCE.search(sentence) or _UNLESS.search(sentence)
        if said and not _NEVER.search(sentence):
            yield stops(
                f"Clause {clause:d} takes silence for consent: “{sentence[:160]}” A party is bound by a signature of "
                "its own, and by nothing that it did not do. What a term lets pass in time is said by its variable.",
                clause,
            )
