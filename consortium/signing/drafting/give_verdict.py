"""Say what a party's legal advisor says of a text: herself on the page, or on paper that the party's clerk holds."""

from datetime import date
from uuid import UUID

from agreements.drafts import Answer, Verdict
from consortium.access.door import Viewer
from consortium.access.permissions import Permission, Role
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.store import load_today
from consortium.problems import BadInput, Conflict, NotFound
from consortium.signing.drafting.look import CLOSED, Look, look_at
from consortium.signing.signatures.clerks import must_attest
from consortium.signing.store.drafts import draft_locked
from consortium.signing.store.events import note_event
from consortium.signing.store.people import load_holders
from consortium.signing.store.reviews import Given, save_verdict
from geo import AgencyId, PersonId

PAPER, NONE, PAGE = "paper", "none", "page"


async def give_verdict(
    tx: Transaction, *, draft: UUID, agency: AgencyId, digest: str, answer: Answer, words: str, viewer: Viewer
) -> None:
    """Keep an advisor's verdict on the text with this digest, which is the one that she saw.

    Raises:
        BadInput: a note or a return has no words.
        Conflict: the text was changed meanwhile, or is not with the advisors.
        NotFound: there is no such draft, or she advises no such party.
    """
    if not viewer.may(Permission.REVIEW_AGREEMENTS) or agency not in viewer.agencies:
        raise NotFound
    said = checks.passage(words, "words", most=4000, empty=answer is Answer.APPROVE)
    look = await _in_review(tx, draft, agency, digest)
    await _keep(tx, look, _given(look, agency, viewer.person, answer, said, PAGE))


async def record_paper_verdict(
    tx: Transaction,
    *,
    draft: UUID,
    agency: AgencyId,
    digest: str,
    manner: str,
    answer: Answer,
    words: str,
    advisor: str,
    paper_on: date,
    viewer: Viewer,
) -> None:
    """Keep what a clerk holds on paper: a party's advisor answered so, or the party has none (``manner`` none).

    Raises:
        BadInput: the day lies ahead, or something is not filled in.
        Conflict: the text was changed meanwhile, is not with the advisors, she runs the consortium, or a
            party that is said to have no advisor has one here.
        NotFound: there is no such draft or party, or she is not that party's clerk.
    """
    must_attest(viewer, agency)
    if manner not in {PAPER, NONE}:
        raise BadInput("Choose what the paper says.", "manner")
    day = checks.past_day(paper_on, "paper_on", today=await load_today(tx))
    answer = Answer.APPROVE if manner == NONE else answer
    said = checks.passage(words, "words", most=4000, empty=answer is Answer.APPROVE)
    name = checks.line(advisor, "advisor")
    look = await _in_review(tx, draft, agency, digest)
    if manner == NONE and (await load_holders(tx, Role.LEGAL_ADVISOR, [agency]))[agency]:
        raise Conflict("This party has a legal advisor here. She answers herself, or on a paper of hers.")
    given = _given(look, agency, viewer.person, answer, said, manner, paper_on=day, advisor=name)
    await _keep(tx, look, given)


async def _in_review(tx: Transaction, draft: UUID, agency: AgencyId, digest: str) -> Look:
    await draft_locked(tx, draft)
    look = await look_at(tx, draft)
    if agency not in look.terms.parties:
        raise NotFound
    if not look.file.open:
        raise CLOSED
    if digest != look.digest:
        raise Conflict("The text was changed after you opened it. Nothing was saved. Read what it says now.")
    if not look.in_review:
        raise Conflict("This text is not in review.")
    return look


def _given(
    look: Look,
    agency: AgencyId,
    by: UUID,
    answer: Answer,
    words: str,
    manner: str,
    *,
    paper_on: date | None = None,
    advisor: str = "",
) -> Given:
    verdict = Verdict(
        agency=agency,
        advisor=PersonId(by),
        digest=look.digest,
        title=look.file.draft.title,
        answer=answer,
        words=words,
        at=look.at,
    )
    return Given(verdict=verdict, manner=manner, paper_on=paper_on, advisor=advisor)


async def _keep(tx: Transaction, look: Look, given: Given) -> None:
    said = given.verdict
    await save_verdict(tx, look.file.id, given)
    await record(
        tx,
        "gave verdict on draft",
        by=said.advisor,
        subject=look.file.id,
        agency=str(said.agency),
        answer=said.answer.value,
        manner=given.manner,
        digest=said.digest[:8],
    )
    body = {"number": look.file.draft.number, "digest": said.digest, "agency": str(said.agency)}
    await note_event(
        tx,
        kind="verdict",
        agreement=look.file.draft.pact,
        body={**body, "answer": said.answer.value, "manner": given.manner, "by": str(said.advisor)},
    )
