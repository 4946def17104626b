"""Stand down: somebody who can't serve a turn is taken off it at once, and the coordinators are told. No reason."""

from uuid import uuid4

from consortium.db import Transaction
from consortium.duty.hand_over import load_turn
from consortium.duty.links import change_href
from consortium.duty.store import next_number, save_override
from consortium.duty.swaps.answer_no import drop_asks_of
from consortium.duty.tell_changed import NAMES, tell_coordinators, when
from consortium.journal import record
from consortium.members.store import load_cards, load_region, one_at_a_time
from geo import PersonId
from scheduling import Line, Override, OverrideId, Schedule, Span, gaps, with_override


async def stand_down(tx: Transaction, *, person: PersonId, line: Line, during: Span, public_url: str) -> OverrideId:
    """Take somebody off her turn, from now or from its start; never refused for what it leaves open.

    The coordinators are mailed at once, with what is left open and where to fill it. A talk that she is in stays hers.

    Raises:
        Conflict: the turn is not hers, or is over.
    """
    await one_at_a_time(tx)
    turn = await load_turn(tx, line=line, holder=person, during=during)
    override = off(person, line, turn.during, await next_number(tx))
    await save_override(tx, override)
    await drop_asks_of(tx, person, line, turn.during)
    await record(tx, "stood down", by=person, subject=person, line=line.value, number=override.number)
    await _tell(tx, turn.schedule, override, public_url)
    return override.id


async def _tell(tx: Transaction, before: Schedule, override: Override, public_url: str) -> None:
    person, line, during = override.removes, override.line, override.during
    name = next(card.name for card in await load_cards(tx) if card.person == person)
    slug = (await load_region(tx)).slug
    after = with_override(before, override)
    left = gaps(after, line, during)
    then = f"Nobody is on {NAMES[line]} then." if left else f"Others are on {NAMES[line]} then."
    await tell_coordinators(
        tx,
        f"{name} can't take a turn",
        f"{name} can't take a turn ({NAMES[line]}), {await when(tx, during)}.\n{then}\n\n"
        f"Put somebody else on: {public_url}{change_href(slug, line, during)}\n",
    )


def off(person: PersonId, line: Line, during: Span, number: int) -> Override:
    """The change that takes somebody off a line."""
    return Override(id=OverrideId(uuid4()), number=number, line=line, during=during, removes=person)
