"""Who may attest for an agency: its own clerk, or the consortium's; nobody who coordinates, and nobody for herself."""

from typing import Final
from uuid import UUID

from consortium.access.door import Viewer
from consortium.access.permissions import Permission, Role
from consortium.problems import Conflict, NotFound
from geo import AgencyId

COORDINATES: Final = (
    "You coordinate, so you cannot attest who signs: the same hands could else send an agreement out and sign it for "
    "somebody. Ask a clerk who does not coordinate."
)


def attests_for(viewer: Viewer, agency: AgencyId) -> bool:
    """Whether this clerk attests papers of that agency: of her own, or of every one if she belongs to none."""
    if not viewer.may(Permission.ATTEST) or Role.COORDINATOR in viewer.roles:
        return False
    return not viewer.agencies or agency in viewer.agencies


def must_attest(viewer: Viewer, agency: AgencyId, *, whose: UUID | None = None) -> None:
    """Refuse whoever may not attest what ``whose`` did for that agency.

    Raises:
        Conflict: she coordinates, or it is her own act.
        NotFound: the agency is not hers to attest for.
    """
    if Role.COORDINATOR in viewer.roles:
        raise Conflict(COORDINATES)
    if whose is not None and whose == viewer.person:
        raise Conflict("Nobody attests what she did herself. Ask another clerk.")
    if not attests_for(viewer, agency):
        raise NotFound
