"""Ask for a design of the parts of the region, or let one stop: it counts for nobody, whatever it proposes."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from consortium.db import Transaction
from consortium.duty.designing.values import EFFORTS, Wanted
from consortium.duty.store.zone_designs import ask_for_design as queue_design
from consortium.duty.store.zone_designs import ask_to_stop, load_design
from consortium.members import checks
from consortium.problems import BadInput, Conflict
from geo import PolicyError

LIMITS: Final[Mapping[str, tuple[int, int]]] = {
    "crowd": (2, 160),
    "least_departments": (2, 12),
    "agency_cap": (20, 100),
    "small": (0, 160),
    "apart": (0, 60),
}
SLACKS: Final = (1, 2, 4)
LOADS: Final = (150, 200, 300, 400)


async def ask_for_design(tx: Transaction, wanted: Wanted, *, seed: int, by: UUID | None = None) -> UUID:
    """Have a design worked out; its id.

    Raises:
        BadInput: a number is out of its range; the field is named.
        Conflict: another design is at work.
    """
    check_wanted(wanted)
    return await queue_design(tx, wanted, seed=seed, by=by)


def check_wanted(wanted: Wanted) -> None:
    """Refuse what cannot be designed for.

    Raises:
        BadInput: a number is out of its range; the field is named.
    """
    for name, (least, most) in LIMITS.items():
        checks.number(getattr(wanted, name), name, least=least, most=most)
    for name, choices in (("slack", SLACKS), ("load_limit", LOADS)):
        if getattr(wanted, name) not in choices:
            raise BadInput("Choose one of these.", name)
    if wanted.effort not in EFFORTS:
        raise BadInput("Choose one of these.", "effort")
    try:
        _ = wanted.policy
    except PolicyError as wrong:
        raise BadInput(str(wrong), "crowd") from wrong


async def stop_design(tx: Transaction, design: UUID) -> None:
    """Let a design stop with the best so far.

    Raises:
        NotFound: there is none.
        Conflict: it is not at work.
    """
    await load_design(tx, design)
    if not await ask_to_stop(tx, design):
        raise Conflict("It is over already.")
