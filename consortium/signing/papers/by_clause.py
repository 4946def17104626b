"""What came back, clause by clause, against the words that are in the draft now. Pure.

A tracked change says what stood there and what is wanted. What was changed without tracking is found by the digests
that went out with the text, and shown against the words of now. Nothing is dropped: what belongs to no clause becomes
a note of the clause that is nearest to it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from agreements import CLAUSE_OF, Clause
from consortium.problems import BadInput
from consortium.signing.papers.agreement_sheet import HEAD, PARTS, Given, heading_of
from consortium.signing.papers.anchors import Anchor, fingerprint, normal, same_version
from consortium.signing.papers.changes import Change, Found
from consortium.signing.papers.marked import Line, Marked, Note
from consortium.signing.papers.marks import marks_against, marks_of, stream_of

_HEADING: Final = re.compile(r"(?:clause|section|article|§)?\s*([0-9]{1,2})\s*[.):\u2013-]?\s+(\S.*)", re.IGNORECASE)
_LONGEST_HEADING: Final = 90
LONGEST: Final = 20_000
"""Characters of one clause, as a form takes them."""


@dataclass(slots=True)
class _Part:
    """The lines of one clause as they came back."""

    lines: list[Line] = field(default_factory=list)
    print: str = ""
    notes: list[Note] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def by_clause(marked: Marked, given: Given) -> Found:
    """What a marked-up text asks for.

    Raises:
        BadInput: a clause is longer than any that we keep.
    """
    anchored = any(anchor.clause for line in marked.lines for anchor in line.anchors)
    beside: dict[Clause, _Part] = {}
    parts = _placed(marked, given, beside, anchored=anchored)
    changes = [_change(clause, part, given) for clause, part in sorted(parts.items())]
    missing = tuple(article.clause for article in given.text if article.clause not in parts)
    if anchored:
        changes += [_change(clause, _Part(), given) for clause in missing]
    changes += [_beside(clause, part) for clause, part in beside.items()]
    if marked.notes or marked.lost:
        changes.append(Change(clause=Clause.PARTIES, notes=marked.notes, lost=marked.lost))
    return Found(
        changes=_joined(change for change in changes if change.says_something),
        made_from=marked.made_from,
        moved_on=bool(marked.made_from) and not same_version(marked.made_from, given.digest),
        missing=() if anchored else missing,
        read=tuple(sorted(parts)),
    )


def one_clause(marked: Marked, clause: Clause, given: Given) -> Found:
    """What a marked-up text asks for that is all of one clause."""
    lines = list(marked.lines)
    if lines and _heading(lines[0]) is clause:
        del lines[0]
    change = _change(clause, _Part(lines), given)
    return Found(changes=(change,) if change.says_something else (), read=(clause,))


def _placed(marked: Marked, given: Given, beside: dict[Clause, _Part], *, anchored: bool) -> dict[Clause, _Part]:
    """The lines by clause; what stands outside the clauses goes ``beside`` them, by the clause that is nearest."""
    best = [_best(line) for line in marked.lines]
    headed = {anchor.clause for anchor in best if anchor and anchor.clause and anchor.number == 0}
    parts: dict[Clause, _Part] = {}
    place: Clause | None = None
    for line, anchor in zip(marked.lines, best, strict=True):
        if anchor and (anchor.term or anchor.part):
            place = None
            _outside(line, anchor, beside)
            continue
        if anchor is None and normal(line.given) in PARTS:
            place = None
            continue
        begun = _begun(line, anchor, headed, place, parts)
        heading = begun is not None and (anchor is None or anchor.number == 0)
        place = begun or place
        if place is None:
            if anchored or not line.given.strip():
                _front(line, given, beside)
            continue
        part = parts.setdefault(place, _Part())
        if heading:
            _head(line, anchor, place, part)
        else:
            part.lines.append(line)
        part.notes += line.notes
        part.lost += line.lost
    return parts


def _best(line: Line) -> Anchor | None:
    """The name that fits a line; none for words that were moved here or written anew."""
    if line.wanted.strip() and not line.given.strip():
        return None
    fits = (each for each in line.anchors if fingerprint(line.given, len(each.print)) == each.print)
    return next(fits, next(iter(line.anchors), None))


def _begun(
    line: Line, anchor: Anchor | None, headed: set[Clause], place: Clause | None, parts: dict[Clause, _Part]
) -> Clause | None:
    """The clause that begins with this line, if one does."""
    if anchor and anchor.clause:
        here = anchor.number == 0 or anchor.clause not in headed
        return anchor.clause if here and (anchor.number == 0 or anchor.clause is not place) else None
    found = _heading(line)
    return found if found is not None and found is not place and found not in parts and found not in headed else None


def _heading(line: Line) -> Clause | None:
    """The clause whose heading a line without a name is, by its number."""
    words = normal(line.wanted or line.given)
    found = _HEADING.fullmatch(words)
    if not found or int(found.group(1)) not in Clause.__members__.values():
        return None
    clause, subject = Clause(int(found.group(1))), found.group(2)
    short = len(words) <= _LONGEST_HEADING and words[-1] not in ".;:,"
    same = subject.casefold().rstrip(".") == clause.subject.casefold()
    return clause if same or line.style.startswith("Heading") or (short and not line.anchors) else None


def _head(line: Line, anchor: Anchor | None, clause: Clause, part: _Part) -> None:
    part.print = anchor.print if anchor else part.print
    wanted = normal(line.wanted)
    if anchor and wanted and wanted != heading_of(clause):
        part.notes.append(Note(f"Asks for another heading: {wanted}", _authors([line])[0]))


def _beside(clause: Clause, part: _Part) -> Change:
    return Change(clause=clause, notes=tuple(part.notes), lost=tuple(dict.fromkeys(part.lost)))


def _outside(line: Line, anchor: Anchor, parts: dict[Clause, _Part]) -> None:
    """A term's row, or a line outside the clauses: whatever was done to it becomes a note."""
    clause = CLAUSE_OF[anchor.term] if anchor.term else Clause.PARTIES
    given, wanted = normal(line.given), normal(line.wanted)
    notes, by = list(line.notes), _authors([line])[0]
    where = "Schedule A" if anchor.term or anchor.part == "schedule" else "The list of parties"
    if given != wanted or fingerprint(given, len(anchor.print)) != anchor.print:
        was = f" Before: {given}." if given != wanted else ""
        notes.append(Note(f"{where}, asked for: {wanted or 'to be struck'}.{was}", by))
    if notes or line.lost:
        part = parts.setdefault(clause, _Part())
        part.notes += notes
        part.lost += line.lost


