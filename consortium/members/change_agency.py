"""Change what is known of an agency: its name, what it is, where it stands, and by which clock it lives."""

from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.clocks import ClockFrom
from consortium.members.enrol_agency import clocked, placed
from consortium.members.kinds import AgencyKind
from consortium.members.store import agency_locked, written
from consortium.members.tables import AgencyRow
from consortium.problems import Conflict
from geo import AgencyId


async def change_agency(
    tx: Transaction,
    *,
    agency: AgencyId,
    name: str,
    kind: AgencyKind,
    county: str,
    state: str,
    lat: float,
    lon: float,
    clock: str = "",
    by: UUID | None = None,
) -> None:
    """Put these in the place of what was known. Its part of the region stays: a plan places it, not its address.

    ``clock`` is as for enrolling it; one that goes by the place is worked out anew where the place changes.

    Raises:
        BadInput: something cannot be taken; the field is named.
        Conflict: another agency has this name.
        NotFound: there is no such agency.
    """
    row = await agency_locked(tx, agency)
    facts = {
        "name": checks.line(name, "name"),
        "kind": kind.value,
        "county": checks.line(county, "county", most=60, empty=True),
        "state": checks.state(state),
        **placed(lat, lon),
        **_clock(row, clocked(clock)),
    }
    changed = [key for key, value in facts.items() if getattr(row, key) != value]
    if not changed:
        return
    for key in changed:
        setattr(row, key, facts[key])
    if {"lat", "lon", "state"} & set(changed) and row.clock_from != ClockFrom.TOLD:
        row.clock, row.clock_from = None, ClockFrom.PLACE.value
    twice = Conflict(f"An agency named “{row.name}” is enrolled already.")
    await written(tx, unless={"uq_agency_consortium_name": twice})
    await record(tx, "changed agency", by=by, subject=agency, what=", ".join(_told(changed)))


def _told(changed: list[str]) -> list[str]:
    words = {"lat": "place", "lon": "place", "clock_from": "clock"}
    return list(dict.fromkeys(words.get(key, key) for key in changed))


def _clock(row: AgencyRow, told: dict[str, str | None]) -> dict[str, str | None]:
    """What changes of the clock: a told one, or that it is told no longer; one that was worked out is left alone."""
    return told if told["clock"] or row.clock_from == ClockFrom.TOLD else {}
