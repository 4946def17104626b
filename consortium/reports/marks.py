"""That something was released, noted outside the database too, so that a restored backup does not release it again.

A backup that is older than a release holds the exact counters again. Drawing once more would give a second number for
the same count, and two numbers tell more than one. The note lies beside the installation's key: a line for each
release, a digest that holds no number. Where that folder is brought back from the same old backup, or lost, the notes
are as old as the database; then a second draw cannot be helped, and costs its budget once more.
"""

import os
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final
from uuid import UUID

from consortium.reports.store import Key

NAME: Final = "statistics-released"


def mark_of(consortium: UUID, key: Key) -> str:
    """The mark of one release, the same wherever it is worked out."""
    told = f"{consortium} {key.period.span.value} {key.period.first.isoformat()} {key.measure}"
    return sha256(told.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Marks:
    """The file with the marks, in the folder of the installation's key."""

    folder: Path

    def held(self) -> frozenset[str]:
        """Every mark that is there."""
        file = self.folder / NAME
        return frozenset(file.read_text().split()) if file.exists() else frozenset()

    def keep(self, marks: Collection[str]) -> None:
        """Add those that are not there yet; what was written stays."""
        missing = sorted(set(marks) - self.held())
        if not missing:
            return
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self.folder / NAME, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write("".join(f"{each}\n" for each in missing))
            file.flush()
            os.fsync(file.fileno())
