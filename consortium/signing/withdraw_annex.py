"""Withdraw a roster annex that counts for nobody yet: its paper can be attested no more, and its days run no more."""

from uuid import UUID

from consortium.access.door import Viewer
from consortium.db import Transaction
from consortium.journal import record
from consortium.members.store import annex_locked, load_annex, one_at_a_time
from consortium.problems import Conflict
from consortium.signing.annex_notice import Stand, stand_of_annex, terms_for
from consortium.signing.signatures.letters import Letters, tell_agency
from consortium.signing.store import load_reach
from consortium.signing.store.annex_notices import close_annex, load_notices, note_annex


async def withdraw_annex(tx: Transaction, viewer: Viewer, *, annex: UUID, letters: Letters) -> None:
    """Withdraw it. Heads and clerk who were told of it are told that too.

    Raises:
        Conflict: it was attested or withdrawn already, or it counts because nobody objected.
        NotFound: there is no such annex.
    """
    await one_at_a_time(tx)
    row = await annex_locked(tx, annex)
    if row.signed_on is not None or row.withdrawn_on is not None:
        raise Conflict("This annex was attested or withdrawn already.")
    found, notice = await load_annex(tx, annex), (await load_notices(tx, [annex])).get(annex)
    terms = terms_for(await load_reach(tx), found.agreement, found.agency, tx.now)
    if stand_of_annex(found, notice, terms, tx.now) is Stand.DEEMED:
        raise Conflict("This annex counts: nobody objected in time. End each designation by itself.")
    row.withdrawn_on = tx.now.date()
    said = {"agency": str(row.agency), "reference": row.reference}
    await record(tx, "withdrew roster annex", by=viewer.person, subject=annex, **said)
    if notice is None or notice.objection is not None:
        return
    if notice.number is not None:
        await close_annex(tx, found.agreement, notice.number)
    await note_annex(tx, found, notice.digest, "withdrawn", at=tx.now)
    body = (
        f"Roster annex {found.reference} of {found.agency_name}, of which its heads were told, was withdrawn by "
        f"{viewer.name}. It designates nobody, and nobody has to object to it.\n\n{letters.home}/annexes/{annex}\n"
    )
    await tell_agency(tx, letters, found.agency, f"roster annex {found.reference} was withdrawn", body)
