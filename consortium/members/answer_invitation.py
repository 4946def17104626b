"""Accept or decline an invitation: nobody but the invited person herself, while it is open."""

from enum import StrEnum
from uuid import UUID

from agreements import Bond
from consortium.access.permissions import Role
from consortium.access.tables import AffiliationRow, RoleRow
from consortium.db import Transaction
from consortium.journal import record
from consortium.members.enrol_peer import enrol_peer
from consortium.members.enrol_person import refuse_pairs
from consortium.members.invitation_end import invitation_open, let_go
from consortium.members.store import invitation_locked, keep, load_member
from consortium.members.tables import InvitationRow
from consortium.members.values import Member
from consortium.problems import NotFound
from geo import AgencyId, PersonId


class Reason(StrEnum):
    """Why somebody declines: a closed list, so that nobody has to explain herself."""

    NOT_ME = "not_me"
    NOT_NOW = "not_now"
    NOT_ALONE = "not_alone"
    NO_REASON = "no_reason"


async def accept_invitation(tx: Transaction, *, invitation: UUID, person: PersonId) -> None:
    """Take the role: from now on the person holds it and belongs to the agency as the invitation says.

    Raises:
        BadInput: she holds a role that goes together with this one in no person.
        Conflict: it is open no more.
        NotFound: she has no such invitation.
    """
    row = await _own(tx, invitation, person)
    role, agency = Role(row.role), AgencyId(row.agency)
    known = await load_member(tx, person)
    refuse_pairs(known.roles | {role})
    row.accepted_on = tx.now.date()
    await _tie(tx, row, known)
    if role is Role.PEER:
        if Role.PEER not in known.roles:
            await enrol_peer(tx, person=person, kind=Role.PEER, lent_by=agency, by=person)
    elif role not in known.roles:
        await keep(tx, RoleRow(consortium=tx.consortium, person=person, role=role.value))
    await record(
        tx,
        "accepted invitation",
        by=person,
        subject=invitation,
        agency=str(agency),
        person=str(person),
        role=role.value,
    )


async def decline_invitation(tx: Transaction, *, invitation: UUID, person: PersonId, reason: Reason) -> None:
    """Say no. Who was nothing else here is taken off, and her mail address is deleted.

    Raises:
        Conflict: it is open no more.
        NotFound: she has no such invitation.
    """
    row = await _own(tx, invitation, person)
    row.declined_on, row.decline_reason = tx.now.date(), reason.value
    await tx.flush()
    await record(
        tx,
        "declined invitation",
        by=person,
        subject=invitation,
        agency=str(row.agency),
        person=str(person),
        role=row.role,
        reason=reason.value,
    )
    await let_go(tx, person)


async def _own(tx: Transaction, invitation: UUID, person: PersonId) -> InvitationRow:
    row = await invitation_locked(tx, invitation)
    if row.person != person:
        raise NotFound
    return invitation_open(row, tx.now.date())


async def _tie(tx: Transaction, row: InvitationRow, known: Member) -> None:
    if row.bond is None or Bond(row.bond) in known.bonds.get(AgencyId(row.agency), ()):
        return
    await keep(tx, AffiliationRow(consortium=tx.consortium, person=row.person, agency=row.agency, kind=row.bond))
