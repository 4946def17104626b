"""Take in a scanned signature page: a PDF of at most 10 MB in which nothing runs, hides or is locked."""

import asyncio
import sys
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from consortium.problems import BadInput
from consortium.signing.signatures.scan_check import GOOD, MOST_PAGES, SECONDS

LARGEST: Final = 10 * 1024 * 1024
"""Bytes of a scan at most."""

_WORDS: Final = {
    "not-pdf": "This file is not a PDF. Scan the signed page as a PDF and send that.",
    "broken": "This PDF is broken and cannot be read. Scan the page again.",
    "encrypted": "This PDF is encrypted or has a password. Send one that anybody can open.",
    "pages": f"A scan has 1 to {MOST_PAGES} pages.",
    "runs": "This PDF holds a script or an action that runs by itself. A scan has none: scan the page again.",
    "hides": "This PDF holds another file inside. A scan has none: scan the page again.",
    "too-much": "This PDF holds far more than a scan does. Scan the page again.",
}


@dataclass(frozen=True, slots=True)
class Scan:
    """A file that was looked into, and its SHA-256, hexadecimal."""

    content: bytes
    sha256: str


LOOKED_AT: Final = Scan(b"", "")
"""No paper yet: what would follow is only looked at, in a transaction that is undone."""


async def read_scan(file: bytes) -> Scan:
    """The scan, if the file is one.

    Raises:
        BadInput: it is none; the message says why. Nothing of it is kept.
    """
    if not file:
        raise BadInput("Choose the scanned page, a PDF.", "scan")
    if len(file) > LARGEST:
        raise BadInput("This file is larger than 10 MB. Scan in black and white, or at 200 dots per inch.", "scan")
    word = await _judged(file)
    if word != GOOD:
        raise BadInput(_WORDS.get(word, _WORDS["too-much"]), "scan")
    return Scan(file, sha256(file).hexdigest())


async def _judged(file: bytes) -> str:
    looker = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        "-m",
        "consortium.signing.signatures.scan_check",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        said, _ = await asyncio.wait_for(looker.communicate(file), timeout=3 * SECONDS)
    except TimeoutError:
        looker.kill()
        await looker.wait()
        return "too-much"
    return said.decode() or "too-much"
