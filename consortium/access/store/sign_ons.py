"""Sign-on with agencies' own accounts: how it is set up, ways that have begun, and who is connected."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, select, text
from sqlalchemy.exc import IntegrityError

from consortium.access.store.door import still_here
from consortium.access.tables import AffiliationRow, IdentityRow, PersonRow, SignOnFlowRow, SignOnRow
from consortium.access.tokens import kept
from consortium.db import Reading, Transaction

FLOW_LENGTH = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOn:
    """An agency's sign-on; ``secret`` is sealed, and ``None`` for a public client."""

    id: UUID
    agency: UUID
    issuer: str
    client_id: str
    secret: bytes | None
    made_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A way that has begun."""

    sign_on: UUID
    person: UUID | None
    nonce: str
    verifier: str


async def load_sign_ons(reading: Reading) -> tuple[SignOn, ...]:
    """Every agency's sign-on."""
    rows = await reading.scalars(select(SignOnRow).order_by(SignOnRow.issuer, SignOnRow.id))
    return tuple(_sign_on(row) for row in rows)


async def load_sign_on(reading: Reading, wanted: UUID) -> SignOn | None:
    """One sign-on."""
    row = (await reading.execute(select(SignOnRow).where(SignOnRow.id == wanted))).scalar_one_or_none()
    return None if row is None else _sign_on(row)


def _sign_on(row: SignOnRow) -> SignOn:
    return SignOn(
        id=row.id,
        agency=row.agency,
        issuer=row.issuer,
        client_id=row.client_id,
        secret=row.secret,
        made_on=row.made_on,
    )


async def save_sign_on(
    tx: Transaction, *, made: UUID, agency: UUID, issuer: str, client_id: str, secret: bytes | None
) -> bool:
    """Keep a sign-on; whether the agency had none yet and is one of ours."""
    row = SignOnRow(
        consortium=tx.consortium,
        id=made,
        agency=agency,
        issuer=issuer,
        client_id=client_id,
        secret=secret,
        made_on=tx.now.date(),
    )
    try:
        async with tx.begin_nested():
            tx.add(row)
            await tx.flush()
    except IntegrityError:
        return False
    return True


async def delete_sign_on(tx: Transaction, wanted: UUID) -> bool:
    """End a sign-on, and with it who is connected by it; whether it was there."""
    gone = delete(SignOnRow).where(SignOnRow.id == wanted).returning(SignOnRow.id)
    return await tx.scalar(gone) is not None


async def save_flow(
    tx: Transaction, *, sign_on: UUID, person: UUID | None, state: str, browser: str, nonce: str, verifier: str
) -> None:
    """Keep a way that begins now."""
    tx.add(
        SignOnFlowRow(
            consortium=tx.consortium,
            id=uuid4(),
            sign_on=sign_on,
            person=person,
            state_hash=kept(state),
            browser_hash=kept(browser),
            nonce=nonce,
            verifier=verifier,
            expires_at=tx.now + FLOW_LENGTH,
        )
    )


async def take_flow(tx: Transaction, *, state: str, browser: str) -> Flow | None:
    """The way that this browser began under this state, used up; ``None`` if there is none that is still good."""
    gone = (
        delete(SignOnFlowRow)
        .where(
            SignOnFlowRow.state_hash == kept(state),
            SignOnFlowRow.browser_hash == kept(browser),
            SignOnFlowRow.expires_at > tx.now,
        )
        .returning(SignOnFlowRow.sign_on, SignOnFlowRow.person, SignOnFlowRow.nonce, SignOnFlowRow.verifier)
    )
    row = (await tx.execute(gone)).first()
    return None if row is None else Flow(sign_on=row.sign_on, person=row.person, nonce=row.nonce, verifier=row.verifier)


async def save_identity(tx: Transaction, *, sign_on: UUID, person: UUID, subject: str) -> bool:
    """Connect an account; whether it was free, and she had none there yet."""
    row = IdentityRow(
        consortium=tx.consortium,
        id=uuid4(),
        sign_on=sign_on,
        person=person,
        subject_hash=kept(subject),
        connected_on=tx.now.date(),
    )
    try:
        async with tx.begin_nested():
            tx.add(row)
            await tx.flush()
    except IntegrityError:
        return False
    return True


async def delete_identity(tx: Transaction, *, sign_on: UUID, person: UUID) -> bool:
    """Take a connection away; whether there was one."""
    mine = (IdentityRow.sign_on == sign_on, IdentityRow.person == person)
    return await tx.scalar(delete(IdentityRow).where(*mine).returning(IdentityRow.id)) is not None


async def load_connected(reading: Reading, person: UUID) -> dict[UUID, date]:
    """By which sign-ons she is connected, with the day."""
    rows = await reading.execute(
        select(IdentityRow.sign_on, IdentityRow.connected_on).where(IdentityRow.person == person)
    )
    return {row.sign_on: row.connected_on for row in rows}


async def whose_account(reading: Reading, *, sign_on: UUID, subject: str) -> UUID | None:
    """The member who connected this account, if she is still of that agency and has not left."""
    found: UUID | None = await reading.scalar(
        select(IdentityRow.person)
        .join(PersonRow, PersonRow.id == IdentityRow.person)
        .join(SignOnRow, SignOnRow.id == IdentityRow.sign_on)
        .where(
            IdentityRow.sign_on == sign_on,
            IdentityRow.subject_hash == kept(subject),
            still_here(reading),
            select(AffiliationRow.id)
            .where(AffiliationRow.person == IdentityRow.person, AffiliationRow.agency == SignOnRow.agency)
            .exists(),
        )
    )
    return found


async def sweep_sign_on(tx: Transaction) -> None:
    """Delete ways that have run out."""
    await tx.execute(text("select sweep_sign_on()"))
