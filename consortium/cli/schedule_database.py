"""``consortium schedule export`` and ``convert``: schedule files out of the database, or made of other systems'."""

import argparse
import sys
from pathlib import Path
from typing import Any

from consortium.cli.opening import consortium_at, on_database
from consortium.db import Database
from consortium.duty.export_schedule import export_schedule
from scheduling import Line, SchedulingError
from scheduling.convert import CONVERTERS
from scheduling.file import LARGEST, ScheduleFile, to_json


def describe(verbs: Any) -> None:
    """Add both to the verbs of ``schedule``."""
    export = verbs.add_parser("export", help="print a consortium's schedule as a file")
    export.add_argument("--consortium", required=True, metavar="SLUG", help="the consortium's address")
    export.set_defaults(do=_export)
    convert = verbs.add_parser(
        "convert",
        help="print a schedule of another system as a file",
        description="Reads the JSON that the system's published interface gives; tried with samples made by hand only. "
        "What cannot be carried over is told on standard error.",
    )
    convert.add_argument("file", metavar="FILE", help="the other system's JSON, or - for standard input")
    convert.add_argument("--from", required=True, choices=sorted(CONVERTERS), dest="source", help="the other system")
    convert.add_argument(
        "--line", type=Line, choices=list(Line), default=Line.PRIMARY, metavar="LINE", help="its line (default primary)"
    )
    convert.set_defaults(do=_convert)


def _export(arguments: argparse.Namespace) -> int:
    return on_database(lambda database: _print_export(database, arguments.consortium))


async def _print_export(database: Database, slug: str) -> int:
    async with database.reading(await consortium_at(database, slug)) as reading:
        sys.stdout.write(await export_schedule(reading))
    return 0


def _convert(arguments: argparse.Namespace) -> int:
    """Exit code 1 where nothing could be carried over, 2 where the file cannot be read."""
    try:
        found = CONVERTERS[arguments.source](_read(arguments.file), arguments.line)
    except (SchedulingError, OSError, UnicodeDecodeError) as wrong:
        print(f"consortium: {arguments.file}: {wrong}", file=sys.stderr)
        return 2
    for sentence in found.left_out:
        print(f"not carried over: {sentence}", file=sys.stderr)
    sys.stdout.write(to_json(ScheduleFile(schedule=found.schedule, people=found.people, zone=found.zone)))
    return 0 if found.schedule.rotations else 1


def _read(name: str) -> str:
    if name == "-":
        return sys.stdin.read(LARGEST + 1)
    with Path(name).open(encoding="utf-8-sig") as file:
        return file.read(LARGEST + 1)
