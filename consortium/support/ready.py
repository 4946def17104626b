"""What the go-live list is computed from, and what one step of it says: frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from consortium.access.permissions import Role
from consortium.members.setup_values import Stage
from scheduling import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFact:
    """A crisis line: its name, when it was rung, and whether it is one to ring or text other than 911."""

    name: str
    verified_on: date | None
    for_posters: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """What the list is computed from, at one instant.

    Attributes:
        level: the level of service; ``level_settled``: it has the time or the hours that it needs.
        states: those of the agencies whose agreement is in force; of all agencies, while none is.
        notices: the stage of the newest version, or ``APPROVED`` where one is in force, by state and language.
        live: how many agencies have an agreement in force; ``zones``: into how many parts the region stands.
        promise: the largest crowd that the region could promise; ``crowd``: the one that is wished.
        peers: how many have a proved way to be paged and training in date; ``answering``: how many are enrolled.
        unread: how many things of each state's profile nobody has read.
        uncovered: when, within two weeks, nobody may be asked though the level promises it; the earliest first.
        sister: the sister consortium whose peers may be asked for all of us as one whole, where nobody here is outside.
        rotations: how many there are, so that a newcomer is led to the form of the first.
    """

    today: date
    level: int
    level_settled: bool
    states: tuple[str, ...]
    notices: Mapping[tuple[str, str], Stage]
    lines: tuple[LineFact, ...]
    live: int
    zones: int
    promise: int
    crowd: int
    peers: int
    answering: int
    mail_tested_on: date | None
    unread: Mapping[str, int]
    uncovered: tuple[Span, ...]
    rotations: int = 0
    sister: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of the list.

    Attributes:
        says: how it stands, in one sentence.
        roles: who can do what is missing; ``path``: on which page.
        harm: while it is red, the officers' pages close by themselves.
        soon: it is done, and will turn red before long.
        since: an instant to show with the sentence, if there is one.
    """

    key: str
    title: str
    done: bool
    says: str
    roles: frozenset[Role]
    path: str
    harm: bool = False
    soon: bool = False
    since: datetime | None = None
