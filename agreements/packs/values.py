"""A rule pack: what one state's law asks of such an agreement, as far as we know, and how sure we are. Pure data.

A pack is a reading list for an advisor, not advice. A pack's edition is never changed: another reading of the law is
the next edition. Whether an advisor has approved an edition is a fact that is kept elsewhere and given in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from agreements.clauses import Clause


class Sure(StrEnum):
    """How we know a thing.

    ``SEEN``: the statute, a copy of it or an official page was read, at least in part. ``SECONDARY``: only a text
    about it was read. ``RECALLED``: neither; from memory, to be checked before use.
    """

    SEEN = "seen"
    SECONDARY = "secondary"
    RECALLED = "recalled"


class Office(StrEnum):
    """What sort of party signs: the kinds of agency, and a practice."""

    POLICE = "police"
    SHERIFF = "sheriff"
    STATE = "state"
    CAMPUS = "campus"
    TRIBAL = "tribal"
    CONSTABLE = "constable"
    SPECIAL = "special"
    PRACTICE = "practice"


class Subject(StrEnum):
    """What a note of a pack is about."""

    CONTENTS = "contents"
    FILING = "filing"
    AUTHORITY = "authority"
    PRIVILEGE = "privilege"
    ACCREDITATION = "accreditation"
    INSURANCE = "insurance"
    ELECTRONIC = "electronic signatures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """Something that the text or the terms must have for a party of a state.

    Args:
        clause: the clause that must be in the text, and about which a finding is made.
        what: one sentence that says what is asked for.
        mentions: the words of the clause must hold one of these (upper and lower case are one); empty: any words do.
        term: a term that must have one of ``values``; empty: none.
        values: what the term may be, as it stands in the signed data.
        holds: for a term that is a list: what must be among it, in place of ``values``; empty: nothing.
        hard: without it the draft can't go to the advisors; else somebody should look.
    """

    state: str
    clause: Clause
    what: str
    cites: str
    sure: Sure
    mentions: tuple[str, ...] = ()
    term: str = ""
    values: tuple[object, ...] = ()
    holds: str = ""
    hard: bool = True

    @property
    def source(self) -> str:
        """The law and how sure we are of it, for a finding."""
        return f"{self.cites} ({self.sure.value})"

    def lets(self, value: object) -> bool:
        """Whether the term may be this, as it stands in the signed data; true where it asks for no term."""
        if self.holds:
            return isinstance(value, list) and self.holds in value
        return not self.term or value in self.values

    def mended(self, value: object) -> object:
        """What the term would be, as near to ``value`` as this allows."""
        if self.lets(value):
            return value
        return sorted({*value, self.holds}) if self.holds and isinstance(value, list) else self.values[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """Who may bind a party, and what shows it.

    Args:
        signs: the office that signs.
        evidence: what should be on file before it does.
        resolution: the act of a governing body is part of that evidence.
    """

    signs: str
    evidence: str
    cites: str
    sure: Sure
    resolution: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something to know that no text can settle; ``ask`` is the question for the advisor, if there is one."""

    subject: Subject
    says: str
    cites: str
    sure: Sure
    ask: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """What we know of one state's law, on one day.

    Args:
        state: its postal code.
        edition: 1, 2, 3 …; ``dated``: the day on which it was put together.
        authorities: by the sort of party; whoever is not in it is for the advisor to judge.
    """

    state: str
    edition: int
    dated: date
    requirements: tuple[Requirement, ...]
    authorities: Mapping[Office, Authority] = field(hash=False)
    notes: tuple[Note, ...]

    @property
    def id(self) -> str:
        """The name that an approval is about, as in ``OR.1``."""
        return f"{self.state}.{self.edition}"
