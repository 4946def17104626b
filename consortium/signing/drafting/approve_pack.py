"""Approve one edition of what a state asks for: the legal advisor of an agency there has read it against its law."""

from collections.abc import Mapping

from agreements.packs import PACKS
from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.store import load_agencies
from consortium.problems import Conflict, NotFound
from consortium.signing.store.reviews import Approval, load_approvals, save_approval
from geo import AgencyId


async def approve_pack(tx: Transaction, *, state: str, edition: int, note: str, viewer: Viewer) -> None:
    """Approve the edition that she read, for each agency in that state which she advises.

    Raises:
        BadInput: the note can't be taken.
        Conflict: there is a newer edition, she advises no agency in that state, or approved it already.
        NotFound: we have no rules for this state, or she is no legal advisor.
    """
    if state not in PACKS or not viewer.may(Permission.REVIEW_AGREEMENTS):
        raise NotFound
    if PACKS[state].edition != edition:
        raise Conflict("There is another edition of these rules now. Read that one.")
    words = checks.passage(note, "note", most=2000, empty=True)
    mine = advised_in(state, viewer, (await load_agencies(tx)).states)
    if not mine:
        raise Conflict(f"You advise no agency in {state}. Its own advisors say what its law asks for.")
    known = {each.agency for each in (await load_approvals(tx)).get((state, edition), ())}
    if not set(mine) - known:
        raise Conflict("You approved this edition already.")
    for agency in sorted(set(mine) - known, key=str):
        await save_approval(tx, state, edition, Approval(agency=agency, note=words, at=tx.now, by=viewer.person))
    await record(tx, "approved state's rules", by=viewer.person, state=state, edition=edition)


def advised_in(state: str, viewer: Viewer, states: Mapping[AgencyId, str]) -> list[AgencyId]:
    """The agencies in a state that she advises; with no state, all of them."""
    if not viewer.may(Permission.REVIEW_AGREEMENTS):
        return []
    mine = (agency for agency in states if agency in viewer.agencies)
    return [agency for agency in mine if not state or states[agency] == state]
