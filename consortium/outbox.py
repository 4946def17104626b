"""Timers and outgoing messages as rows, written in the caller's transaction.

Nothing lives in memory only: a process that dies loses no step and no message. Both kinds of rows are claimed through
functions of the ``queue`` role, which return ids and the consortium and nothing else, with ``SKIP LOCKED``. A timer's
effect, its follow-up and its removal are one transaction: exactly once. A message is handed over at least once, always
under the same random Message-ID.
"""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import (
    Index,
    SmallInteger,
    UniqueConstraint,
    delete,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from consortium.db import Base, Owned, Reading, Transaction, to_row

WORK = "consortium_work"
LEASE = timedelta(seconds=30)
_PARTED = "- - -"
GIVE_UP_AFTER = timedelta(seconds=60)
KEPT_TRYING = timedelta(hours=1)


class TimerRow(Owned, Base):
    """Something that is due at an instant, for a request."""

    __tablename__ = "timer"
    __table_args__ = (
        to_row("request", "request", on_delete="CASCADE"),
        UniqueConstraint("consortium", "request", "kind", "step"),
        Index("ix_timer_due_at", "due_at"),
    )
    request: Mapped[UUID]
    kind: Mapped[str]
    step: Mapped[int] = mapped_column(SmallInteger)
    due_at: Mapped[datetime]


class OutboxRow(Owned, Base):
    """A mail to hand over. One about a request dies with the request."""

    __tablename__ = "outbox"
    __table_args__ = (
        to_row("request", "request", on_delete="CASCADE"),
        to_row("attempt", "attempt", on_delete="CASCADE"),
        Index("ix_outbox_next_at", "next_at"),
    )
    kind: Mapped[str]
    address: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    message_id: Mapped[str]
    request: Mapped[UUID | None]
    attempt: Mapped[UUID | None]
    next_at: Mapped[datetime]
    give_up_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a queue function gives away: whose row, and which."""

    consortium: UUID
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail as it is to be handed over; ``kind`` is ours (``page``, ``sign_in`` …), ``address`` the receiver's."""

    kind: str
    address: str
    subject: str
    body: str


async def set_timer(tx: Transaction, request: UUID, kind: str, step: int, due_at: datetime) -> None:
    """Set, or move, one timer; the same timer cannot be set twice."""
    row = {"consortium": tx.consortium, "request": request, "kind": kind, "step": step, "due_at": due_at}
    await tx.execute(
        insert(TimerRow)
        .values(**row)
        .on_conflict_do_update(index_elements=["consortium", "request", "kind", "step"], set_={"due_at": due_at})
    )
    if due_at <= tx.now:
        await tx.notify(WORK)


async def drop_timers(tx: Transaction, request: UUID, *kinds: str) -> None:
    """Remove the timers of these kinds. The caller holds the request's row."""
    await tx.execute(delete(TimerRow).where(TimerRow.request == request, TimerRow.kind.in_(kinds)))


async def claim_timer(tx: Transaction) -> Claim | None:
    """One due timer, locked until this transaction ends; nobody else gets it meanwhile."""
    row = (await tx.execute(text("select consortium, id from claim_timer()"))).first()
    return Claim(row.consortium, row.id) if row else None


async def load_timer(tx: Transaction, timer: UUID) -> TimerRow | None:
    """The claimed timer, under its own consortium."""
    return (await tx.execute(select(TimerRow).where(TimerRow.id == timer))).scalar_one_or_none()


async def done(tx: Transaction, timer: TimerRow) -> None:
    """Remove a timer whose effect is in this transaction."""
    await tx.delete(timer)


async def drop_mails(tx: Transaction, request: UUID) -> None:
    """Take back the pages of a request that have not gone out: nobody is woken for what is over."""
    await tx.execute(delete(OutboxRow).where(OutboxRow.request == request))


async def put_off(tx: Transaction, timer: UUID, wait: timedelta) -> None:
    """A timer that could not be run stays, a little later."""
    await tx.execute(update(TimerRow).where(TimerRow.id == timer).values(due_at=tx.now + wait))


async def sweep(tx: Transaction) -> None:
    """Delete sessions and sign-ins that have run out, in every consortium."""
    await tx.execute(text("select sweep_sessions()"))


async def post(tx: Transaction, mail: Mail, *, request: UUID | None = None, attempt: UUID | None = None) -> None:
    """Put a mail into the outbox; it goes out after this transaction commits, and not if it fails."""
    tx.add(
        OutboxRow(
            consortium=tx.consortium,
            kind=mail.kind,
            address=mail.address,
            subject=mail.subject,
            body=mail.body,
            message_id=f"<{secrets.token_hex(16)}@consortium.invalid>",
            request=request,
            attempt=attempt,
            next_at=tx.now,
            give_up_at=tx.now + (GIVE_UP_AFTER if attempt else KEPT_TRYING),
        )
    )
    await tx.notify(WORK)


async def post_at(tx: Transaction, mail: Mail, at: datetime) -> UUID:
    """Put a mail into the outbox that goes out at ``at``, unless it is taken back before by its id."""
    row = OutboxRow(
        consortium=tx.consortium,
        id=uuid4(),
        kind=mail.kind,
        address=mail.address,
        subject=mail.subject,
        body=mail.body,
        message_id=f"<{secrets.token_hex(16)}@consortium.invalid>",
        next_at=at,
        give_up_at=at + KEPT_TRYING,
    )
    tx.add(row)
    return row.id


async def hold(tx: Transaction, mail: Mail, until: datetime) -> None:
    """Let a mail wait until then; what waits for the same address under the same kind goes out as one mail with it."""
    waiting = (OutboxRow.address == mail.address, OutboxRow.kind == mail.kind, OutboxRow.next_at > tx.now)
    found = await tx.execute(
        select(OutboxRow).where(*waiting, OutboxRow.tries == 0).order_by(OutboxRow.next_at).limit(1).with_for_update()
    )
    row = found.scalar_one_or_none()
    if row is None:
        await post_at(tx, mail, until)
        return
    row.body = f"{row.body.rstrip()}\n\n{_PARTED}\n\n{mail.body}"
    if not row.subject.startswith(mail.subject):
        row.subject = mail.subject.partition(":")[0] + ": several things"
    await tx.flush()


async def take_back(tx: Transaction, mails: Collection[UUID]) -> None:
    """Remove mails that have not gone out; those that have are gone."""
    await tx.execute(delete(OutboxRow).where(OutboxRow.id.in_(mails)))


async def claim_mails(tx: Transaction, most: int) -> Sequence[Claim]:
    """Up to ``most`` mails that are due, leased for :data:`LEASE`; a sender that dies lets them go again."""
    found = await tx.execute(
        text("select consortium, id from claim_mails(:most, :lease)"), {"most": most, "lease": LEASE}
    )
    return [Claim(row.consortium, row.id) for row in found]


async def load_mails(tx: Transaction, mails: Sequence[UUID]) -> Sequence[OutboxRow]:
    """The claimed mails of this consortium, but for those that died with their request."""
    return (await tx.scalars(select(OutboxRow).where(OutboxRow.id.in_(mails)))).all()


async def sent(tx: Transaction, mail: UUID) -> None:
    """The mail was taken by the mail server: nothing of it stays."""
    await tx.execute(delete(OutboxRow).where(OutboxRow.id == mail))


async def try_again(tx: Transaction, mail: UUID, tries: int) -> None:
    """The mail server did not take it: again after 1, 2, 4 … seconds, at most 30."""
    wait = timedelta(seconds=min(30, 2 ** min(tries, 5)))
    await tx.execute(update(OutboxRow).where(OutboxRow.id == mail).values(next_at=tx.now + wait))


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits to be handed over: how many mails, how many of them were tried before, how long the oldest waits."""

    mails: int = 0
    again: int = 0
    oldest: timedelta = timedelta()

    def with_more(self, other: "Waiting") -> "Waiting":
        """Both together."""
        return Waiting(
            mails=self.mails + other.mails, again=self.again + other.again, oldest=max(self.oldest, other.oldest)
        )


async def load_waiting(reading: Reading, kinds: Collection[str]) -> Waiting:
    """The mails of these kinds that are due in this consortium; those of a request are never among them."""
    rows = await reading.execute(
        select(OutboxRow.give_up_at, OutboxRow.tries).where(
            OutboxRow.kind.in_(kinds),
            OutboxRow.request.is_(None),
            OutboxRow.give_up_at <= reading.now + KEPT_TRYING,
        )
    )
    found = [(reading.now - (row.give_up_at - KEPT_TRYING), row.tries) for row in rows]
    return Waiting(
        mails=len(found),
        again=sum(tries > 1 for _, tries in found),
        oldest=max((waited for waited, _ in found), default=timedelta()),
    )
