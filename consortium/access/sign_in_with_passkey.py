"""Sign in with a passkey: no address is typed, the device knows whose it is."""

import hmac
import secrets
from dataclasses import dataclass

from consortium.access.add_passkey import CHALLENGE_BYTES
from consortium.access.passkey_site import Site, read_sign_in, sign_in_question, verified_sign_in
from consortium.access.store import end_replaced, save_session
from consortium.access.store.passkeys import passkey_by_credential, save_challenge, use_challenge
from consortium.access.tables import PasskeyRow
from consortium.access.tokens import fresh
from consortium.db import Transaction
from consortium.journal import record

PURPOSE = "sign in"
NOT_GOOD = "This passkey did not open anything here. Try again, or let us send you a mail."
COPIED = (
    "This passkey answered with an older count than it gave before. That happens when a copy of it exists, so it signs "
    "nobody in. Let us send you a mail; then remove this passkey under “Devices and sign-in”."
)


@dataclass(frozen=True, slots=True)
class PasskeySignIn:
    """How it went: a new session's token, or ``None``; ``copied`` if the passkey seems to exist twice."""

    token: str | None
    copied: bool = False


async def ask_for_passkey(tx: Transaction, site: Site, *, browser: str) -> str:
    """The question to whatever passkey the device holds, as JSON; good once, in this browser."""
    challenge = secrets.token_bytes(CHALLENGE_BYTES)
    await save_challenge(tx, challenge, purpose=PURPOSE, browser=browser)
    return sign_in_question(site, challenge=challenge)


async def sign_in_with_passkey(
    tx: Transaction, site: Site, *, answer: str, browser: str | None, instead: str | None = None
) -> PasskeySignIn:
    """A full session, if a passkey of ours signed this browser's question; ``instead`` is the session it had before.

    The question is used up whatever comes of it. A counter that does not grow (WebAuthn §6.1.1) is refused in words;
    passkeys that do not count always say zero.
    """
    read = read_sign_in(answer)
    if read is None or browser is None:
        return PasskeySignIn(None)
    if not await use_challenge(tx, read.challenge, purpose=PURPOSE, browser=browser):
        return PasskeySignIn(None)
    row = await passkey_by_credential(tx, read.credential.raw_id)
    if row is None or not _is_hers(row, read.credential.response.user_handle):
        return PasskeySignIn(None)
    signed = verified_sign_in(site, read, public_key=row.public_key)
    if signed is None:
        return PasskeySignIn(None)
    if (signed.new_sign_count or row.sign_count) and signed.new_sign_count <= row.sign_count:
        await record(tx, "found a copied passkey", by=row.person, subject=row.person)
        return PasskeySignIn(None, copied=True)
    row.sign_count = signed.new_sign_count
    row.backed_up = signed.credential_backed_up
    row.last_used_on = tx.now.date()
    token = fresh()
    label = await end_replaced(tx, row.person, instead)
    await save_session(tx, row.person, token, label=label, passkey=row.id)
    return PasskeySignIn(token)


def _is_hers(row: PasskeyRow, handle: bytes | None) -> bool:
    return handle is not None and hmac.compare_digest(handle, row.person.bytes)
