"""Who countersigns the log of agreement events: keys, countersignatures, and to whom its head was mailed when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from agreements.counterparts import Assertion
from agreements.log import Manner, VerifierKey
from agreements.log.leaves import WITNESS, WITNESS_ENDED
from consortium.access.permissions import Role
from consortium.access.store.door import still_here
from consortium.access.tables import AffiliationRow, PersonRow, RoleRow
from consortium.db import Reading, Transaction
from consortium.members.store import keep
from consortium.problems import Conflict
from consortium.signing.store.events import Noted, note_events
from consortium.signing.store.events_tables import (
    LogCountersignatureRow,
    LogMailingRow,
    LogWitnessEndRow,
    LogWitnessRow,
)

_KNOWN = Conflict("This key, or one of this name, is registered already. Make another: each agency has its own.")
_GONE = Conflict("This key was taken back already.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """That a key was taken back, and by whom."""

    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A key with which a member agency countersigns the log, who registered it, and whether it was taken back."""

    id: UUID
    agency: UUID
    key: VerifierKey
    added_at: datetime
    added_by: str
    ended: Ended | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registrar:
    """Who registers a key: her name, her passkey by its digest, and who heard its fingerprint from her and when."""

    person: UUID
    name: str
    public_key: str
    confirmed_by: str
    confirmed_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Countersigned:
    """That an agency countersigned the head of ``size`` events: by its own key, or by somebody's passkey."""

    agency: UUID
    size: int
    at: datetime
    line: str | None
    person: UUID | None
    statement: bytes | None
    assertion: Assertion | None


async def load_witnesses(reading: Reading) -> tuple[Witness, ...]:
    """Every key that may countersign, or might once, the oldest first."""
    adder, ender = aliased(PersonRow), aliased(PersonRow)
    rows = await reading.execute(
        select(LogWitnessRow, LogWitnessEndRow.ended_at, adder.name.label("adder"), ender.name.label("ender"))
        .join(adder, adder.id == LogWitnessRow.added_by)
        .outerjoin(LogWitnessEndRow, LogWitnessEndRow.witness == LogWitnessRow.id)
        .outerjoin(ender, ender.id == LogWitnessEndRow.ended_by)
        .order_by(LogWitnessRow.added_at, LogWitnessRow.name)
    )
    return tuple(_witness(row, at, added, ended) for row, at, added, ended in rows)


async def save_witness(tx: Transaction, *, agency: UUID, agency_name: str, key: VerifierKey, by: Registrar) -> None:
    """Register an agency's key; it is an event of the log.

    Raises:
        Conflict: the key or its name is registered already.
    """
    row = LogWitnessRow(
        consortium=tx.consortium,
        agency=agency,
        name=key.name,
        public_key=key.public,
        added_at=tx.now,
        added_by=by.person,
    )
    twice = dict.fromkeys(("uq_log_witness_consortium_name", "uq_log_witness_consortium_public_key"), _KNOWN)
    await keep(tx, row, unless=twice)
    body = {
        "agency": agency,
        "agency_name": agency_name,
        "key": key.line(),
        "by": by.name,
        "public_key": by.public_key,
        "confirmed_by": by.confirmed_by,
        "confirmed_on": by.confirmed_on,
    }
    await note_events(tx, [Noted(kind=WITNESS, agreement=None, body=body)])


async def end_witness(tx: Transaction, witness: Witness, *, person: UUID, name: str) -> None:
    """Take a key back; it is an event of the log.

    Raises:
        Conflict: it was taken back already.
    """
    row = LogWitnessEndRow(consortium=tx.consortium, witness=witness.id, ended_at=tx.now, ended_by=person)
    await keep(tx, row, unless={"uq_log_witness_end_consortium_witness": _GONE})
    body = {"agency": witness.agency, "key": witness.key.line(), "by": name}
    await note_events(tx, [Noted(kind=WITNESS_ENDED, agreement=None, body=body)])


async def load_countersignatures(reading: Reading) -> tuple[Countersigned, ...]:
    """Every countersignature, by the size that it is of."""
    row = LogCountersignatureRow
    return tuple(map(_countersigned, await reading.scalars(select(row).order_by(row.size, row.at, row.id))))


async def save_countersignature(tx: Transaction, signed: Countersigned) -> None:
    """Keep a countersignature that was checked."""
    answer = signed.assertion
    row = LogCountersignatureRow(
        consortium=tx.consortium,
        agency=signed.agency,
        size=signed.size,
        at=signed.at,
        line=signed.line,
        person=signed.person,
        statement=signed.statement and signed.statement.decode(),
        credential=answer and answer.credential,
        public_key=answer and answer.public_key,
        client_data=answer and answer.client_data,
        authenticator_data=answer and answer.authenticator_data,
        signature=answer and answer.signature,
    )
    await keep(tx, row)


async def last_mailed(reading: Reading) -> tuple[date, int] | None:
    """The day on which the head was mailed last, and its size then."""
    row = (await reading.scalars(select(LogMailingRow).order_by(LogMailingRow.day.desc()).limit(1))).first()
    return None if row is None else (row.day, row.size)


async def save_mailing(tx: Transaction, day: date, size: int) -> bool:
    """Note that the head is mailed; ``False`` where another process was faster."""
    made = await tx.execute(
        insert(LogMailingRow)
        .values(consortium=tx.consortium, id=uuid4(), day=day, size=size)
        .on_conflict_do_nothing(index_elements=["consortium", "day"])
        .returning(LogMailingRow.id)
    )
    return made.scalar_one_or_none() is not None


async def who_keeps_heads(reading: Reading) -> Sequence[str]:
    """The addresses of the heads and clerks of member agencies, who get the head of the log by mail."""
    found = await reading.scalars(
        select(PersonRow.email)
        .join(RoleRow, RoleRow.person == PersonRow.id)
        .join(AffiliationRow, AffiliationRow.person == PersonRow.id)
        .where(
            RoleRow.role.in_((Role.AGENCY_HEAD.value, Role.CLERK.value)),
            PersonRow.email.is_not(None),
            still_here(reading),
        )
        .distinct()
    )
    return sorted(each for each in found if each)


def _countersigned(row: LogCountersignatureRow) -> Countersigned:
    answer = None
    if row.signature is not None:
        answer = Assertion(
            credential=row.credential or b"",
            public_key=row.public_key or b"",
            client_data=row.client_data or b"",
            authenticator_data=row.authenticator_data or b"",
            signature=row.signature,
        )
    return Countersigned(
        agency=row.agency,
        size=row.size,
        at=row.at,
        line=row.line,
        person=row.person,
        statement=row.statement.encode() if row.statement else None,
        assertion=answer,
    )


def _witness(row: LogWitnessRow, ended_at: datetime | None, added_by: str, ended_by: str | None) -> Witness:
    return Witness(
        id=row.id,
        agency=row.agency,
        key=VerifierKey(row.name, row.public_key, Manner.COSIGNATURE),
        added_at=row.added_at,
        added_by=added_by,
        ended=None if ended_at is None else Ended(at=ended_at, by=ended_by or ""),
    )
