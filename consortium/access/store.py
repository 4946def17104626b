"""Rows of the door to values and back: the consortium at an address, viewers, sign-ins."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select, text, true, update

from consortium.access.door import Viewer
from consortium.access.permissions import ANSWERERS, Role
from consortium.access.tables import AffiliationRow, ConsortiumRow, PersonRow, RoleRow, SessionRow, SignInRow
from consortium.access.tokens import kept
from consortium.db import Reading, Transaction

SESSION_LENGTH = timedelta(days=7)
SIGN_IN_LENGTH = timedelta(minutes=10)
MOST_LINKS = 12
MOST_LINKS_OF_A_BROWSER = 3
MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class Place:
    """The consortium at an address: what every page of it shows."""

    id: UUID
    slug: str
    title: str
    timezone: str
    invented: bool


_SEES_EVERYBODY = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR, Role.CLINICAL_DIRECTOR, Role.LEGAL_ADVISOR})


def visible_people(viewer: Viewer) -> ColumnElement[bool]:
    """A filter on :class:`PersonRow`: the people whom this viewer may see by name.

    Those who steer see everybody; everybody sees the peers, whom the agreement's roster names, and the people of her
    own agencies.
    """
    if viewer.roles & _SEES_EVERYBODY:
        return true()
    of_my_agencies = select(AffiliationRow.person).where(AffiliationRow.agency.in_(viewer.agencies))
    peers = select(RoleRow.person).where(RoleRow.role.in_(ANSWERERS))
    return (PersonRow.id == viewer.person) | PersonRow.id.in_(peers) | PersonRow.id.in_(of_my_agencies)


async def find_consortium(reading: Reading, slug: str) -> UUID | None:
    """The consortium of an address, before any consortium is entered."""
    found: UUID | None = await reading.scalar(text("select find_consortium(:slug)"), {"slug": slug})
    return found


async def known_consortia(reading: Reading) -> tuple[tuple[UUID, str], ...]:
    """Every consortium's id and slug, by slug."""
    return tuple((row.id, row.slug) for row in await reading.execute(text("select id, slug from known_consortia()")))


async def load_place(reading: Reading) -> Place:
    """The consortium that this session is in."""
    row = (await reading.execute(select(ConsortiumRow).where(ConsortiumRow.id == reading.consortium))).scalar_one()
    return Place(row.id, row.slug, row.title, row.timezone, row.invented)


async def load_viewer(reading: Reading, token: str) -> tuple[Viewer, bool] | None:
    """Who holds this session, and whether its day last seen is out of date; ``None`` if nobody does."""
    found = await reading.execute(
        select(SessionRow.id, SessionRow.last_seen_day, PersonRow.id.label("person"), PersonRow.name)
        .join(PersonRow, PersonRow.id == SessionRow.person)
        .where(
            SessionRow.token_hash == kept(token),
            SessionRow.expires_at > reading.now,
            PersonRow.ended_on.is_(None) | (PersonRow.ended_on > reading.now.date()),
        )
    )
    row = found.first()
    if row is None:
        return None
    roles = await reading.scalars(select(RoleRow.role).where(RoleRow.person == row.person))
    agencies = await reading.scalars(select(AffiliationRow.agency).where(AffiliationRow.person == row.person))
    viewer = Viewer(
        consortium=reading.consortium,
        person=row.person,
        name=row.name,
        roles=frozenset(Role(role) for role in roles),
        agencies=frozenset(agencies),
        session=row.id,
    )
    return viewer, row.last_seen_day != reading.now.date()


async def touch_session(tx: Transaction, session: UUID) -> None:
    """Keep the day, not the time, on which a session was last seen."""
    await tx.execute(update(SessionRow).where(SessionRow.id == session).values(last_seen_day=tx.now.date()))


async def save_session(tx: Transaction, person: UUID, token: str) -> None:
    """Open a session for a person."""
    tx.add(
        SessionRow(
            consortium=tx.consortium,
            person=person,
            token_hash=kept(token),
            last_seen_day=tx.now.date(),
            expires_at=tx.now + SESSION_LENGTH,
        )
    )


async def delete_session(tx: Transaction, session: UUID) -> None:
    """End a session."""
    await tx.execute(delete(SessionRow).where(SessionRow.id == session))


async def find_person(reading: Reading, email: str) -> PersonRow | None:
    """The member with this mail address, in any case of letters; nobody who has left."""
    found = await reading.execute(
        select(PersonRow).where(
            func.lower(PersonRow.email) == email.lower(),
            PersonRow.ended_on.is_(None) | (PersonRow.ended_on > reading.now.date()),
        )
    )
    return found.scalar_one_or_none()


async def too_many_links(tx: Transaction, person: UUID, browser: str) -> bool:
    """Whether too many sign-in mails are under way; her row is locked, so that racing asks count each other."""
    await tx.execute(select(PersonRow.id).where(PersonRow.id == person).with_for_update(key_share=True))
    good = (SignInRow.person == person, SignInRow.expires_at > tx.now)
    of_all = await tx.scalar(select(func.count()).select_from(SignInRow).where(*good))
    mine = SignInRow.browser_hash == kept(browser)
    of_browser = await tx.scalar(select(func.count()).select_from(SignInRow).where(*good, mine))
    return (of_all or 0) >= MOST_LINKS or (of_browser or 0) >= MOST_LINKS_OF_A_BROWSER


async def save_sign_in(tx: Transaction, person: UUID, *, token: str, browser: str, code: str) -> None:
    """Keep a sign-in on its way: good for ten minutes."""
    tx.add(
        SignInRow(
            consortium=tx.consortium,
            person=person,
            token_hash=kept(token),
            browser_hash=kept(browser),
            code_hash=kept(code, about=browser),
            expires_at=tx.now + SIGN_IN_LENGTH,
        )
    )


async def sign_in_by_link(tx: Transaction, token: str) -> SignInRow | None:
    """The sign-in of a mail link, locked, if it is still good."""
    return (
        await tx.execute(
            select(SignInRow)
            .where(SignInRow.token_hash == kept(token), SignInRow.expires_at > tx.now, SignInRow.tries < MOST_TRIES)
            .with_for_update()
        )
    ).scalar_one_or_none()


async def sign_ins_of_browser(tx: Transaction, browser: str) -> tuple[SignInRow, ...]:
    """The sign-ins that this browser asked for and that are still good, locked."""
    rows = await tx.scalars(
        select(SignInRow)
        .where(SignInRow.browser_hash == kept(browser), SignInRow.expires_at > tx.now, SignInRow.tries < MOST_TRIES)
        .order_by(SignInRow.id)
        .with_for_update()
    )
    return tuple(rows)


async def end_sign_ins(tx: Transaction, person: UUID) -> None:
    """Use up every sign-in of a person: each is good once."""
    await tx.execute(delete(SignInRow).where(SignInRow.person == person))
