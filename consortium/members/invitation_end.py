"""Withdraw an invitation, or send its mail again; and what becomes of somebody who was only invited."""

from datetime import date
from uuid import UUID

from consortium.access.store import Place
from consortium.db import Transaction
from consortium.journal import record
from consortium.members.invite import hand_to_mail
from consortium.members.store import forget_invited, invitation_locked, load_member, load_own_invitations
from consortium.members.tables import InvitationRow
from consortium.problems import Conflict
from geo import PersonId


async def withdraw_invitation(tx: Transaction, *, invitation: UUID, by: PersonId) -> None:
    """Take an invitation back: it can be accepted no more. A mail that has gone out stays where it is.

    Raises:
        Conflict: it was answered or taken back already.
        NotFound: there is no such invitation.
    """
    row = await invitation_locked(tx, invitation)
    if row.accepted_on or row.declined_on or row.withdrawn_on:
        raise Conflict("This invitation was answered or withdrawn already.")
    row.withdrawn_on = tx.now.date()
    await tx.flush()
    await record(
        tx,
        "withdrew invitation",
        by=by,
        subject=row.id,
        agency=str(row.agency),
        person=str(row.person),
        role=row.role,
    )
    await let_go(tx, PersonId(row.person))


async def send_again(tx: Transaction, *, invitation: UUID, place: Place, public_url: str, by: PersonId) -> None:
    """Send the same mail with the same number again, at most once a day; the letter stays good.

    Raises:
        Conflict: it is open no more, or was sent today.
        NotFound: there is no such invitation.
    """
    row = invitation_open(await invitation_locked(tx, invitation), tx.now.date())
    if row.sent_on >= tx.now.date():
        raise Conflict("Its mail was sent today. Once a day is enough: ring, or wait until tomorrow.")
    await hand_to_mail(tx, row, place=place, public_url=public_url)
    await record(
        tx,
        "sent invitation again",
        by=by,
        subject=row.id,
        agency=str(row.agency),
        person=str(row.person),
        role=row.role,
    )


def invitation_open(row: InvitationRow, today: date) -> InvitationRow:
    """The same invitation, if it can still be answered.

    Raises:
        Conflict: it was answered, taken back, or has run out.
    """
    if row.accepted_on or row.declined_on or row.withdrawn_on:
        raise Conflict("This invitation was answered or withdrawn already.")
    if today >= row.expires_on:
        raise Conflict("This invitation has run out. Ask for a new one.")
    return row


async def let_go(tx: Transaction, person: PersonId) -> None:
    """Take somebody off who was only invited: nothing of her is kept but her name, on the invitation."""
    known = await load_member(tx, person)
    if known.roles or known.bonds or await load_own_invitations(tx, person):
        return
    await forget_invited(tx, person)
