"""``consortium seal init | show | renew``: the key and the certificate that executed agreements are sealed with."""

import argparse
import os
from datetime import datetime

from consortium.cli.key_folders import installation_key_folder
from consortium.cli.opening import on_database
from consortium.db import Database
from consortium.settings import SealFile
from consortium.signing.sealing.seal_key import SealKey, load_seal, make_seal, renew_seal

_HELP = """\
Executed agreements are sealed with one key of this installation. It lies in the folder of the installation's key, which
is backed up (INSTALLATION_KEYS), for this account alone. `init` makes a root that signs itself and the certificate of
the seal below it; give the root's fingerprint to every agency on paper. `renew` makes a new key and certificate under
the same root. An installation with a certificate of an authority sets SEAL_PKCS12 and SEAL_PKCS12_PASSWORD instead.

examples:
  consortium seal init --name "Blue Ledge Peer Support"
  consortium seal show
  consortium seal renew"""


def describe(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.description = _HELP
    parser.set_defaults(do=run)
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    made = acts.add_parser("init", help="make the root and the seal")
    made.add_argument("--name", required=True, help="what the seal calls itself: the consortium, or who runs it")
    acts.add_parser("show", help="print the fingerprints and how long they hold")
    acts.add_parser("renew", help="make a new key and certificate under the same root")


def run(arguments: argparse.Namespace) -> int:
    """Make, show or renew the seal."""
    folder = installation_key_folder(os.environ)
    if arguments.act == "show":
        _tell(load_seal(folder, SealFile.from_env(os.environ)))
        return 0
    now = on_database(_now)
    _tell(make_seal(folder, arguments.name, now) if arguments.act == "init" else renew_seal(folder, now))
    return 0


async def _now(database: Database) -> datetime:
    async with database.reading(None) as reading:
        return reading.now


def _tell(key: SealKey) -> None:
    root = key.root
    print(f"seal   {key.certificate.subject.rfc4514_string()}")
    print(f"       SHA-256 {key.fingerprint}")
    print(f"       good until {key.until:%Y-%m-%d}")
    if root is not key.certificate:
        print(f"root   {root.subject.rfc4514_string()}")
        print(f"       SHA-256 {fingerprint_of(key)}")
        print("       Give this one to every agency: it stays when the seal is renewed.")


def fingerprint_of(key: SealKey) -> str:
    """SHA-256 of the root's certificate, hexadecimal."""
    return SealKey(key.private, key.root, ()).fingerprint
