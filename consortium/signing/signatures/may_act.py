"""Who may do something for an agency without signing a record: decline, take back, pause, ask for a change."""

from typing import Final
from uuid import UUID

from consortium.access.door import Viewer
from consortium.db import Reading
from consortium.members.store import load_today
from consortium.problems import Conflict, NotFound
from consortium.signing.signatures.authority import holding, why_none
from consortium.signing.signatures.signers import Signer
from consortium.signing.store.authorities import load_authorities, load_signer
from geo import AgencyId

CLERK_RECORDS: Final = "Your clerk records it, with the statute or the resolution, under “Authority”."
SIGN_IN: Final = (
    "This is done only in a session that a confirmed passkey of yours has opened. Sign in with it, and if nobody has "
    "confirmed it, read its fingerprint to your clerk: you find it under “Devices and sign-in”."
)


async def must_hold(reading: Reading, viewer: Viewer, agency: AgencyId) -> Signer:
    """Refuse whoever holds no authority for that agency today, or did not come in by a confirmed passkey.

    Raises:
        Conflict: she may not now; the message says why, and who mends it.
        NotFound: the agency is none that she heads.
    """
    signer = await load_signer(reading, viewer.person)
    if not signer.heads or agency not in signer.agencies:
        raise NotFound
    rights = await load_authorities(reading, [agency])
    today = await load_today(reading)
    if holding(rights, signer.person, agency, today) is None:
        raise Conflict(f"{why_none(rights, signer.person, agency, today)} {CLERK_RECORDS}")
    if not opened_by(signer, viewer.passkey):
        raise Conflict(SIGN_IN)
    return signer


def opened_by(signer: Signer, passkey: UUID | None) -> bool:
    """Whether one of her confirmed passkeys opened the session; one that was removed since opens nothing more."""
    return any(key.id == passkey for key in signer.confirmed)
