"""Take a signature back while it is in escrow: until the signatures needed are there, it is an offer, not a bond."""

from uuid import UUID

from agreements import Fact, FactKind, PactId
from consortium.db import Transaction
from consortium.journal import record
from consortium.problems import Conflict, NotFound
from consortium.signing.signatures.letters import Letters, tell_coordinators, tell_person
from consortium.signing.signatures.room import chosen, enter_room
from consortium.signing.store import save_facts
from consortium.signing.store.signing_room import in_turn


async def retract_signature(
    tx: Transaction, *, person: UUID, name: str, pact: PactId, number: int, agency: str, letters: Letters
) -> None:
    """Take back what the agency signed, by passkey or on paper.

    Raises:
        BadInput: she heads several agencies and named none.
        Conflict: it did not sign, or those needed have signed meanwhile.
        NotFound: there is no such agreement or version, or the agency is none of hers.
    """
    await in_turn(tx)
    room = await enter_room(tx, pact, number, person)
    wanted = chosen(room, agency)
    if not room.signer.heads:
        raise NotFound
    at, title = room.progress, room.progress.pact.title
    if wanted not in at.signed:
        raise Conflict("There is no signature of your agency to take back.")
    if at.released:
        raise Conflict(
            "All who were needed have signed, so it cannot be taken back any more. A party leaves by giving notice."
        )
    fact = Fact(
        kind=FactKind.RETRACTED, at=at.at, agency=wanted, digest=at.version.digest, attested_by=f"{name}, on the page"
    )
    await save_facts(tx, pact, fact)
    await record(tx, "took back signature", by=person, subject=pact, version=number, agency=room.names[wanted])
    body = f"The signature of {room.names[wanted]} on version {number} of “{title}” was taken back by {name}.\n"
    await tell_person(tx, letters, person, "a signature was taken back", body)
    await tell_coordinators(tx, letters, "a signature was taken back", body)
