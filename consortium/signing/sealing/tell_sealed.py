"""Tell that a document was sealed, and the digest to compare it by; or that none is, and what speaks against it."""

from typing import Final

from agreements import digest
from consortium.access.permissions import Role
from consortium.db import Transaction
from consortium.journal import load_acts, record
from consortium.members.store import one_at_a_time
from consortium.signing.drafting.tell import flat, tell
from consortium.signing.sealing.doubts import Doubts
from consortium.signing.sealing.wanted import Wanted
from consortium.signing.store.authorities import holders_of
from consortium.signing.store.documents import EXECUTED, Document
from consortium.signing.store.people import load_holders, load_people

_TOLD: Final = "could not seal agreement"
_MOST_ACTS: Final = 1000


async def tell_sealed(tx: Transaction, wanted: Wanted, document: Document, *, public_url: str) -> None:
    """One mail to each head of a party of this version; it waits as she wishes her mails to wait."""
    execution = wanted.execution
    parties = execution.version.terms.parties | {each.agency for each in execution.counterparts}
    heads = await load_holders(tx, Role.AGENCY_HEAD, parties)
    executed = document.kind == EXECUTED
    what = "The executed document" if executed else "A later counterpart"
    page = f"agreements/{document.agreement}/{document.version}"
    path = f"{page}/document.pdf" if executed else f"{page}/later/{document.id}"
    await tell(
        tx,
        flat(heads.values()),
        subject="an agreement was sealed",
        body=(
            f"{what} of “{execution.pact.title}”, version {document.version}, was made and sealed. Keep this mail: "
            "whoever holds the file can compare its SHA-256 with this one, years from now and without us.\n\n"
            f"SHA-256 of the file:\n{document.sha256}\n\n"
            f"SHA-256 of text and terms:\n{execution.version.digest}\n\n"
            "Sealed is not in force: clause 20 says when it takes effect."
        ),
        path=path,
        public_url=public_url,
    )


async def tell_doubts(tx: Transaction, doubts: Doubts, *, public_url: str) -> None:
    """One mail to each coordinator and clerk, and one line in the journal; once for the same reasons, ever."""
    await one_at_a_time(tx)
    mark = digest({"why": list(doubts.why)})
    acts = await load_acts(tx, subjects=[doubts.agreement], most=_MOST_ACTS)
    if any((each.act, each.detail.get("reasons")) == (_TOLD, mark) for each in acts):
        return
    await record(
        tx, "could not seal agreement", by=None, subject=doubts.agreement, version=doubts.number or 0, reasons=mark
    )
    people = {*await holders_of(tx, Role.COORDINATOR), *await holders_of(tx, Role.CLERK)}
    why = "\n".join(f"- {each}" for each in doubts.why)
    await tell(
        tx,
        (await load_people(tx, people)).values(),
        subject="an agreement is not sealed",
        body=(
            f"{doubts.what} has every signature that it needs, as far as it can be read, and is not sealed. Something "
            f"in it does not hold:\n\n{why}\n\nNothing of it was sealed or given out. If you do not know how this came "
            "about, let nobody act on the agreement, and ask whoever runs this installation to run:\n"
            "consortium agreement log check"
        ),
        path=f"agreements/{doubts.agreement}",
        public_url=public_url,
    )
