"""The command line: ``consortium VERB``; each verb is a file of ``consortium.cli``, imported when it is called."""

import argparse
import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Final

from consortium import VERSION
from consortium.problems import Refused

VERBS: Final[Mapping[str, tuple[str, str]]] = {
    "init": ("begin", "make a consortium and its first administrator"),
    "serve": ("serve", "serve the pages and do what is due"),
    "doctor": ("doctor", "look the installation over; each finding with its mend"),
    "who": ("who", "who is on call, now or at a time"),
    "gaps": ("gaps", "what is missing on the rota in the days ahead"),
    "schedule": ("schedule", "what a schedule file comes to, without a database"),
    "agreement": ("agreement", "check the evidence of an agreement, or countersign the log"),
    "import": ("imports", "import a list"),
    "distances": ("distances", "have a routing engine measure the roads between agencies"),
    "zones": ("zones", "look for better parts of the region, and try them by a simulated adversary"),
    "backup": ("backup", "write the database into one file, without any request"),
    "restore": ("restore", "bring a backup into an empty database"),
    "migrate": ("tables", "bring the database's tables to this version"),
    "seal": ("seal", "make, show or renew the seal of executed agreements"),
    "roles": ("server_roles", "print, or run, the statements that make the database roles"),
    "demo": ("demo", "an invented region on this machine"),
}
"""Each verb with the module that holds it and one line of help."""

_ABOUT: Final = """\
Peer support across agency lines. Settings come from the environment (see README), never from arguments, so that no
password is seen in a list of processes. `consortium VERB --help` tells more and shows examples."""
_CODES: Final = """\
exit codes:
  0    done; for doctor: all well
  1    refused, failed, or (doctor, gaps) something was found; the reason is on standard error or in the report
  2    words that the command does not know
  130  stopped from the keyboard"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; the exit codes are those of ``--help``."""
    words = list(sys.argv[1:] if argv is None else argv)
    arguments = _parser(words).parse_args(words)
    try:
        code: int = arguments.do(arguments)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read our output has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (Refused, RuntimeError, ValueError, OSError) as error:
        print(f"consortium: {error}", file=sys.stderr)
        return 1
    except Exception as error:
        if not type(error).__module__.startswith(("asyncpg", "sqlalchemy")):
            raise
        print(f"consortium: the database refused: {type(error).__name__}. Try: consortium doctor", file=sys.stderr)
        return 1
    return code


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """All verbs by name, and the one that is called with all that it takes."""
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="consortium", description=_ABOUT, epilog=_CODES, formatter_class=plain)
    parser.add_argument("--version", action="version", version=f"consortium {VERSION}")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    called = next((word for word in words if word in VERBS), None)
    for verb, (module, told) in VERBS.items():
        taking = verbs.add_parser(verb, help=told, formatter_class=plain)
        if verb == called:
            importlib.import_module(f"consortium.cli.{module}").describe(taking)
    return parser


if __name__ == "__main__":
    sys.exit(main())
