"""The one rule about separate hands, told at the form that somebody sent."""

from consortium.access.door import Viewer
from consortium.problems import BadInput, Conflict
from consortium.signing.signatures.clerks import must_not_run


def must_not_coordinate(viewer: Viewer) -> None:
    """Refuse whoever runs the consortium, at the form that she sent.

    Raises:
        BadInput: she drafts agreements or gives roles.
    """
    try:
        must_not_run(viewer)
    except Conflict as no:
        raise BadInput(str(no), "held") from no
