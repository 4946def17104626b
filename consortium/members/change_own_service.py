"""Change one's own number for officers, and whether one is rung off duty."""

from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.store import peer_row, person_row
from consortium.problems import Conflict
from geo import PersonId


async def change_own_service(
    tx: Transaction, *, person: PersonId, talk_number: str | None, ring_off_duty: bool, by: UUID | None = None
) -> None:
    """Write both anew. The number is shown to an officer only once she has accepted whoever answers.

    Raises:
        BadInput: the number is none.
        Conflict: she does not answer.
        NotFound: there is no such person.
    """
    number = checks.telephone(talk_number, "talk_number") if talk_number else None
    await person_row(tx, person)
    peer = await peer_row(tx, person)
    if peer is None or peer.ended_on is not None:
        raise Conflict("You are not on the list of those who answer.")
    changed = [
        words
        for words, differs in (
            ("the number for officers", number != peer.talk_number),
            ("rung off duty" if ring_off_duty else "not rung off duty", ring_off_duty != peer.ring_off_duty),
        )
        if differs
    ]
    if not changed:
        return
    peer.talk_number, peer.ring_off_duty = number, ring_off_duty
    await tx.flush()
    await record(tx, "changed peer", by=by, subject=person, what=", ".join(changed))
