"""``consortium agreement WHAT``: check the evidence of an agreement, and countersign the log."""

import argparse

from consortium.cli import agreement_log, agreement_verify, agreement_witness

_HELP = """\
Checks what proves an agreement. `verify` and `witness` need no server and no database of ours: an agency runs them on a
machine of its own.

examples:
  consortium agreement verify evidence.zip
  consortium agreement witness --key elk-creek.key https://peers.example.org/high-valley/agreements/log
  consortium agreement log check --consortium high-valley"""


def describe(parser: argparse.ArgumentParser) -> None:
    """What the verb takes: each check by its name, which brings its own ``run(arguments)``."""
    parser.description = _HELP
    parser.set_defaults(do=run)
    checks = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    agreement_verify.add_parser(checks)
    agreement_witness.add_parser(checks)
    agreement_log.add_parser(checks)


def run(arguments: argparse.Namespace) -> int:
    """Do what was named."""
    code: int = arguments.run(arguments)
    return code
