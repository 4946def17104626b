"""Write down that a head takes her consent to electronic records back, or gives it anew: meanwhile she uses paper."""

from uuid import UUID

from consortium.access.door import Viewer
from consortium.db import Transaction
from consortium.journal import record
from consortium.problems import Conflict, NotFound
from consortium.signing.signatures.clerks import must_attest
from consortium.signing.signatures.letters import NOT_SO, Letters, tell_person
from consortium.signing.store.authorities import load_signer, save_consent
from geo import AgencyId

_BACK = (
    "{clerk} wrote down that you take your consent to electronic records back. From now on you sign on paper, which "
    "counts the same; what you signed before stays signed. You can still read and download all of it here. You can "
    "consent again: tell your clerk.\n\n" + NOT_SO + "\n"
)
_ANEW = (
    "{clerk} wrote down that you consent to electronic records again. Before each signature you are asked for it "
    "anew.\n\n" + NOT_SO + "\n"
)


async def record_consent(
    tx: Transaction, viewer: Viewer, *, agency: AgencyId, person: UUID, given: bool, letters: Letters
) -> None:
    """Keep it from now on, whichever of her agencies it was told for; she is told.

    Raises:
        Conflict: this viewer must not attest it, or it is so already.
        NotFound: she heads no such agency, or it is not the viewer's to attest for.
    """
    must_attest(viewer, agency, whose=person)
    signer = await load_signer(tx, person)
    if not signer.heads or agency not in signer.agencies:
        raise NotFound
    if (signer.paper_since is None) == given:
        raise Conflict("It is so already.")
    await save_consent(tx, person, given=given, by=viewer.person)
    if given:
        await record(tx, "recorded consent to electronic records", by=viewer.person, subject=person)
    else:
        await record(tx, "recorded that consent was taken back", by=viewer.person, subject=person)
    body = (_ANEW if given else _BACK).format(clerk=viewer.name)
    await tell_person(tx, letters, person, "your consent to electronic records", body)
