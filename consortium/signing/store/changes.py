"""What was said about clauses of drafts, and what became of it; and the links by which counsel reads."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select

from agreements import Clause
from consortium.db import Reading, Transaction
from consortium.members.store import keep
from consortium.problems import NotFound
from consortium.signing.store.drafts_tables import AgreementChangeRow, CounselLinkRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRequest:
    """A comment on a clause; ``proposed`` are the other words that it asks for, if any.

    ``outcome`` is ``open``, ``taken`` (the proposed words were put in) or ``answered``.
    """

    id: UUID
    draft: UUID
    clause: Clause
    words: str
    proposed: str | None
    source: str
    at: datetime
    by: UUID
    outcome: str
    answer: str
    answered_at: datetime | None
    answered_by: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CounselLink:
    """A link for counsel. It opens while it is not ended and ``expires_at`` has not come."""

    id: UUID
    draft: UUID
    label: str
    made_at: datetime
    made_by: UUID
    expires_at: datetime
    ended_at: datetime | None

    def opens_at(self, at: datetime) -> bool:
        """Whether it opens at an instant."""
        return self.ended_at is None and at < self.expires_at


async def load_changes(reading: Reading, draft: UUID) -> tuple[ChangeRequest, ...]:
    """What was said about a draft: by clause, then in the order in which it was said."""
    rows = await reading.scalars(
        select(AgreementChangeRow)
        .where(AgreementChangeRow.draft == draft)
        .order_by(AgreementChangeRow.clause, AgreementChangeRow.at, AgreementChangeRow.id)
    )
    return tuple(_change(row) for row in rows)


async def change_locked(tx: Transaction, change: UUID) -> AgreementChangeRow:
    """One of them, locked.

    Raises:
        NotFound: there is none of that id.
    """
    row = await tx.scalar(select(AgreementChangeRow).where(AgreementChangeRow.id == change).with_for_update())
    if row is None:
        raise NotFound
    return row


async def save_link(
    tx: Transaction,
    *,
    draft: UUID,
    label: str,
    token_hash: bytes,
    by: UUID,
    expires_at: datetime,
) -> UUID:
    """Keep a link by the digest of its token."""
    row = CounselLinkRow(
        consortium=tx.consortium,
        id=uuid4(),
        draft=draft,
        label=label,
        token_hash=token_hash,
        made_at=tx.now,
        made_by=by,
        expires_at=expires_at,
        ended_at=None,
    )
    await keep(tx, row)
    return row.id


async def load_links(reading: Reading, draft: UUID) -> tuple[CounselLink, ...]:
    """The links to a draft, the newest first."""
    rows = await reading.scalars(
        select(CounselLinkRow).where(CounselLinkRow.draft == draft).order_by(CounselLinkRow.made_at.desc())
    )
    return tuple(_link(row) for row in rows)


async def find_link(reading: Reading, token_hash: bytes) -> CounselLink | None:
    """The link behind a token, if it opens now."""
    row = (
        await reading.execute(select(CounselLinkRow).where(CounselLinkRow.token_hash == token_hash))
    ).scalar_one_or_none()
    link = _link(row) if row is not None else None
    return link if link is not None and link.opens_at(reading.now) else None


async def link_locked(tx: Transaction, link: UUID) -> CounselLinkRow:
    """One link, locked.

    Raises:
        NotFound: there is none of that id.
    """
    row = await tx.scalar(select(CounselLinkRow).where(CounselLinkRow.id == link).with_for_update())
    if row is None:
        raise NotFound
    return row


def _change(row: AgreementChangeRow) -> ChangeRequest:
    return ChangeRequest(
        id=row.id,
        draft=row.draft,
        clause=Clause(row.clause),
        words=row.words,
        proposed=row.proposed,
        source=row.source,
        at=row.at,
        by=row.by,
        outcome=row.outcome,
        answer=row.answer,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
    )


def _link(row: CounselLinkRow) -> CounselLink:
    return CounselLink(
        id=row.id,
        draft=row.draft,
        label=row.label,
        made_at=row.made_at,
        made_by=row.made_by,
        expires_at=row.expires_at,
        ended_at=row.ended_at,
    )
