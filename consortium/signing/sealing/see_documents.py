"""What the page of an agreement says of its documents: sealed, being sealed, or what is in the way. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from agreements import Pact, Version
from consortium.pages import N_
from consortium.signing.sealing.execution import release_of
from consortium.signing.sealing.wanted import OVERDUE
from consortium.signing.sealing.words import timed
from consortium.signing.store.documents import EXECUTED, Document

WAITING = N_("Every signature needed is there. The document is being made and sealed.")
OVERDUE_WORDS = N_("The document should have been sealed by now. Whoever runs this installation is told.")
DOUBTED = N_(
    "Every signature needed is there, and something in it does not hold, so nothing is sealed. The coordinators and "
    "the clerks are told what it is."
)
ELSEWHERE = N_("Signed on paper before it was recorded here: the original is with the clerk who recorded it.")
ESCROW = N_("Nothing is sealed before every signature needed is there.")
_SAYS: Final = {"escrow": ESCROW, "elsewhere": ELSEWHERE, "doubted": DOUBTED}


def see_documents(
    pact: Pact,
    version: Version,
    documents: Iterable[Document],
    *,
    wanted: bool,
    doubted: bool = False,
    slug: str,
    at: datetime,
    stamps: bool,
) -> dict[str, Any]:
    """The documents of one version; ``wanted``: one is still to be made; ``doubted``: and cannot be, as it is.

    ``stamps``: an authority is set for them.
    """
    home = f"/{slug}/agreements/{pact.id}/{version.number}"
    mine = [each for each in documents if each.version == version.number]
    since = release_of(pact, version, at)
    sealed = any(each.kind == EXECUTED for each in mine)
    state = "sealed" if sealed else "escrow" if since is None else "waiting" if wanted else "elsewhere"
    if state == "waiting" and doubted:
        state = "doubted"
    late = state == "waiting" and since is not None and at - since > OVERDUE
    return {
        "state": "overdue" if late else state,
        "says": "" if sealed else _SAYS.get(state, OVERDUE_WORDS if late else WAITING),
        "sealed": [_shown(each, home, version.terms.calendar, stamps=stamps) for each in mine],
        "reading_href": f"{home}/reading.pdf",
        "seal_href": f"/{slug}/seal.pem",
    }


def _shown(document: Document, home: str, zone: str, *, stamps: bool) -> dict[str, Any]:
    executed = document.kind == EXECUTED
    stamp = "stamped" if document.stamped_at else "pending" if stamps else "none"
    return {
        "executed": executed,
        "href": f"{home}/document.pdf" if executed else f"{home}/later/{document.id}",
        "sha256": document.sha256,
        "sealed": timed(document.sealed_at, zone),
        "sealed_with": document.sealed_with,
        "stamp": stamp,
        "stamped": timed(document.stamped_at, zone) if document.stamped_at else "",
        "stamped_by": document.stamped_by or "",
        "token_href": f"{home}/stamp/{document.id}" if document.stamped_at else None,
    }
