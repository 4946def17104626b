"""Take a signature back while it is in escrow: until the signatures needed are there, it is an offer, not a bond."""

from uuid import UUID

from agreements import Fact, FactKind, PactId
from consortium.access.door import Viewer
from consortium.db import Transaction
from consortium.journal import record
from consortium.problems import Conflict
from consortium.signing.signatures.letters import NOT_SO, Letters, tell_agency, tell_coordinators, tell_person
from consortium.signing.signatures.may_act import must_hold
from consortium.signing.signatures.room import Room, chosen, enter_room
from consortium.signing.store import save_facts
from consortium.signing.store.signing_room import in_turn
from geo import AgencyId


async def retract_signature(
    tx: Transaction, viewer: Viewer, *, pact: PactId, number: int, agency: str, letters: Letters
) -> None:
    """Take back what the agency signed, by passkey or on paper. Whoever signed is told, with all heads and the clerk.

    Raises:
        BadInput: she heads several agencies and named none.
        Conflict: it did not sign, those needed have signed meanwhile, or she may not act for it now.
        NotFound: there is no such agreement or version, or the agency is none of hers.
    """
    await in_turn(tx)
    room = await enter_room(tx, pact, number, viewer.person)
    wanted = chosen(room, agency)
    await must_hold(tx, viewer, wanted)
    hand = f"{viewer.name}, on the page"
    await retract(tx, room, wanted, by=viewer.person, who=viewer.name, hand=hand, letters=letters)


async def retract(
    tx: Transaction,
    room: Room,
    wanted: AgencyId,
    *,
    by: UUID,
    who: str,
    hand: str,
    letters: Letters,
    scan: str | None = None,
) -> None:
    """Take it back, on the page or from a paper; ``who`` is how the mails say whose act it was, ``hand`` the fact.

    ``scan`` is the digest of a paper that was kept with the agreement.

    Raises:
        Conflict: the party did not sign, or those needed have signed meanwhile.
    """
    at, title = room.progress, room.progress.pact.title
    pact, number = at.pact.id, at.version.number
    if wanted not in at.signed:
        raise Conflict("There is no signature of your agency to take back.")
    if at.released:
        raise Conflict(
            "All who were needed have signed, so it cannot be taken back any more. A party leaves by giving notice."
        )
    fact = Fact(
        kind=FactKind.RETRACTED,
        at=at.at,
        agency=wanted,
        digest=at.version.digest,
        attested_by=hand,
    )
    await save_facts(tx, pact, fact, scan=scan)
    await record(tx, "took back signature", by=by, subject=pact, version=number, agency=room.names[wanted])
    signed = room.standing.get(wanted)
    whose = f" It was that of {signed.record.name}." if signed else ""
    body = (
        f"The signature of {room.names[wanted]} on version {number} of “{title}” was taken back by {who}."
        f"{whose}\n\n{letters.version(pact, number)}\n"
    )
    own = f"{body}\n{NOT_SO}\n"
    signer = (signed.person,) if signed and signed.person else ()
    await tell_agency(tx, letters, wanted, "a signature was taken back", own, but=signer)
    for person in signer:
        await tell_person(tx, letters, person, "a signature was taken back", own)
    await tell_coordinators(tx, letters, "a signature was taken back", body)
