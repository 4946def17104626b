"""Legal review in the database: what was sent to the advisors, what each said of it, and which packs were approved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from agreements import Article, Terms, Version, read_terms, read_text, terms_document, text_document
from agreements.drafts import Answer, DraftFact, DraftStep, Verdict
from consortium.db import Reading, Transaction
from consortium.members.store import keep
from consortium.problems import Conflict
from consortium.signing.store.drafts_tables import AgreementReviewRow, AgreementVerdictRow, PackApprovalRow
from geo import AgencyId, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A text that was sent to the advisors."""

    digest: str
    text: tuple[Article, ...]
    terms: Terms
    at: datetime
    by: UUID

    @property
    def fact(self) -> DraftFact:
        """The same as a step of the draft."""
        return DraftFact(step=DraftStep.TO_REVIEW, digest=self.digest, at=self.at)


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
    """One edition of what a state asks for, read by a legal advisor."""

    state: str
    edition: int
    note: str
    at: datetime
    by: UUID


async def save_review(tx: Transaction, draft: UUID, version: Version, by: UUID) -> None:
    """Keep what is sent to the advisors, whole."""
    row = AgreementReviewRow(
        consortium=tx.consortium,
        draft=draft,
        digest=version.digest,
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
        Sent(digest=row.digest, text=read_text(row.text), terms=read_terms(row.terms), at=row.at, by=row.by)
        for row in rows
    )


async def save_verdict(tx: Transaction, draft: UUID, given: Given) -> None:
    """Keep a verdict; an earlier one of the same party stays beside it."""
    said = given.verdict
    row = AgreementVerdictRow(
        consortium=tx.consortium,
        draft=draft,
        digest=said.digest,
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
            ),
            manner=row.manner,
            paper_on=row.paper_on,
            advisor=row.advisor,
        )
        for row in rows
    )


async def save_approval(tx: Transaction, state: str, edition: int, note: str, by: UUID) -> None:
    """Keep that a legal advisor approved one edition of a state's pack.

    Raises:
        Conflict: somebody did before.
    """
    row = PackApprovalRow(consortium=tx.consortium, state=state, edition=edition, note=note, at=tx.now, by=by)
    before = Conflict("This edition was approved already.")
    await keep(tx, row, unless={"uq_pack_approval_consortium_state_edition": before})


async def load_approvals(reading: Reading) -> Mapping[tuple[str, int], Approval]:
    """The approved editions, by state and edition."""
    rows = await reading.scalars(select(PackApprovalRow))
    return {
        (row.state, row.edition): Approval(state=row.state, edition=row.edition, note=row.note, at=row.at, by=row.by)
        for row in rows
    }
