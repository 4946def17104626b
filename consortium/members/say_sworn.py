"""Say whether somebody who answers is a sworn officer: some states oblige those to report misconduct."""

from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members.store import peer_row, person_row
from consortium.problems import Conflict
from geo import PersonId


async def say_sworn(tx: Transaction, *, person: PersonId, sworn: bool, by: UUID | None = None) -> None:
    """Record it. What agreements say of peers who must report holds for her from now on, or no longer.

    Raises:
        Conflict: she does not answer.
        NotFound: there is no such person.
    """
    await person_row(tx, person)
    peer = await peer_row(tx, person)
    if peer is None or peer.ended_on is not None:
        raise Conflict("This person is not on the list of those who answer.")
    if peer.sworn == sworn:
        return
    peer.sworn = sworn
    await tx.flush()
    await record(tx, "changed peer", by=by, subject=person, what="sworn" if sworn else "not sworn")
