"""Sign in by mail: by the link's button in the browser that asked, or by the digits typed there. Once.

Who has a passkey gets a reduced session (decision 24): a mailbox alone opens nothing that hurts. Once her recovery is
ready, she gets a full one, in which she adds a new passkey.
"""

import hmac
from collections.abc import Awaitable, Callable
from uuid import UUID

from consortium.access.permissions import SessionKind
from consortium.access.store import (
    end_replaced,
    end_sign_ins,
    save_session,
    sign_in_by_link,
    sign_ins_of_browser,
)
from consortium.access.store.passkeys import has_passkey
from consortium.access.store.recovery import load_recovery
from consortium.access.tables import SignInRow
from consortium.access.tokens import fresh, kept
from consortium.db import Transaction

Reached = Callable[[Transaction, UUID], Awaitable[None]]

# The message is one for all failures: which one it was would help only a stranger.
TOO_LATE = "This sign-in is not good any more, or was not asked for in this browser. Ask for a new mail."


async def sign_in_with_link(
    tx: Transaction, *, token: str, browser: str | None, instead: str | None = None, reached: Reached | None = None
) -> str | None:
    """A new session's token if the link is good and this browser asked for it; the link is then used up.

    ``instead`` is the session that the browser had before; it ends. ``reached`` is told whom the mail has reached.
    """
    found = await sign_in_by_link(tx, token)
    if found is None or browser is None or not hmac.compare_digest(found.browser_hash, kept(browser)):
        return None
    return await _open(tx, found, instead, reached)


async def sign_in_with_code(
    tx: Transaction, *, code: str, browser: str | None, instead: str | None = None, reached: Reached | None = None
) -> str | None:
    """A new session's token if this browser asked and the code is right; five wrong tries use the sign-in up.

    The wrong tries are counted for the sign-in of this browser only, so nobody can lock somebody else out. What is
    used up still counts as a mail that was sent, so that wrong tries bring no new ones.
    """
    if browser is None:
        return None
    digits = "".join(code.split())
    for found in await sign_ins_of_browser(tx, browser):
        if hmac.compare_digest(found.code_hash, kept(digits, about=browser)):
            return await _open(tx, found, instead, reached)
        found.tries += 1
    return None


async def open_session(tx: Transaction, person: UUID, instead: str | None) -> str:
    """Open what a mailbox opens: a full session, or a reduced one for who has a passkey; the token of it.

    ``instead`` is the session that the browser had before; it ends.
    """
    token = fresh()
    label = await end_replaced(tx, person, instead)
    await save_session(tx, person, token, kind=await _kind(tx, person), label=label)
    return token


async def _open(tx: Transaction, found: SignInRow, instead: str | None, reached: Reached | None) -> str:
    token = await open_session(tx, found.person, instead)
    await end_sign_ins(tx, found.person)
    if reached is not None:
        await reached(tx, found.person)
    return token


async def _kind(tx: Transaction, person: UUID) -> SessionKind:
    if not await has_passkey(tx, person):
        return SessionKind.FULL
    recovery = await load_recovery(tx, person)
    return SessionKind.FULL if recovery is not None and recovery.ready(tx.now) else SessionKind.REDUCED
