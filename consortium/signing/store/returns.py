"""Texts that came back and what came with them, in the database."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select

from consortium.db import Reading, Transaction
from consortium.members.store import keep
from consortium.problems import Conflict, NotFound
from consortium.signing.store.drafts_tables import AgreementChangeRow
from consortium.signing.store.returns_tables import AgreementReturnChangeRow, AgreementReturnRow

_TWICE = Conflict("Exactly this was taken in already. Nothing was saved a second time.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A text that came back; ``requests`` counts what came with it, ``open`` those that nobody answered yet."""

    id: UUID
    draft: UUID
    source: str
    name: str
    at: datetime
    by: UUID
    withdrawn_at: datetime | None
    requests: int
    open: int


async def save_return(
    tx: Transaction,
    *,
    draft: UUID,
    source: str,
    name: str,
    made_from: str,
    digest: str,
    changes: Iterable[UUID],
    by: UUID,
) -> UUID:
    """Keep that a text came back, with the change requests that came with it.

    Raises:
        Conflict: exactly this was taken in before.
    """
    row = AgreementReturnRow(
        consortium=tx.consortium,
        id=uuid4(),
        draft=draft,
        source=source,
        name=name,
        made_from=made_from,
        digest=digest,
        at=tx.now,
        by=by,
    )
    links = [AgreementReturnChangeRow(consortium=tx.consortium, back=row.id, change=change) for change in changes]
    await keep(tx, row, *links, unless={"uq_agreement_return_once": _TWICE})
    return row.id


async def load_returns(reading: Reading, draft: UUID) -> tuple[Returned, ...]:
    """What came back to a draft, the newest first."""
    found = select(AgreementReturnRow).where(AgreementReturnRow.draft == draft).order_by(AgreementReturnRow.at.desc())
    rows = (await reading.scalars(found)).all()
    with_outcome = (
        select(AgreementReturnChangeRow.back, AgreementChangeRow.outcome)
        .join(AgreementChangeRow, AgreementChangeRow.id == AgreementReturnChangeRow.change)
        .where(AgreementReturnChangeRow.back.in_([row.id for row in rows]))
    )
    counted = Counter((back, outcome) for back, outcome in await reading.execute(with_outcome))
    return tuple(
        Returned(
            id=row.id,
            draft=row.draft,
            source=row.source,
            name=row.name,
            at=row.at,
            by=row.by,
            withdrawn_at=row.withdrawn_at,
            requests=sum(many for (back, _), many in counted.items() if back == row.id),
            open=counted[row.id, "open"],
        )
        for row in rows
    )


async def return_locked(tx: Transaction, draft: UUID, back: UUID) -> AgreementReturnRow:
    """One text that came back to this draft, locked.

    Raises:
        NotFound: there is none of that id.
    """
    row = await tx.scalar(select(AgreementReturnRow).where(AgreementReturnRow.id == back).with_for_update())
    if row is None or row.draft != draft:
        raise NotFound
    return row


async def open_changes(tx: Transaction, back: UUID) -> tuple[AgreementChangeRow, ...]:
    """The change requests that came with a text and that nobody answered yet, locked."""
    found = await tx.scalars(
        select(AgreementChangeRow)
        .join(AgreementReturnChangeRow, AgreementReturnChangeRow.change == AgreementChangeRow.id)
        .where(AgreementReturnChangeRow.back == back, AgreementChangeRow.outcome == "open")
        .with_for_update(of=AgreementChangeRow)
    )
    return tuple(found)
