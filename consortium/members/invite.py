"""Invite somebody to a role at an agency: by mail, and by a letter that bears the same number."""

import secrets
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from agreements import Bond
from consortium.access.permissions import Permission, Role, may
from consortium.access.store import Place
from consortium.access.tables import PersonRow
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks, invitation_words
from consortium.members.enrol_person import enrol_person, refuse_pairs
from consortium.members.kinds import EMPLOYED
from consortium.members.store import (
    agency_locked,
    find_invited,
    keep,
    load_invitation,
    load_member,
    load_own_invitations,
)
from consortium.members.tables import InvitationRow
from consortium.outbox import post_at
from consortium.problems import BadInput, Conflict
from geo import AgencyId, PersonId

OPEN_FOR: Final = timedelta(days=30)
INVITABLE: Final = tuple(invitation_words.ROLES)
BY_ADMINISTRATOR: Final = frozenset({Role.CLERK, Role.LEGAL_ADVISOR})
"""They check what coordinators do, so a coordinator cannot make one; only who gives roles can."""


async def invite(
    tx: Transaction,
    *,
    place: Place,
    public_url: str,
    agency: AgencyId,
    role: Role,
    bond: Bond | None,
    name: str,
    title: str = "",
    email: str,
    telephone: str,
    by: PersonId,
) -> UUID:
    """Invite a person, and tell the invitation's id. She holds no role and belongs to nothing before she accepts.

    ``bond`` is how she belongs to the agency; a clerk or legal advisor may belong to none. ``telephone`` is where the
    inviter is rung to check the number.

    Raises:
        BadInput: something cannot be taken; the field is named.
        Conflict: the agency's membership has ended, or she is invited already.
        NotFound: there is no such agency.
    """
    home = await agency_locked(tx, agency)
    if home.ends_on is not None and home.ends_on <= tx.now.date():
        raise Conflict("This agency's membership has ended. Take that back first.")
    await _refuse_role(tx, role, bond, by)
    number = invitation_words.telephone(telephone)
    person = await _person(tx, name=name, title=title, email=checks.mail_address(email), by=by)
    known = await load_member(tx, person)
    if role in known.roles and (bond is None or bond in known.bonds.get(agency, ())):
        raise BadInput("She is this already.", "email")
    refuse_pairs(known.roles | {role})
    if any(each.agency == agency and each.role is role for each in await load_own_invitations(tx, person)):
        raise Conflict("She is invited to this already. Send that invitation again, or withdraw it.")
    row = InvitationRow(
        consortium=tx.consortium,
        id=uuid4(),
        agency=agency,
        person=person,
        role=role.value,
        bond=bond.value if bond else None,
        number=_number(),
        telephone=number,
        made_by=by,
        made_on=tx.now.date(),
        expires_on=(tx.now + OPEN_FOR).date(),
        sent_on=tx.now.date(),
        mail="waiting",
        mail_id=uuid4(),
    )
    await keep(tx, row)
    await hand_to_mail(tx, row, place=place, public_url=public_url)
    await record(
        tx,
        "invited person",
        by=by,
        subject=row.id,
        agency=str(agency),
        person=str(person),
        role=role.value,
        number=row.number,
    )
    return row.id


async def hand_to_mail(tx: Transaction, row: InvitationRow, *, place: Place, public_url: str) -> None:
    """Put the invitation's mail into the outbox; the row learns what becomes of it."""
    invitation = await load_invitation(tx, row.id)
    words = invitation_words.mail(invitation, title=place.title, address=f"{public_url}/{place.slug}/invitation")
    row.mail_id, row.mail, row.sent_on = await post_at(tx, words, tx.now), "waiting", tx.now.date()
    await tx.flush()


async def _refuse_role(tx: Transaction, role: Role, bond: Bond | None, by: PersonId) -> None:
    if role not in INVITABLE:
        raise BadInput("Nobody is invited to this role.", "role")
    if role in BY_ADMINISTRATOR and not may((await load_member(tx, by)).roles, Permission.GIVE_ROLES):
        raise BadInput("Clerks and legal advisors look at what coordinators do: an administrator invites them.", "role")
    if role not in BY_ADMINISTRATOR and bond not in EMPLOYED:
        raise BadInput("Say how this person belongs to the agency.", "bond")


async def _person(tx: Transaction, *, name: str, title: str, email: str, by: PersonId) -> PersonId:
    known: PersonRow | None = await find_invited(tx, email)
    if known is None:
        return await enrol_person(tx, name=name, title=title, email=email, by=by)
    if known.id == by:
        raise BadInput("Nobody invites herself.", "email")
    if known.ended_on is not None:
        raise BadInput("Somebody with this address has left. Take that back on her own page first.", "email")
    return PersonId(known.id)


def _number() -> str:
    return " ".join(f"{secrets.randbelow(1000):03d}" for _ in range(3))
