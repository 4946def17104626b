"""Find an ask as somebody may see it: who asked, who was asked, and whoever looks after the rota. Nobody else."""

from uuid import UUID

from consortium.db import Reading
from consortium.duty.store.swap_asks import load_sent
from consortium.duty.store.swaps import TAKEN_ALREADY
from consortium.duty.swaps.values import TAKEN, Sent
from consortium.problems import Conflict, NotFound
from geo import PersonId

OVER = "This is no longer asked for, or its time has run out. Nothing was changed."


async def find_ask(reading: Reading, ask: UUID, person: UUID | None) -> Sent:
    """The ask of this id, if this person made it or was sent it; any, for ``None``: a coordinator's pages.

    Raises:
        NotFound: there is none, or it is other people's.
    """
    found = await load_sent(reading, ask)
    if found is None:
        raise NotFound
    if person is not None and found.ask.giver != person and found.of(PersonId(person)) is None:
        raise NotFound
    return found


async def find_open(reading: Reading, ask: UUID, person: UUID | None) -> Sent:
    """The same, while it is open.

    Raises:
        NotFound: as above.
        Conflict: it was taken, taken back, or its time has run out.
    """
    found = await find_ask(reading, ask, person)
    if found.ask.state == TAKEN:
        raise Conflict(TAKEN_ALREADY)
    if not found.ask.open_at(reading.now):
        raise Conflict(OVER)
    return found
