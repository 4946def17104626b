"""Who may attest for an agency: its own clerk, or the consortium's; nobody who runs the consortium, none for herself.

The one rule about separate hands: whoever drafts agreements or gives roles attests no paper, confirms no key, records
no authority, gives no advisor's verdict on paper and registers no witness. Everything that is attested asks here.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final
from uuid import UUID

from consortium.access.door import Viewer
from consortium.access.permissions import Permission, runs
from consortium.problems import Conflict, NotFound
from geo import AgencyId, PersonId

RUNS: Final = (
    "You run this consortium: you draft its agreements or give its roles. So you cannot attest for an agency: the same "
    "hands could else send an agreement out and sign it for somebody. Ask a clerk who does neither."
)
OF_SOME: Final = (
    "You attest for your own agency only, and this concerns every party. A clerk who belongs to no agency records it."
)
OWN: Final = "Nobody attests what she did herself. Ask another clerk."


def must_not_run(viewer: Viewer) -> None:
    """Refuse whoever runs the consortium, whatever else she is.

    Raises:
        Conflict: she drafts agreements or gives roles.
    """
    if runs(viewer.roles):
        raise Conflict(RUNS)


def attests_for(viewer: Viewer, agency: AgencyId) -> bool:
    """Whether this clerk attests papers of that agency: of her own, or of every one if she belongs to none."""
    if not viewer.may(Permission.ATTEST) or runs(viewer.roles):
        return False
    return not viewer.agencies or agency in viewer.agencies


def heads_to_name(
    viewer: Viewer,
    heads: Iterable[tuple[PersonId, str, str, frozenset[AgencyId]]],
    names: Mapping[AgencyId, str],
    agencies: Collection[AgencyId],
) -> list[tuple[str, str]]:
    """Who a clerk may say acted for which of these agencies, never herself: ``agency person`` and label, by label."""
    return sorted(
        (
            (f"{agency} {person}", f"{names.get(agency, '')}: {name}")
            for person, name, _, hers in heads
            for agency in hers.intersection(agencies)
            if attests_for(viewer, agency) and person != viewer.person
        ),
        key=lambda each: each[1],
    )


def must_attest(viewer: Viewer, agency: AgencyId, *, whose: UUID | None = None) -> None:
    """Refuse whoever may not attest what ``whose`` did for that agency.

    Raises:
        Conflict: she runs the consortium, or it is her own act.
        NotFound: the agency is not hers to attest for.
    """
    must_not_run(viewer)
    if whose is not None and whose == viewer.person:
        raise Conflict(OWN)
    if not attests_for(viewer, agency):
        raise NotFound


def must_attest_all(viewer: Viewer, agencies: Iterable[AgencyId]) -> None:
    """Refuse whoever may not attest what concerns all these parties: a clerk of none, or of each of them, may.

    Raises:
        Conflict: she runs the consortium, or she is the clerk of some of them only.
        NotFound: she is no clerk.
    """
    must_not_run(viewer)
    if not viewer.may(Permission.ATTEST):
        raise NotFound
    if not all(attests_for(viewer, agency) for agency in agencies):
        raise Conflict(OF_SOME)
