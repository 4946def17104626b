"""What the agreements are judged against: places of agencies, what was read of states' laws, accreditations."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import select

from agreements import Period, StateRules, Surroundings
from consortium.db import Reading
from consortium.members.kinds import ELSEWHERE
from consortium.members.state_profile import NO, YES
from consortium.members.store import load_midnight
from consortium.members.store.setup_tables import StateFieldRow
from consortium.members.tables import AccreditationRow, AgencyRow
from geo import AgencyId, Point

_RULES: Final = {
    "cross_agency": "protects_across",
    "misconduct_duty": "must_report",
    "accreditation": "wants_accreditation",
}
"""The fields of a state's profile that the gate asks, and what it calls them."""

_READ: Final = {YES: True, NO: False}


async def load_surroundings(reading: Reading) -> Surroundings:
    """All of them as they are now; four small queries."""
    agencies = (
        await reading.execute(select(AgencyRow.id, AgencyRow.lat, AgencyRow.lon, AgencyRow.state, AgencyRow.kind))
    ).all()
    return Surroundings(
        places={AgencyId(row.id): Point(row.lat, row.lon) for row in agencies},
        states={AgencyId(row.id): row.state for row in agencies},
        rules=await _rules(reading),
        accredited=await _accredited(reading),
        elsewhere=frozenset(AgencyId(row.id) for row in agencies if row.kind in ELSEWHERE),
    )


async def _rules(reading: Reading) -> Mapping[str, StateRules]:
    read: dict[str, dict[str, bool | None]] = defaultdict(dict)
    rows = await reading.execute(
        select(StateFieldRow.state, StateFieldRow.field, StateFieldRow.value).where(StateFieldRow.field.in_(_RULES))
    )
    for state, field, value in rows:
        read[state][_RULES[field]] = _READ.get(value)
    return {state: StateRules(**fields) for state, fields in read.items()}


async def _accredited(reading: Reading) -> Mapping[AgencyId, tuple[Period, ...]]:
    rows = (await reading.scalars(select(AccreditationRow).order_by(AccreditationRow.begins_on))).all()
    if not rows:
        return {}
    midnight = await load_midnight(reading)
    found: dict[UUID, list[Period]] = defaultdict(list)
    for row in rows:
        found[row.agency].append(Period(midnight(row.begins_on), midnight(row.ends_on)))
    return {AgencyId(agency): tuple(periods) for agency, periods in found.items()}
