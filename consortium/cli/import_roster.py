"""``consortium import roster FILE --consortium SLUG``: a list of people as an office keeps it, CSV or XLSX.

Exit codes: 0 done (or, in a dry run, would be done), 1 refused and nothing changed, 2 wrong arguments.
"""

import argparse
import asyncio
import json
import sys
from pathlib import Path
from typing import Any, Final

from consortium.access.store import find_consortium
from consortium.db import Database, Transaction
from consortium.members.import_roster import RosterRefused, bring_list, look_at_list, match_list, take_list
from consortium.members.rosters.any_sheet import Sheet, read_any
from consortium.members.rosters.columns import Field
from consortium.members.rosters.plan import RosterPlan
from consortium.problems import BadInput, NotFound, Refused

_LARGEST: Final = 20_000_000
_HELP: Final = """\
Reads the file by its headings, whatever they are: those matched before on the import page, else by their usual names.
Somebody is known again by her mail address. The list only adds; for 30 days it can be undone on the import page.
Names of agencies that are unknown, and people who may be the same as others, are decided on that page first.

example:
  consortium import roster people.xlsx --consortium high-desert --column "Badge name=name" --dry-run
"""


class _OnlyLooked(Exception):  # noqa: N818 (it ends a dry run, and with it the transaction)
    def __init__(self, plan: RosterPlan) -> None:
        super().__init__()
        self.plan = plan


def add_parser(subparsers: Any) -> None:
    """Add ``roster`` to the lists that can be imported."""
    parser = subparsers.add_parser(
        "roster",
        help="people from a list of any form (CSV, XLSX)",
        description=_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", help="the file")
    parser.add_argument("--consortium", required=True, metavar="SLUG", help="the consortium's address")
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="HEADING=MEANING",
        help=f"what a column means, one of: {', '.join(Field)}",
    )
    parser.add_argument("--skip-bad", action="store_true", help="take the good rows although others are wrong")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done and change nothing")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.set_defaults(run=run)


async def run(args: argparse.Namespace, database: Database) -> int:
    """Import, or rehearse; the report goes to standard output, progress and what is wrong to standard error."""
    try:
        sheet = await asyncio.to_thread(_read, args.file)
        async with database.reading(None) as reading:
            consortium = await find_consortium(reading, args.consortium)
        if consortium is None:
            raise NotFound(f"There is no consortium at the address “{args.consortium}”.")
        async with database.transaction(consortium) as tx:
            plan = await _take(tx, sheet, args)
    except _OnlyLooked as looked:
        _tell(looked.plan, args, done=False)
        return 1 if looked.plan.wrong and not args.skip_bad else 0
    except RosterRefused as no:
        _tell(no.plan, args, done=False)
        print(no, file=sys.stderr)
        return 1
    except Refused as no:
        print(f"{args.file}: {no}" if isinstance(no, BadInput) else no, file=sys.stderr)
        return 1
    _tell(plan, args, done=True)
    return 0


async def _take(tx: Transaction, sheet: Sheet, args: argparse.Namespace) -> RosterPlan:
    kept = await bring_list(tx, sheet)
    columns = [field.value for field in (await look_at_list(tx, kept)).columns]
    for said in args.column:
        heading, _, meaning = said.partition("=")
        if heading not in sheet.headings or meaning not in set(Field):
            raise BadInput(f"“{said}” is no HEADING=MEANING of this file.")
        columns[sheet.headings.index(heading)] = meaning
    await match_list(tx, kept, columns=columns, agencies={})
    if args.dry_run:
        plan = (await look_at_list(tx, kept)).plan
        assert plan is not None  # noqa: S101 (it was matched two lines above)
        raise _OnlyLooked(plan)
    return await take_list(tx, kept, skip_bad=args.skip_bad, told=_told)


async def _told(done: int, of: int) -> None:
    print(f"\r{done:,} of {of:,} people", end="\n" if done == of else "", file=sys.stderr, flush=True)


def _read(name: str) -> Sheet:
    path = Path(name)
    try:
        if not path.is_file():
            raise BadInput("There is no such file.")
        if path.stat().st_size > _LARGEST:
            raise BadInput(f"The file is larger than {_LARGEST // 1_000_000} MB. A list of people is not.")
        return read_any(path.read_bytes())
    except OSError as wrong:
        raise BadInput(f"The file cannot be read ({wrong.strerror}).") from wrong


def _tell(plan: RosterPlan, args: argparse.Namespace, *, done: bool) -> None:
    if args.json:
        print(json.dumps(_report(plan, done=done), ensure_ascii=False, indent=2))
        return
    for wrong in plan.wrong:
        print(f"line {wrong.line}: {wrong.heading}: {wrong.message}".replace(": : ", ": "), file=sys.stderr)
    for name in plan.unknown_agencies:
        print(f"unknown agency: {name}", file=sys.stderr)
    for twin in plan.undecided:
        print(f"line {twin.entry.line}: {twin.entry.name} may be {', '.join(twin.like)}", file=sys.stderr)
    verbs = ("added", "completed") if done else ("to add", "to complete")
    print(
        f"{'' if done else 'Nothing was changed. '}{len(plan.new)} {verbs[0]}, {len(plan.more)} {verbs[1]}, "
        f"{plan.same} as they are, {len(plan.wrong)} wrong."
    )


def _report(plan: RosterPlan, *, done: bool) -> dict[str, Any]:
    return {
        "done": done,
        "added": len(plan.new),
        "completed": len(plan.more),
        "unchanged": plan.same,
        "errors": [{"line": each.line, "heading": each.heading, "message": each.message} for each in plan.wrong],
        "unknown_agencies": list(plan.unknown_agencies),
        "undecided": [each.entry.line for each in plan.undecided],
    }
