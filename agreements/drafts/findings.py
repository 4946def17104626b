"""What is wrong, or doubtful, in a draft: one finding, one sentence, with the clause and the term it is about."""

from dataclasses import dataclass
from enum import StrEnum

from agreements.clauses import Clause


class Severity(StrEnum):
    """``STOPS``: it can't go to the advisors like this. ``WARNS``: somebody should look, and it may go."""

    STOPS = "stops"
    WARNS = "warns"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    Args:
        clause: where; ``None``: the draft as a whole.
        term: the name of the term that it is about, if it is about one.
        message: one or two whole sentences for whoever drafts.
        cites: the law or rule pack behind it, with how sure we are; empty for our own rules.
    """

    severity: Severity
    clause: Clause | None
    term: str | None
    message: str
    cites: str = ""


def stops(message: str, clause: Clause | None = None, term: str | None = None, cites: str = "") -> Finding:
    """A finding that stops the draft."""
    return Finding(Severity.STOPS, clause, term, message, cites)


def warns(message: str, clause: Clause | None = None, term: str | None = None, cites: str = "") -> Finding:
    """A finding that somebody should look at."""
    return Finding(Severity.WARNS, clause, term, message, cites)
