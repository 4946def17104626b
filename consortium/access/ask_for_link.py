"""A member asks to sign in: a mail goes out if we know the address, and the answer is the same if we don't."""

import re

from consortium.access.brake import digits_now
from consortium.access.store import Place, find_person, save_sign_in, too_many_links
from consortium.access.tokens import fresh, fresh_code
from consortium.db import Transaction
from consortium.outbox import Mail, post
from consortium.problems import BadInput

_ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")


async def ask_for_link(
    tx: Transaction, *, place: Place, email: str, browser: str, public_url: str, wary: bool = False
) -> None:
    """Send a link and a code, good once and for ten minutes, to a member's address.

    Nothing in the answer tells whether the address is known; the caller answers after a fixed time for the same
    reason. At most three mails are under way for one browser and twelve for one person: nobody can flood a mailbox, nor
    keep its owner out with a few asks of his own. While codes are being guessed they are longer (``wary``: for a day).

    Raises:
        BadInput: what was typed is no mail address.
    """
    email = email.strip()
    if not _ADDRESS.fullmatch(email):
        raise BadInput("Please type your mail address, such as name@agency.gov.", "email")
    token = fresh()
    person = await find_person(tx, email)
    if person is None or person.email is None:
        return
    if await too_many_links(tx, person.id, browser):
        return
    code = fresh_code(await digits_now(tx, wary=wary))
    await save_sign_in(tx, person.id, token=token, browser=browser, code=code)
    link = f"{public_url}/{place.slug}/sign-in/{token}"
    await post(
        tx,
        Mail(
            kind="sign_in",
            address=person.email,
            subject=f"{place.title}: sign in",
            body=(
                f"Somebody, we hope you, asked to sign in to {place.title}.\n\n"
                f"In the browser where you asked, open this within ten minutes:\n{link}\n\n"
                f"Or type this code there: {code}\n\n"
                "If it was not you, do nothing: without this mail nobody can sign in as you.\n"
            ),
        ),
    )
