"""What heads were told of roster annexes, and what they objected: rows to values and back."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import aliased

from agreements.log.leaves import ANNEX
from consortium.access.tables import PersonRow
from consortium.db import Reading, Transaction
from consortium.members.annex_values import Annex
from consortium.members.store import keep
from consortium.members.tables import DesignationRow, RosterAnnexPeerRow, RosterAnnexRow
from consortium.problems import Conflict
from consortium.signing.annex_notice import Copy, Notice, Objection
from consortium.signing.store.annex_tables import RosterAnnexMailRow, RosterAnnexNoticeRow
from consortium.signing.store.events import note_event
from geo import AgencyId, PersonId

_TWICE: Final = {"uq_roster_annex_notice_consortium_annex": Conflict("The heads are told of this annex already.")}
_MOMENT: Final = timedelta(microseconds=1)


async def load_notices(reading: Reading, annexes: Collection[UUID]) -> dict[UUID, Notice]:
    """What heads were told of these annexes; those of which nobody was told are not in it."""
    return {each.annex: each for each in await _found(reading, RosterAnnexNoticeRow.annex.in_(annexes))}


async def load_untold(reading: Reading) -> tuple[Notice, ...]:
    """Notices that are under way: not every head was told yet, nobody objected, and the annex stands."""
    waits = RosterAnnexNoticeRow.told_at.is_(None) & RosterAnnexNoticeRow.objected_at.is_(None)
    return await _found(reading, waits & _stands())


async def load_told(reading: Reading, *, since: datetime) -> tuple[Notice, ...]:
    """Notices of which the heads were told since then, to which nobody objected, and which nothing took over."""
    told = (RosterAnnexNoticeRow.told_at >= since) & RosterAnnexNoticeRow.objected_at.is_(None)
    return await _found(reading, told & _stands())


async def notice_locked(tx: Transaction, annex: UUID) -> RosterAnnexNoticeRow | None:
    """The notice of an annex, locked; ``None``: nobody was told of it. The caller holds the annex."""
    row: RosterAnnexNoticeRow | None = await tx.scalar(
        select(RosterAnnexNoticeRow).where(RosterAnnexNoticeRow.annex == annex).with_for_update()
    )
    return row


async def save_notice(tx: Transaction, row: RosterAnnexNoticeRow) -> None:
    """Write that heads are told.

    Raises:
        Conflict: they are already.
    """
    await keep(tx, row, unless=_TWICE)


async def save_mails(tx: Transaction, notice: UUID, mails: Iterable[tuple[PersonId, UUID]]) -> None:
    """Write which mail goes to whom."""
    rows = [
        RosterAnnexMailRow(consortium=tx.consortium, notice=notice, person=person, mail=mail) for person, mail in mails
    ]
    await keep(tx, *rows)


async def annex_mail_became(tx: Transaction, mail: UUID, *, handed: bool) -> None:
    """What became of a mail that tells a head: taken by the mail server, or given up."""
    became = {"handed_at": tx.now} if handed else {"failed_at": tx.now}
    await tx.execute(update(RosterAnnexMailRow).where(RosterAnnexMailRow.mail == mail).values(**became))


async def close_annex(tx: Transaction, agreement: UUID, number: int) -> None:
    """End every designation by one annex from now on; those that have not begun never count."""
    mine = (DesignationRow.agreement == agreement, DesignationRow.annex == number, DesignationRow.until.is_(None))
    ends = func.greatest(tx.now, DesignationRow.since + _MOMENT)
    await tx.execute(update(DesignationRow).where(*mine).values(until=ends))


async def load_objected(reading: Reading, agreement: UUID, agency: AgencyId) -> dict[PersonId, str]:
    """Everybody on an annex to which this agency objected under this agreement, unless one was signed since; names."""
    listed, objected, signed = RosterAnnexPeerRow, RosterAnnexNoticeRow, aliased(DesignationRow)
    since = select(signed.id).where(
        signed.person == listed.person,
        signed.agency == agency,
        signed.agreement == agreement,
        signed.manner == "signed",
        signed.since >= objected.objected_at,
    )
    rows = await reading.execute(
        select(listed.person, listed.name)
        .join(RosterAnnexRow, RosterAnnexRow.id == listed.annex)
        .join(objected, objected.annex == RosterAnnexRow.id)
        .where(
            RosterAnnexRow.agreement == agreement,
            RosterAnnexRow.agency == agency,
            objected.objected_at.is_not(None),
            ~since.exists(),
        )
    )
    return {PersonId(row.person): row.name for row in rows}


async def note_annex(tx: Transaction, annex: Annex, fingerprint: str, what: str, **more: object) -> None:
    """Note in the log of agreements what became of an annex: by its fingerprint, never who is on it."""
    body = {"agency": annex.agency, "digest": fingerprint, "what": what, **more}
    await note_event(tx, kind=ANNEX, agreement=annex.agreement, body=body)


def _stands() -> ColumnElement[bool]:
    mine = select(RosterAnnexRow.id).where(
        RosterAnnexRow.id == RosterAnnexNoticeRow.annex,
        RosterAnnexRow.signed_on.is_(None),
        RosterAnnexRow.withdrawn_on.is_(None),
    )
    return mine.exists()


async def _found(reading: Reading, wanted: ColumnElement[bool]) -> tuple[Notice, ...]:
    head, clerk = aliased(PersonRow), aliased(PersonRow)
    rows = (
        await reading.execute(
            select(RosterAnnexNoticeRow, head.name.label("head"), clerk.name.label("clerk"))
            .outerjoin(head, head.id == RosterAnnexNoticeRow.objected_by)
            .outerjoin(clerk, clerk.id == RosterAnnexNoticeRow.taken_by)
            .where(wanted)
            .order_by(RosterAnnexNoticeRow.sent_at, RosterAnnexNoticeRow.id)
        )
    ).all()
    copies = await _copies(reading, [row.id for row, _, _ in rows]) if rows else {}
    return tuple(_notice(row, name, taken, copies.get(row.id, ())) for row, name, taken in rows)


async def _copies(reading: Reading, notices: Collection[UUID]) -> dict[UUID, tuple[Copy, ...]]:
    """For each notice one copy of each head, by name: told once any of her mails was handed over."""
    mail = RosterAnnexMailRow
    rows = await reading.execute(
        select(
            mail.notice,
            mail.person,
            PersonRow.name,
            func.min(mail.handed_at).label("handed"),
            func.max(mail.failed_at).label("failed"),
            func.count().filter(mail.handed_at.is_(None), mail.failed_at.is_(None)).label("waits"),
        )
        .join(PersonRow, PersonRow.id == mail.person)
        .where(mail.notice.in_(notices))
        .group_by(mail.notice, mail.person, PersonRow.name)
        .order_by(PersonRow.name, mail.person)
    )
    found: dict[UUID, list[Copy]] = defaultdict(list)
    for row in rows:
        failed = None if row.handed or row.waits else row.failed
        found[row.notice].append(Copy(PersonId(row.person), row.name, row.handed, failed))
    return {notice: tuple(each) for notice, each in found.items()}


def _notice(row: RosterAnnexNoticeRow, head: str | None, clerk: str | None, copies: tuple[Copy, ...]) -> Notice:
    said_on: date | None = row.said_on
    objection = (
        Objection(at=row.objected_at, by=head or "", said_on=said_on, taken_by=clerk or "", scan=row.scan_sha256 or "")
        if row.objected_at is not None
        else None
    )
    return Notice(
        id=row.id,
        annex=row.annex,
        digest=row.digest,
        sent_at=row.sent_at,
        told_at=row.told_at,
        number=row.number,
        objection=objection,
        copies=copies,
    )
