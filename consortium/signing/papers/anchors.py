"""Names for places in a document that goes out, so that one that comes back is matched if its headings were edited.

A name is a bookmark's: letters, digits and low lines, at most 40. It carries what stood there: the clause and the
paragraph (0: its heading), the term, or the version; and the first digits of a digest of the words. The digest finds
what was changed without tracking; it proves nothing about who sent the file.
"""

import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from agreements import CLAUSE_OF, Clause

_DIGITS: Final = 16
_TERM_DIGITS: Final = 10
_VERSION_DIGITS: Final = 24
_CLAUSE = re.compile(rf"clause_([0-9]{{1,2}})_([0-9]{{1,4}})_([0-9a-f]{{{_DIGITS}}})")
_TERM = re.compile(rf"term_([a-z_]{{1,24}})_([0-9a-f]{{{_TERM_DIGITS}}})")
_PART = re.compile(rf"part_([a-z]{{1,10}})_([0-9]{{1,4}})_([0-9a-f]{{{_DIGITS}}})")
_MADE_FROM = re.compile(rf"made_from_([0-9a-f]{{{_VERSION_DIGITS}}})")
_BLANKS = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What a name says. Exactly one of ``clause``, ``term`` and ``part`` says where; ``print`` is of its words."""

    clause: Clause | None = None
    term: str = ""
    part: str = ""
    number: int = 0
    print: str


def seen(words: str) -> str:
    """Words without what nobody sees: control characters, marks of direction, blanks of no width."""
    lines = words.replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(each for each in lines if each in "\n\t" or unicodedata.category(each) not in {"Cc", "Cf", "Cs"})


def normal(words: str) -> str:
    """Words as they are compared: composed, with single blanks, no blank at a line's ends, one empty line at most."""
    composed = unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n"))
    lines = "\n".join(_BLANKS.sub(" ", line).strip() for line in composed.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def paragraphs(words: str) -> tuple[str, ...]:
    """The paragraphs of a clause's words, as they are written into a document."""
    return tuple(normal(words).split("\n\n"))


def fingerprint(words: str, digits: int = _DIGITS) -> str:
    """The first hexadecimal digits of SHA-256 over the words as they are compared."""
    return sha256(normal(words).encode()).hexdigest()[:digits]


def clause_anchor(clause: Clause, number: int, words: str) -> str:
    """The name of paragraph ``number`` of a clause; 0 is its heading, which carries the digest of the whole clause."""
    return f"clause_{clause:d}_{number}_{fingerprint(words)}"


def term_anchor(term: str, words: str) -> str:
    """The name of a term's row in the schedule."""
    return f"term_{term}_{fingerprint(words, _TERM_DIGITS)}"


def part_anchor(part: str, number: int, words: str) -> str:
    """The name of a paragraph outside the clauses."""
    return f"part_{part}_{number}_{fingerprint(words)}"


def version_anchor(digest: str) -> str:
    """The name at the title: the version that the document was made from."""
    return f"made_from_{digest[:_VERSION_DIGITS]}"


def made_from(name: str) -> str | None:
    """The first digits of the digest of the version that a document was made from, or ``None`` for another name."""
    found = _MADE_FROM.fullmatch(name)
    return found.group(1) if found else None


def same_version(found: str, digest: str) -> bool:
    """Whether the digits that a file carries are those of this version."""
    return found == digest[:_VERSION_DIGITS]


def read_anchor(name: str) -> Anchor | None:
    """What a bookmark's name says; ``None`` if it is none of ours."""
    if found := _CLAUSE.fullmatch(name):
        number = int(found.group(1))
        if number in Clause.__members__.values():
            return Anchor(clause=Clause(number), number=int(found.group(2)), print=found.group(3))
    if (found := _TERM.fullmatch(name)) and found.group(1) in CLAUSE_OF:
        return Anchor(term=found.group(1), print=found.group(2))
    if found := _PART.fullmatch(name):
        return Anchor(part=found.group(1), number=int(found.group(2)), print=found.group(3))
    return None
