"""``consortium import agencies FILE --consortium SLUG``: read the federal list's own CSV file.

Exit codes: 0 done (or, in a dry run, would be done), 1 refused and nothing changed, 2 wrong arguments.
"""

import argparse
import asyncio
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from consortium.access.store import find_consortium
from consortium.db import Database
from consortium.members.federal_list import COUNTED_ON, Selection, read_agencies
from consortium.members.import_agencies import BadRows, import_agencies, rehearse_import
from consortium.members.import_plan import ImportPlan
from consortium.members.sheet import decode
from consortium.problems import BadInput, NotFound, Refused
from geo import PlaceError, Point

_LARGEST: Final = 100_000_000
_HELP: Final = """\
Reads the file by its own headings (NAME, STATE, CSLLEA08ID, FTSWORN, ...). Agencies are known again by CSLLEA08ID, so
the same file may be imported twice. Where a row is wrong, every error is listed by line and nothing is imported.
Counts of officers in this list are of 2008: they are dated so and shown as old.

example:
  consortium import agencies list.csv --consortium high-desert --near 44.10,-121.30 --miles 60 --most-sworn 60 --dry-run
"""


def add_parser(subparsers: Any) -> None:
    """Add ``agencies`` to the lists that can be imported."""
    parser = subparsers.add_parser(
        "agencies",
        help="agencies from the federal list of law-enforcement locations",
        description=_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", help="the CSV file; - reads standard input")
    parser.add_argument("--consortium", required=True, metavar="SLUG", help="the consortium's address")
    parser.add_argument("--state", action="append", default=[], type=_state, metavar="XX", help="only this state")
    parser.add_argument("--county", action="append", default=[], metavar="NAME", help="only this county")
    parser.add_argument("--near", type=_place, metavar="LAT,LON", help="only around this place; needs --miles")
    parser.add_argument("--miles", type=_miles, metavar="N", help="straight-line miles around --near")
    parser.add_argument("--most-sworn", type=_whole, metavar="N", help="only agencies of up to N sworn officers")
    parser.add_argument("--encoding", default="utf-8", metavar="NAME", help="the file's encoding (utf-8)")
    parser.add_argument("--skip-bad", action="store_true", help="import the good rows although others are wrong")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done and change nothing")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.set_defaults(run=run)


async def run(args: argparse.Namespace, database: Database) -> int:
    """Import, or rehearse; print what was done to standard output and what is wrong to standard error."""
    try:
        if (args.near is None) != (args.miles is None):
            raise BadInput("--near and --miles belong together.")
        text = decode(await asyncio.to_thread(_bytes, args.file), args.encoding)
        plan = await _carry_out(args, text, database)
    except BadRows as bad:
        _tell(bad.plan, args, done=False)
        print(bad, file=sys.stderr)
        return 1
    except Refused as no:
        print(f"{_shown(args.file)}: {no}" if isinstance(no, BadInput) else no, file=sys.stderr)
        return 1
    _tell(plan, args, done=not args.dry_run)
    return 1 if plan.errors and not args.skip_bad else 0


async def _carry_out(args: argparse.Namespace, text: str, database: Database) -> ImportPlan:
    wanted = Selection(
        states=frozenset(args.state),
        counties=frozenset(args.county),
        near=args.near,
        miles=args.miles or 0,
        most_sworn=args.most_sworn,
    )
    listed = await asyncio.to_thread(read_agencies, text, wanted)
    async with database.reading(None) as reading:
        consortium = await find_consortium(reading, args.consortium)
    if consortium is None:
        raise NotFound(f"There is no consortium at the address “{args.consortium}”.")
    if args.dry_run:
        async with database.reading(consortium) as reading:
            return await rehearse_import(reading, listed)
    async with database.transaction(consortium) as tx:
        return await import_agencies(tx, listed, skip_bad=args.skip_bad)


def _bytes(name: str) -> bytes:
    """The file's bytes.

    Raises:
        BadInput: it cannot be read, with the reason.
    """
    if name == "-":
        return _not_too_large(sys.stdin.buffer.read(_LARGEST + 1))
    path = Path(name)
    try:
        if path.is_dir():
            raise BadInput("This is a folder. Name the CSV file in it.")
        if not path.is_file():
            raise BadInput("There is no such file.")
        with path.open("rb") as file:
            return _not_too_large(file.read(_LARGEST + 1))
    except (OSError, ValueError) as wrong:
        raise BadInput(f"The file cannot be read ({getattr(wrong, 'strerror', None) or 'no such name'}).") from wrong


def _not_too_large(data: bytes) -> bytes:
    if len(data) > _LARGEST:
        raise BadInput(f"The file is larger than {_LARGEST // 1_000_000} MB. The federal list is not.")
    return data


def _tell(plan: ImportPlan, args: argparse.Namespace, *, done: bool) -> None:
    if args.json:
        print(json.dumps(_report(plan, done=done), default=str, ensure_ascii=False, indent=2))
        return
    for error in plan.errors:
        print(f"line {error.line}: {error.heading}: {error.message}".replace(": : ", ": "), file=sys.stderr)
    if args.dry_run:
        _list(plan)
    print(_summary(plan, done=done))
    if plan.added or plan.changed:
        print(
            f"Officers are counted as of {COUNTED_ON:%B} {COUNTED_ON.day}, {COUNTED_ON.year}, and shown as old. "
            "Ask each agency how many it has now."
        )


def _list(plan: ImportPlan) -> None:
    for row in plan.added:
        print(f"  add     {row.name} ({row.county}, {row.state}): {row.sworn} sworn, {row.part_time} part-time")
    for change in plan.changed:
        facts = ", ".join(f"{what} {change.old[what]} -> {change.new[what]}" for what in change.new)
        print(f"  update  {change.row.name}: {facts}")
    for each in plan.passed_over:
        print(f"  leave   {each.name} (line {each.line}): {each.why}")


def _summary(plan: ImportPlan, *, done: bool) -> str:
    verbs = ("added", "updated") if done else ("to add", "to update")
    return (
        f"{'' if done else 'Nothing was changed. '}{len(plan.added)} {verbs[0]}, {len(plan.changed)} {verbs[1]}, "
        f"{plan.unchanged} as they are, {len(plan.passed_over)} left out, {plan.unwanted} not asked for, "
        f"{len(plan.errors)} wrong."
    )


def _report(plan: ImportPlan, *, done: bool) -> dict[str, Any]:
    return {
        "done": done,
        "counted_on": COUNTED_ON,
        "added": [asdict(row) for row in plan.added],
        "updated": [{"name": each.row.name, "line": each.row.line, "now": each.new} for each in plan.changed],
        "unchanged": plan.unchanged,
        "left_out": [asdict(each) for each in plan.passed_over],
        "not_asked_for": plan.unwanted,
        "errors": [asdict(error) for error in plan.errors],
    }


def _shown(name: str) -> str:
    return "standard input" if name == "-" else name


def _state(text: str) -> str:
    if len(text) != 2 or not text.isalpha():
        raise argparse.ArgumentTypeError("a state is two letters, such as OR")
    return text.upper()


def _place(text: str) -> Point:
    try:
        lat, lon = (float(part) for part in text.split(","))
        return Point(lat, lon)
    except PlaceError as wrong:
        raise argparse.ArgumentTypeError(str(wrong)) from wrong
    except ValueError as wrong:
        raise argparse.ArgumentTypeError("a place is latitude,longitude, such as 44.10,-121.30") from wrong


def _miles(text: str) -> float:
    miles = float(text)
    if not 0 < miles < 13_000:
        raise argparse.ArgumentTypeError("miles are a number above 0")
    return miles


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError("this is a whole number")
    return int(text)
