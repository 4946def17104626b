"""Drafts in the database: the newest terms and clauses of each, and what was said about them.

Terms and clauses are only ever added, each with the next ``seen``; the database refuses a second row of one number, so
that of two people who change the same thing at once the later one is told.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select

from agreements import Clause, PactId, Terms, read_terms, terms_document
from agreements.drafts import ClauseChoice, Draft
from consortium.db import Reading, Transaction
from consortium.members.store import keep
from consortium.problems import Conflict, NotFound
from consortium.signing.store.drafts_tables import (
    AgreementChangeRow,
    AgreementDraftClauseRow,
    AgreementDraftRow,
    AgreementDraftTermsRow,
)

FASTER = Conflict("Somebody else changed this meanwhile. Nothing was saved; both texts are shown.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFile:
    """A draft with what the desk knows of it besides.

    Args:
        amends: the number of the version that it grew from; ``None``: it began from the library.
        terms_seen: how often the terms were answered; ``seen``: how often each clause was chosen. Whoever changes
            something says which of these she saw.
    """

    id: UUID
    draft: Draft
    amends: int | None
    made_at: datetime
    made_by: UUID
    terms_seen: int
    seen: Mapping[Clause, int]
    frozen_at: datetime | None = None
    withdrawn_at: datetime | None = None
    reason: str = ""

    @property
    def open(self) -> bool:
        """Whether it may still be changed."""
        return self.frozen_at is None and self.withdrawn_at is None


async def load_drafts(reading: Reading) -> tuple[DraftFile, ...]:
    """Every draft, the newest first; three queries."""
    rows = (await reading.scalars(select(AgreementDraftRow).order_by(AgreementDraftRow.made_at.desc()))).all()
    return await _filed(reading, rows)


async def load_draft(reading: Reading, draft: UUID) -> DraftFile:
    """One draft.

    Raises:
        NotFound: there is none of that id.
    """
    rows = (await reading.scalars(select(AgreementDraftRow).where(AgreementDraftRow.id == draft))).all()
    if not rows:
        raise NotFound
    return (await _filed(reading, rows))[0]


async def draft_locked(tx: Transaction, draft: UUID) -> DraftFile:
    """One draft, locked against other changes of it.

    Raises:
        NotFound: there is none of that id.
    """
    await _row(tx, draft)
    return await load_draft(tx, draft)


async def save_draft(tx: Transaction, file: DraftFile) -> None:
    """Write a new draft with its first terms and clauses.

    Raises:
        Conflict: the next version of that agreement is being drafted already.
    """
    row = AgreementDraftRow(
        consortium=tx.consortium,
        id=file.id,
        agreement=file.draft.pact,
        number=file.draft.number,
        title=file.draft.title,
        amends=file.amends,
        made_at=tx.now,
        made_by=file.made_by,
    )
    taken = Conflict("The next version of this agreement is being drafted already. Go on with that draft.")
    await keep(tx, row, unless={"uq_agreement_draft_open": taken})
    await add_terms(tx, file.id, file.draft.terms, seen=0, by=file.made_by)
    await add_clauses(tx, file.id, file.draft.clauses, {}, by=file.made_by)


async def add_terms(tx: Transaction, draft: UUID, terms: Terms, *, seen: int, by: UUID) -> None:
    """Keep terms after those numbered ``seen``.

    Raises:
        Conflict: there are later ones than those.
    """
    row = AgreementDraftTermsRow(
        consortium=tx.consortium, draft=draft, seen=seen + 1, terms=terms_document(terms), at=tx.now, by=by
    )
    await keep(tx, row, unless={"uq_agreement_draft_terms_consortium_draft_seen": FASTER})


async def add_clauses(
    tx: Transaction, draft: UUID, chosen: Mapping[Clause, ClauseChoice | None], seen: Mapping[Clause, int], *, by: UUID
) -> None:
    """Keep what was chosen for these clauses, each after what ``seen`` says; ``None`` leaves a clause out.

    Raises:
        Conflict: there is a later choice than the one seen.
    """
    rows = [
        AgreementDraftClauseRow(
            consortium=tx.consortium,
            draft=draft,
            clause=int(clause),
            seen=seen.get(clause, 0) + 1,
            edition=choice.edition if choice else "",
            words=choice.words if choice else None,
            at=tx.now,
            by=by,
        )
        for clause, choice in chosen.items()
    ]
    await keep(tx, *rows, unless={"uq_agreement_draft_clause_consortium_draft_clause_seen": FASTER})


async def rename_draft(tx: Transaction, draft: UUID, title: str) -> None:
    """Call a draft something else.

    Raises:
        Conflict: its text is settled, or it was given up.
    """
    row = await _row(tx, draft)
    if row.frozen_at is not None or row.withdrawn_at is not None:
        raise Conflict("This draft was frozen or withdrawn. It keeps its title.")
    row.title = title
    await tx.flush()


async def note_withdrawn(tx: Transaction, draft: UUID, reason: str, by: UUID) -> None:
    """Give a draft up, for good."""
    row = await _row(tx, draft)
    row.withdrawn_at, row.withdrawn_by, row.reason = tx.now, by, reason
    await tx.flush()


async def note_frozen(tx: Transaction, draft: UUID, by: UUID) -> None:
    """The version of a draft was made."""
    row = await _row(tx, draft)
    row.frozen_at, row.frozen_by = tx.now, by
    await tx.flush()


async def save_change_request(
    tx: Transaction, draft: UUID, clause: Clause, by: UUID, proposed: str | None, words: str, source: str
) -> UUID:
    """Keep a comment on a clause, with other words for it if any are ``proposed``; it is open until it is answered.

    ``source`` says where it came from: ``page``, ``word`` (a marked-up file) or ``pasted``. The caller has checked it.
    """
    row = AgreementChangeRow(
        consortium=tx.consortium,
        id=uuid4(),
        draft=draft,
        clause=int(clause),
        words=words,
        proposed=proposed,
        source=source,
        at=tx.now,
        by=by,
        outcome="open",
        answer="",
    )
    await keep(tx, row)
    return row.id


async def _row(tx: Transaction, draft: UUID) -> AgreementDraftRow:
    row = await tx.scalar(select(AgreementDraftRow).where(AgreementDraftRow.id == draft).with_for_update())
    if row is None:
        raise NotFound
    return row


async def _filed(reading: Reading, rows: Iterable[AgreementDraftRow]) -> tuple[DraftFile, ...]:
    rows = tuple(rows)
    ids = [row.id for row in rows]
    terms: dict[UUID, AgreementDraftTermsRow] = {}
    by_seen = select(AgreementDraftTermsRow).where(AgreementDraftTermsRow.draft.in_(ids))
    for found in await reading.scalars(by_seen.order_by(AgreementDraftTermsRow.seen)):
        terms[found.draft] = found
    clauses: dict[UUID, dict[Clause, AgreementDraftClauseRow]] = defaultdict(dict)
    chosen = select(AgreementDraftClauseRow).where(AgreementDraftClauseRow.draft.in_(ids))
    for row in await reading.scalars(chosen.order_by(AgreementDraftClauseRow.seen)):
        clauses[row.draft][Clause(row.clause)] = row
    return tuple(_file(row, terms[row.id], clauses[row.id]) for row in rows)


def _file(
    row: AgreementDraftRow, terms: AgreementDraftTermsRow, clauses: Mapping[Clause, AgreementDraftClauseRow]
) -> DraftFile:
    chosen = {
        clause: ClauseChoice(each.edition, each.words)
        for clause, each in clauses.items()
        if each.edition or each.words is not None
    }
    return DraftFile(
        id=row.id,
        draft=Draft(
            pact=PactId(row.agreement),
            number=row.number,
            title=row.title,
            terms=read_terms(terms.terms),
            clauses=chosen,
        ),
        amends=row.amends,
        made_at=row.made_at,
        made_by=row.made_by,
        terms_seen=terms.seen,
        seen={clause: each.seen for clause, each in clauses.items()},
        frozen_at=row.frozen_at,
        withdrawn_at=row.withdrawn_at,
        reason=row.reason or "",
    )
