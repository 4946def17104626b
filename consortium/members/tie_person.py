"""Say that a person belongs to an agency, or belongs to it no more; she never serves the part that holds it."""

from uuid import UUID

from agreements import Bond
from consortium.access.tables import AffiliationRow
from consortium.db import Transaction
from consortium.journal import record
from consortium.members.kinds import EMPLOYED
from consortium.members.store import keep, load_member, peer_row, person_row, tie_row
from consortium.problems import BadInput, Conflict
from geo import AgencyId, PersonId


async def tie_person(
    tx: Transaction, *, person: PersonId, agency: AgencyId, bond: Bond, by: UUID | None = None
) -> None:
    """Add a tie: in the same instant she is out of the order for the whole part of the region that holds the agency.

    Raises:
        BadInput: the agency is not enrolled here, or she has left.
        Conflict: this tie is there already.
        NotFound: there is no such person.
    """
    if (await person_row(tx, person)).ended_on is not None:
        raise BadInput("This person is leaving, or has left. Take that back first.", "agency")
    row = AffiliationRow(consortium=tx.consortium, person=person, agency=agency, kind=bond.value)
    unless = {
        "uq_affiliation_consortium_person_agency_kind": Conflict("She is tied to this agency in this way already."),
        "fk_affiliation_consortium_agency": BadInput("This agency is not enrolled here.", "agency"),
    }
    await keep(tx, row, unless=unless)
    await record(tx, "tied person", by=by, subject=person, agency=str(agency), kind=bond.value)


async def untie_person(
    tx: Transaction, *, person: PersonId, agency: AgencyId, bond: Bond, by: UUID | None = None
) -> None:
    """End a tie: from now on she may be asked for that part of the region, if nothing else ties her to it.

    Raises:
        BadInput: the agency lends her to the others because of this tie.
        NotFound: there is no such tie.
    """
    await person_row(tx, person)
    row = await tie_row(tx, person, agency, bond.value)
    peer = await peer_row(tx, person)
    lends = peer is not None and peer.ended_on is None and peer.lent_by == agency
    left = (await load_member(tx, person)).bonds.get(agency, frozenset()) - {bond}
    if lends and EMPLOYED.isdisjoint(left):
        raise BadInput(
            "This agency lends her to the others because it employs her. Take her off the list of those who answer "
            "first, or add how else it employs her.",
            "tie",
        )
    await tx.delete(row)
    await tx.flush()
    await record(tx, "untied person", by=by, subject=person, agency=str(agency), kind=bond.value)
