"""``consortium schedule show|who|gaps FILE``: what a schedule file comes to, without a database.

So anybody can check our answers against another system's: the same function answers that the pages and paging use.
"""

import argparse
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from consortium.cli import schedule_database
from consortium.cli.opening import an_instant
from consortium.cli.printing import print_json, wall
from geo import PersonId
from scheduling import Duty, Line, SchedulingError, Span, Stretch, gaps, stretches, who
from scheduling.errors import ScheduleFileError
from scheduling.file import LARGEST, ScheduleFile, from_json
from scheduling.wallclock import instant, zone

_HELP = """\
Tells what a schedule file comes to: who is on call from when to when, at an instant, or nobody. FILE is JSON as
docs/schedule-file.md describes it, or - for standard input. Needs no database and no settings.

examples:
  consortium schedule show rota.json --from 2026-11-01 --to 2026-11-08
  consortium schedule who rota.json --at 2026-11-01T01:30-06:00
  consortium schedule gaps rota.json --from 2026-11-01 --to 2027-02-01 --line backup
  consortium schedule export --consortium high-desert > rota.json
  consortium schedule convert --from pagerduty schedule.json > rota.json

exit codes: 0 done; 1 for gaps: there are some; 2 the file or a time cannot be read, and why."""
_LONGEST: Final = timedelta(days=5 * 366)


def describe(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.description = _HELP
    verbs = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    _verb(verbs, "show", "who is on call in a window", _show, window=True)
    _verb(verbs, "who", "who is on call at an instant", _who, window=False)
    found = _verb(verbs, "gaps", "where nobody is on call in a window", _gaps, window=True)
    found.add_argument("--line", type=Line, choices=list(Line), metavar="LINE", help="only this line")
    schedule_database.describe(verbs)


def run(arguments: argparse.Namespace) -> int:
    """Read the file and answer; what cannot be read is told, with code 2."""
    try:
        code: int = arguments.answer(_read(arguments.file), arguments)
    except (SchedulingError, OSError) as wrong:
        print(f"consortium: {wrong}", file=sys.stderr)
        return 2
    return code


def _verb(
    verbs: Any, name: str, told: str, answer: Callable[[ScheduleFile, argparse.Namespace], int], *, window: bool
) -> argparse.ArgumentParser:
    plain = argparse.RawDescriptionHelpFormatter
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=told, description=_HELP, formatter_class=plain)
    parser.add_argument("file", metavar="FILE", help="a schedule file, or - for standard input")
    clock = "ISO 8601; without an offset, on the clock of the file's zone"
    for option in ("--from", "--to") if window else ("--at",):
        parser.add_argument(option, required=True, type=an_instant, metavar="TIME", help=clock)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(do=run, answer=answer)
    return parser


def _read(name: str) -> ScheduleFile:
    """The file, if it is one, and not too large to be."""
    if name == "-":
        data = sys.stdin.buffer.read(LARGEST + 1)
    else:
        with Path(name).open("rb") as file:
            data = file.read(LARGEST + 1)
    try:
        return from_json(data)
    except ScheduleFileError as wrong:
        raise ScheduleFileError(f"{name}: {wrong}") from None


def _show(file: ScheduleFile, arguments: argparse.Namespace) -> int:
    window = _window(file, arguments)
    found = stretches(file.schedule, window)
    if arguments.json:
        print_json({**_head(file, window), "stretches": [_record(stretch, file.people) for stretch in found]})
        return 0
    for stretch in found:
        print(f"{wall(stretch.span.start, file.zone)} to {wall(stretch.span.end, file.zone)}")
        _print_duty(stretch.duty, file.people)
    return 0


def _who(file: ScheduleFile, arguments: argparse.Namespace) -> int:
    at = _instant(arguments.at, file.zone)
    duty = who(file.schedule, at)
    if arguments.json:
        print_json({"zone": file.zone, "at": at, "on_call": _people(duty, file.people)})
        return 0
    print(wall(at, file.zone))
    _print_duty(duty, file.people)
    return 0


def _gaps(file: ScheduleFile, arguments: argparse.Namespace) -> int:
    window = _window(file, arguments)
    lines = [arguments.line] if arguments.line else list(Line)
    found = [(line, gap) for line in lines for gap in gaps(file.schedule, line, window)]
    if arguments.json:
        told = [{"line": line.value, "from": gap.start, "to": gap.end} for line, gap in found]
        print_json({**_head(file, window), "gaps": told})
        return 1 if found else 0
    for line, gap in found:
        print(f"{line.value:<10}{wall(gap.start, file.zone)} to {wall(gap.end, file.zone)}")
    if not found:
        print("No gaps.")
    return 1 if found else 0


def _window(file: ScheduleFile, arguments: argparse.Namespace) -> Span:
    window = Span(_instant(getattr(arguments, "from"), file.zone), _instant(arguments.to, file.zone))
    if window.length > _LONGEST:
        raise ScheduleFileError("Ask for five years at most at a time.")
    return window


def _instant(at: datetime, home: str) -> datetime:
    """The instant in UTC; a wall time that comes twice is meant the first time, as in the file."""
    return at.astimezone(UTC) if at.tzinfo else instant(at.date(), at.time(), zone(home))


def _head(file: ScheduleFile, window: Span) -> dict[str, object]:
    return {"zone": file.zone, "from": window.start, "to": window.end}


def _record(stretch: Stretch, names: Mapping[PersonId, str]) -> dict[str, object]:
    return {"from": stretch.span.start, "to": stretch.span.end, "on_call": _people(stretch.duty, names)}


def _people(duty: Duty, names: Mapping[PersonId, str]) -> dict[str, list[dict[str, object]]]:
    return {
        line.value: [{"person": person, "name": names[person]} for person in _by_name(duty[line], names)]
        for line in Line
    }


def _print_duty(duty: Duty, names: Mapping[PersonId, str]) -> None:
    for line in Line:
        print(f"  {line.value:<10}{', '.join(names[each] for each in _by_name(duty[line], names)) or 'nobody'}")


def _by_name(people: frozenset[PersonId], names: Mapping[PersonId, str]) -> list[PersonId]:
    return sorted(people, key=lambda person: (names[person], person.int))
