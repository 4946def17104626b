"""Make a person a peer, a chaplain or a clinician of the consortium."""

from collections.abc import Mapping
from uuid import UUID

from agreements import Bond
from consortium.access.permissions import ANSWERERS, Role
from consortium.access.tables import RoleRow
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.enrol_person import refuse_pairs
from consortium.members.kinds import EMPLOYED
from consortium.members.store import keep, load_member
from consortium.members.tables import PeerRow
from consortium.problems import BadInput, Conflict
from geo import AgencyId, PersonId


async def enrol_peer(
    tx: Transaction,
    *,
    person: PersonId,
    kind: Role,
    lent_by: AgencyId | None,
    talk_number: str | None = None,
    ring_off_duty: bool = False,
    by: UUID | None = None,
) -> None:
    """Add a person to those who answer, in the capacity ``kind``; she gets that role too.

    ``lent_by`` is the agency that employs her and lends her to the others; a chaplain or clinician may be lent by
    nobody. ``talk_number`` is what an officer rings after acceptance; ``ring_off_duty`` is her own tick. She is asked
    only once she is trained and designated.

    Raises:
        BadInput: something cannot be taken; the field is named.
        Conflict: she answers already.
        NotFound: there is no such person.
    """
    if kind not in ANSWERERS:
        raise BadInput("Only a peer, a chaplain or a clinician answers requests.", "kind")
    known = await load_member(tx, person)
    if known.ended_on is not None:
        raise BadInput("This person has left the consortium.", "person")
    _refuse_stranger(known.bonds, kind, lent_by)
    refuse_pairs(known.roles | {kind})
    row = PeerRow(
        consortium=tx.consortium,
        person=person,
        kind=kind.value,
        lent_by=lent_by,
        talk_number=checks.telephone(talk_number, "talk_number") if talk_number else None,
        ring_off_duty=ring_off_duty,
        suspended=False,
    )
    await keep(tx, row, unless={"pk_peer": Conflict("This person is on the list of those who answer already.")})
    if kind not in known.roles:
        await keep(tx, RoleRow(consortium=tx.consortium, person=person, role=kind.value))
    await record(tx, "enrolled peer", by=by, subject=person, kind=kind.value)


def _refuse_stranger(bonds: Mapping[AgencyId, frozenset[Bond]], kind: Role, lent_by: AgencyId | None) -> None:
    """An agency lends only whom it employs; so she never serves its part of the region."""
    if lent_by is None:
        if kind is Role.PEER:
            raise BadInput("A peer is lent by the agency that employs her. Choose it.", "lent_by")
        return
    if EMPLOYED.isdisjoint(bonds.get(lent_by, ())):
        raise BadInput("This agency does not employ this person. Say first how she belongs to it.", "lent_by")
