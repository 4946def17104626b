"""Who may learn why a party's part rests (clause 24): its own people who act for it, and who runs the consortium. Pure.

Everybody else reads that it rests and since when. Heads of other agencies could else learn from a certificate that ran
out, or from a complaint, what is no part of their agreement with it.
"""

from consortium.access.door import Viewer
from consortium.access.permissions import Role, runs
from consortium.signing.signatures.clerks import attests_for
from geo import AgencyId

_OWN = frozenset({Role.AGENCY_HEAD, Role.CLERK})


def knows_why(viewer: Viewer | None, agency: AgencyId) -> bool:
    """Whether she reads for which cause, by whose word and on which paper this agency's part rests.

    Its own heads and clerks do, whoever may attest for it, and who runs the consortium and answers for its cover;
    ``None``, for somebody who is not known, does not.
    """
    if viewer is None:
        return False
    own = agency in viewer.agencies and bool(viewer.roles & _OWN)
    return own or attests_for(viewer, agency) or runs(viewer.roles)
