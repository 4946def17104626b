"""Tell what the road between two agencies is really like: so many miles, or none, in these months, and why."""

from uuid import UUID, uuid4

from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.store import agency_locked, keep
from consortium.members.store.distances import told_of
from consortium.members.store.place_tables import DistanceToldRow
from consortium.problems import BadInput, Conflict
from geo import AgencyId, PlaceError, Point, miles
from geo.roads import Told, clash

_LEAST_SHARE = 0.98
"""A road is no shorter than the straight line; stations are known to some hundred feet, so a little is let through."""


async def tell_distance(
    tx: Transaction,
    *,
    one: AgencyId,
    other: AgencyId,
    miles_by_road: float | None,
    first_month: int | None = None,
    last_month: int | None = None,
    reason: str,
    by: UUID | None = None,
) -> UUID:
    """Keep it; it counts from now on, before what an engine measured and before any estimate.

    ``miles_by_road`` is ``None`` where there is no way. Months are 1 to 12, both or none, the last one included.

    Raises:
        BadInput: something cannot be; the field is named.
        Conflict: something is told of this road for one of these months already.
        NotFound: an agency is not here.
    """
    if one == other:
        raise BadInput("Choose two agencies.", "other")
    first, second = sorted((one, other))
    rows = [await agency_locked(tx, agency) for agency in (first, second)]
    try:
        told = Told(miles_by_road, first_month, last_month)
    except PlaceError as wrong:
        raise BadInput(str(wrong), "miles" if "Miles" in str(wrong) else "first_month") from wrong
    straight = miles(*(Point(row.lat, row.lon) for row in rows))
    if told.miles is not None and told.miles < _LEAST_SHARE * straight:
        raise BadInput(
            f"No road is shorter than the straight line, and that is {straight:.0f} miles. Are these kilometers, "
            "or does an agency stand in the wrong place?",
            "miles",
        )
    if clash(told, await told_of(tx, first, second)):
        raise Conflict("Something is told of this road for some of these months already. Withdraw that first.")
    row = DistanceToldRow(
        consortium=tx.consortium,
        id=uuid4(),
        one=first,
        other=second,
        miles=told.miles,
        first_month=told.first_month,
        last_month=told.last_month,
        reason=checks.line(reason, "reason", most=200),
        told_by=by,
        told_on=tx.now.date(),
    )
    await keep(tx, row)
    await record(
        tx, "told distance", by=by, subject=first, other=str(second), miles=_words(told.miles), reason=row.reason
    )
    return row.id


def _words(miles_by_road: float | None) -> str:
    return "no way by road" if miles_by_road is None else f"{miles_by_road:g} miles"
