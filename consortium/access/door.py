"""The one door across lines: who is looking, and whose rows she may see.

Every ``load_…`` of another person's rows takes the :class:`Viewer`, and only ``visible_people`` in the store builds the
filter. Row-level security in PostgreSQL repeats the outer wall, consortium by consortium. Across a line that the viewer
may not see, the answer is 404.
"""

from dataclasses import dataclass
from uuid import UUID

from consortium.access.permissions import Permission, Role, SessionKind, kept_by, may


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Somebody signed in: a person of one consortium, with her roles and the agencies she belongs to.

    ``kind`` is that of her session, ``passkey`` the one that opened it, if one did; ``recovering`` says that somebody
    asked to replace her passkeys. ``clock`` is the zone that her agency lives by, empty while nobody is sure of it.
    """

    consortium: UUID
    person: UUID
    name: str
    roles: frozenset[Role]
    agencies: frozenset[UUID]
    session: UUID
    kind: SessionKind = SessionKind.FULL
    recovering: bool = False
    passkey: UUID | None = None
    clock: str = ""

    def may(self, permission: Permission) -> bool:
        """Whether her roles, added up, allow this, and this session leaves it to her."""
        return self.holds(permission) and kept_by(self.kind, permission)

    def holds(self, permission: Permission) -> bool:
        """Whether her roles, added up, allow this, in a full session."""
        return may(self.roles, permission)


def sees_contacts(viewer: Viewer) -> bool:
    """Whether this viewer sees how other people are reached (coordinators, for the rota)."""
    return viewer.kind is SessionKind.FULL and bool(viewer.roles & {Role.COORDINATOR, Role.ADMINISTRATOR})
