"""By what right somebody signs for an agency: an office or a delegation, the evidence, and its days. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from agreements.signatures import Capacity
from geo import AgencyId, PersonId


class Right(StrEnum):
    """How somebody came to sign for an agency."""

    ELECTED = "elected"
    APPOINTED = "appointed"
    ACTING = "acting"
    DELEGATED = "delegated"


WORDS: Final = {
    Right.ELECTED: "elected",
    Right.APPOINTED: "appointed",
    Right.ACTING: "acting in the office",
    Right.DELEGATED: "by delegation of the head",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """One right to sign, as a clerk has recorded it: it holds on the days ``[since, until]``, both included.

    ``ended_on`` is the day from which it holds no more, if somebody ended it early. ``given_by`` is the head who
    delegated, ``given_name`` her name; a delegation holds only while her own right does.
    """

    id: UUID
    agency: AgencyId
    person: PersonId
    name: str
    office: str
    right: Right
    evidence: str
    since: date
    until: date | None
    given_by: PersonId | None
    given_name: str
    attested_by: str
    attested_on: date
    ended_on: date | None

    @property
    def capacity(self) -> Capacity:
        """In which capacity whoever holds it signs."""
        return Capacity.DELEGATE if self.right is Right.DELEGATED else Capacity.HEAD

    def in_its_days(self, day: date) -> bool:
        """Whether the day is one of its own, whatever became of the head who gave it."""
        begun = self.since <= day and (self.until is None or day <= self.until)
        return begun and (self.ended_on is None or day < self.ended_on)

    def words(self) -> str:
        """The right in one line, as it stands in the signed record."""
        for_whom = f" for {self.given_name}" if self.right is Right.DELEGATED else ""
        until = f" to {self.until.isoformat()}" if self.until else ""
        return (
            f"{self.office}, {WORDS[self.right]}{for_whom}: {self.evidence}; from {self.since.isoformat()}{until}; "
            f"recorded by {self.attested_by} on {self.attested_on.isoformat()}"
        )


def holding(known: Iterable[Authority], person: PersonId, agency: AgencyId, day: date) -> Authority | None:
    """The right by which this person signs for this agency on that day: an office before a delegation, newest first."""
    of_agency = [each for each in known if each.agency == agency and each.in_its_days(day)]
    offices = {each.person for each in of_agency if each.right is not Right.DELEGATED}
    mine = [
        each
        for each in of_agency
        if each.person == person and (each.right is not Right.DELEGATED or each.given_by in offices)
    ]
    return min(mine, key=lambda each: (each.right is Right.DELEGATED, -each.since.toordinal(), each.id), default=None)


def why_none(known: Iterable[Authority], person: PersonId, agency: AgencyId, day: date) -> str:
    """The reason for which nothing holds on that day, in words."""
    mine = [each for each in known if each.agency == agency and each.person == person]
    if not mine:
        return "No authority to sign is recorded for you here."
    if any(each.in_its_days(day) for each in mine):
        return "You sign for the head by delegation, and her own authority does not hold on this day."
    if ended := [each.ended_on for each in mine if each.ended_on is not None and each.ended_on <= day]:
        return f"Your authority to sign was ended on {max(ended).isoformat()}."
    if over := [each.until for each in mine if each.until is not None and each.until < day]:
        return f"Your authority to sign ran out at the end of {max(over).isoformat()}."
    return f"Your authority to sign begins only on {min(each.since for each in mine).isoformat()}."
