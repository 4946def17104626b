"""Enrol an agency: where it is, and how many sworn officers it has, counted low and dated."""

from datetime import date
from uuid import UUID, uuid4

from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.clocks import CLOCKS, ClockFrom
from consortium.members.kinds import AgencyKind
from consortium.members.store import keep
from consortium.members.tables import AgencyRow
from consortium.problems import BadInput, Conflict
from geo import AgencyId, PlaceError, Point

MOST_SWORN = 60_000


async def enrol_agency(
    tx: Transaction,
    *,
    name: str,
    kind: AgencyKind,
    county: str,
    state: str,
    lat: float,
    lon: float,
    sworn: int,
    part_time: int = 0,
    counted_on: date,
    federal_key: str | None = None,
    clock: str = "",
    by: UUID | None = None,
) -> AgencyId:
    """Add an agency. It is in no part of the region until an agreement binds it and the parts are planned.

    ``sworn`` are full-time officers, the only ones that count as a crowd; ``counted_on`` is the day of both counts.
    ``federal_key`` is the agency's CSLLEA08ID in the federal list, by which an import knows it again. ``clock`` is the
    zone of ``CLOCKS`` that it lives by; left out, that is worked out by its place (``settle_clocks``).

    Raises:
        BadInput: something cannot be taken; the field is named.
        Conflict: an agency of this name or key is enrolled already.
    """
    row = AgencyRow(
        consortium=tx.consortium,
        id=uuid4(),
        name=checks.line(name, "name"),
        kind=kind.value,
        county=checks.line(county, "county", most=60, empty=True),
        state=checks.state(state),
        sworn=checks.number(sworn, "sworn", least=0, most=MOST_SWORN),
        part_time=checks.number(part_time, "part_time", least=0, most=MOST_SWORN),
        counted_on=checks.past_day(counted_on, "counted_on", today=tx.now.date()),
        federal_key=checks.line(federal_key, "federal_key", most=20) if federal_key else None,
        **placed(lat, lon),
        **clocked(clock),
    )
    twice = Conflict(f"An agency named “{row.name}” is enrolled already.")
    key = Conflict(f"The agency with the federal key {row.federal_key} is enrolled already.")
    await keep(tx, row, unless={"uq_agency_consortium_name": twice, "uq_agency_consortium_federal_key": key})
    await record(tx, "enrolled agency", by=by, subject=row.id)
    return AgencyId(row.id)


def clocked(clock: str) -> dict[str, str | None]:
    """The clock that somebody told as its columns are; of none, as one that is to be worked out.

    Raises:
        BadInput: it is no clock of ours.
    """
    if clock and clock not in CLOCKS:
        raise BadInput("Choose one of the clocks.", "clock")
    return {"clock": clock or None, "clock_from": (ClockFrom.TOLD if clock else ClockFrom.PLACE).value}


def placed(lat: float, lon: float) -> dict[str, float]:
    """The place of an agency as its columns keep it.

    Raises:
        BadInput: no agency can stand there.
    """
    try:
        at = Point(lat, lon)
    except PlaceError as wrong:
        raise BadInput(str(wrong), "lat") from wrong
    return {"lat": at.lat, "lon": at.lon}
