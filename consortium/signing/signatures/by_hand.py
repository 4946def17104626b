"""Signatures that a clerk writes down without a scan: only of what was executed on paper, never by who coordinates."""

from agreements import Effect, FactKind, PactId
from consortium.access.door import Viewer
from consortium.access.permissions import Role
from consortium.db import Reading
from consortium.problems import BadInput
from consortium.signing.signatures.clerks import COORDINATES
from consortium.signing.store import load_pact


async def must_be_paper(reading: Reading, viewer: Viewer, pact: PactId, kind: FactKind) -> None:
    """Refuse a signature on what was drafted here: it is taken in on the desk of its version, with its scan.

    Raises:
        BadInput: it is such a signature, or this viewer coordinates.
        NotFound: there is no such agreement.
    """
    if kind not in {FactKind.SIGNED, FactKind.JOINED}:
        return
    must_not_coordinate(viewer)
    if (await load_pact(reading, pact)).versions[-1].terms.effect is Effect.EVALUATED:
        raise BadInput("Take this signature in on the clerk's desk of its version, with the scan of the paper.", "kind")


def must_not_coordinate(viewer: Viewer) -> None:
    """Refuse whoever could else send an agreement out and sign it for somebody.

    Raises:
        BadInput: she coordinates.
    """
    if Role.COORDINATOR in viewer.roles:
        raise BadInput(COORDINATES, "held")
