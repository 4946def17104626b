"""Rows of the door to values and back: the consortium at an address, and whose rows a viewer may see."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Date, cast, func, select, text, true

from consortium.access.door import Viewer
from consortium.access.permissions import ANSWERERS, Role
from consortium.access.tables import AffiliationRow, ConsortiumRow, PersonRow, RoleRow
from consortium.db import Reading


@dataclass(frozen=True, slots=True)
class Place:
    """The consortium at an address: what every page of it shows.

    ``paused``: no new request is taken at this instant, until ``paused_until`` if that is set.
    ``opened``: the go-live list was green once, and somebody opened the service.
    """

    id: UUID
    slug: str
    title: str
    timezone: str
    invented: bool
    paused: bool = False
    paused_until: datetime | None = None
    opened: bool = True


_SEES_EVERYBODY = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR, Role.CLINICAL_DIRECTOR, Role.LEGAL_ADVISOR})


def visible_people(viewer: Viewer) -> ColumnElement[bool]:
    """A filter on :class:`PersonRow`: the people whom this viewer may see by name.

    Those who steer see everybody; everybody sees the peers, whom the agreement's roster names, and the people of her
    own agencies.
    """
    if viewer.roles & _SEES_EVERYBODY:
        return true()
    of_my_agencies = select(AffiliationRow.person).where(AffiliationRow.agency.in_(viewer.agencies))
    peers = select(RoleRow.person).where(RoleRow.role.in_(ANSWERERS))
    return (PersonRow.id == viewer.person) | PersonRow.id.in_(peers) | PersonRow.id.in_(of_my_agencies)


async def find_consortium(reading: Reading, slug: str) -> UUID | None:
    """The consortium of an address, before any consortium is entered."""
    found: UUID | None = await reading.scalar(text("select find_consortium(:slug)"), {"slug": slug})
    return found


async def known_consortia(reading: Reading) -> tuple[tuple[UUID, str], ...]:
    """Every consortium's id and slug, by slug."""
    return tuple((row.id, row.slug) for row in await reading.execute(text("select id, slug from known_consortia()")))


async def load_place(reading: Reading) -> Place:
    """The consortium that this session is in."""
    row = (await reading.execute(select(ConsortiumRow).where(ConsortiumRow.id == reading.consortium))).scalar_one()
    paused = row.paused and (row.paused_until is None or reading.now < row.paused_until)
    return Place(
        row.id, row.slug, row.title, row.timezone, row.invented, paused, row.paused_until, row.opened_on is not None
    )


def still_here(reading: Reading) -> ColumnElement[bool]:
    """A filter on :class:`PersonRow`: who has not left, by the consortium's own calendar, as the rota and the roles go.

    By another calendar somebody who leaves at midnight could be paged in the evening and not sign in to answer.
    """
    today = (
        select(cast(func.timezone(ConsortiumRow.timezone, reading.now), Date))
        .where(ConsortiumRow.id == reading.consortium)
        .scalar_subquery()
    )
    return PersonRow.ended_on.is_(None) | (PersonRow.ended_on > today)


async def find_person(reading: Reading, email: str) -> PersonRow | None:
    """The member with this mail address, in any case of letters; nobody who has left."""
    found = await reading.execute(
        select(PersonRow).where(
            func.lower(PersonRow.email) == email.lower(),
            still_here(reading),
        )
    )
    return found.scalar_one_or_none()
