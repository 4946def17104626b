"""Approve a wording of the library: an agency's legal advisor has read it. Until one has, it is nobody's but ours."""

from collections.abc import Mapping
from typing import Any

from agreements.clause_library import find
from agreements.clause_library.shelf import SHELF
from agreements.errors import LibraryError
from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.store import load_agencies
from consortium.problems import Conflict, NotFound
from consortium.signing.drafting.approve_pack import advised_in
from consortium.signing.store.people import Holder
from consortium.signing.store.reviews import Approval, load_wording_approvals, save_wording_approval
from geo import AgencyId, PersonId

Approvals = Mapping[str, tuple[Approval, ...]]


async def approve_wording(tx: Transaction, *, edition: str, note: str, viewer: Viewer) -> None:
    """Approve the wording that she read, and of paragraphs that states add those of the states where she advises.

    Raises:
        BadInput: the note can't be taken.
        Conflict: she approved it already, or advises no agency that could.
        NotFound: there is no such wording, or she is no legal advisor.
    """
    if not viewer.may(Permission.REVIEW_AGREEMENTS):
        raise NotFound
    try:
        find(edition)
    except LibraryError as wrong:
        raise NotFound from wrong
    words = checks.passage(note, "note", most=2000, empty=True)
    states, known = (await load_agencies(tx)).states, await load_wording_approvals(tx)
    wanted = [
        (part, agency)
        for part in edition.split("+")
        for agency in sorted(advised_in(SHELF[part].state, viewer, states), key=str)
        if agency not in {each.agency for each in known.get(part, ())}
    ]
    if not wanted:
        raise Conflict("You approved this wording already, as far as it is yours to approve.")
    for part, agency in wanted:
        await save_wording_approval(tx, part, Approval(agency=agency, note=words, at=tx.now, by=viewer.person))
    await record(tx, "approved wording", by=viewer.person, edition=edition)


def see_wording_approvals(
    edition: str, approvals: Approvals, people: Mapping[PersonId, Holder], names: Mapping[AgencyId, str]
) -> list[dict[str, Any]]:
    """Each part of a wording with who approved it for whom; nobody, while it is only ours."""
    return [
        {
            "id": part,
            "state": SHELF[part].state,
            "by": [
                {"who": _name(people, each.by), "agency": names.get(each.agency, ""), "at": each.at, "note": each.note}
                for each in approvals.get(part, ())
            ],
        }
        for part in edition.split("+")
        if part
    ]


def may_approve(edition: str, approvals: Approvals, viewer: Viewer, states: Mapping[AgencyId, str]) -> bool:
    """Whether some part of this wording waits for her approval."""
    return any(
        set(advised_in(SHELF[part].state, viewer, states)) - {each.agency for each in approvals.get(part, ())}
        for part in edition.split("+")
        if part
    )


def _name(people: Mapping[PersonId, Holder], person: object) -> str:
    return next((each.name for known, each in people.items() if known == person), "")
