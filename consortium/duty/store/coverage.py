"""Coverage in the database: messages before a shift, what is settled of them, who gets the mail of the week."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import and_, delete, func, select, update
from sqlalchemy.dialects.postgresql import distinct_on, insert

from consortium.access.permissions import Role
from consortium.access.store import still_here
from consortium.access.tables import PersonRow, RoleRow
from consortium.db import Reading, Transaction
from consortium.duty.coverage.checks import Check, Settled, State
from consortium.duty.store.coverage_rows import CoverSettingRow, ShiftCheckRow
from consortium.members.kinds import ChannelKind
from consortium.members.mail_diet import Diet
from consortium.members.store.people_tables import ChannelRow, MailDietRow, PeerRow
from consortium.outbox import OutboxRow
from geo import PersonId
from scheduling import Line, Span


async def load_settled(reading: Reading) -> Settled:
    """What this consortium has settled of messages before a shift."""
    row = (await reading.scalars(select(CoverSettingRow))).one_or_none()
    return _settled(row) if row else Settled()


async def lock_settled(tx: Transaction) -> Settled | None:
    """The same, locked until this transaction ends; ``None`` while another process works on this consortium."""
    await _make_settled(tx)
    row = (await tx.scalars(select(CoverSettingRow).with_for_update(skip_locked=True))).one_or_none()
    return _settled(row) if row else None


async def save_settled(tx: Transaction, settled: Settled) -> None:
    """Keep what is settled; whoever works on it meanwhile is waited for."""
    await _make_settled(tx)
    await tx.execute(
        update(CoverSettingRow).values(
            asks=settled.asks,
            ask_hours=settled.ask_ahead // timedelta(hours=1),
            tell_minutes=settled.tell_ahead // timedelta(minutes=1),
            mailed_week=settled.mailed_week,
        )
    )


async def note_week(tx: Transaction, monday: date) -> None:
    """The mail of this week has gone out."""
    await tx.execute(update(CoverSettingRow).values(mailed_week=monday))


async def load_checks(reading: Reading) -> tuple[Check, ...]:
    """Every message before a shift, by the start of the shift."""
    rows = await reading.scalars(select(ShiftCheckRow).order_by(ShiftCheckRow.starts_at, ShiftCheckRow.id))
    return tuple(_check(row) for row in rows)


async def find_check(reading: Reading, token_hash: bytes) -> Check | None:
    """The message whose link bears this token."""
    row = (await reading.scalars(select(ShiftCheckRow).where(ShiftCheckRow.token_hash == token_hash))).one_or_none()
    return _check(row) if row else None


async def add_check(
    tx: Transaction, *, person: PersonId, line: Line, during: Span, ask_at: datetime, again: bool
) -> None:
    """Add a message that waits; the same one is never there twice."""
    await tx.execute(
        insert(ShiftCheckRow)
        .values(
            consortium=tx.consortium,
            id=uuid4(),
            person=person,
            line=line.value,
            starts_at=during.start,
            ends_at=during.end,
            ask_at=ask_at,
            state=State.WAITING.value,
            why="",
            again=again,
            told=False,
        )
        .on_conflict_do_nothing()
    )


async def drop_checks(tx: Transaction, checks: Collection[UUID]) -> None:
    """Remove messages, with their mails that have not gone out."""
    mails = await tx.scalars(delete(ShiftCheckRow).where(ShiftCheckRow.id.in_(checks)).returning(ShiftCheckRow.mail))
    await tx.execute(delete(OutboxRow).where(OutboxRow.id.in_([mail for mail in mails if mail is not None])))


async def set_asked(
    tx: Transaction, check: UUID, *, token_hash: bytes, mail: UUID, channel: UUID | None, at: datetime
) -> None:
    """Its mail is in the outbox."""
    await _set(tx, check, state=State.ASKED.value, why="", token_hash=token_hash, mail=mail, channel=channel, ask_at=at)


async def set_failed(tx: Transaction, check: UUID, why: str) -> None:
    """It reaches nobody."""
    await _set(tx, check, state=State.FAILED.value, why=why)


async def set_told(tx: Transaction, checks: Collection[UUID]) -> None:
    """The coordinators have been told."""
    await tx.execute(update(ShiftCheckRow).where(ShiftCheckRow.id.in_(checks)).values(told=True))


async def lock_check(tx: Transaction, token_hash: bytes) -> tuple[Check, UUID | None] | None:
    """The message whose link bears this token, locked, with the channel that it went to."""
    found = select(ShiftCheckRow).where(ShiftCheckRow.token_hash == token_hash).with_for_update()
    row = (await tx.scalars(found)).one_or_none()
    return (_check(row), row.channel) if row else None


async def set_confirmed(tx: Transaction, check: UUID) -> None:
    """She pressed the button."""
    await _set(tx, check, state=State.CONFIRMED.value, why="")


async def prove_by_check(tx: Transaction, *, person: PersonId, channel: UUID | None, today: date) -> None:
    """A mail to this channel, or to the address she signs in with, was answered: it is proved, unless it was before.

    The day of an earlier proof stays. Where her own address is no channel yet, it becomes one.
    """
    if channel is None:
        own = await tx.scalar(select(PersonRow.email).where(PersonRow.id == person))
        values = {"person": person, "kind": ChannelKind.MAIL.value, "address": own, "proved_on": today}
        if own:
            row = {"consortium": tx.consortium, "id": uuid4(), **values}
            await tx.execute(insert(ChannelRow).values(**row).on_conflict_do_nothing())
        return
    await tx.execute(
        update(ChannelRow).where(ChannelRow.id == channel, ChannelRow.proved_on.is_(None)).values(proved_on=today)
    )


async def check_mail_became(tx: Transaction, mail: UUID, *, why: str) -> None:
    """The mail of a message was given up, for this reason; one that was confirmed meanwhile stays so."""
    await tx.execute(
        update(ShiftCheckRow)
        .where(ShiftCheckRow.mail == mail, ShiftCheckRow.state == State.ASKED.value)
        .values(state=State.FAILED.value, why=why)
    )


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody is paged: the address, and the channel that holds it, if one does."""

    address: str
    channel: UUID | None


