"""Agencies and the parts of the region: rows to ``geo``'s values and back."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from consortium.db import Reading, Transaction
from consortium.members.promise import kept_policy, numbers_of
from consortium.members.store.writing import keep
from consortium.members.store.zone_tables import ZoneMemberRow, ZonePlanRow, ZoneRow
from consortium.members.tables import AgencyRow
from consortium.members.values import Agencies, PlannedZones
from geo import AgencyId, Department, Point, Zone, ZoneId, ZonePlan


async def load_agencies(reading: Reading) -> Agencies:
    """Every agency: as a department to hide among, its name, its state and county."""
    rows = (await reading.scalars(select(AgencyRow).order_by(AgencyRow.name))).all()
    return Agencies(
        departments={AgencyId(row.id): _department(row) for row in rows},
        names={AgencyId(row.id): row.name for row in rows},
        states={AgencyId(row.id): row.state for row in rows},
        counties={AgencyId(row.id): row.county for row in rows},
    )


async def load_zone_plan(reading: Reading, *, holding: ZoneId | None = None) -> PlannedZones | None:
    """The newest version of the parts of the region, or the version that holds this part; ``None`` if there is none.

    Officers are counted as the agencies have them now, so an old plan shows at once when it no longer holds.
    """
    found = select(ZonePlanRow).order_by(ZonePlanRow.version.desc()).limit(1)
    if holding is not None:
        found = found.join(ZoneRow, ZoneRow.plan == ZonePlanRow.id).where(ZoneRow.id == holding)
    plan = await reading.scalar(found)
    return None if plan is None else (await _with_zones(reading, (plan,)))[0]


async def load_zone_plans(reading: Reading) -> tuple[PlannedZones, ...]:
    """Every version of the parts of the region, the oldest first."""
    return await _with_zones(reading, (await reading.scalars(select(ZonePlanRow).order_by(ZonePlanRow.version))).all())


async def _with_zones(reading: Reading, plans: Sequence[ZonePlanRow]) -> tuple[PlannedZones, ...]:
    members = await reading.execute(
        select(ZoneRow, AgencyRow)
        .join(ZoneMemberRow, ZoneMemberRow.zone == ZoneRow.id)
        .join(AgencyRow, AgencyRow.id == ZoneMemberRow.agency)
        .where(ZoneRow.plan.in_([plan.id for plan in plans]))
    )
    zones: dict[object, dict[ZoneId, list[Department]]] = defaultdict(lambda: defaultdict(list))
    labels: dict[object, dict[ZoneId, str]] = defaultdict(dict)
    for zone, agency in members:
        zones[zone.plan][ZoneId(zone.id)].append(_department(agency))
        labels[zone.plan][ZoneId(zone.id)] = zone.label
    return tuple(
        PlannedZones(
            plan=ZonePlan(
                plan.version,
                kept_policy(plan),
                tuple(Zone(zone, tuple(inside)) for zone, inside in zones[plan.id].items()),
            ),
            labels=labels[plan.id],
            made_on=plan.made_on,
        )
        for plan in plans
    )


async def save_zone_plan(tx: Transaction, plan: ZonePlan, labels: Mapping[ZoneId, str]) -> None:
    """Write a new version of the parts of the region; it holds from now on."""
    made = ZonePlanRow(
        consortium=tx.consortium,
        version=plan.version,
        **numbers_of(plan.policy),
        made_on=tx.now.date(),
    )
    await keep(tx, made)
    tx.add_all(
        ZoneRow(consortium=tx.consortium, id=zone.id, plan=made.id, label=labels[zone.id]) for zone in plan.zones
    )
    await tx.flush()
    tx.add_all(
        ZoneMemberRow(consortium=tx.consortium, plan=made.id, agency=agency, zone=zone.id)
        for zone in plan.zones
        for agency in zone.agencies
    )
    await tx.flush()


def _department(row: AgencyRow) -> Department:
    return Department(AgencyId(row.id), Point(row.lat, row.lon), row.sworn)
