"""Authority to sign in the database, and who wants to sign with which keys."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from consortium.access.permissions import Role
from consortium.access.store.door import still_here
from consortium.access.tables import AffiliationRow, PasskeyRow, PersonRow, RoleRow
from consortium.db import Reading, Transaction
from consortium.problems import NotFound
from consortium.signing.signatures.authority import Authority, Right
from consortium.signing.signatures.signers import Signer, SigningKey
from consortium.signing.store.signatures_tables import AuthorityRow, ElectronicConsentRow
from geo import AgencyId, PersonId


async def load_authorities(reading: Reading, agencies: Collection[AgencyId] | None = None) -> tuple[Authority, ...]:
    """Every authority that was ever recorded for these agencies (all, if ``None``), the newest first.

    Who signs for an agency, and by what right, is every other party's business: it stands on what she signs.
    """
    giver, clerk = aliased(PersonRow), aliased(PersonRow)
    wanted = (
        select(AuthorityRow, PersonRow.name, giver.name.label("giver"), clerk.name.label("clerk"))
        .join(PersonRow, PersonRow.id == AuthorityRow.person)
        .outerjoin(giver, giver.id == AuthorityRow.given_by)
        .join(clerk, clerk.id == AuthorityRow.attested_by)
        .order_by(AuthorityRow.since.desc(), AuthorityRow.id)
    )
    if agencies is not None:
        wanted = wanted.where(AuthorityRow.agency.in_(agencies))
    found = await reading.execute(wanted)
    return tuple(_authority(row, name, given, attested) for row, name, given, attested in found)


async def save_authority(tx: Transaction, row: AuthorityRow) -> UUID:
    """Add an authority."""
    tx.add(row)
    await tx.flush()
    return row.id


async def authority_row(tx: Transaction, authority: UUID) -> AuthorityRow:
    """One authority, locked.

    Raises:
        NotFound: there is none of that id.
    """
    row = await tx.scalar(select(AuthorityRow).where(AuthorityRow.id == authority).with_for_update())
    if row is None:
        raise NotFound
    return row


async def load_heads(reading: Reading) -> tuple[tuple[PersonId, str, str, frozenset[AgencyId]], ...]:
    """Everybody whose role lets her sign, by name: id, name, title, and the agencies that she belongs to."""
    heads = exists().where(RoleRow.person == PersonRow.id, RoleRow.role == Role.AGENCY_HEAD.value)
    people = (
        await reading.execute(
            select(PersonRow.id, PersonRow.name, PersonRow.title)
            .where(heads, still_here(reading))
            .order_by(PersonRow.name, PersonRow.id)
        )
    ).all()
    tied = await reading.execute(
        select(AffiliationRow.person, AffiliationRow.agency).where(
            AffiliationRow.person.in_([each.id for each in people])
        )
    )
    pairs = [(row.person, row.agency) for row in tied]
    return tuple(
        (
            PersonId(each.id),
            each.name,
            each.title,
            frozenset(AgencyId(agency) for person, agency in pairs if person == each.id),
        )
        for each in people
    )


async def load_signer(reading: Reading, person: UUID, *, gone: bool = False) -> Signer:
    """Who wants to sign; with ``gone``, also somebody who has left and may have signed a paper before.

    Raises:
        NotFound: there is nobody of that id, or she has left.
    """
    here = PersonRow.id == person
    row = await reading.scalar(select(PersonRow).where(here if gone else here & still_here(reading)))
    if row is None:
        raise NotFound
    roles = await reading.scalars(select(RoleRow.role).where(RoleRow.person == person))
    tied = await reading.scalars(select(AffiliationRow.agency).where(AffiliationRow.person == person))
    heard = aliased(PersonRow)
    keys = await reading.execute(
        select(PasskeyRow, heard.name)
        .outerjoin(heard, heard.id == PasskeyRow.confirmed_by)
        .where(PasskeyRow.person == person)
        .order_by(PasskeyRow.added_on, PasskeyRow.id)
    )
    return Signer(
        person=PersonId(row.id),
        name=row.name,
        title=row.title,
        heads=Role.AGENCY_HEAD.value in set(roles),
        agencies=frozenset(map(AgencyId, tied)),
        keys=tuple(_key(key, name) for key, name in keys),
        paper_since=await paper_since(reading, row.id),
    )


async def paper_since(reading: Reading, person: UUID) -> date | None:
    """The day on which she took her consent to electronic records back; ``None`` if she did not, or gave it anew."""
    last = await reading.scalar(
        select(ElectronicConsentRow)
        .where(ElectronicConsentRow.person == person)
        .order_by(ElectronicConsentRow.at.desc(), ElectronicConsentRow.id.desc())
        .limit(1)
    )
    return None if last is None or last.given else last.at.date()


async def save_consent(tx: Transaction, person: UUID, *, given: bool, by: UUID) -> None:
    """Keep that she took her consent to electronic records back, or gave it anew."""
    tx.add(ElectronicConsentRow(consortium=tx.consortium, person=person, given=given, at=tx.now, by=by))
    await tx.flush()


async def signing_key_row(tx: Transaction, credential: bytes) -> PasskeyRow | None:
    """The passkey of that id, locked, so that two answers of it are looked at one after the other."""
    found: PasskeyRow | None = await tx.scalar(
        select(PasskeyRow).where(PasskeyRow.credential_id == credential).with_for_update()
    )
    return found


async def holders_of(reading: Reading, role: Role, agencies: Collection[AgencyId] = ()) -> tuple[PersonId, ...]:
    """Who holds a role; with ``agencies``, only those who belong to one of them."""
    wanted = (
        select(PersonRow.id)
        .join(RoleRow, RoleRow.person == PersonRow.id)
        .where(RoleRow.role == role.value, still_here(reading))
        .order_by(PersonRow.id)
    )
    if agencies:
        tied = exists().where(AffiliationRow.person == PersonRow.id, AffiliationRow.agency.in_(agencies))
        wanted = wanted.where(tied)
    return tuple(map(PersonId, await reading.scalars(wanted)))


async def told_of(reading: Reading, agency: AgencyId) -> tuple[tuple[PersonId, ...], tuple[PersonId, ...]]:
    """Who is told of what is done for an agency: its heads; and its clerks, else those who belong to no agency."""
    heads = await holders_of(reading, Role.AGENCY_HEAD, [agency])
    clerks = await holders_of(reading, Role.CLERK, [agency])
    if clerks:
        return heads, clerks
    tied = await reading.scalars(select(AffiliationRow.person).distinct())
    affiliated = set(tied)
    return heads, tuple(each for each in await holders_of(reading, Role.CLERK) if each not in affiliated)


def _authority(row: AuthorityRow, name: str, giver: str | None, clerk: str) -> Authority:
    return Authority(
        id=row.id,
        agency=AgencyId(row.agency),
        person=PersonId(row.person),
        name=name,
        office=row.office,
        right=Right(row.manner),
        evidence=row.evidence,
        since=row.since,
        until=row.until,
        given_by=PersonId(row.given_by) if row.given_by else None,
        given_name=giver or "",
        attested_by=clerk,
        attested_on=row.attested_on,
        ended_on=row.ended_on,
    )


def _key(row: PasskeyRow, confirmed_by: str | None) -> SigningKey:
    confirmed_on: date | None = row.confirmed_on
    return SigningKey(
        id=row.id,
        credential=row.credential_id,
        public_key=row.public_key,
        name=row.name,
        transports=tuple(row.transports),
        confirmed_on=confirmed_on,
        confirmed_by=confirmed_by or "",
    )
