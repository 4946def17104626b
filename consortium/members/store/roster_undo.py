"""What an import of people added, taken back: but for people to whom something was done since."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import Select, delete, select, update

from consortium.access.tables import PersonRow, RoleRow
from consortium.db import Base, Reading, Transaction
from consortium.journal import JournalRow
from consortium.members.store.list_tables import RosterImportedRow, RosterImportRow
from consortium.members.store.people_tables import ChannelRow, PeerRow, TrainingRow
from consortium.members.store.references import references_to

_WRITTEN: Mapping[str, type[Base]] = {
    "role": RoleRow,
    "training": TrainingRow,
    "channel": ChannelRow,
}
_OWN = frozenset({"roster_imported", "peer"})
"""Tables that say what an import itself wrote."""
_OF_DUTY = frozenset(
    {
        "turn",
        "turn_pause",
        "override",
        "swap",
        "swap_ask",
        "swap_asked",
        "roster_shift",
        "temporary_shift",
        "duty_served",
        "designation",
        "roster_annex_peer",
    }
)


async def load_bound(reading: Reading, of: UUID) -> tuple[tuple[UUID, str], ...]:
    """Whom an import added and who must stay: something was done to her, or refers to her, since. By name."""
    new = select(RosterImportedRow.person).where(RosterImportedRow.import_id == of, RosterImportedRow.kind == "person")
    of_import = select(RosterImportedRow.row).where(
        RosterImportedRow.import_id == of, RosterImportedRow.row.is_not(None)
    )
    bound: set[UUID] = set()
    for table, column in references_to("person", but=_OWN):
        wanted = select(table.c[column]).where(table.c[column].in_(new))
        if table.name in {"affiliation", "role", "training", "channel"}:
            wanted = wanted.where(table.c.id.not_in(of_import))
        bound |= set(await reading.scalars(wanted))
    peers = select(RosterImportedRow.person).where(RosterImportedRow.import_id == of, RosterImportedRow.kind == "peer")
    by_hand = select(PeerRow.person).where(PeerRow.person.in_(new), PeerRow.person.not_in(peers))
    bound |= set(await reading.scalars(by_hand))
    bound |= await _serving_since(reading, of, peers)
    bound |= {
        each for each in await reading.scalars(select(JournalRow.subject).where(JournalRow.subject.in_(new))) if each
    }
    rows = await reading.execute(
        select(PersonRow.id, PersonRow.name).where(PersonRow.id.in_(bound)).order_by(PersonRow.name)
    )
    return tuple((row.id, row.name) for row in rows)


async def _serving_since(reading: Reading, of: UUID, peers: Select[UUID]) -> set[UUID]:
    """Who was here before, was put on the list of those who answer by this import, and serves by now.

    The rota, papers and perhaps a talk rest on her place on that list; a talk is never asked for here.
    """
    found: set[UUID] = set()
    for table, column in references_to("person", but=_OWN):
        if table.name in _OF_DUTY:
            found |= set(await reading.scalars(select(table.c[column]).where(table.c[column].in_(peers))))
    since = select(RosterImportRow.made_at).where(RosterImportRow.id == of).scalar_subquery()
    acts = select(JournalRow.subject).where(JournalRow.subject.in_(peers), JournalRow.at > since)
    return found | {each for each in await reading.scalars(acts) if each}


async def take_back(tx: Transaction, of: UUID, keep: Collection[UUID]) -> int:
    """Delete what an import added, but for whom to ``keep``; tell how many people went.

    Ties of people who stay are never taken away: they keep a peer from serving her own.
    """
    notes = RosterImportedRow
    mine = (notes.import_id == of, notes.person.not_in(keep) if keep else notes.import_id == of)
    for kind, table in _WRITTEN.items():
        rows = select(notes.row).where(*mine, notes.kind == kind)
        await tx.execute(delete(table).where(table.__table__.c.id.in_(rows)))
    await tx.execute(delete(PeerRow).where(PeerRow.person.in_(select(notes.person).where(*mine, notes.kind == "peer"))))
    await _empty(tx, of, keep)
    gone = await tx.execute(
        delete(PersonRow).where(PersonRow.id.in_(select(notes.person).where(*mine, notes.kind == "person")))
    )
    return int(getattr(gone, "rowcount", 0))


async def _empty(tx: Transaction, of: UUID, keep: Collection[UUID]) -> None:
    """What it filled in is empty again, if it is still what was filled in."""
    notes = await tx.scalars(
        select(RosterImportedRow).where(
            RosterImportedRow.import_id == of, RosterImportedRow.kind.in_(("title", "email", "talk_number"))
        )
    )
    for note in notes.all():
        if note.person in keep:
            continue
        if note.kind == "talk_number":
            mine = (PeerRow.person == note.person, PeerRow.talk_number == note.value)
            await tx.execute(update(PeerRow).where(*mine).values(talk_number=None))
        else:
            column = getattr(PersonRow, note.kind)
            await tx.execute(
                update(PersonRow)
                .where(PersonRow.id == note.person, column == note.value)
                .values(**{note.kind: "" if note.kind == "title" else None})
            )
