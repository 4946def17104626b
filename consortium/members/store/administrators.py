"""A consortium's administrators, for whoever runs commands on the server: there is no viewer there."""

from dataclasses import dataclass

from sqlalchemy import select

from consortium.access.permissions import Role
from consortium.access.tables import PersonRow, RoleRow
from consortium.db import Reading
from geo import PersonId


@dataclass(frozen=True, slots=True)
class Administrator:
    """Somebody who looks after a consortium; without a mail address she cannot sign in."""

    person: PersonId
    name: str
    email: str | None


async def load_administrators(reading: Reading) -> tuple[Administrator, ...]:
    """Those who are administrators now, by name."""
    rows = await reading.execute(
        select(PersonRow.id, PersonRow.name, PersonRow.email)
        .join(RoleRow, RoleRow.person == PersonRow.id)
        .where(
            RoleRow.role == Role.ADMINISTRATOR.value,
            PersonRow.ended_on.is_(None) | (PersonRow.ended_on > reading.now.date()),
        )
        .order_by(PersonRow.name, PersonRow.id)
    )
    return tuple(Administrator(PersonId(row.id), row.name, row.email) for row in rows)
