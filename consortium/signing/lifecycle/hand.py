"""By whose hand something with legal effect is done for an agency: a value, made only where a record was signed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Whoever did it, by name for the mails, and the signed record that the fact stands on.

    ``lifecycle.sign_act`` makes it from a passkey's answer, ``lifecycle.attest_act`` from a scan; ``looking`` is for
    working out what would follow, in a transaction that is undone.
    """

    name: str
    attested_by: str


def looking(name: str) -> Hand:
    """Nobody's hand yet: what would follow is only looked at."""
    return Hand(name=name, attested_by="only looked at, signed by nobody")
