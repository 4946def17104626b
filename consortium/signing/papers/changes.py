"""What a text that came back asks for. Pure values, shown at the preview and taken in from there."""

from dataclasses import dataclass, replace
from enum import StrEnum

from agreements import Clause
from consortium.signing.papers.marked import Note


class MarkKind(StrEnum):
    """Whether words stay, come, or go."""

    SAME = "same"
    ADDED = "added"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Mark:
    """Some words of a clause, and what is asked for them. ``tracked``: the file itself marks it so."""

    words: str
    kind: MarkKind
    by: str = ""
    tracked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is asked for one clause.

    Args:
        asked: other words are asked for; else there are only notes.
        wanted: the words that the clause would have; empty to strike it.
        authors: who changed it, as the file has it; not verified.
        untracked: at least a part of it was changed without tracking.
        moved_on: the clause has other words now than the file was made from.
        lost: what stands in the clause in the file and can't be taken in.
    """

    clause: Clause
    asked: bool = False
    wanted: str = ""
    marks: tuple[Mark, ...] = ()
    authors: tuple[str, ...] = ()
    untracked: bool = False
    moved_on: bool = False
    notes: tuple[Note, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether there is anything to show."""
        return self.asked or bool(self.notes)

    @property
    def strikes(self) -> bool:
        """Whether the clause is to go."""
        return self.asked and not self.wanted

    def with_notes(self, other: "Change") -> "Change":
        """The same with what stands beside another one of its clause."""
        return replace(self, notes=(*self.notes, *other.notes), lost=(*self.lost, *other.lost))


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a text that came back asks for.

    Args:
        made_from: the digits of the version that it was made from; empty if it does not say.
        moved_on: the draft is another one now than the one it was made from.
        missing: clauses of which nothing was found, and for which nothing is asked.
        read: the clauses of which something was found.
    """

    changes: tuple[Change, ...]
    made_from: str = ""
    moved_on: bool = False
    missing: tuple[Clause, ...] = ()
    read: tuple[Clause, ...] = ()