async def load_addresses(reading: Reading, people: Collection[UUID]) -> Mapping[UUID, Address]:
    """Where each of these is paged, chosen as paging chooses it; who has no address is left out."""
    rows = await reading.execute(
        select(PersonRow.id, PersonRow.email, ChannelRow.address, ChannelRow.id.label("channel"))
        .join(PeerRow, PeerRow.person == PersonRow.id)
        .outerjoin(ChannelRow, and_(ChannelRow.person == PersonRow.id, ChannelRow.kind == ChannelKind.MAIL.value))
        .where(PersonRow.id.in_(people))
        .ext(distinct_on(PersonRow.id))
        .order_by(PersonRow.id, ChannelRow.proved_on.desc().nulls_last(), ChannelRow.address)
    )
    found = {person: Address(address or own or "", channel) for person, own, address, channel in rows}
    return {person: address for person, address in found.items() if address.address}


async def load_diets(reading: Reading, people: Collection[UUID]) -> Mapping[UUID, Diet]:
    """The quiet hours of these people; who has none is left out."""
    rows = await reading.scalars(select(MailDietRow).where(MailDietRow.person.in_(people)))
    return {row.person: Diet(quiet_from=row.quiet_from, quiet_until=row.quiet_until) for row in rows}


async def load_weekly_readers(reading: Reading) -> tuple[tuple[UUID, str], ...]:
    """The coordinators who get the mail of the week, with their addresses."""
    rows = await reading.execute(
        select(PersonRow.id, PersonRow.email)
        .join(RoleRow, RoleRow.person == PersonRow.id)
        .outerjoin(MailDietRow, MailDietRow.person == PersonRow.id)
        .where(
            RoleRow.role == Role.COORDINATOR,
            PersonRow.email.is_not(None),
            still_here(reading),
            ~func.coalesce(MailDietRow.no_weekly, False),
        )
        .order_by(PersonRow.email)
    )
    return tuple((person, email) for person, email in rows if email)


async def _make_settled(tx: Transaction) -> None:
    await tx.execute(insert(CoverSettingRow).values(consortium=tx.consortium).on_conflict_do_nothing())


async def _set(tx: Transaction, check: UUID, **values: object) -> None:
    await tx.execute(update(ShiftCheckRow).where(ShiftCheckRow.id == check).values(**values))


def _settled(row: CoverSettingRow) -> Settled:
    return Settled(
        asks=row.asks,
        ask_ahead=timedelta(hours=row.ask_hours),
        tell_ahead=timedelta(minutes=row.tell_minutes),
        mailed_week=row.mailed_week,
    )


def _check(row: ShiftCheckRow) -> Check:
    return Check(
        id=row.id,
        person=PersonId(row.person),
        line=Line(row.line),
        during=Span(row.starts_at, row.ends_at),
        ask_at=row.ask_at,
        state=State(row.state),
        why=row.why,
        again=row.again,
        told=row.told,
    )
