"""Adding to the log of agreement events: what happened, and the signed head after it, in the caller's transaction.

An event is a leaf of a Merkle tree (RFC 6962) over all events of a consortium. Whoever adds holds the log until she
commits, so that it is one line without forks; nothing that follows in her transaction should wait for somebody else.
The head before is looked at first: one that the log's own key did not sign is not built upon.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select, text

from agreements.log import Checkpoint, Hash, SignatureError, VerifierKey, grown, leaf_hash, root_of_edge, verifier_of
from agreements.log.errors import LogError
from agreements.log.leaves import BEGUN, FACT, KEY, SITE, VERSION, Event, plain
from agreements.log.merkle import WIDTH
from agreements.log.notes import check_note, read_note
from consortium.access.tables import ConsortiumRow
from consortium.db import Reading, Transaction
from consortium.problems import Conflict
from consortium.signing.store.events_tables import AgreementCheckpointRow
from consortium.signing.store.hushed import hushed
from consortium.signing.tables import AgreementFactRow, AgreementRow, AgreementVersionRow

PURPOSE: Final = "log of agreement events, Ed25519"
OLDER: Final = "before_the_log"
"""Marks what was recorded before the log began: the log vouches for it only from then on."""
BROKEN: Final = (
    "The log of agreements was changed from outside, so nothing is added to it and nothing was changed now. "
    "Whoever runs this installation finds out more with: consortium agreement log check"
)
_HOLD: Final = text("select size, edge, note, site from hold_agreement_log()")
"""Waits for whoever else adds, and then reads the newest head: in this order, so that it is the newest."""
_SITE: Final = text(
    "select leaf::jsonb #>> '{body,site}' from agreement_event where kind in ('log', 'site') order by seq desc limit 1"
)
_ADD: Final = text(
    """with event as (insert into agreement_event (consortium, id, seq, at, kind, agreement, leaf, leaf_hash)
                      values (:consortium, :event, :seq, :at, :kind, :agreement, :leaf, :leaf_hash))
       insert into agreement_checkpoint (consortium, id, size, at, root, edge, note)
       values (:consortium, :head, :size, :at, :root, :edge, :note)"""
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What is to be kept of one event: see ``agreements.log.leaves``."""

    kind: str
    agreement: UUID | None
    body: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Head:
    key: Ed25519PrivateKey
    origin: str
    size: int
    edge: tuple[Hash, ...]


async def note_event(tx: Transaction, *, kind: str, agreement: UUID, body: Mapping[str, object]) -> int:
    """Add one event, and the signed head after it; its number, from 0.

    ``body`` is plain values, ids, instants and bytes. It never says anything about officers, requests or peers.

    Raises:
        Conflict: the log was changed from outside; nothing is added to it.
        CanonicalError: the body holds something that can't be written down.
    """
    return await note_events(tx, [Noted(kind=kind, agreement=agreement, body=body)])


async def note_events(tx: Transaction, events: Sequence[Noted]) -> int:
    """Add events in this order, each with its signed head; the number of the first.

    Raises:
        Conflict: the log was changed from outside; nothing is added to it.
    """
    head = await begin_log(tx)
    await _add(tx, head, events)
    return head.size


async def begin_log(tx: Transaction) -> _Head:
    """Hold the log until the end of this transaction, begun if it was not; where it stands.

    What agreements were here before the log began is its first part, and is said to be older than the log.

    Raises:
        Conflict: the log was changed from outside.
    """
    key = _key(tx)
    row = (await tx.execute(_HOLD)).first()
    if row is not None:
        head = await _head(tx, key, row.size, row.edge, row.note)
        return await _at_home(tx, head, row.site)
    start = _Head(key, await _origin(tx), 0, ())
    said = {"public_key": verifier_of(start.origin, key).public, "site": tx.notary.public_url}
    own = Noted(kind=BEGUN, agreement=None, body=said)
    return await _add(tx, start, [own, *await _from_before(tx)])


async def signs_as(reading: Reading) -> VerifierKey:
    """The log's name and the public half of its key, also before its first event."""
    last = await reading.scalar(
        select(AgreementCheckpointRow.note).order_by(AgreementCheckpointRow.size.desc()).limit(1)
    )
    return verifier_of(last.partition("\n")[0] if last else await _origin(reading), _key(reading))


async def note_move(tx: Transaction) -> None:
    """Note it when the installation's address has become another one; nothing while the log has not begun."""
    site = await tx.scalar(_SITE)
    if site and tx.notary.public_url not in {"", site}:
        await begin_log(tx)


def fact_said(row: AgreementFactRow) -> Noted:
    """A fact as its event: what somebody wrote stands in it as digests only, see :mod:`.hushed`."""
    names = ("id", "kind", "at", "agency", "attested_by", "digest", "cause", "leaves_on", "about")
    body = {name: getattr(row, name) for name in names}
    return Noted(
        kind=FACT, agreement=row.agreement, body=hushed(body | ({"scan": row.scan_sha256} if row.scan_sha256 else {}))
    )


