"""The first sign-in of a consortium's administrator, before any mail works: a link that the command line prints."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from consortium.access.sign_in import open_session
from consortium.access.store import end_sign_ins, sign_in_by_link
from consortium.access.tables import SignInRow
from consortium.access.tokens import fresh, kept
from consortium.db import Transaction
from consortium.journal import record

FIRST_LINK_LENGTH: Final = timedelta(minutes=60)
# No token of a mail link holds a colon, so neither kind of link opens what belongs to the other.
_MARK: Final = "first:"


async def make_first_link(tx: Transaction, *, person: UUID, by: UUID | None = None) -> str:
    """A token that signs this person in once, in any browser, for 60 minutes; every earlier one of hers ends.

    It is for whoever may run commands on the server, who could read the whole database anyway. It is kept as a hash,
    and bound to no browser: the two secrets that would bind it are made here and told to nobody.
    """
    token = fresh()
    await end_sign_ins(tx, person)
    tx.add(
        SignInRow(
            consortium=tx.consortium,
            person=person,
            token_hash=kept(_MARK + token),
            browser_hash=kept(fresh()),
            code_hash=kept(fresh()),
            expires_at=tx.now + FIRST_LINK_LENGTH,
        )
    )
    await record(tx, "made first sign-in link", by=by, subject=person)
    return token


async def sign_in_with_first_link(tx: Transaction, *, token: str, instead: str | None = None) -> str | None:
    """A new session's token if the link is still good; it is then used up. It opens what a mail's link would.

    ``instead`` is the session that the browser had before; it ends.
    """
    found = await sign_in_by_link(tx, _MARK + token)
    if found is None:
        return None
    session = await open_session(tx, found.person, instead)
    await end_sign_ins(tx, found.person)
    return session
