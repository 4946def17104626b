"""Take somebody off the list of those who answer; it can be taken back on the same day."""

from uuid import UUID, uuid4

from consortium.access.permissions import ANSWERERS
from consortium.db import Transaction
from consortium.journal import record
from consortium.members.store import (
    bring_back,
    departure_of,
    end_designations,
    keep,
    load_today,
    next_midnight,
    peer_row,
    person_row,
    take_roles,
)
from consortium.members.store.people_tables import DepartureRow
from consortium.problems import Conflict
from geo import PersonId

PEER = "peer"


async def end_peer(tx: Transaction, *, person: PersonId, by: UUID | None = None) -> None:
    """She answers no more, from now on: her role as peer, chaplain or clinician and her designations end.

    Her turns on the rota are gaps from today on. She stays a member, with her other roles, training and channels. A
    talk that she is in goes to the next peer by itself, as with ``end_person``.

    Raises:
        Conflict: she is not on the list.
        NotFound: there is no such person.
    """
    await person_row(tx, person)
    peer = await peer_row(tx, person)
    if peer is None or peer.ended_on is not None:
        raise Conflict("This person is not on the list of those who answer.")
    today = await load_today(tx)
    peer.ended_on = today
    departure = await departure_of(tx, person, PEER)
    if departure is None:
        departure = DepartureRow(consortium=tx.consortium, id=uuid4(), person=person, kind=PEER)
    departure.ends_on, departure.done = today, True
    departure.due_at = await next_midnight(tx, today)
    departure.kept = {
        "roles": await take_roles(tx, person, ANSWERERS),
        "designations": await end_designations(tx, person),
    }
    await keep(tx, departure)
    await record(tx, "ended peer", by=by, subject=person)


async def take_back_end_of_peer(tx: Transaction, *, person: PersonId, by: UUID | None = None) -> None:
    """Put her back on the list on the same day, with her role and her designations.

    Raises:
        Conflict: there is nothing to take back any more.
        NotFound: there is no such person.
    """
    row = await person_row(tx, person)
    peer, departure = await peer_row(tx, person), await departure_of(tx, person, PEER)
    if peer is None or departure is None or departure.due_at <= tx.now or row.ended_on is not None:
        raise Conflict("The day is over on which this could be taken back. Enrol her anew.")
    peer.ended_on = None
    await bring_back(tx, person, departure.kept)
    await tx.delete(departure)
    await tx.flush()
    await record(tx, "took back end of peer", by=by, subject=person)
