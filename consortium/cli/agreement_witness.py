"""``consortium agreement witness --key FILE URL``: an agency countersigns the log with a key of its own."""

import argparse
import json
import os
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agreements.log import Checkpoint, ForkError, Growth, LogError, NoteError, SignatureError, VerifierKey, cosign
from agreements.log.notes import read_note
from consortium.cli.printing import painted
from consortium.signing.evidence.own_witness import Seen, WitnessKey, take

_HELP = """\
Countersigns the log of agreements for an agency, with a key that whoever runs the service never holds. It asks for the
newest head and for the proof that the log has grown out of the one that you countersigned last, remembers it beside the
key, and sends the countersignature back. If the log's past was changed, it says so loudly and signs nothing.

Run it on a machine of your agency's, by hand or every night. Keep the key where nobody else reads it. Your agency's
head registers its public line, signed in with her confirmed passkey; whoever lost the key takes it back there.

examples:
  consortium agreement witness --key elk-creek.key --new witness.example.org/elk-creek
  consortium agreement witness --key elk-creek.key --log-key KEY https://peers.example.org/high-valley/agreements/log
  consortium agreement witness --key elk-creek.key https://peers.example.org/high-valley/agreements/log --print
  consortium agreement witness --key elk-creek.key growth.txt --print"""
_CODES = """\
exit codes:
  0  countersigned, or nothing new
  1  refused: the log was changed, is signed by another key, or could not be reached; nothing is countersigned
  2  words that the command does not know"""
_MOST_BYTES = 1_000_000
_SECONDS = 20


def add_parser(checks: Any) -> None:
    """What it takes."""
    plain = argparse.RawDescriptionHelpFormatter
    parser = checks.add_parser(
        "witness", help="countersign the log for an agency", description=_HELP, epilog=_CODES, formatter_class=plain
    )
    parser.add_argument("source", nargs="?", metavar="URL", help="the log's address, or a file that was saved from it")
    parser.add_argument("--key", required=True, type=Path, metavar="FILE", help="the agency's own key")
    parser.add_argument(
        "--new", metavar="NAME", help="make the key under this name, such as witness.example.org/elk-creek"
    )
    parser.add_argument("--log-key", metavar="KEY", help="the log's key, from your packet; needed the first time")
    parser.add_argument("--print", action="store_true", help="print the countersigned head instead of sending it")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make a key, or countersign."""
    if arguments.new:
        return _make(arguments.key, arguments.new)
    if not arguments.source:
        print("consortium: say where the log is: its address, or a file that was saved from it", file=sys.stderr)
        return 2
    try:
        return _countersign(arguments)
    except (ForkError, SignatureError) as forked:
        print(painted("STOP. Nothing is countersigned.", "red"), file=sys.stderr)
        print(f"{forked}\nKeep {_memory(arguments.key)}: it holds what you saw before.", file=sys.stderr)
        if _forked(arguments.key).exists():
            print(f"Keep {_forked(arguments.key)}: it holds what you were shown now.", file=sys.stderr)
        print("Tell the heads of the other agencies, by telephone, and ask what they have seen.", file=sys.stderr)
        return 1
    except (LogError, httpx.HTTPError, UnicodeDecodeError) as wrong:
        print(f"consortium: {wrong}", file=sys.stderr)
        return 1


def _make(file: Path, name: str) -> int:
    key = WitnessKey(name, Ed25519PrivateKey.generate())
    line = key.public.line()
    descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as made:
        made.write(key.written())
    print("Register this line under Agreements, Log, so that the others know your agency's key:", file=sys.stderr)
    print(line)
    return 0


def _countersign(arguments: argparse.Namespace) -> int:
    key = WitnessKey.read(arguments.key.read_text())
    remembered = _remembered(arguments.key)
    growth = _asked(arguments.source, remembered)
    origin = Checkpoint.of(read_note(growth.checkpoint).text).origin
    seen = remembered.get(origin) or _first(arguments.log_key)
    if arguments.log_key and VerifierKey.read(arguments.log_key) != seen.key:
        seen = Seen(VerifierKey.read(arguments.log_key), seen.checkpoint)
    try:
        now, note = take(seen, growth)
    except (ForkError, SignatureError):
        _forked(arguments.key).write_text(growth.written())  # what was shown instead is evidence too
        raise
    signed = note.also([cosign(note.text, key.name, key.private, _own_time())])
    _remember(arguments.key, {**remembered, origin: now})
    told = f"{origin}: {seen.size} events when you countersigned last, {now.size} now."
    if arguments.print or not _is_url(arguments.source):
        print(told, file=sys.stderr)
        print(signed.written(), end="")
        return 0
    _send(arguments.source, signed.written())
    print(f"{told} Countersigned.")
    return 0


def _first(line: str | None) -> Seen:
    if line is None:
        raise NoteError("The first time, say by which key the log is signed: --log-key, from your packet.")
    return Seen(VerifierKey.read(line))


def _asked(source: str, remembered: Mapping[str, Seen]) -> Growth:
    """The newest head, with the proof from what is remembered of this log."""
    if not _is_url(source):
        return Growth.read(Path(source).read_text())
    first = _fetched(source, 0)
    origin = Checkpoint.of(read_note(first.checkpoint).text).origin
    return _fetched(source, remembered[origin].size) if origin in remembered else first


def _fetched(source: str, old: int) -> Growth:
    answer = httpx.get(f"{source.rstrip('/')}/growth", params={"old": old}, timeout=_SECONDS, follow_redirects=False)
    if answer.status_code == httpx.codes.CONFLICT:
        raise ForkError(answer.text.strip())
    answer.raise_for_status()
    if len(answer.content) > _MOST_BYTES:
        raise NoteError("The answer is too long for a head of a log.")
    return Growth.read(answer.text)


def _send(source: str, note: str) -> None:
    parts = urlsplit(source)
    origin = f"{parts.scheme}://{parts.netloc}"
    answer = httpx.post(
        f"{source.rstrip('/')}/cosign", data={"note": note}, headers={"Origin": origin}, timeout=_SECONDS
    )
    if answer.is_error:
        raise NoteError(f"The log did not take the countersignature ({answer.status_code}): {answer.text[:500]}")


def _is_url(source: str) -> bool:
    return source.startswith(("https://", "http://"))


def _own_time() -> datetime:
    """The witness' own clock, and purposely so: it says when the agency saw the head, whatever the service says."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(time.clock_gettime(time.CLOCK_REALTIME)))


def _memory(key: Path) -> Path:
    return key.with_name(f"{key.name}.seen.json")


def _forked(key: Path) -> Path:
    return key.with_name(f"{key.name}.fork.txt")


def _remembered(key: Path) -> dict[str, Seen]:
    file = _memory(key)
    if not file.exists():
        return {}
    return {origin: Seen.read(document) for origin, document in json.loads(file.read_text()).items()}


def _remember(key: Path, seen: Mapping[str, Seen]) -> None:
    """Before anything is sent: a head that was countersigned is never forgotten."""
    file = _memory(key)
    fresh = file.with_name(f"{file.name}.new")
    fresh.write_text(json.dumps({origin: each.document() for origin, each in seen.items()}, indent=2))
    with fresh.open("rb") as written:
        os.fsync(written.fileno())
    fresh.replace(file)
