"""Two agreements that the demo's region is drafting: one with the parties' advisors, one out to be signed."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID, uuid4

from agreements import Bond, Clause, Kind
from agreements.drafts import Answer
from consortium.access.door import Viewer
from consortium.access.permissions import Role
from consortium.db import Transaction
from consortium.demo.staff import Staff
from consortium.members.enrol_person import enrol_person
from consortium.members.store import load_today
from consortium.signing.drafting.comment import comment
from consortium.signing.drafting.freeze_draft import freeze_draft
from consortium.signing.drafting.give_verdict import NONE, give_verdict, record_paper_verdict
from consortium.signing.drafting.send_out import send_out
from consortium.signing.drafting.send_to_review import send_to_review
from consortium.signing.drafting.start_draft import start_draft
from consortium.signing.papers.change_requests import PASTED, SOURCES, Asked
from consortium.signing.papers.take_in import take_in
from geo import AgencyId, PersonId

IN_REVIEW: Final = "Support after a death in the line of duty"
OUT: Final = "Peers lent between three neighbours"
_COUNSEL: Final = ("Perpetua Lyle", "Osric Vane", "Wilhelmina Tarn", "Lysander Holm")
_PARTIES: Final = 3
_NOTICES: Final = (
    "A notice under this Agreement is given in writing to the head of a party and to its clerk, by mail or by hand. It "
    "counts from the day on which it arrives."
)
"""Other words for clause 26 that a county counsel pasted."""


async def draft_two(tx: Transaction, staff: Staff) -> None:
    """Draft both, by the verbs of the pages; no mail is under way for them."""
    agencies = list(staff.agencies.values())
    first, second = agencies[:_PARTIES], agencies[_PARTIES : 2 * _PARTIES]
    counsel = [
        await _counsel(tx, staff, name, each) for name, each in zip(_COUNSEL, (*first[:2], *second[:2]), strict=True)
    ]
    await _with_advisors(tx, staff, first, counsel[:2])
    await _sent_out(tx, staff, second, counsel[2:])


async def _counsel(tx: Transaction, staff: Staff, name: str, agency: AgencyId) -> Viewer:
    email = f"{name.lower().replace(' ', '.')}@counsel.example.org"
    role, by = Role.LEGAL_ADVISOR, staff.steering[Role.ADMINISTRATOR]
    bonds = ((agency, Bond.PART_TIME),)
    person = await enrol_person(tx, name=name, title="Counsel", email=email, roles=(role,), bonds=bonds, by=by)
    return _viewer(tx, person, name, role, agency)


def _viewer(tx: Transaction, person: PersonId, name: str, role: Role, *agencies: AgencyId) -> Viewer:
    return Viewer(
        consortium=tx.consortium,
        person=person,
        name=name,
        roles=frozenset({role}),
        agencies=frozenset(agencies),
        session=uuid4(),
    )


async def _begun(tx: Transaction, staff: Staff, title: str, parties: Sequence[AgencyId]) -> tuple[UUID, str]:
    by = staff.steering[Role.COORDINATOR]
    draft = await start_draft(tx, kind=Kind.MUTUAL_AID, title=title, parties=parties, by=by)
    return draft, await send_to_review(tx, draft=draft, by=by)


async def _with_advisors(tx: Transaction, staff: Staff, parties: Sequence[AgencyId], counsel: Sequence[Viewer]) -> None:
    """One advisor approves with a note, another asks for other words; the third party has no advisor here."""
    draft, digest = await _begun(tx, staff, IN_REVIEW, parties)
    await give_verdict(
        tx,
        draft=draft,
        agency=parties[0],
        digest=digest,
        answer=Answer.APPROVE_WITH_NOTE,
        words="Approved as to form. Our insurer should see clause 17 before the first signature.",
        viewer=counsel[0],
    )
    await comment(
        tx,
        draft=draft,
        clause=Clause.DISPUTES,
        words="Our council would rather have a meeting of the heads before anything goes to a mediator.",
        proposed="",
        viewer=counsel[1],
    )
    asked = Asked(clause=Clause.NOTICES, words=SOURCES[PASTED], proposed=_NOTICES)
    await take_in(tx, draft=draft, asked=[asked], source=PASTED, name="", made_from="", viewer=counsel[1])


async def _sent_out(tx: Transaction, staff: Staff, parties: Sequence[AgencyId], counsel: Sequence[Viewer]) -> None:
    draft, digest = await _begun(tx, staff, OUT, parties)
    for agency, advisor in zip(parties, counsel, strict=False):
        await give_verdict(
            tx, draft=draft, agency=agency, digest=digest, answer=Answer.APPROVE, words="", viewer=advisor
        )
    clerk = staff.steering[Role.CLERK]
    await record_paper_verdict(
        tx,
        draft=draft,
        agency=parties[-1],
        digest=digest,
        manner=NONE,
        answer=Answer.APPROVE,
        words="",
        advisor="The town manager (invented)",
        paper_on=await load_today(tx),
        viewer=_viewer(tx, clerk, "County clerk", Role.CLERK),
    )
    by = staff.steering[Role.COORDINATOR]
    await freeze_draft(tx, draft=draft, digest=digest, by=by)
    await send_out(tx, draft=draft, by=by)
