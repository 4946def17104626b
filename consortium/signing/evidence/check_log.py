"""The operator's check: rows against events, events against heads, heads against keys and countersignatures.

It finds whatever was changed without changing all of it. Somebody with the database and the log's key can change all of
it alike; that is found only by a head that lies elsewhere, so the last sentence says where to look.
"""

import asyncio
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from agreements import PactId, canonical_bytes
from agreements.counterparts import Counterpart, verify
from agreements.errors import AgreementError, CounterpartError
from agreements.log import Event, Hash, LogError, SignatureError, Statement, VerifierKey
from agreements.log.leaves import FACT, SIGNATURE, VERSION, WITNESS, WITNESS_ENDED, plain
from agreements.log.merkle import grown, root_of_edge
from consortium.db import Reading
from consortium.members.store import load_agencies
from consortium.signing.evidence.countersigned import check_statement
from consortium.signing.evidence.findings import Finding, absent, fails, holds
from consortium.signing.evidence.log_keys import LogKeys
from consortium.signing.evidence.passkey_site_of import Sites, asked_at, sites_of
from consortium.signing.evidence.seen_before import head_of
from consortium.signing.store import load_broken
from consortium.signing.store.events import OLDER, load_said, signs_as
from consortium.signing.store.evidence import Logged, load_events, load_notes
from consortium.signing.store.hushed import hushed
from consortium.signing.store.signatures import load_signatures
from consortium.signing.store.witnesses import load_countersignatures, load_witnesses
from geo import AgencyId

EVENTS: Final = "Events"
HEADS: Final = "Heads of the log"
ROWS: Final = "Agreements and facts"
SIGNATURES: Final = "Signatures"
WITNESSES: Final = "Countersignatures"
WITNESS_KEYS: Final = "Keys of agencies"
KEY: Final = "Key of the log"
_SAID: Final = 5


async def check_log(reading: Reading) -> list[Finding]:
    """Everything that can be found out with the database alone."""
    logged = await load_events(reading)
    if not logged:
        return [absent(EVENTS, "The log has no event yet.")]
    events, faults = _events(logged)
    roots = _roots(logged)
    found = [_told(EVENTS, faults, f"{len(logged)} events, each as its hash says, without a gap.")]
    found.append(await _heads(reading, logged, roots))
    found.append(await _key(reading, logged))
    found.append(await _rows(reading, events))
    found.append(await _signatures(reading, events))
    found.append(await _keys_of_witnesses(reading, events))
    found += await _witnesses(reading, roots, sites=sites_of(events))
    return found


def _told(what: str, faults: list[str], good: str) -> Finding:
    more = f" And {len(faults) - _SAID} more." if len(faults) > _SAID else ""
    return fails(what, " ".join(faults[:_SAID]) + more) if faults else holds(what, good)


def _events(logged: tuple[Logged, ...]) -> tuple[list[Event], list[str]]:
    events, faults = [], []
    for place, row in enumerate(logged):
        try:
            event = Event.read(row.leaf)
        except LogError:
            faults.append(f"Event {row.number} is no event of ours.")
            continue
        events.append(event)
        said = (event.number, event.at, event.kind, event.agreement)
        if row.number != place or said != (row.number, row.at, row.kind, row.agreement):
            faults.append(f"Event {row.number} says something else than its row, or one before it is missing.")
        if not row.as_hashed:
            faults.append(f"Event {row.number} was altered: its hash is another.")
    return events, faults


def _roots(logged: tuple[Logged, ...]) -> dict[int, Hash]:
    """The root after each event, computed anew from what the events say."""
    edge: tuple[Hash, ...] = ()
    roots = {}
    for size, row in enumerate(logged):
        edge = grown(edge, size, row.leaf_hash)
        roots[size + 1] = root_of_edge(edge)
    return roots


async def _heads(reading: Reading, logged: tuple[Logged, ...], roots: Mapping[int, Hash]) -> Finding:
    faults = []
    notes = await load_notes(reading)
    try:
        keys = LogKeys.of(row.leaf for row in logged)
    except LogError:
        return fails(HEADS, "The log does not say by which key it is signed.")
    for size, root, written in notes:
        try:
            head, _ = keys.opened(written)
        except SignatureError:
            faults.append(f"The head of {size} events is not signed by the log's key.")
            continue
        except LogError:
            faults.append(f"The head of {size} events cannot be read.")
            continue
        if (head.size, head.root) != (size, root) or roots.get(size) != head.root:
            faults.append(f"The head of {size} events is not that of the events that are here.")
    if missing := sorted(roots.keys() - {size for size, _, _ in notes}):
        faults.append(f"{len(missing)} heads are missing, the first of {missing[0]} events.")
    return _told(HEADS, faults, f"{len(notes)} heads, each signed, each that of the events up to it.")


async def _key(reading: Reading, logged: tuple[Logged, ...]) -> Finding:
    try:
        newest = LogKeys.of(row.leaf for row in logged).newest
    except LogError:
        newest = None
    try:
        mine: VerifierKey = await signs_as(reading)
    except RuntimeError:
        return absent(KEY, "The folder of this installation's key is not set here, so its key was not compared.")
    if newest is None or newest.public != mine.public:
        return absent(KEY, f"This installation has another key than the log was signed with: {mine.line()}.")
    return holds(KEY, f"{mine.line()}")


