"""The agencies that somebody belongs to, with their clocks: by her own she reads when her turn begins.

The tables of agencies and of who answers are those of a desk above this one; here they are known by their names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import and_, column, select, table

from consortium.access.tables import AffiliationRow
from consortium.db import Reading

_AGENCY: Final = table("agency", column("id"), column("clock"), column("clock_from"))
_PEER: Final = table("peer", column("person"), column("lent_by"))


@dataclass(frozen=True, slots=True)
class Tie:
    """One agency of somebody's: its clock, if anybody is sure of it, and whether it lends her to the others."""

    clock: str
    lends: bool


async def load_ties(reading: Reading, person: UUID) -> Mapping[UUID, Tie]:
    """Every agency that she belongs to; one query."""
    rows = await reading.execute(
        select(AffiliationRow.agency, _AGENCY.c.clock, _AGENCY.c.clock_from, _PEER.c.lent_by)
        .join(_AGENCY, _AGENCY.c.id == AffiliationRow.agency)
        .outerjoin(_PEER, and_(_PEER.c.person == AffiliationRow.person, _PEER.c.lent_by == AffiliationRow.agency))
        .where(AffiliationRow.person == person)
    )
    return {
        agency: Tie(clock if clock and known != "near" else "", lends=lent is not None)
        for agency, clock, known, lent in rows
    }


def clock_of(ties: Mapping[UUID, Tie]) -> str:
    """The clock of the agency that lends her; of who is not lent, the one clock of all of hers; else none. Pure."""
    lending = {tie.clock for tie in ties.values() if tie.lends}
    clocks = lending or {tie.clock for tie in ties.values()}
    return clocks.pop() if len(clocks) == 1 else ""
