"""The profile of a state's law: which things have to be read, and what stays shut while they are unknown. Pure.

We are no lawyers. What we have read is a suggestion with its source (:mod:`consortium.members.state_suggestions`); a
fact it becomes only when a legal advisor has read the law herself. Unknown stays unknown.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from consortium.pages import N_

YES: Final = "yes"
NO: Final = "no"


class Kind(StrEnum):
    """How a field is answered."""

    YES_NO = "yes_no"
    WORDS = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing to read in a state's law; ``shuts`` is what stays shut while nobody has read it, in words."""

    key: str
    label: str
    asks: str
    kind: Kind = Kind.WORDS
    shuts: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What we read, where, and when: to be checked, never to be relied on."""

    value: str
    source: str
    read_on: date


NOTICE_WAITS: Final = N_("No notice of this state can be approved.")

FIELDS: Final[tuple[Field, ...]] = (
    Field(key="statute", label=N_("The law"), asks=N_("Which law protects peer support here? Cite it.")),
    Field(
        key="covered",
        label=N_("Who is covered"),
        asks=N_("Whose talk with a peer does it protect: officers, civilians, family?"),
    ),
    Field(
        key="designated_by",
        label=N_("Designation"),
        asks=N_("Who must designate a peer for the law to protect the talk?"),
    ),
    Field(
        key="cross_agency",
        label=N_("Peers of other agencies"),
        asks=N_("Does it protect a talk with a peer whom another agency employs?"),
        kind=Kind.YES_NO,
    ),
    Field(key="training", label=N_("Training"), asks=N_("Which training must a peer have, and how many hours?")),
    Field(
        key="exceptions",
        label=N_("What lifts confidentiality"),
        asks=N_("List every exception. The notice for officers is written from this."),
        shuts=NOTICE_WAITS,
    ),
    Field(
        key="witness",
        label=N_("Who was there"),
        asks=N_("Is a talk unprotected when the peer was witness, party or responder?"),
        kind=Kind.YES_NO,
    ),
    Field(
        key="privilege_holder",
        label=N_("Who may lift it"),
        asks=N_("Whose consent lifts the privilege: the officer's, the peer's, the agency's?"),
    ),
    Field(
        key="clinician_head",
        label=N_("Clinician at the head"),
        asks=N_("Must a licensed clinician lead the team?"),
        kind=Kind.YES_NO,
    ),
    Field(
        key="accreditation",
        label=N_("Accreditation"),
        asks=N_("Must the team be accredited by the state?"),
        kind=Kind.YES_NO,
    ),
    Field(
        key="text_allowed",
        label=N_("Text"),
        asks=N_("May a peer and an officer write to each other? What they write exists until it ends."),
        kind=Kind.YES_NO,
        shuts=N_("Text is not offered to any officer."),
    ),
    Field(
        key="filing",
        label=N_("Filing"),
        asks=N_("Must the agreement be filed or listed before it is in force?"),
        kind=Kind.YES_NO,
    ),
    Field(
        key="misconduct_duty",
        label=N_("Misconduct"),
        asks=N_("Must a sworn peer report misconduct by another officer?"),
        kind=Kind.YES_NO,
        shuts=NOTICE_WAITS,
    ),
)

BY_KEY: Final[Mapping[str, Field]] = {field.key: field for field in FIELDS}
NEEDED_FOR_NOTICE: Final = ("exceptions", "misconduct_duty")


def unread(read: Collection[str]) -> tuple[Field, ...]:
    """The fields that nobody has read, in order."""
    return tuple(field for field in FIELDS if field.key not in read)


def text_allowed(states: Collection[str], answers: Mapping[str, str]) -> bool:
    """Whether text may be offered: only where somebody has read, for every state, that it is allowed.

    ``answers`` holds what was read under ``text_allowed``, by state. Without any state nothing has been read.
    """
    return bool(states) and all(answers.get(state) == YES for state in states)


def keeps_notice_back(read: Iterable[str]) -> tuple[Field, ...]:
    """What must still be read before a notice of this state can be approved."""
    known = frozenset(read)
    return tuple(BY_KEY[key] for key in NEEDED_FOR_NOTICE if key not in known)
