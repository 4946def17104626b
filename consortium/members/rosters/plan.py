"""What an import of a list of people would do to those who are here. Pure: it compares, and overwrites nothing.

Somebody is known again by her mail address. The same name at the same agency with another mail address, or none, may be
the same person or another one: a person of ours decides that. What is here already stays; a list only adds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from agreements import Bond
from consortium.access.permissions import ANSWERERS, Role, refused
from consortium.members.kinds import EMPLOYED, ChannelKind
from consortium.members.may_act import SIGNING_FOR_OTHERS
from consortium.members.rosters.columns import plain
from consortium.members.rosters.entries import Course, Entries, Entry, Wrong
from geo import AgencyId


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A person who is here, as far as an import looks at her."""

    person: UUID
    name: str
    title: str
    email: str | None
    roles: frozenset[Role]
    ties: frozenset[tuple[AgencyId, Bond]]
    answers: bool
    talk_number: str | None
    courses: frozenset[tuple[str, object]]
    channels: frozenset[tuple[str, str]]
    ended: bool


class Choice(StrEnum):
    """What to do with somebody of whom two may be one."""

    SAME = "same"
    ANOTHER = "another"
    SKIP = "skip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Add:
    """What one row adds to a person; ``person`` is ``None`` for somebody new. Empty where there is nothing to add."""

    entry: Entry
    person: UUID | None
    title: str = ""
    email: str | None = None
    tie: tuple[AgencyId, Bond] | None = None
    role: Role | None = None
    talk_number: str | None = None
    course: Course | None = None
    channels: tuple[tuple[ChannelKind, str], ...] = ()

    @property
    def adds(self) -> tuple[str, ...]:
        """The names of what it adds."""
        held = {
            "title": self.title,
            "email": self.email,
            "tie": self.tie,
            "role": self.role,
            "talk_number": self.talk_number,
            "course": self.course,
            "channel": self.channels,
        }
        return tuple(name for name, value in held.items() if value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """A row that may be somebody who is here, or somebody of another row."""

    entry: Entry
    like: tuple[str, ...]
    person: UUID | None
    choice: Choice | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterPlan:
    """What an import does. With open questions it does nothing; with errors neither, unless bad rows are skipped."""

    new: tuple[Add, ...]
    more: tuple[Add, ...]
    same: int
    skipped: int
    twins: tuple[Twin, ...]
    wrong: tuple[Wrong, ...]
    unknown_agencies: tuple[str, ...]

    @property
    def undecided(self) -> tuple[Twin, ...]:
        """Whom somebody still has to look at."""
        return tuple(twin for twin in self.twins if twin.choice is None)

    @property
    def adds(self) -> tuple[Add, ...]:
        """Everything that is written."""
        return (*self.new, *self.more)


def plan_roster(read: Entries, known: Sequence[Known], choices: Mapping[int, Choice]) -> RosterPlan:
    """Compare. ``choices`` are by the line of the row."""
    by_mail = {each.email.lower(): each for each in known if each.email}
    by_name = _by_name(known)
    seen: dict[tuple[str, AgencyId | None], Entry] = {}
    new, more, twins, wrong = [], [], [], list(read.wrong)
    same = skipped = 0
    for entry in read.people:
        here = by_mail.get((entry.email or "").lower())
        if here is None:
            twin = _twin(entry, by_name, seen, choices)
            seen.setdefault((plain(entry.name), entry.agency), entry)
            if twin is not None:
                twins.append(twin)
                if twin.choice in {None, Choice.SKIP}:
                    skipped += twin.choice is Choice.SKIP
                    continue
                here = next((each for each in known if twin.choice is Choice.SAME and each.person == twin.person), None)
                if here is None and twin.choice is Choice.SAME:  # the same as another row: the first one stands
                    skipped += 1
                    continue
        add = _add(entry, here)
        problem = _problem(add, here)
        if problem:
            wrong.append(Wrong(entry.line, "", problem))
        elif here is None:
            new.append(add)
        elif add.adds:
            more.append(add)
        else:
            same += 1
    return RosterPlan(
        new=tuple(new),
        more=tuple(more),
        same=same,
        skipped=skipped,
        twins=tuple(twins),
        wrong=tuple(sorted(wrong)),
        unknown_agencies=read.unknown_agencies,
    )


def _by_name(known: Iterable[Known]) -> Mapping[tuple[str, AgencyId | None], Known]:
    found: dict[tuple[str, AgencyId | None], Known] = {}
    for each in known:
        agencies: set[AgencyId | None] = {agency for agency, _ in each.ties}
        for agency in agencies or {None}:
            found.setdefault((plain(each.name), agency), each)
    return found


def _twin(
    entry: Entry,
    by_name: Mapping[tuple[str, AgencyId | None], Known],
    seen: Mapping[tuple[str, AgencyId | None], Entry],
    choices: Mapping[int, Choice],
) -> Twin | None:
    key = (plain(entry.name), entry.agency)
    here, row = by_name.get(key), seen.get(key)
    if here is None and row is None:
        return None
    like = []
    if here is not None:
        like.append(here.email or here.name)
    if row is not None:
        like.append(f"line {row.line}")
    return Twin(entry=entry, like=tuple(like), person=here.person if here else None, choice=choices.get(entry.line))


def _add(entry: Entry, here: Known | None) -> Add:
    tie = (entry.agency, entry.tie) if entry.agency is not None else None
    answers = entry.role if entry.role in ANSWERERS else None
    channels = []
    if entry.page_number:
        channels.append((ChannelKind.SMS, entry.page_number))
    if entry.email and answers:
        channels.append((ChannelKind.MAIL, entry.email))
    if here is None:
        return Add(
            entry=entry,
            person=None,
            title=entry.title,
            email=entry.email,
            tie=tie,
            role=answers,
            talk_number=entry.talk_number if answers else None,
            course=entry.course,
            channels=tuple(channels),
        )
    course = entry.course
    return Add(
        entry=entry,
        person=here.person,
        title="" if here.title else entry.title,
        email=None if here.email or here.roles & SIGNING_FOR_OTHERS else entry.email,
        tie=None if tie is None or tie in here.ties else tie,
        role=None if here.answers else answers,
        talk_number=entry.talk_number if not here.talk_number and (here.answers or answers) else None,
        course=None if course is None or (course.course, course.completed_on) in here.courses else course,
        channels=tuple(each for each in channels if (each[0].value, each[1]) not in here.channels),
    )


def _problem(add: Add, here: Known | None) -> str:
    """Why this row cannot be taken although each of its cells can."""
    if here is not None and here.ended:
        return f"{here.name} has left the consortium; bring her back on her own page first"
    if add.role is None:
        return ""
    held = here.roles if here is not None else frozenset()
    if refused(held | {add.role}):
        return "one person cannot hold these roles together"
    if add.role is Role.PEER and lent_by(add, here) is None:
        return "a peer is lent by an agency that employs her"
    return ""


def lent_by(add: Add, here: Known | None) -> AgencyId | None:
    """The agency that lends her: the row's, if it employs her."""
    agency = add.entry.agency
    ties = {(agency, add.entry.tie)} if agency is not None else set()
    ties |= here.ties if here is not None else set()
    return next((each for each, bond in sorted(ties) if each == agency and bond in EMPLOYED), None)
