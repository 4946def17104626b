"""Checks one file from standard input, in a process of its own with little memory and time; tells on standard output.

A stranger's file may be made to swell or to never end. Here it can do no more than end this process: it may write no
file, start nothing and wait for nobody. First comes one line of JSON with what is trusted, then the file.
"""

import asyncio
import json
import resource
import sys
from typing import Any, Final

from agreements.log import VerifierKey
from consortium.problems import BadInput
from consortium.signing.evidence.check_bundle import check_file
from consortium.signing.evidence.check_seal import certificates
from consortium.signing.evidence.report import Trusted

SECONDS: Final = 15
_BYTES: Final = 1_500_000_000


def answer(sent: bytes) -> dict[str, Any]:
    """The report on what was sent, or why it can't be looked at."""
    line, _, data = sent.partition(b"\n")
    given = json.loads(line)
    trusted = Trusted(
        log=VerifierKey.read(given["log"]) if given.get("log") else None,
        witnesses=tuple(map(VerifierKey.read, given.get("witnesses", []))),
        roots=tuple(certificates(given["roots"].encode())) if given.get("roots") else (),
    )
    try:
        return {"report": asyncio.run(check_file(data, trusted)).document()}
    except BadInput as wrong:
        return {"refused": str(wrong)}
    except MemoryError:
        return {"refused": "This file swells to more than any of ours."}


def main() -> None:
    """Read, check, tell."""
    for limit, value in (
        (resource.RLIMIT_AS, _BYTES),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    sys.stdout.write(json.dumps(answer(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
