"""Who may watch the log for an agency: somebody of it who does not run the consortium, with a confirmed passkey."""

from typing import Final
from uuid import UUID

from consortium.access.door import Viewer
from consortium.access.permissions import runs
from consortium.db import Reading
from consortium.problems import BadInput, Conflict
from consortium.signing.signatures.signers import SigningKey
from consortium.signing.store.authorities import load_signer

RUNS: Final = (
    "You run this consortium, and the log is watched by those who do not. Ask another head or clerk of your agency."
)
NOT_CONFIRMED: Final = (
    "Nobody has confirmed a passkey of yours, so nothing shows that it is yours. A head reads its fingerprint out to "
    "her clerk, or to the head of another agency; then it counts here."
)
SIGN_IN_WITH_IT: Final = "Sign out, and in again with your confirmed passkey. Then register the key."


def of_hers(viewer: Viewer, agency: UUID) -> None:
    """Refuse whoever may not watch the log for this agency.

    Raises:
        BadInput: the agency is none of hers.
        Conflict: she runs the consortium.
    """
    if agency not in viewer.agencies:
        raise BadInput("Choose an agency that you belong to.", "agency")
    if runs(viewer.roles):
        raise Conflict(RUNS)


async def confirmed_key(reading: Reading, viewer: Viewer) -> SigningKey:
    """The passkey by which she vouches: the one that opened her session, or else the newest that was confirmed.

    Raises:
        Conflict: none of hers was confirmed.
    """
    keys = (await load_signer(reading, viewer.person)).confirmed
    if not keys:
        raise Conflict(NOT_CONFIRMED)
    return next((key for key in keys if key.id == viewer.passkey), keys[-1])