def version_said(row: AgreementVersionRow, title: str) -> Noted:
    """A version as its event: by its digest, which stands for its whole text and terms."""
    body = {"id": row.id, "title": title, "number": row.number, "digest": row.digest}
    return Noted(kind=VERSION, agreement=row.agreement, body=body)


async def load_said(reading: Reading) -> list[tuple[str, dict[str, object]]]:
    """What every version and fact that is here would say as an event: kind and body, as plain JSON values."""
    said = await _said(reading, await _titles(reading))
    return [(each.kind, {name: plain(value) for name, value in each.body.items()}) for each in said]


async def _head(tx: Transaction, key: Ed25519PrivateKey, size: int, edge: bytes, written: str) -> _Head:
    """Where the log stands; if another key signed its head, that is an event of its own."""
    hashes = tuple(Hash(edge[at : at + WIDTH]) for at in range(0, len(edge), WIDTH))
    try:
        note = read_note(written)
        said = Checkpoint.of(note.text)
        if (said.size, said.root) != (size, root_of_edge(hashes)) or len(hashes) != size.bit_count():
            raise SignatureError("The head of the log is not the one that was signed.")
        verifier = verifier_of(said.origin, key)
        mine = bool(note.by(verifier))
        if mine:
            check_note(note, verifier)
    except LogError as wrong:
        raise Conflict(BROKEN) from wrong
    head = _Head(key, said.origin, size, hashes)
    if mine:
        return head
    return await _add(tx, head, [Noted(kind=KEY, agreement=None, body={"public_key": verifier.public})])


async def _at_home(tx: Transaction, head: _Head, site: str | None) -> _Head:
    """Note when the installation's address has become another one: passkeys name the site where they are asked."""
    here = tx.notary.public_url
    if not here or here == site:
        return head
    return await _add(tx, head, [Noted(kind=SITE, agreement=None, body={"site": here})])


async def _add(tx: Transaction, head: _Head, events: Sequence[Noted]) -> _Head:
    rows = []
    for said in events:
        row, head = _next(tx, head, said)
        rows.append(row)
    if rows:
        await tx.execute(_ADD, rows)
    return head


def _next(tx: Transaction, head: _Head, said: Noted) -> tuple[dict[str, object], _Head]:
    """One event and the head after it, as their rows have them."""
    event = Event(
        origin=head.origin, number=head.size, at=tx.now, kind=said.kind, agreement=said.agreement, body=said.body
    )
    leaf = event.leaf()
    hashed = leaf_hash(leaf)
    edge, size = grown(head.edge, head.size, hashed), head.size + 1
    root = root_of_edge(edge)
    row = {
        "consortium": tx.consortium,
        "event": uuid4(),
        "head": uuid4(),
        "seq": event.number,
        "size": size,
        "at": tx.now,
        "kind": said.kind,
        "agreement": said.agreement,
        "leaf": leaf.decode(),
        "leaf_hash": hashed,
        "root": root,
        "edge": b"".join(edge),
        "note": Checkpoint(head.origin, size, root).signed(head.key).written(),
    }
    return row, _Head(head.key, head.origin, size, edge)


async def _from_before(tx: Transaction) -> list[Noted]:
    """Versions and facts that are older than the log, in the order of their agreements."""
    titles = await _titles(tx)
    said = await _said(tx, titles)
    older = [Noted(kind=each.kind, agreement=each.agreement, body={**each.body, OLDER: True}) for each in said]
    places = {agreement: place for place, agreement in enumerate(titles)}
    return sorted(older, key=lambda each: places[each.agreement] if each.agreement else 0)


async def _said(reading: Reading, titles: Mapping[UUID, str]) -> list[Noted]:
    versions = await reading.scalars(select(AgreementVersionRow).order_by(AgreementVersionRow.number))
    facts = await reading.scalars(select(AgreementFactRow).order_by(AgreementFactRow.at, AgreementFactRow.id))
    return [version_said(row, titles[row.agreement]) for row in versions] + [fact_said(row) for row in facts]


async def _titles(reading: Reading) -> dict[UUID, str]:
    rows = await reading.execute(
        select(AgreementRow.id, AgreementRow.title).order_by(AgreementRow.title, AgreementRow.id)
    )
    return {row.id: row.title for row in rows}


def _key(reading: Reading) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(reading.notary.seed(PURPOSE, reading.consortium))


async def _origin(reading: Reading) -> str:
    """The log's name: the host and address that the consortium had when the log began; it never changes."""
    if not reading.notary.host:
        raise RuntimeError("PUBLIC_URL is not set. The log of agreements takes its name from it.")
    slug = await reading.scalar(select(ConsortiumRow.slug).where(ConsortiumRow.id == reading.consortium))
    return f"{reading.notary.host}/{slug}/agreements"
