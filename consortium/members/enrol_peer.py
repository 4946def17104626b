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
from consortium.members.store import departure_of, forget_departure, keep, load_member, peer_row
from consortium.members.store.people_tables import PeerRow
from consortium.problems import BadInput, Conflict
from geo import AgencyId, PersonId

_AGAIN = "This person is on the list of those who answer already."


async def enrol_peer(
    tx: Transaction,
    *,
    person: PersonId,
    kind: Role,
    lent_by: AgencyId | None,
    talk_number: str | None = None,
    ring_off_duty: bool = False,
    sworn: bool | None = None,
    by: UUID | None = None,
) -> None:
    """Add a person to those who answer, in the capacity ``kind``; she gets that role too.

    ``lent_by`` is the agency that employs her and lends her to the others; a chaplain or clinician may be lent by
    nobody. ``talk_number`` is what an officer rings after acceptance; ``ring_off_duty`` is her own tick. She is asked
    only once she is trained and designated. ``sworn``: she is a sworn officer; if nobody says, every peer is taken for
    one, and nobody else.

    Whoever was on the list before comes back to it; her former designations do not.

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
    row = await _row(tx, person)
    row.kind, row.lent_by = kind.value, lent_by
    row.sworn = kind is Role.PEER if sworn is None else sworn
    row.talk_number = checks.telephone(talk_number, "talk_number") if talk_number else None
    row.ring_off_duty, row.suspended, row.suspended_at, row.ended_on = ring_off_duty, False, None, None
    await keep(tx, row, unless={"pk_peer": Conflict(_AGAIN)})
    if kind not in known.roles:
        await keep(tx, RoleRow(consortium=tx.consortium, person=person, role=kind.value))
    await record(tx, "enrolled peer", by=by, subject=person, kind=kind.value)


async def _row(tx: Transaction, person: PersonId) -> PeerRow:
    """A new row, or the one of somebody who answered once and was taken off the list; of which day, is forgotten."""
    row = await peer_row(tx, person)
    if row is None:
        return PeerRow(consortium=tx.consortium, person=person)
    if row.ended_on is None:
        raise Conflict(_AGAIN)
    departure = await departure_of(tx, person, "peer")
    if departure is not None:
        await forget_departure(tx, departure)
    return row


def _refuse_stranger(bonds: Mapping[AgencyId, frozenset[Bond]], kind: Role, lent_by: AgencyId | None) -> None:
    """An agency lends only whom it employs; so she never serves its part of the region."""
    if lent_by is None:
        if kind is Role.PEER:
            raise BadInput("A peer is lent by the agency that employs her. Choose it.", "lent_by")
        return
    if EMPLOYED.isdisjoint(bonds.get(lent_by, ())):
        raise BadInput("This agency does not employ this person. Say first how she belongs to it.", "lent_by")
