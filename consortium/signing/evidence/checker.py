"""Checks one file from standard input, in a process of its own with little memory and time; tells on standard output.

A stranger's file may be made to swell or to never end. Here it can do no more than end this process. The kernel lets it
write no file and, unless it runs as root, start nothing; whoever it runs as, Python itself then refuses to start a
process, to open a socket or to open a file for writing. It gives way to everything else on the machine. First comes one
line of JSON with what is trusted, then the file.
"""

import asyncio
import json
import os
import resource
import sys
from typing import Any, Final

from agreements.log import VerifierKey
from consortium.problems import BadInput
from consortium.signing.evidence.check_bundle import check_file
from consortium.signing.evidence.check_seal import certificates
from consortium.signing.evidence.report import Trusted

SECONDS: Final = 15
BYTES: Final = 640_000_000
_NICE: Final = 10
_LIMITS: Final = (
    (resource.RLIMIT_AS, BYTES),
    (resource.RLIMIT_CPU, SECONDS),
    (resource.RLIMIT_FSIZE, 0),
    (resource.RLIMIT_CORE, 0),
    (resource.RLIMIT_NPROC, 0),
)
_STARTS: Final = ("subprocess.", "os.fork", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "pty.spawn")
_REACHES: Final = ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo")


def answer(sent: bytes) -> dict[str, Any]:
    """The report on what was sent, or why it can't be looked at."""
    line, _, data = sent.partition(b"\n")
    given = json.loads(line)
    trusted = Trusted(
        log=tuple(map(VerifierKey.read, given["log"])),
        witnesses=tuple(map(VerifierKey.read, given["witnesses"])),
        roots=tuple(certificates(given["roots"].encode())) if given["roots"] else (),
        sites=None if given["sites"] is None else frozenset(given["sites"]),
    )
    try:
        return {"report": asyncio.run(check_file(data, trusted)).document()}
    except BadInput as wrong:
        return {"refused": str(wrong)}
    except MemoryError:
        return {"refused": "This file swells to more than any of ours."}


def shut_in() -> None:
    """Take from this process what checking a file needs not; nothing gives it back."""
    os.nice(_NICE)
    for limit, value in _LIMITS:
        resource.setrlimit(limit, (value, value))
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith((*_STARTS, *_REACHES)) or (event == "open" and _writes(arguments)):
        raise PermissionError(f"{event} is no part of checking a file")


def _writes(arguments: tuple[Any, ...]) -> bool:
    flags = arguments[2] if len(arguments) > 2 and isinstance(arguments[2], int) else 0
    return bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def main() -> None:
    """Read, check, tell."""
    shut_in()
    sys.stdout.write(json.dumps(answer(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
