"""Sign-ins by mail on their way: rows, and how many there may be."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func, select

from consortium.access.tables import PersonRow, SignInRow
from consortium.access.tokens import kept
from consortium.db import Reading, Transaction

SIGN_IN_LENGTH = timedelta(minutes=10)
MOST_LINKS = 12
MOST_LINKS_OF_A_BROWSER = 3
MOST_TRIES = 5


async def too_many_links(tx: Transaction, person: UUID, browser: str) -> bool:
    """Whether too many sign-in mails are under way; her row is locked, so that racing asks count each other."""
    await tx.execute(select(PersonRow.id).where(PersonRow.id == person).with_for_update(key_share=True))
    good = (SignInRow.person == person, SignInRow.expires_at > tx.now)
    of_all = await tx.scalar(select(func.count()).select_from(SignInRow).where(*good))
    mine = SignInRow.browser_hash == kept(browser)
    of_browser = await tx.scalar(select(func.count()).select_from(SignInRow).where(*good, mine))
    return (of_all or 0) >= MOST_LINKS or (of_browser or 0) >= MOST_LINKS_OF_A_BROWSER


async def under_way(reading: Reading) -> tuple[int, int]:
    """How many sign-ins of everybody are under way, and how many wrong codes have been typed for them."""
    counts = select(func.count(), func.coalesce(func.sum(SignInRow.tries), 0)).where(SignInRow.expires_at > reading.now)
    many, wrong = (await reading.execute(counts)).one()
    return int(many), int(wrong)


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
