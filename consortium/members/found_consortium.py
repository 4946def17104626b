"""Found a consortium: its address, its name, and what it has settled."""

import re
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from consortium.access.tables import ConsortiumRow
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.store import keep, load_region
from consortium.members.values import Region
from consortium.problems import BadInput, Conflict
from scheduling.errors import UnknownZoneError
from scheduling.wallclock import zone

_SLUG: Final = re.compile(r"[a-z][a-z0-9-]{1,39}")
_OURS: Final = frozenset({"admin", "api", "demo", "docs", "favicon", "health", "help", "metrics", "sign-in", "static"})


async def found_consortium(
    tx: Transaction,
    *,
    slug: str,
    title: str,
    timezone: str,
    state_network: str = "",
    service_level: int = 4,
    call_back_minutes: int | None = None,
    text_offered: bool = False,
    crowd: int = 40,
    least_departments: int = 3,
    steps: Sequence[int] = (5, 5, 5, 5),
    open_limit: int = 40,
    invented: bool = False,
    by: UUID | None = None,
) -> Region:
    """Make the consortium whose id this transaction was opened for, and tell what was made.

    ``slug`` is the first part of every address, ``timezone`` an IANA name, ``steps`` minutes. ``crowd`` and
    ``least_departments`` are what the parts of the region promise; the rest of the policy keeps its defaults.
    ``text_offered`` is a wish: text is offered only once the profile of every state allows it. Nobody can ask before
    the service is opened.

    Raises:
        BadInput: something cannot be taken; the field is named.
        Conflict: the address is taken.
    """
    row = ConsortiumRow(
        id=tx.consortium,
        slug=_address(slug),
        title=checks.line(title, "title"),
        timezone=_timezone(timezone),
        state_network=checks.line(state_network, "state_network", empty=True),
        service_level=checks.number(service_level, "service_level", least=1, most=4),
        call_back_minutes=None
        if call_back_minutes is None
        else checks.number(call_back_minutes, "call_back_minutes", least=5, most=2880),
        text_offered=text_offered,
        paused=False,
        steps=_steps(steps),
        open_limit=checks.number(open_limit, "open_limit", least=1, most=1000),
        invented=invented,
        crowd=checks.number(crowd, "crowd", least=2, most=1000),
        least_departments=checks.number(least_departments, "least_departments", least=2, most=50),
    )
    taken = Conflict(f"The address “{row.slug}” is taken. Choose another.")
    await keep(tx, row, unless={"uq_consortium_slug": taken, "pk_consortium": taken})
    await record(tx, "founded consortium", by=by, subject=row.id)
    return await load_region(tx)


def _address(slug: str) -> str:
    tidy = slug.strip()
    if not _SLUG.fullmatch(tidy):
        raise BadInput("An address has 2 to 40 small letters, digits and hyphens, and begins with a letter.", "slug")
    if tidy in _OURS:
        raise BadInput(f"“{tidy}” is an address of the service itself. Choose another.", "slug")
    return tidy


def _timezone(name: str) -> str:
    try:
        return zone(name.strip()).key
    except UnknownZoneError as unknown:
        raise BadInput(str(unknown), "timezone") from unknown


def _steps(steps: Sequence[int]) -> list[int]:
    if not 1 <= len(steps) <= 8:
        raise BadInput("There are 1 to 8 steps.", "steps")
    return [checks.number(minutes, "steps", least=1, most=120) for minutes in steps]
