"""Which column of a list of availability means what: guessed from its heading, then matched by a person. Pure."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from consortium.members.rosters.columns import plain
from consortium.pages import N_
from consortium.problems import BadInput


class Column(StrEnum):
    """What a column may mean; the value is what is kept while the list is looked at."""

    NOT_KEPT = "not_kept"
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    SAID = "said"
    FIRST = "first"
    LAST = "last"
    FROM = "from"
    UNTIL = "until"
    WEEKDAYS = "weekdays"
    SHARE = "share"
    MOST = "most"
    NOTICE = "notice"


WORDS: Final[Mapping[Column, str]] = {
    Column.NOT_KEPT: N_("Not kept"),
    Column.NAME: N_("Name"),
    Column.FIRST_NAME: N_("First name"),
    Column.LAST_NAME: N_("Last name"),
    Column.EMAIL: N_("Mail address"),
    Column.SAID: N_("Cannot, gladly or rather not"),
    Column.FIRST: N_("First day"),
    Column.LAST: N_("Last day"),
    Column.FROM: N_("From what time"),
    Column.UNTIL: N_("Until what time"),
    Column.WEEKDAYS: N_("Days of the week"),
    Column.SHARE: N_("Share"),
    Column.MOST: N_("Most duties a month"),
    Column.NOTICE: N_("Notice in hours"),
}

_HEARD: Final[Mapping[Column, str]] = {
    Column.NAME: "name|full name|peer|peer name|officer|officer name|member|employee|employee name|who|nombre",
    Column.FIRST_NAME: "first name|given name|fname|firstname",
    Column.LAST_NAME: "last name|surname|family name|lname|lastname",
    Column.EMAIL: "email|e mail|mail|work email|email address|e mail address|mail address",
    Column.SAID: "kind|type|status|availability|what|available|preference|reason|code",
    Column.FIRST: "first|first day|from day|start date|start day|starts|start|begin|begins|date|day|date off|from date",
    Column.LAST: "last|last day|to day|end date|end day|ends|end|until day|through|to date|thru",
    Column.FROM: "from|from time|start time|time from|starts at|time in",
    Column.UNTIL: "until|to|to time|end time|time to|ends at|time out|until time",
    Column.WEEKDAYS: "weekdays|days|days of week|days of the week|day of week|weekday|every",
    Column.SHARE: "share|fte|percent|share percent|part",
    Column.MOST: "most|max|max per month|most per month|max duties|maximum|maximum per month|limit",
    Column.NOTICE: "notice|notice hours|hours of notice|notice needed",
}
_KNOWN: Final = {heading: column for column, headings in _HEARD.items() for heading in headings.split("|")}


def guess(headings: Sequence[str]) -> tuple[Column, ...]:
    """What each column means by its heading; each meaning once."""
    taken: set[Column] = set()
    found = []
    for heading in headings:
        meant = _KNOWN.get(plain(heading), Column.NOT_KEPT)
        found.append(Column.NOT_KEPT if meant in taken else meant)
        taken.add(meant)
    return tuple(found)


def checked_match(meanings: Sequence[str], columns: int) -> tuple[Column, ...]:
    """The match as a person chose it.

    Raises:
        BadInput: a column is missing or means nothing known, two mean the same, or nothing says who or what.
    """
    if len(meanings) != columns or not set(meanings) <= set(Column):
        raise BadInput("Say for each column what it means.", "columns")
    chosen = tuple(map(Column, meanings))
    kept = [column for column in chosen if column is not Column.NOT_KEPT]
    twice = next((column for column in kept if kept.count(column) > 1), None)
    if twice is not None:
        raise BadInput(f"Two columns cannot both be “{WORDS[twice]}”.", "columns")
    if not {Column.NAME, Column.LAST_NAME, Column.EMAIL} & set(kept):
        raise BadInput("One column must say who: “Name”, “Last name” or “Mail address”.", "columns")
    if not {Column.FIRST, Column.WEEKDAYS, Column.SHARE, Column.MOST, Column.NOTICE} & set(kept):
        raise BadInput("One column must say when, or how much: “First day”, “Days of the week”, “Share” …", "columns")
    return chosen
