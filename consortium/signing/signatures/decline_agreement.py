"""Decline: a party will not sign this version, and says why. Only that party ends; the others go on if they can."""

from uuid import UUID

from agreements import Fact, FactKind, PactId
from consortium.access.door import Viewer
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.problems import BadInput, Conflict, NotFound
from consortium.signing.signatures.letters import NOT_SO, Letters, tell_agency, tell_coordinators
from consortium.signing.signatures.may_act import must_hold
from consortium.signing.signatures.next_to_sign import tell_next
from consortium.signing.signatures.room import Room, chosen, enter_room
from consortium.signing.store import save_facts
from consortium.signing.store.signing_room import in_turn
from geo import AgencyId

MOST_REASON = 400


async def decline_agreement(
    tx: Transaction, viewer: Viewer, *, pact: PactId, number: int, agency: str, reason: str, letters: Letters
) -> None:
    """Write down that the agency will not sign; its heads and its clerk, and the coordinators, are told.

    Raises:
        BadInput: no reason was given.
        Conflict: it has signed, has declined, the version cannot be signed any more, or she may not act for it now.
        NotFound: there is no such agreement or version, or the agency is no party that she heads.
    """
    await in_turn(tx)
    room = await enter_room(tx, pact, number, viewer.person)
    wanted = chosen(room, agency)
    if wanted not in room.progress.version.terms.parties:
        raise NotFound
    await must_hold(tx, viewer, wanted)
    await decline(
        tx,
        room,
        wanted,
        reason=reason,
        by=viewer.person,
        who=viewer.name,
        hand=f"{viewer.name}, on the page",
        letters=letters,
    )


async def decline(
    tx: Transaction,
    room: Room,
    wanted: AgencyId,
    *,
    reason: str,
    by: UUID,
    who: str,
    hand: str,
    letters: Letters,
    scan: str | None = None,
) -> None:
    """Write it down, on the page or from a paper; ``who`` is how the mails say whose act it was, ``hand`` the fact.

    ``scan`` is the digest of a paper that was kept with the agreement.

    Raises:
        BadInput: no reason was given.
        Conflict: the party has signed, has declined, or the version cannot be signed any more.
    """
    at, title = room.progress, room.progress.pact.title
    pact, number = at.pact.id, at.version.number
    try:
        why = checks.line(reason, "reason", most=MOST_REASON)
    except BadInput as wrong:
        raise BadInput(
            f"Say why, in a few words. {wrong}" if reason.strip() else "Say why, in a few words.", "reason"
        ) from wrong
    if wanted in at.signed:
        raise Conflict("Your agency has signed. Take the signature back first.")
    if wanted in at.declined:
        raise Conflict("Your agency has declined already.")
    if not at.open:
        raise Conflict("It cannot be signed any more, so there is nothing to decline.")
    fact = Fact(
        kind=FactKind.DECLINED,
        at=at.at,
        agency=wanted,
        digest=at.version.digest,
        cause=why,
        attested_by=hand,
    )
    await save_facts(tx, pact, fact, scan=scan)
    await record(tx, "declined agreement", by=by, subject=pact, version=number, agency=room.names[wanted])
    body = (
        f"{who} declined version {number} of “{title}” for {room.names[wanted]}.\n\nReason: {why}\n\n"
        f"{letters.version(pact, number)}\n"
    )
    subject = f"{room.names[wanted]} declined “{title}”"
    await tell_agency(tx, letters, wanted, subject, f"{body}\n{NOT_SO}\n")
    await tell_coordinators(tx, letters, subject, body)
    await tell_next(tx, letters, at)