async def _rows(reading: Reading, events: list[Event]) -> Finding:
    """Each version and fact is an event that says the same, and each such event has its row."""
    said = {_named(kind, body): body for kind, body in await load_said(reading)}
    logged = {
        _named(event.kind, event.body): hushed(event.body) if event.kind == FACT else event.body
        for event in events
        if event.kind in {VERSION, FACT}
    }
    faults = []
    for name, body in said.items():
        if name not in logged:
            faults.append(f"The {name[0]} {name[1]} is in no event: it was written past the log.")
        elif canonical_bytes(body) != canonical_bytes(
            {key: each for key, each in logged[name].items() if key != OLDER}
        ):
            faults.append(f"The {name[0]} {name[1]} was changed after it was logged.")
    faults += [
        f"The {name[0]} {name[1]} is in the log, and its row is gone." for name in sorted(logged.keys() - said.keys())
    ]
    faults += [f"“{each.title}”: {each.wrong}" for each in await load_broken(reading, anew=True)]
    return _told(ROWS, faults, f"{len(said)} versions and facts, each as the log has it.")


async def _signatures(reading: Reading, events: list[Event]) -> Finding:
    logged = {str(_record(event.body).get("id")): event for event in events if event.kind == SIGNATURE}
    faults: list[str] = []
    for agreement in sorted({event.agreement for event in events if event.agreement}, key=str):
        faults += await _of_one(reading, agreement, logged, sites_of(events))
    good = f"{len(logged)} signatures, each as the log has it, and what passkeys answered checked anew."
    return _told(SIGNATURES, faults, good)


async def _of_one(reading: Reading, agreement: UUID, logged: Mapping[str, Event], sites: Sites) -> list[str]:
    try:
        kept = {str(each.id): each for each in await load_signatures(reading, PactId(agreement))}
    except AgreementError as altered:
        return [str(altered)]
    mine = {name: event for name, event in logged.items() if event.agreement == agreement}
    faults = [f"Signature {name} is in the log, and its row is gone." for name in sorted(mine.keys() - kept.keys())]
    for name, each in kept.items():
        if name not in mine:
            faults.append(f"Signature {name} is in no event: it was written past the log.")
        elif plain(each.document()) != mine[name].body:
            faults.append(f"Signature {name} was changed after it was logged.")
        elif (why := _wrong_with(each, sites)) is not None:
            faults.append(f"Signature {name} does not hold. {why}")
        await asyncio.sleep(0)  # others of this process are waiting too
    return faults


def _wrong_with(counterpart: Counterpart, sites: Sites) -> str | None:
    """Why what the passkey answered does not sign its record, checked anew."""
    if counterpart.assertion is None:
        return None
    try:
        asked = asked_at(counterpart.assertion.client_data, sites)
        verify(counterpart, rp_id=asked.host, origin=asked.origin)
    except (CounterpartError, LogError) as wrong:
        return str(wrong)
    return None


async def _keys_of_witnesses(reading: Reading, events: list[Event]) -> Finding:
    """Each key of an agency, and that it was taken back, is an event; and each such event has its row."""
    rows = await load_witnesses(reading)
    kept = {
        WITNESS: {(each.key.line(), str(each.agency)) for each in rows},
        WITNESS_ENDED: {(each.key.line(), str(each.agency)) for each in rows if each.ended is not None},
    }
    faults = []
    for kind, said in kept.items():
        logged = {(each.body.get("key"), each.body.get("agency")) for each in events if each.kind == kind}
        what = "was registered" if kind == WITNESS else "was taken back"
        faults += [f"That {line} {what} is in no event." for line, _ in sorted(said - logged)]
        faults += [f"That {line} {what} is in the log, and its row is gone." for line, _ in logged - said]
    return _told(WITNESS_KEYS, faults, f"{len(rows)}, each as the log has it.")


async def _witnesses(reading: Reading, roots: Mapping[int, Hash], *, sites: Sites) -> list[Finding]:
    names = (await load_agencies(reading)).names
    signed = await load_countersignatures(reading)
    faults = []
    for each in signed:
        who = names.get(AgencyId(each.agency), "an agency")
        try:
            head = await head_of(reading, each)
            if each.statement is not None and each.assertion is not None:
                check_statement(Statement.read(each.statement), each.assertion, sites)
        except LogError:
            faults.append(f"What {who} countersigned of {each.size} events does not hold any more.")
            continue
        if roots.get(head.size) != head.root:
            faults.append(f"{who} countersigned another log of {head.size} events than the one that is here.")
    if not signed:
        return [
            absent(
                WITNESSES, "Nobody has countersigned, so a log that was changed as a whole would look like this one."
            )
        ]
    good = f"{len(signed)}, and each is of a head of this log. Compare with what the agencies keep themselves."
    return [_told(WITNESSES, faults, good)]


def _named(kind: str, body: Mapping[str, object]) -> tuple[str, str]:
    return kind, str(body.get("id"))


def _record(body: Mapping[str, object]) -> Mapping[str, object]:
    record = body.get("record")
    return record if isinstance(record, Mapping) else {}
