"""End somebody's right to sign early: the office was left, or the head takes her delegation back."""

from uuid import UUID

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.db import Transaction
from consortium.journal import record
from consortium.members.store import load_agencies, load_today, one_at_a_time
from consortium.problems import Conflict, NotFound
from consortium.signing.signatures.clerks import attests_for
from consortium.signing.signatures.letters import Letters, tell_person
from consortium.signing.store.authorities import authority_row
from geo import AgencyId


async def end_authority(tx: Transaction, viewer: Viewer, authority: UUID, *, letters: Letters) -> None:
    """End it from today on; what was signed by it before stays signed.

    Raises:
        Conflict: it was ended before.
        NotFound: there is none of that id that this viewer may end: a clerk of the agency, or the head who gave it.
    """
    await one_at_a_time(tx)
    row = await authority_row(tx, authority)
    gave = row.given_by == viewer.person and viewer.may(Permission.SIGN_AGREEMENTS)
    if not gave and not attests_for(viewer, AgencyId(row.agency)):
        raise NotFound
    if row.ended_on is not None:
        raise Conflict("This was ended before.")
    row.ended_on, row.ended_by = await load_today(tx), viewer.person
    await tx.flush()
    agency = (await load_agencies(tx)).names.get(AgencyId(row.agency), "")
    await record(tx, "ended authority to sign", by=viewer.person, subject=row.person, agency=agency)
    body = f"{viewer.name} ended the right to sign for {agency} as {row.office}, from {row.ended_on.isoformat()} on.\n"
    await tell_person(tx, letters, row.person, f"authority to sign for {agency} was ended", body)