def _front(line: Line, given: Given, parts: dict[Clause, _Part]) -> None:
    """A line before the first clause or in the schedule that has no name."""
    ours = {given.title, f"Draft of version {given.number}", f"Version {given.number}", " | ".join(HEAD)}
    notes, wanted = list(line.notes), normal(line.wanted)
    if wanted and wanted not in ours | {f"Draft of version {n}" for n in range(1, given.number)}:
        notes.append(Note(f"Outside the clauses: {wanted}", _authors([line])[0]))
    if notes or line.lost:
        part = parts.setdefault(Clause.PARTIES, _Part())
        part.notes += notes
        part.lost += line.lost


def _change(clause: Clause, part: _Part, given: Given) -> Change:
    now, stream = normal(given.words(clause)), stream_of(part.lines)
    before = normal("".join(piece.words for piece in stream if piece.given))
    wanted = normal("".join(piece.words for piece in stream if piece.wanted))
    if max(len(before), len(wanted)) > LONGEST:
        raise BadInput(f"Clause {clause:d} is longer than {LONGEST:,} characters in this text.", "form")
    moved_on = bool(part.print) and part.print != fingerprint(now)
    untracked = fingerprint(before) != part.print if part.print else before != now
    asked = wanted != now and (untracked or wanted != before)
    return Change(
        clause=clause,
        asked=asked,
        wanted=wanted,
        marks=(marks_against(now, stream) if untracked else marks_of(stream)) if asked else (),
        authors=tuple(filter(None, _authors(part.lines))) if asked else (),
        untracked=asked and untracked,
        moved_on=asked and moved_on,
        notes=tuple(part.notes),
        lost=tuple(dict.fromkeys(part.lost)),
    )


def _joined(changes: Iterable[Change]) -> tuple[Change, ...]:
    """One for each clause, in order."""
    found: dict[Clause, Change] = {}
    for change in changes:
        found[change.clause] = found[change.clause].with_notes(change) if change.clause in found else change
    return tuple(found[clause] for clause in sorted(found))


def _authors(lines: Iterable[Line]) -> tuple[str, ...]:
    """Who changed these lines, as the file has it, in the order of the text; one empty name if nobody."""
    names = [piece.by for line in lines for piece in (*line.pieces, line.end) if piece.by]
    return tuple(dict.fromkeys(names)) or ("",)
