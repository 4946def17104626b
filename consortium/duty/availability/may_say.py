"""Of whom availability is kept: of those who answer, and of nobody else."""

from consortium.db import Transaction
from consortium.duty.store.availability import load_lenders
from consortium.members.store import person_row
from consortium.problems import Conflict
from geo import PersonId


async def refuse_stranger(tx: Transaction, person: PersonId) -> None:
    """Refuse somebody who is asked by nobody.

    Raises:
        NotFound: there is no such person.
        Conflict: she is no peer, chaplain or clinician, or has left.
    """
    if person not in await load_lenders(tx):
        await person_row(tx, person)
        raise Conflict("Only peers, chaplains and clinicians say when they can serve.")
