"""Invitations: rows to values and back."""

from uuid import UUID

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import aliased

from consortium.access.permissions import Role
from consortium.access.tables import PersonRow, SessionRow, SignInRow
from consortium.db import Reading, Transaction
from consortium.members.agency_values import Invitation
from consortium.members.tables import AgencyRow, InvitationRow
from consortium.problems import NotFound
from geo import AgencyId, PersonId

_Inviter = aliased(PersonRow)


async def load_invitations(reading: Reading, agency: AgencyId) -> tuple[Invitation, ...]:
    """An agency's invitations, the newest first. Only for who may invite: she has named these people herself."""
    wanted = _all().where(InvitationRow.agency == agency).order_by(InvitationRow.made_on.desc(), PersonRow.name)
    return await _found(reading, wanted)


async def load_invitation(reading: Reading, invitation: UUID) -> Invitation:
    """One invitation.

    Raises:
        NotFound: there is none.
    """
    found = await _found(reading, _all().where(InvitationRow.id == invitation))
    if not found:
        raise NotFound
    return found[0]


async def load_own_invitations(reading: Reading, person: UUID) -> tuple[Invitation, ...]:
    """A person's own invitations that she may still answer, the oldest first."""
    wanted = (
        _all()
        .where(
            InvitationRow.person == person,
            InvitationRow.accepted_on.is_(None),
            InvitationRow.declined_on.is_(None),
            InvitationRow.withdrawn_on.is_(None),
            InvitationRow.expires_on > reading.now.date(),
        )
        .order_by(InvitationRow.made_on, InvitationRow.id)
    )
    return await _found(reading, wanted)


async def invitation_locked(tx: Transaction, invitation: UUID) -> InvitationRow:
    """The invitation's row, locked.

    Raises:
        NotFound: there is none.
    """
    row = await tx.scalar(select(InvitationRow).where(InvitationRow.id == invitation).with_for_update())
    if row is None:
        raise NotFound
    return row


async def find_invited(tx: Transaction, email: str) -> PersonRow | None:
    """Whoever has this mail address, in any case of letters, also if she has left; locked."""
    found: PersonRow | None = await tx.scalar(
        select(PersonRow).where(PersonRow.email.ilike(_exactly(email), escape="\\")).with_for_update()
    )
    return found


async def forget_invited(tx: Transaction, person: UUID) -> None:
    """End somebody who was only invited, with her sessions and sign-ins; her mail address is deleted."""
    await tx.execute(delete(SessionRow).where(SessionRow.person == person))
    await tx.execute(delete(SignInRow).where(SignInRow.person == person))
    await tx.execute(update(PersonRow).where(PersonRow.id == person).values(email=None, ended_on=tx.now.date()))


async def mail_became(tx: Transaction, mail: UUID, *, handed: bool) -> None:
    """What became of an invitation's mail: taken by the mail server, or given up."""
    await tx.execute(
        update(InvitationRow).where(InvitationRow.mail_id == mail).values(mail="handed" if handed else "failed")
    )


def _exactly(email: str) -> str:
    return email.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _all() -> Select[InvitationRow, str, PersonRow, str]:
    return (
        select(InvitationRow, AgencyRow.name, PersonRow, _Inviter.name)
        .join(AgencyRow, AgencyRow.id == InvitationRow.agency)
        .join(PersonRow, PersonRow.id == InvitationRow.person)
        .join(_Inviter, _Inviter.id == InvitationRow.made_by)
    )


async def _found(reading: Reading, wanted: Select[InvitationRow, str, PersonRow, str]) -> tuple[Invitation, ...]:
    rows = (await reading.execute(wanted)).all()
    return tuple(
        Invitation(
            id=row.id,
            agency=AgencyId(row.agency),
            agency_name=agency,
            person=PersonId(row.person),
            name=person.name,
            title=person.title,
            email=person.email or "",
            role=Role(row.role),
            number=row.number,
            telephone=row.telephone,
            inviter=inviter,
            made_by=PersonId(row.made_by),
            made_on=row.made_on,
            expires_on=row.expires_on,
            sent_on=row.sent_on,
            mail=row.mail,
            accepted_on=row.accepted_on,
            declined_on=row.declined_on,
            decline_reason=row.decline_reason,
            withdrawn_on=row.withdrawn_on,
        )
        for row, agency, person, inviter in rows
    )
