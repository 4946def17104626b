"""Checking who has countersigned the log: cosignatures by agencies' own keys, and statements by passkeys. Pure.

A key that came with the bundle could be anybody's. It counts where it was given from elsewhere, or where the log, whose
own key was given, says who registered it; and for heads before the event by which it was taken back.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from agreements.counterparts import Assertion
from agreements.log import Checkpoint, Event, Manner, Note, Statement, VerifierKey, cosigned_at
from agreements.log.errors import LogError
from agreements.log.leaves import KEY_CONFIRMED, WITNESS_ENDED
from agreements.log.leaves import WITNESS as REGISTERED
from consortium.signing.evidence.archive import STATEMENTS, WITNESSES
from consortium.signing.evidence.countersigned import check_statement
from consortium.signing.evidence.findings import Finding, fails, holds, unchecked
from consortium.signing.evidence.passkey_site_of import sites_of

WITNESS: Final = "Witness"
BROKEN: Final = (LogError, ValueError, KeyError, TypeError, AttributeError, RecursionError)
_CAME_ALONG: Final = "The key came with the bundle; nothing that was given shows whose it is."

Heads = Sequence[tuple[Checkpoint, Note]]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of witnesses: keys that were given, and the events of a log whose own key was given, or none."""

    given: Collection[VerifierKey] = ()
    events: Sequence[Event] = ()

    def registered(self, key: VerifierKey) -> Event | None:
        """The event by which an agency registered it."""
        return self._about(REGISTERED, key)

    def ended(self, key: VerifierKey) -> Event | None:
        """The event by which it was taken back."""
        return self._about(WITNESS_ENDED, key)

    def confirmed(self, statement: Statement) -> Event | None:
        """The event by which the passkey of a statement was confirmed for its agency."""
        wanted = (statement.public_key, str(statement.agency))
        return next(
            (
                each
                for each in self.events
                if each.kind == KEY_CONFIRMED and (each.body.get("public_key"), each.body.get("agency")) == wanted
            ),
            None,
        )

    def _about(self, kind: str, key: VerifierKey) -> Event | None:
        return next((each for each in self.events if each.kind == kind and each.body.get("key") == key.line()), None)


def check_cosigned(files: Mapping[str, bytes], heads: Heads, known: Known) -> list[Finding]:
    """The newest head that each key has countersigned; ``heads`` from the oldest to the newest."""
    try:
        names = _names(files)
    except BROKEN:
        return [fails(WITNESS, "The keys of the witnesses cannot be read.")]
    found = []
    for key, agency in {**{key: key.name for key in known.given}, **names}.items():
        for older, signed in reversed(heads):
            try:
                at = cosigned_at(signed, key)
            except LogError:
                found.append(fails(WITNESS, f"{agency}: the countersignature of {older.size} events does not hold."))
                break
            if at is not None:
                found.append(
                    _cosigned(f"countersigned {older.size} events on {at:%Y-%m-%d}", agency, key, older, known)
                )
                break
    return found


def _cosigned(what: str, agency: str, key: VerifierKey, head: Checkpoint, known: Known) -> Finding:
    ended, registered = known.ended(key), known.registered(key)
    if ended is not None and head.size > ended.number:
        by = ended.body.get("by")
        return unchecked(WITNESS, f"{agency} {what}: with a key that {by} had taken back by then. It does not count.")
    if key in known.given:
        return holds(WITNESS, f"{agency} {what}, with a key that was given.")
    if registered is None:
        return unchecked(WITNESS, f"{agency} {what}. {_CAME_ALONG}")
    said = registered.body
    return holds(
        WITNESS,
        f"{said.get('agency_name')} {what}, with the key that {said.get('by')} registered in event {registered.number} "
        f"of the log, by a passkey whose fingerprint {said.get('confirmed_by')} confirmed.",
    )


def check_stated(files: Mapping[str, bytes], heads: Heads, known: Known, own: Sequence[Event]) -> list[Finding]:
    """Countersignatures by passkey; ``own`` are the events of the bundle, which name the sites of passkeys."""
    try:
        said: Any = json.loads(files.get(STATEMENTS, b"[]"))
    except (ValueError, RecursionError):
        return [fails(WITNESS, "The countersignatures by passkey cannot be read.")]
    by_size, sites = {head.size: head for head, _ in heads}, sites_of(own)
    found = []
    for each in said if isinstance(said, list) else [said]:
        try:
            statement = Statement.read(str(each["statement"]).encode())
            answer = Assertion(**{name: bytes.fromhex(value) for name, value in each["assertion"].items()})
            check_statement(statement, answer, sites)
            if by_size.get(statement.head.size) != statement.head:
                raise LogError("the log is another one")
        except BROKEN:
            found.append(fails(WITNESS, f"{_agency(each)}: its passkey's countersignature fails."))
        else:
            found.append(_stated(statement, known.confirmed(statement)))
    return found


def _stated(statement: Statement, confirmed: Event | None) -> Finding:
    what = f"{statement.name} for {statement.agency_name} countersigned {statement.head.size} events with a passkey."
    by = f"{statement.confirmed_by} confirmed its fingerprint on {statement.confirmed_on}"
    if confirmed is None:
        return unchecked(WITNESS, f"{what} It says that {by}; nothing that was given shows it.")
    return holds(WITNESS, f"{what} {by}; event {confirmed.number} of the log says that it was confirmed.")


def _agency(said: Any) -> str:
    return str(said.get("agency", "An agency")) if isinstance(said, dict) else "An agency"


def _names(files: Mapping[str, bytes]) -> dict[VerifierKey, str]:
    names = {}
    for line in files.get(WITNESSES, b"").decode().splitlines():
        key, _, agency = line.partition(" ")
        found = VerifierKey.read(key)
        if found.manner is not Manner.COSIGNATURE:
            raise LogError("The key of a witness is of another kind.")
        names[found] = agency
    return names
