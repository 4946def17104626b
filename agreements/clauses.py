"""The 27 subjects of a mutual-aid agreement for peer support, and a clause's words.

The numbers are fixed, so that a refusal can cite one and a chief can find it. The subjects follow the contents that
SC 23-20-40, ORS 190.020 and RCW 39.34.030 list, the IACP's mutual-aid papers, and what peer support needs besides:
designation, independence, privilege. No state's wording is claimed here; an advisor approves the words.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from agreements.errors import VersionError


class Clause(IntEnum):
    """The number of a clause; ``subject`` says it in words."""

    PURPOSE = 1
    PARTIES = 2
    DEFINITIONS = 3
    SERVICES = 4
    AREA = 5
    AVAILABILITY = 6
    ASKING = 7
    INDEPENDENCE = 8
    COMMAND = 9
    QUALIFICATIONS = 10
    DESIGNATION = 11
    CONFIDENTIALITY = 12
    LIMITS = 13
    RECORDS = 14
    PUBLIC_RECORDS = 15
    COST = 16
    LIABILITY = 17
    PAY_AND_INJURY = 18
    TERM = 19
    EFFECT = 20
    WITHDRAWAL = 21
    JOINDER = 22
    AMENDMENT = 23
    SUSPENSION = 24
    DISPUTES = 25
    NOTICES = 26
    COUNTERPARTS = 27

    @property
    def subject(self) -> str:
        """What the clause is about, in plain words."""
        return _SUBJECTS[self]


_SUBJECTS: Final[dict[Clause, str]] = {
    Clause.PURPOSE: "Purpose: voluntary, confidential peer support",
    Clause.PARTIES: "Parties and their authority",
    Clause.DEFINITIONS: "Definitions and calendar",
    Clause.SERVICES: "Services offered and not offered",
    Clause.AREA: "Area and distance",
    Clause.AVAILABILITY: "Availability and time to answer",
    Clause.ASKING: "How an officer asks",
    Clause.INDEPENDENCE: "Who must not support whom",
    Clause.COMMAND: "Command stays with the home agency",
    Clause.QUALIFICATIONS: "Qualifications and training",
    Clause.DESIGNATION: "Designation by each agency",
    Clause.CONFIDENTIALITY: "Confidentiality and privilege",
    Clause.LIMITS: "Limits of confidentiality",
    Clause.RECORDS: "Records",
    Clause.PUBLIC_RECORDS: "Public-records requests",
    Clause.COST: "Cost",
    Clause.LIABILITY: "Liability and insurance",
    Clause.PAY_AND_INJURY: "Pay and workers' compensation",
    Clause.TERM: "Term, renewal and review",
    Clause.EFFECT: "When it takes effect",
    Clause.WITHDRAWAL: "Withdrawal and run-off",
    Clause.JOINDER: "Joining later",
    Clause.AMENDMENT: "Amendment",
    Clause.SUSPENSION: "Suspension",
    Clause.DISPUTES: "Disputes, law and successors",
    Clause.NOTICES: "Notices",
    Clause.COUNTERPARTS: "Counterparts and signatures",
}


@dataclass(frozen=True, slots=True, order=True)
class Article:
    """One clause of one version: its number and its words, exactly as the heads read and sign them.

    Raises:
        VersionError: the words are blank.
    """

    clause: Clause
    words: str

    def __post_init__(self) -> None:
        """Refuse a clause that says nothing."""
        if not self.words.strip():
            raise VersionError(f"Clause {self.clause:d} ({self.clause.subject}) has no words.")

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs, parted by an empty line. Readers number them: the second of clause 12 is 12.2."""
        return tuple(each for each in self.words.replace("\r\n", "\n").split("\n\n") if each.strip())
