"""Tell the heads of the parties that a document was sealed: its address, and the digest to compare it by."""

from consortium.access.permissions import Role
from consortium.db import Transaction
from consortium.signing.drafting.tell import flat, tell
from consortium.signing.sealing.wanted import Wanted
from consortium.signing.store.documents import EXECUTED, Document
from consortium.signing.store.people import load_holders


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
