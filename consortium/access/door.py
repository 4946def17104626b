"""The one door across lines: who is looking, and whose rows she may see.

Every ``load_…`` of another person's rows takes the :class:`Viewer`; only this module builds the filter. Row-level
security in PostgreSQL repeats the outer wall, consortium by consortium. Across a line that the viewer may not see, the
answer is 404.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, select, true

from consortium.access.permissions import ANSWERERS, Permission, Role, may
from consortium.access.tables import AffiliationRow, PersonRow, RoleRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Somebody signed in: a person of one consortium, with her roles and the agencies she belongs to."""

    consortium: UUID
    person: UUID
    name: str
    roles: frozenset[Role]
    agencies: frozenset[UUID]
    session: UUID

    def may(self, permission: Permission) -> bool:
        """Whether her roles, added up, allow this."""
        return may(self.roles, permission)


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


def sees_contacts(viewer: Viewer) -> bool:
    """Whether this viewer sees how other people are reached (coordinators, for the rota)."""
    return bool(viewer.roles & {Role.COORDINATOR, Role.ADMINISTRATOR})
