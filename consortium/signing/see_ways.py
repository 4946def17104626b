"""Where somebody may go from a version's page to sign it, or to record how it is signed. Pure."""

from datetime import datetime

from agreements import Pact, VersionState
from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.pages import N_
from consortium.signing.signatures.progress import progress
from geo import AgencyId


def see_ways(viewer: Viewer, pact: Pact, number: int, slug: str, now: datetime) -> list[tuple[str, str, str]]:
    """Address, words and icon of each way that this viewer has from here."""
    at, home = progress(pact, number, now), f"/{slug}/agreements/{pact.id}/{number}"
    hers = {AgencyId(each) for each in viewer.agencies}
    ways = []
    if viewer.may(Permission.SIGN_AGREEMENTS) and hers:
        parties = hers & at.version.terms.parties
        if parties and (at.open or parties & set(at.signed)):
            words = N_("Your signature") if parties <= set(at.signed) else N_("Read and sign")
            ways.append((f"{home}/sign", words, "pen-line"))
        elif not parties and at.state is VersionState.IN_FORCE:
            ways.append((f"{home}/sign", N_("Join"), "pen-line"))
        ways.append((f"/{slug}/agreements/bound", N_("What binds us"), "file-text"))
    if viewer.may(Permission.ATTEST) and at.sent_out is not None:
        ways.append((f"{home}/desk", N_("Clerk's desk"), "badge-check"))
    if at.open:
        ways.append((f"{home}/paper", N_("Page to sign in ink"), "printer"))
    return ways
