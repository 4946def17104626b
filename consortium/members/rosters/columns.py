"""Which column of a list means what: guessed from its heading, matched once by a person, then remembered. Pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from consortium.problems import BadInput


class Field(StrEnum):
    """What a column may mean; the value is what is remembered."""

    NOT_KEPT = "not_kept"
    NAME = "name"
    FIRST = "first_name"
    LAST = "last_name"
    TITLE = "title"
    EMAIL = "email"
    AGENCY = "agency"
    TIE = "tie"
    ROLE = "role"
    PAGE_NUMBER = "page_number"
    TALK_NUMBER = "talk_number"
    COURSE = "course"
    PAPER = "paper"
    HOURS = "hours"
    COMPLETED = "completed_on"
    EXPIRES = "expires_on"


_HEARD: Final[Mapping[Field, str]] = {
    Field.NAME: "name|full name|officer|officer name|member|member name|peer|peer name|employee|employee name|nombre",
    Field.FIRST: "first|first name|given name|fname|firstname",
    Field.LAST: "last|last name|surname|family name|lname|lastname",
    Field.TITLE: "title|rank|position|job title|rank title|grade",
    Field.EMAIL: "email|e mail|mail|work email|work mail|email address|e mail address|agency email|work e mail",
    Field.AGENCY: "agency|department|dept|employer|agency name|department name|office|organization|home agency",
    Field.TIE: "tie|status|employment|full time|ft pt|employment status|employment type|appointment",
    Field.ROLE: "role|team role|peer role|type|capacity|function|peer chaplain clinician",
    Field.PAGE_NUMBER: "mobile|cell|cell phone|mobile phone|personal mobile|cell number|mobile number|personal cell",
    Field.TALK_NUMBER: "phone|telephone|talk number|contact number|phone number|call number|work phone",
    Field.COURSE: "course|training|training course|certification|certificate|class|training name",
    Field.PAPER: "course or licence|course or license|kind of training|training type",
    Field.HOURS: "hours|training hours|course hours|hrs|credit hours",
    Field.COMPLETED: "completed|completed on|certified on|date completed|training date|course date|date|certified",
    Field.EXPIRES: "expires|expires on|expiration|expiration date|expiry|valid until|renewal|renewal date|lapses",
}
_KNOWN: Final = {heading: field for field, headings in _HEARD.items() for heading in headings.split("|")}


def plain(text: str) -> str:
    """A heading or value as it is compared: small letters without accents, words parted by single blanks."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare.casefold()).split())


def guess(headings: Sequence[str], remembered: Mapping[str, str]) -> tuple[Field, ...]:
    """What each column means: as it was matched the last time, else by its heading; each meaning once."""
    taken: set[Field] = set()
    found = []
    for heading in headings:
        key = plain(heading)
        meant = Field(remembered[key]) if key in remembered else _KNOWN.get(key, Field.NOT_KEPT)
        meant = Field.NOT_KEPT if meant in taken else meant
        found.append(meant)
        taken |= {meant} - {Field.NOT_KEPT}
    return tuple(found)


def checked_match(meanings: Sequence[str], columns: int) -> tuple[Field, ...]:
    """The match as a person chose it.

    Raises:
        BadInput: a column is missing or means nothing known, two mean the same, or no column holds names.
    """
    if len(meanings) != columns or not set(meanings) <= set(Field):
        raise BadInput("Say for each column what it means.", "columns")
    chosen = tuple(map(Field, meanings))
    kept = [field for field in chosen if field is not Field.NOT_KEPT]
    twice = next((field for field in kept if kept.count(field) > 1), None)
    if twice is not None:
        raise BadInput(f"Two columns cannot both be “{WORDS[twice]}”.", "columns")
    if Field.NAME not in kept and Field.LAST not in kept:
        raise BadInput("One column must hold the names: “Name”, or “Last name”.", "columns")
    if Field.COURSE in kept and not {Field.COMPLETED, Field.EXPIRES} <= set(kept):
        raise BadInput("A course needs two more columns: the day it was completed, and the day it lapses.", "columns")
    return chosen


WORDS: Final[Mapping[Field, str]] = {
    Field.NOT_KEPT: "Not kept",
    Field.NAME: "Name",
    Field.FIRST: "First name",
    Field.LAST: "Last name",
    Field.TITLE: "Rank or title",
    Field.EMAIL: "Mail address",
    Field.AGENCY: "Agency",
    Field.TIE: "How she belongs to the agency",
    Field.ROLE: "Peer, chaplain or clinician",
    Field.PAGE_NUMBER: "Number to page her",
    Field.TALK_NUMBER: "Number that officers ring",
    Field.COURSE: "Course",
    Field.PAPER: "Course or licence",
    Field.HOURS: "Hours of the course",
    Field.COMPLETED: "Completed on",
    Field.EXPIRES: "Lapses on",
}
