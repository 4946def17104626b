"""Sign in: by the link's button in the browser that asked, or by the six digits typed there. Once."""

import hmac

from consortium.access.store import end_sign_ins, save_session, sign_in_by_link, sign_ins_of_browser
from consortium.access.tables import SignInRow
from consortium.access.tokens import fresh, kept
from consortium.db import Transaction

# The message is one for all failures: which one it was would help only a stranger.
TOO_LATE = "This sign-in is not good any more, or was not asked for in this browser. Ask for a new mail."


async def sign_in_with_link(tx: Transaction, *, token: str, browser: str | None) -> str | None:
    """A new session's token if the link is good and this browser asked for it; the link is then used up."""
    found = await sign_in_by_link(tx, token)
    if found is None or browser is None or not hmac.compare_digest(found.browser_hash, kept(browser)):
        return None
    return await _open(tx, found)


async def sign_in_with_code(tx: Transaction, *, code: str, browser: str | None) -> str | None:
    """A new session's token if this browser asked and the code is right; five wrong tries use the sign-in up.

    The wrong tries are counted for the sign-in of this browser only, so nobody can lock somebody else out. What is
    used up still counts as a mail that was sent, so that wrong tries bring no new ones.
    """
    if browser is None:
        return None
    digits = "".join(code.split())
    for found in await sign_ins_of_browser(tx, browser):
        if hmac.compare_digest(found.code_hash, kept(digits, about=browser)):
            return await _open(tx, found)
        found.tries += 1
    return None


async def _open(tx: Transaction, found: SignInRow) -> str:
    token = fresh()
    await save_session(tx, found.person, token)
    await end_sign_ins(tx, found.person)
    return token
