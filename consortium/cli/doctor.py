"""``consortium doctor``: look the installation over, and say of each finding how it is mended. It changes nothing."""

import argparse
import asyncio
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

from consortium.cli.findings import Finding, Status
from consortium.cli.key_folders import installation_key_folder, request_key_folder
from consortium.cli.look_at_consortia import look_at_consortia
from consortium.cli.look_at_database import (
    Seen,
    database_does_not_start,
    look_at_database,
    look_at_listening,
    no_database_yet,
    see_database,
)
from consortium.cli.look_at_log import look_at_log
from consortium.cli.look_at_machine import (
    look_at_disk,
    look_at_installation_key,
    look_at_keys,
    look_at_settings,
)
from consortium.cli.look_at_mail import look_at_mail, look_at_test, see_mail, send_test
from consortium.cli.look_at_seal import look_at_seal
from consortium.cli.printing import painted, print_json
from consortium.embedded import EmbeddedPostgres, default_data_root
from consortium.embedded_binaries import EmbeddedPostgresError
from consortium.house import addresses
from consortium.settings import MailServer

_HELP = """\
Looks at settings, database, keys, mail server and machine, and at the go-live list of each consortium. Each finding
comes with its mend. It changes nothing, and prints no password. Run it as the account that serves, with its settings.

examples:
  consortium doctor
  consortium doctor --send-test-to dana@example.org
  consortium doctor --json | jq '.findings[] | select(.status == "mend")'"""
_MARKS: Mapping[Status, tuple[str, str]] = {
    Status.WELL: ("well", "green"),
    Status.MEND: ("MEND", "red"),
    Status.NOTE: ("note", "yellow"),
}


def describe(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.description = _HELP
    parser.add_argument("--send-test-to", metavar="ADDRESS", help="hand a test mail over to this address")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.set_defaults(do=run)


def run(arguments: argparse.Namespace) -> int:
    """Look, tell, and end with 1 if there is something to mend."""
    found = list(examine(os.environ, arguments.send_test_to))
    well = all(each.status is not Status.MEND for each in found)
    if arguments.json:
        print_json({"well": well, "findings": [asdict(each) for each in found]})
    else:
        _tell(found)
    return 0 if well else 1


def examine(environment: Mapping[str, str], test_to: str | None = None) -> Iterator[Finding]:
    """Every finding, area by area."""
    yield from look_at_settings(environment)
    yield from _database(environment)
    places = [] if environment.get("DATABASE_URL") else [_root(environment)]
    keys = request_key_folder(environment)
    if keys is not None:
        yield from look_at_keys(keys, environment, *places)
        yield from look_at_installation_key(installation_key_folder(environment))
        places.append(keys)
    yield from _mail(environment, test_to)
    yield from look_at_disk(*places)


def _database(environment: Mapping[str, str]) -> list[Finding]:
    address = environment.get("DATABASE_URL", "")
    if not address:
        return _embedded(_root(environment), environment)
    found = _looked(address, environment)
    listen = environment.get("LISTEN_DATABASE_URL", "")
    if listen and listen != address:
        found += look_at_listening(listen, asyncio.run(see_database(listen)))
    return found


def _embedded(root: Path, environment: Mapping[str, str]) -> list[Finding]:
    """The embedded database, started if it does not run, and never made or migrated."""
    if not (root / "roles.json").exists():
        return no_database_yet(root)
    try:
        with EmbeddedPostgres(root) as server:
            return _looked(addresses(server, root).app, environment)
    except EmbeddedPostgresError as error:
        return database_does_not_start(str(error))


def _looked(address: str, environment: Mapping[str, str]) -> list[Finding]:
    """The database, and each consortium in it if its tables can be read."""
    seen = asyncio.run(see_database(address))
    found = look_at_database(address, seen)
    if isinstance(seen, Seen) and all(each.status is not Status.MEND for each in found):
        found += asyncio.run(look_at_consortia(address))
        found += asyncio.run(look_at_log(address))
        found += asyncio.run(look_at_seal(address, installation_key_folder(environment), environment))
    return found


def _root(environment: Mapping[str, str]) -> Path:
    return default_data_root(environment, os.geteuid())


def _mail(environment: Mapping[str, str], test_to: str | None) -> Iterator[Finding]:
    try:
        server = MailServer.from_url(environment.get("MAIL_URL", ""))
    except ValueError:
        return  # told as a finding of the settings
    seen = asyncio.run(see_mail(server))
    yield from look_at_mail(server, seen)
    if test_to and not seen.step:
        yield from look_at_test(test_to, asyncio.run(send_test(server, environment.get("MAIL_FROM", ""), test_to)))


def _tell(found: Sequence[Finding]) -> None:
    """One line each, by area; what is to be mended has a second line."""
    for area, each in groupby(found, key=lambda finding: finding.area):
        print(painted(area, "bold"))
        for finding in each:
            word, colour = _MARKS[finding.status]
            print(f"  {painted(word, colour)}  {finding.check}: {finding.found}")
            if finding.mend:
                print(f"        {finding.mend}")
    wrong = sum(finding.status is Status.MEND for finding in found)
    print(painted(f"{wrong} to mend.", "red") if wrong else painted("All well.", "green"))
