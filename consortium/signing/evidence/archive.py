"""Bundles as files: names inside, the zip that is the same for the same contents, and reading anybody's. Pure."""

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Final

from consortium.problems import BadInput

README: Final = "README.txt"
ABOUT: Final = "agreement.json"
CHECKPOINT: Final = "log/checkpoint.txt"
WITNESSES: Final = "log/witnesses.txt"
STATEMENTS: Final = "log/countersignatures.json"
EVENTS: Final = "log/events/"
LEAF, WITHHELD, PROOF = ".json", ".leaf-hash", ".tlog-proof"
"""An event, or the hash alone of one that is withheld; and its place in the log."""
HEADS: Final = "log/heads/"
VERSIONS: Final = "versions/"
SIGNATURES: Final = "signatures/"
SCANS: Final = "scans/"
CERTIFICATES: Final = "seal/certificates.pem"

_WHEN: Final = (1980, 1, 1, 0, 0, 0)
_PLAIN: Final = 0o100644 << 16
_UNIX: Final = 3
_MOST_FILES: Final = 10_000
MOST_BYTES: Final = 100_000_000
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*(/[A-Za-z0-9][A-Za-z0-9_.-]*){0,3}")


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files, by name; the same files give the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.external_attr, entry.create_system = _PLAIN, _UNIX
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name], compresslevel=6)
    return made.getvalue()


def unpacked(archive: bytes) -> dict[str, bytes]:
    """The files of a zip, by name. Nothing is written anywhere.

    Raises:
        BadInput: it is no zip, is encrypted, holds a name twice or a strange one, or swells to more than any of ours.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            entries = opened.infolist()
            _look_over(entries)
            return {entry.filename: opened.read(entry) for entry in entries}
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, RuntimeError) as broken:
        raise BadInput("This bundle is damaged: it cannot be unpacked.", "file") from broken


def _look_over(entries: list[zipfile.ZipInfo]) -> None:
    names = {entry.filename for entry in entries}
    if len(names) != len(entries) or len(names) > _MOST_FILES or not all(map(_NAME.fullmatch, names)):
        raise BadInput("This is no bundle of ours: it holds names that none of ours has.", "file")
    if any(entry.flag_bits & 1 for entry in entries):
        raise BadInput("This bundle is encrypted. None of ours is.", "file")
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise BadInput("This bundle swells to more than 100 MB. None of ours does.", "file")
