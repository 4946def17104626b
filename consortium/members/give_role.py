"""Give a role to a person, or take it from her. Nobody changes her own."""

from uuid import UUID

from consortium.access.permissions import ANSWERERS, Role
from consortium.access.tables import RoleRow
from consortium.db import Transaction
from consortium.journal import record
from consortium.members.enrol_person import refuse_pairs, warnings
from consortium.members.may_act import refuse_last_administrator, refuse_oneself
from consortium.members.store import keep, load_member, one_at_a_time, take_roles
from consortium.problems import BadInput, Conflict
from geo import PersonId

OWN = "Nobody changes her own roles. Ask another administrator."
GIVEN = frozenset(Role) - ANSWERERS
"""The roles that are given; those who answer get theirs by being enrolled for it."""
OF_AN_AGENCY = frozenset({Role.AGENCY_HEAD, Role.LIAISON})
UNSURE = "sure"


async def give_role(
    tx: Transaction, *, person: PersonId, role: Role, sure: bool = False, by: UUID | None = None
) -> None:
    """Give her a role besides those that she has. ``sure``: whoever gives it has read what is unusual about it.

    Raises:
        BadInput: it cannot be given, or it is unusual and nobody is sure (``code`` is :data:`UNSURE`).
        Conflict: she has it already.
        NotFound: there is no such person.
    """
    refuse_oneself(person, by, OWN, field="role")
    known = await load_member(tx, person)
    if role not in GIVEN:
        raise BadInput("Peers, chaplains and clinicians get their role when they are enrolled to answer.", "role")
    if known.ended_on is not None:
        raise BadInput("This person is leaving, or has left. Take that back first.", "role")
    if role in OF_AN_AGENCY and not known.bonds:
        raise BadInput("This role is held for an agency. Say first how she belongs to one.", "role")
    together = known.roles | {role}
    refuse_pairs(together)
    unusual = [words for words in warnings(together) if words not in warnings(known.roles)]
    if unusual and not sure:
        raise BadInput(" ".join(unusual), "role", UNSURE)
    row = RoleRow(consortium=tx.consortium, person=person, role=role.value)
    await keep(tx, row, unless={"uq_role_consortium_person_role": Conflict("She has this role already.")})
    await record(tx, "gave role", by=by, subject=person, role=role.value)


async def take_role(tx: Transaction, *, person: PersonId, role: Role, by: UUID | None = None) -> None:
    """Take a role from her; from now on, in every open page of hers.

    Raises:
        BadInput: it cannot be taken: her own, the last administrator's, or one that comes with answering.
        Conflict: she does not have it.
        NotFound: there is no such person.
    """
    refuse_oneself(person, by, OWN, field="role")
    await one_at_a_time(tx)
    known = await load_member(tx, person)
    if role in ANSWERERS:
        raise BadInput("This role goes when she is taken off the list of those who answer.", "role")
    if role is Role.ADMINISTRATOR:
        await refuse_last_administrator(tx, person, field="role")
    if role not in known.roles:
        raise Conflict("She does not have this role any more.")
    await take_roles(tx, person, (role,))
    await record(tx, "took role", by=by, subject=person, role=role.value)
