"""Legal review in the database: what was sent to the advisors, what each said of it, and what they approved besides."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from agreements import Article, Terms, Version, read_terms, read_text, terms_document, text_document
from agreements.drafts import Answer, DraftFact, DraftStep, Verdict
from consortium.db import Reading, Transaction
from consortium.members.store import keep
from consortium.problems import Conflict
from consortium.signing.store.drafts_tables import (
    AgreementRecallRow,
    AgreementReviewRow,
    AgreementVerdictRow,
    PackApprovalRow,
    WordingApprovalRow,
)
from geo import AgencyId, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A text that was sent to the advisors."""

    digest: str
    title: str
    text: tuple[Article, ...]
    terms: Terms
    at: datetime
    by: UUID

    @property
    def fact(self) -> DraftFact:
        """The same as a step of the draft."""
        return DraftFact(step=DraftStep.TO_REVIEW, digest=self.digest, title=self.title, at=self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A verdict as it was given.

    Args:
        manner: ``page``: by the advisor herself; ``paper``: a clerk holds her answer; ``none``: the party has no
            advisor, as its paper of ``paper_on`` says.
        advisor: who answered on paper, in the clerk's words; empty on the page.
    """

    verdict: Verdict
    manner: str
    paper_on: date | None = None
    advisor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Something that an agency's legal advisor has read: an edition of what its state asks for, or a wording.

    ``agency`` is the one for which she approved it.
    """

    agency: AgencyId
    note: str
    at: datetime
    by: UUID


async def save_review(tx: Transaction, draft: UUID, version: Version, title: str, by: UUID) -> None:
    """Keep what is sent to the advisors, whole."""
    row = AgreementReviewRow(
        consortium=tx.consortium,
        draft=draft,
        digest=version.digest,
        title=title,
        text=text_document(version.text),
        terms=terms_document(version.terms),
        at=tx.now,
        by=by,
    )
    await keep(tx, row)


async def load_reviews(reading: Reading, draft: UUID) -> tuple[Sent, ...]:
    """What was sent to the advisors of a draft, the newest first."""
    rows = await reading.scalars(
        select(AgreementReviewRow).where(AgreementReviewRow.draft == draft).order_by(AgreementReviewRow.at.desc())
    )
    return tuple(
        Sent(
            digest=row.digest,
            title=row.title,
            text=read_text(row.text),
            terms=read_terms(row.terms),
            at=row.at,
            by=row.by,
        )
        for row in rows
    )


async def save_recall(tx: Transaction, draft: UUID, by: UUID) -> None:
    """Keep that a draft was taken back from the advisors now."""
    await keep(tx, AgreementRecallRow(consortium=tx.consortium, draft=draft, at=tx.now, by=by))


async def load_recalls(reading: Reading, draft: UUID) -> tuple[DraftFact, ...]:
    """Each time that a draft was taken back."""
    rows = await reading.scalars(select(AgreementRecallRow.at).where(AgreementRecallRow.draft == draft))
    return tuple(DraftFact(step=DraftStep.BACK_TO_DRAFT, digest="", at=at) for at in rows)


async def save_verdict(tx: Transaction, draft: UUID, given: Given) -> None:
    """Keep a verdict; an earlier one of the same party stays beside it."""
    said = given.verdict
    row = AgreementVerdictRow(
        consortium=tx.consortium,
        draft=draft,
        digest=said.digest,
        title=said.title,
        agency=said.agency,
        answer=said.answer.value,
        manner=given.manner,
        words=said.words,
        paper_on=given.paper_on,
        advisor=given.advisor,
        at=said.at,
        by=said.advisor,
    )
    await keep(tx, row)


async def load_verdicts(reading: Reading, draft: UUID) -> tuple[Given, ...]:
    """Every verdict on any text of a draft, the newest first."""
    rows = await reading.scalars(
        select(AgreementVerdictRow).where(AgreementVerdictRow.draft == draft).order_by(AgreementVerdictRow.at.desc())
    )
    return tuple(
        Given(
            verdict=Verdict(
                agency=AgencyId(row.agency),
                advisor=PersonId(row.by),
                digest=row.digest,
                answer=Answer(row.answer),
                words=row.words,
                at=row.at,
                title=row.title,
            ),
            manner=row.manner,
            paper_on=row.paper_on,
            advisor=row.advisor,
        )
        for row in rows
    )


async def save_approval(tx: Transaction, state: str, edition: int, approval: Approval) -> None:
    """Keep that the legal advisor of an agency in a state approved one edition of its pack.

    Raises:
        Conflict: that agency's did before.
    """
    row = PackApprovalRow(consortium=tx.consortium, state=state, edition=edition, **_said(approval))
    await keep(tx, row, unless={"uq_pack_approval_consortium_state_edition_agency": _BEFORE})


async def load_approvals(reading: Reading) -> Mapping[tuple[str, int], tuple[Approval, ...]]:
    """The approved editions of what states ask for, by state and edition, each with its approvals, the first first."""
    found: dict[tuple[str, int], list[Approval]] = defaultdict(list)
    rows = select(PackApprovalRow).where(PackApprovalRow.agency.is_not(None)).order_by(PackApprovalRow.at)
    for row in await reading.scalars(rows):
        found[row.state, row.edition].append(_approval(row))
    return {key: tuple(each) for key, each in found.items()}


async def save_wording_approval(tx: Transaction, edition: str, approval: Approval) -> None:
    """Keep that an agency's legal advisor approved a wording of the library.

    Raises:
        Conflict: that agency's did before.
    """
    row = WordingApprovalRow(consortium=tx.consortium, edition=edition, **_said(approval))
    await keep(tx, row, unless={"uq_wording_approval_consortium_edition_agency": _BEFORE})


async def load_wording_approvals(reading: Reading) -> Mapping[str, tuple[Approval, ...]]:
    """The approved wordings by id, each with its approvals, the first first."""
    found: dict[str, list[Approval]] = defaultdict(list)
    for row in await reading.scalars(select(WordingApprovalRow).order_by(WordingApprovalRow.at)):
        found[row.edition].append(_approval(row))
    return {key: tuple(each) for key, each in found.items()}


_BEFORE: Final = Conflict("Your agency's advisor approved this already.")


def _said(approval: Approval) -> dict[str, Any]:
    return {"agency": approval.agency, "note": approval.note, "at": approval.at, "by": approval.by}


def _approval(row: PackApprovalRow | WordingApprovalRow) -> Approval:
    return Approval(agency=AgencyId(row.agency or UUID(int=0)), note=row.note, at=row.at, by=row.by)
