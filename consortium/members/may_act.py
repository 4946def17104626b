"""Whom somebody may not act upon: herself where it would be her own judge, an administrator, the last one."""

from uuid import UUID

from consortium.access.permissions import Permission, Role, may
from consortium.db import Reading
from consortium.members.store import load_member, other_administrators
from consortium.problems import BadInput
from geo import PersonId

LAST = (
    "This is the only administrator. Without one nobody could give or take a role any more. "
    "Give the role to somebody else first."
)

SIGNING_FOR_OTHERS = frozenset({Role.ADMINISTRATOR, Role.AGENCY_HEAD, Role.CLERK, Role.LEGAL_ADVISOR})
"""They sign what coordinators send out, or look at it, so no coordinator may come by their sign-in or their mails."""


def refuse_oneself(person: UUID, by: UUID | None, words: str, *, field: str = "form") -> None:
    """Refuse an act of somebody upon herself.

    Raises:
        BadInput: she is the person; ``words`` say why not.
    """
    if by is not None and by == person:
        raise BadInput(words, field)


async def refuse_over_administrator(reading: Reading, person: PersonId, by: UUID | None, *, field: str) -> None:
    """Refuse to let somebody who gives no roles reach for an administrator's, by her address or by ending her.

    Raises:
        BadInput: the person is an administrator, and ``by`` is none.
    """
    if by is None or by == person:
        return
    if Role.ADMINISTRATOR not in (await load_member(reading, person)).roles:
        return
    if not may((await load_member(reading, PersonId(by))).roles, Permission.GIVE_ROLES):
        raise BadInput("This person is an administrator. Only an administrator can do this.", field)


async def refuse_other_address(reading: Reading, person: PersonId, by: UUID | None) -> None:
    """Refuse to let somebody who gives no roles say where the mail of a head goes, or of whoever looks at her work.

    With that mail she could sign in as a clerk or a legal advisor, and attest or approve her own work; and a head would
    not be told what was recorded in her name.

    Raises:
        BadInput: the person holds a role of :data:`SIGNING_FOR_OTHERS`, and ``by`` is no administrator.
    """
    if by is None or (await load_member(reading, person)).roles.isdisjoint(SIGNING_FOR_OTHERS):
        return
    if not may((await load_member(reading, PersonId(by))).roles, Permission.GIVE_ROLES):
        raise BadInput(
            "This person signs, attests, approves or gives roles: her mail is her key. "
            "Only an administrator can do this.",
            "email",
        )


async def refuse_last_administrator(reading: Reading, person: PersonId, *, field: str) -> None:
    """Refuse to leave the consortium without anybody who can give roles.

    Raises:
        BadInput: she is the only administrator.
    """
    if Role.ADMINISTRATOR in (await load_member(reading, person)).roles and not await other_administrators(
        reading, person
    ):
        raise BadInput(LAST, field)
