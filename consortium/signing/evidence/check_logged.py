"""Checking the events of a bundle: each in the log, the log's head signed, and who else has seen it. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from agreements.log import Checkpoint, Event, Growth, Note, ProofFile, VerifierKey, a_hash, check_note, extends
from agreements.log.errors import LogError
from consortium.signing.evidence.archive import CHECKPOINT, EVENTS, HEADS, LEAF, PROOF, WITHHELD
from consortium.signing.evidence.check_witnesses import BROKEN, WITNESS, Known, check_cosigned, check_stated
from consortium.signing.evidence.findings import Finding, Verdict, absent, fails, holds, unchecked
from consortium.signing.evidence.log_keys import LogKeys
from consortium.signing.evidence.loose_parts import loose_head

HEAD: Final = "Head of the log"
KEY: Final = "Key of the log"
PLACES: Final = "Events in the log"


@dataclass(frozen=True, slots=True)
class LoggedLook:
    """What was found; the events that are in the log, and the log's head.

    ``vouched``: a key that was given has signed that head. Otherwise the log may be anybody's, with its events.
    """

    found: tuple[Finding, ...]
    events: tuple[Event, ...] = ()
    head: Checkpoint | None = None
    vouched: bool = False


def check_logged(
    files: Mapping[str, bytes], given: Collection[VerifierKey], witnesses: Collection[VerifierKey]
) -> LoggedLook:
    """Look at the log's part of a bundle; ``given`` are keys of the log, ``witnesses`` of agencies, from elsewhere."""
    leaves = {name: leaf for name, leaf in sorted(files.items()) if name.startswith(EVENTS) and name.endswith(LEAF)}
    try:
        keys = LogKeys.of(leaves.values())
        head, note = keys.opened(files[CHECKPOINT].decode())
    except BROKEN:
        return LoggedLook((fails(HEAD, "The head of the log is not signed by the key that the log names."),))
    key = _key(keys, note, given)
    vouched = key.verdict is Verdict.HOLDS
    found = [holds(HEAD, f"{head.origin}: {head.size} events, signed by the log's key."), key]
    events, faults = _events(leaves, files, keys, head)
    found += faults or [holds(PLACES, f"All {len(events)} events of this bundle are in the log under that head.")]
    found += _withheld(files, keys, head)
    found += _watched(files, (head, note), keys, Known(witnesses, events if vouched else ()), events)
    wanted = loose_head(note, keys.at(head.size))
    if any(files.get(name, data) != data for name, data in wanted.items()):
        found.append(fails("For openssl", "The log's key in the folder openssl, or its signature, is another one."))
    if not any(each.what == WITNESS for each in found):
        found.append(absent(WITNESS, "Nobody has countersigned: the log rests on whoever runs the service alone."))
    return LoggedLook(tuple(found), tuple(events), head, vouched)


def _key(keys: LogKeys, note: Note, given: Collection[VerifierKey]) -> Finding:
    newest = keys.newest
    if not given:
        line = newest.line() if newest else ""
        return unchecked(KEY, f"It came with the bundle: {line}. Compare it with the one that your agency keeps.")
    for each in given:
        try:
            check_note(note, each)
        except LogError:
            continue
        return holds(KEY, "The head is signed by a key that was given.")
    if set(keys.all) & set(given):
        return unchecked(
            KEY,
            "The bundle says that the key that was given signed this log once, and that its key became another one: "
            f"{newest.line() if newest else ''}. Anybody can say so: ask why, and get that key from elsewhere too.",
        )
    return fails(KEY, "The head is not signed by the key that was given. Ask why before you believe anything here.")


def _events(
    leaves: Mapping[str, bytes], files: Mapping[str, bytes], keys: LogKeys, head: Checkpoint
) -> tuple[list[Event], list[Finding]]:
    events: list[Event] = []
    faults: list[Finding] = []
    for name, leaf in leaves.items():
        try:
            event = Event.read(leaf)
            proof = ProofFile.read(files[name.removesuffix(LEAF) + PROOF].decode())
            under, _ = proof.check(leaf, keys.at(head.size))
            if (under, proof.index, event.origin) != (head, event.number, head.origin):
                raise LogError("it is proved under another head, or another number")
        except BROKEN:
            faults.append(fails(PLACES, f"The event in {name} is not in the log as it is here: it was altered."))
        else:
            events.append(event)
    return events, faults


def _withheld(files: Mapping[str, bytes], keys: LogKeys, head: Checkpoint) -> list[Finding]:
    """Events of which only the hash is here: each is in the log all the same."""
    names = sorted(name for name in files if name.startswith(EVENTS) and name.endswith(WITHHELD))
    try:
        for name in names:
            proof = ProofFile.read(files[name.removesuffix(WITHHELD) + PROOF].decode())
            under, _ = proof.check_hash(a_hash(bytes.fromhex(files[name].decode().strip())), keys.at(head.size))
            if under != head:
                raise LogError("it is proved under another head")
    except BROKEN:
        return [fails(PLACES, "The hash of an event that is withheld is not in the log as it is here.")]
    said = f"{len(names)} more events are withheld: reviews and holds are counsel's. Their hashes are in the log."
    return [absent(PLACES, said)] if names else []


def _watched(
    files: Mapping[str, bytes], newest: tuple[Checkpoint, Note], keys: LogKeys, known: Known, events: list[Event]
) -> list[Finding]:
    try:
        heads = [*_heads(files, newest[0], keys), newest]
    except BROKEN as wrong:
        return [fails(WITNESS, f"The log was not always the one that was countersigned. {wrong}")]
    return [*check_cosigned(files, heads, known), *check_stated(files, heads, known, events)]


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
    return sorted(found, key=lambda each: each[0].size)
