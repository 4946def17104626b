"""Checking the events of a bundle: each in the log, the log's head signed, and who else has seen it. Pure."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from agreements.counterparts import Assertion
from agreements.log import (
    Checkpoint,
    Event,
    Growth,
    Manner,
    Note,
    ProofFile,
    Statement,
    VerifierKey,
    check_note,
    cosigned_at,
    extends,
)
from agreements.log.errors import LogError
from consortium.signing.evidence.archive import CHECKPOINT, EVENTS, HEADS, STATEMENTS, WITNESSES
from consortium.signing.evidence.countersigned import check_statement
from consortium.signing.evidence.findings import Finding, absent, fails, holds
from consortium.signing.evidence.log_keys import LogKeys
from consortium.signing.evidence.loose_parts import loose_head
from consortium.signing.evidence.passkey_site_of import Sites, sites_of

HEAD: Final = "Head of the log"
KEY: Final = "Key of the log"
PLACES: Final = "Events in the log"
WITNESS: Final = "Witness"
_BROKEN = (LogError, ValueError, KeyError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class LoggedLook:
    """What was found; the events that are in the log, and the log's head."""

    found: tuple[Finding, ...]
    events: tuple[Event, ...]
    head: Checkpoint | None


def check_logged(
    files: Mapping[str, bytes], pinned: VerifierKey | None, witnesses: Collection[VerifierKey]
) -> LoggedLook:
    """Look at the log's part of a bundle; ``pinned`` and ``witnesses`` are keys that somebody has from elsewhere."""
    leaves = {name: leaf for name, leaf in sorted(files.items()) if name.startswith(EVENTS) and name.endswith(".json")}
    try:
        keys = LogKeys.of(leaves.values())
        head, note = keys.opened(files[CHECKPOINT].decode())
    except _BROKEN:
        return LoggedLook((fails(HEAD, "The head of the log is not signed by the key that the log names."),), (), None)
    found = [holds(HEAD, f"{head.origin}: {head.size} events, signed by the log's key."), _key(keys, note, pinned)]
    events, faults = _events(leaves, files, keys, head)
    found += faults or [holds(PLACES, f"All {len(events)} events of this bundle are in the log under that head.")]
    found += [*_cosigned(files, note, head, keys, witnesses), *_stated(files, head, keys, sites_of(events))]
    wanted = loose_head(note, keys.at(head.size))
    if any(files.get(name, data) != data for name, data in wanted.items()):
        found.append(fails("For openssl", "The log's key in the folder openssl, or its signature, is another one."))
    if not any(each.what == WITNESS for each in found):
        found.append(absent(WITNESS, "Nobody has countersigned: the log rests on whoever runs the service alone."))
    return LoggedLook(tuple(found), tuple(events), head)


def _key(keys: LogKeys, note: Note, pinned: VerifierKey | None) -> Finding:
    newest = keys.newest
    if pinned is None:
        line = newest.line() if newest else ""
        return absent(KEY, f"It came with the bundle: {line}. Compare it with the one that your agency keeps.")
    try:
        check_note(note, pinned)
    except LogError:
        return fails(KEY, "The head is not signed by the key that was given. Ask why before you believe anything here.")
    return holds(KEY, "The head is signed by the key that was given.")


def _events(
    leaves: Mapping[str, bytes], files: Mapping[str, bytes], keys: LogKeys, head: Checkpoint
) -> tuple[list[Event], list[Finding]]:
    events: list[Event] = []
    faults: list[Finding] = []
    for name, leaf in leaves.items():
        try:
            event = Event.read(leaf)
            proof = ProofFile.read(files[name.removesuffix(".json") + ".tlog-proof"].decode())
            under, _ = proof.check(leaf, keys.at(head.size))
            if (under, proof.index, event.origin) != (head, event.number, head.origin):
                raise LogError("it is proved under another head, or another number")
        except _BROKEN:
            faults.append(fails(PLACES, f"The event in {name} is not in the log as it is here: it was altered."))
        else:
            events.append(event)
    return events, faults


def _heads(files: Mapping[str, bytes], head: Checkpoint, keys: LogKeys) -> list[tuple[Checkpoint, Note]]:
    """Older heads that the newest has grown out of; each is shown by its proof, and a forked one fails.

    Each file is a proof from the older size to the newest, and the older head with its countersignatures.

    Raises:
        LogError: one of them is not an older state of this log.
    """
    found = []
    for name, written in sorted(files.items()):
        if not name.startswith(HEADS):
            continue
        growth = Growth.read(written.decode())
        older, note = keys.opened(growth.checkpoint)
        if growth.old != older.size or not extends(older.size, older.root, head.size, head.root, growth.hashes):
            raise LogError(f"The log did not grow out of the head of {older.size} events.")
        found.append((older, note))
    return found


def _cosigned(
    files: Mapping[str, bytes], note: Note, head: Checkpoint, keys: LogKeys, pinned: Collection[VerifierKey]
) -> list[Finding]:
    try:
        names = _witnesses(files)
        heads = [*_heads(files, head, keys), (head, note)]
    except _BROKEN as wrong:
        return [fails(WITNESS, f"The log was not always the one that was countersigned. {wrong}")]
    found = []
    for key, agency in {**{key: key.name for key in pinned}, **names}.items():
        for older, signed in reversed(heads):
            try:
                at = cosigned_at(signed, key)
            except LogError:
                found.append(fails(WITNESS, f"{agency}: the countersignature of {older.size} events does not hold."))
                break
            if at is not None:
                kept = ", with a key that was given" if key in pinned else ""
                found.append(holds(WITNESS, f"{agency} countersigned {older.size} events on {at:%Y-%m-%d}{kept}."))
                break
    return found


def _witnesses(files: Mapping[str, bytes]) -> dict[VerifierKey, str]:
    names = {}
    for line in files.get(WITNESSES, b"").decode().splitlines():
        key, _, agency = line.partition(" ")
        found = VerifierKey.read(key)
        if found.manner is not Manner.COSIGNATURE:
            raise LogError("The key of a witness is of another kind.")
        names[found] = agency
    return names


def _stated(files: Mapping[str, bytes], head: Checkpoint, keys: LogKeys, sites: Sites) -> list[Finding]:
    """Countersignatures by passkey; the newest of each agency is looked at against the head."""
    try:
        said: list[dict[str, Any]] = json.loads(files.get(STATEMENTS, b"[]"))
    except (ValueError, RecursionError):
        return [fails(WITNESS, "The countersignatures by passkey cannot be read.")]
    try:
        heads = {older.size: older for older, _ in _heads(files, head, keys)} | {head.size: head}
    except _BROKEN:
        return []  # told already where the heads were looked at
    found = []
    for each in said:
        try:
            statement = Statement.read(str(each["statement"]).encode())
            answer = Assertion(**{name: bytes.fromhex(value) for name, value in each["assertion"].items()})
            check_statement(statement, answer, sites)
            seen = statement.head
            if heads.get(seen.size) != seen:
                raise LogError("the log is another one")
        except _BROKEN:
            found.append(fails(WITNESS, f"{each.get('agency', 'An agency')}: its passkey's countersignature fails."))
        else:
            who = f"{statement.name} for {statement.agency_name}"
            found.append(holds(WITNESS, f"{who} countersigned {seen.size} events with a passkey."))
    return found
