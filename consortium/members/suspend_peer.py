"""Suspend somebody who answers, and let her answer again. No reason is asked for and none is kept."""

from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members.may_act import refuse_oneself
from consortium.members.store import peer_row, person_row
from consortium.members.store.people_tables import PeerRow
from consortium.problems import Conflict
from geo import PersonId


async def suspend_peer(tx: Transaction, *, person: PersonId, by: UUID | None = None) -> None:
    """She is not asked from now on, and her turns are gaps until she is let on again; everything else stays.

    A talk that she is in goes to the next peer by itself, at the next look at what the agreements allow.

    Raises:
        Conflict: she does not answer, or is suspended already.
        NotFound: there is no such person.
    """
    peer = await _answering(tx, person)
    if peer.suspended:
        raise Conflict("This person is suspended already.")
    peer.suspended, peer.suspended_at = True, tx.now
    await tx.flush()
    await record(tx, "suspended peer", by=by, subject=person)


async def resume_peer(tx: Transaction, *, person: PersonId, by: UUID | None = None) -> None:
    """She may be asked again, and has her turns again.

    Raises:
        BadInput: it is herself.
        Conflict: she is not suspended.
        NotFound: there is no such person.
    """
    refuse_oneself(person, by, "Nobody ends her own suspension. Ask somebody else who may.", field="peer")
    peer = await _answering(tx, person)
    if not peer.suspended:
        raise Conflict("This person is not suspended.")
    peer.suspended, peer.suspended_at = False, None
    await tx.flush()
    await record(tx, "resumed peer", by=by, subject=person)


async def _answering(tx: Transaction, person: PersonId) -> PeerRow:
    await person_row(tx, person)
    peer = await peer_row(tx, person)
    if peer is None or peer.ended_on is not None:
        raise Conflict("This person is not on the list of those who answer.")
    return peer
