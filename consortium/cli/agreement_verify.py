"""``consortium agreement verify FILE``: check a bundle or a PDF, offline."""

import argparse
import asyncio
import sys
from pathlib import Path
from typing import Any

from agreements.log import LogError, VerifierKey
from consortium.cli.printing import painted, print_json
from consortium.problems import BadInput
from consortium.signing.evidence.archive import MOST_BYTES
from consortium.signing.evidence.check_bundle import check_file
from consortium.signing.evidence.check_seal import certificates
from consortium.signing.evidence.findings import Verdict
from consortium.signing.evidence.report import WORDS, Outcome, Report, Trusted

_HELP = """\
Checks a bundle of evidence (zip) or one PDF out of the file alone: text and terms, each signature, the seal and what
was added after it, the place of each event in the log, countersignatures, time stamps. No server is asked anything.

Keys that come with a file prove only that it is whole: whoever makes all of them anew can make such a file about
anybody. Give those that your agency keeps from elsewhere: for a bundle the log's key, for a PDF the certificate. What
nothing that you gave bears out is marked as not checked. The pages of a PDF are compared with nothing; what ties them
to the text inside is the seal.

examples:
  consortium agreement verify evidence.zip --log-key 'peers.example.org/high-valley/agreements+…'
  consortium agreement verify executed.pdf --certificate seal-root.pem
  consortium agreement verify evidence.zip --json"""
_CODES = """\
exit codes:
  0  all that was looked at holds, and leads to what was given
  1  something does not hold
  2  it is neither a PDF nor a bundle, or can't be looked at
  3  nothing fails, but it leads to nothing that was given: a bundle without --log-key, a PDF without --certificate"""
MARKS = {Verdict.HOLDS: "green", Verdict.FAILS: "red", Verdict.ABSENT: "yellow", Verdict.UNCHECKED: "yellow"}
_EXIT = {Outcome.SOUND: 0, Outcome.BROKEN: 1, Outcome.UNANCHORED: 3, Outcome.UNSEALED: 3}


def add_parser(checks: Any) -> None:
    """What it takes."""
    plain = argparse.RawDescriptionHelpFormatter
    parser = checks.add_parser(
        "verify", help="check a bundle or a PDF, offline", description=_HELP, epilog=_CODES, formatter_class=plain
    )
    parser.add_argument("file", metavar="BUNDLE_OR_PDF", type=Path, help="evidence.zip or a PDF")
    parser.add_argument(
        "--log-key",
        metavar="KEY",
        action="append",
        default=[],
        help="the log's key as your agency keeps it; again for each key that it had since",
    )
    parser.add_argument("--witness", metavar="KEY", action="append", default=[], help="a witness' key; may come again")
    parser.add_argument(
        "--certificate", metavar="FILE", type=Path, help="the certificate of the seal that you keep (PEM)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check, and tell."""
    try:
        trusted = Trusted(
            log=tuple(map(VerifierKey.read, arguments.log_key)),
            witnesses=tuple(map(VerifierKey.read, arguments.witness)),
            roots=tuple(certificates(arguments.certificate.read_bytes())) if arguments.certificate else (),
        )
        report = asyncio.run(check_file(_read(arguments.file), trusted))
    except (BadInput, LogError, OSError) as wrong:
        print(f"consortium: {wrong}", file=sys.stderr)
        return 2
    if arguments.json:
        print_json(report.document())
    else:
        _print(report)
    return _EXIT[report.outcome]


def _read(file: Path) -> bytes:
    if file.stat().st_size > MOST_BYTES:
        raise BadInput("This file is larger than 100 MB. No bundle of ours is.")
    return file.read_bytes()


def _print(report: Report) -> None:
    for part in report.parts:
        print(painted(part.title, "bold"))
        for each in part.found:
            print(f"  {painted(f'{each.verdict.value:<14}', MARKS[each.verdict])} {each.what}. {each.said}")
    print(WORDS[report.outcome] if report.sound else painted(WORDS[report.outcome], "red"))
