"""Sign: her passkey has answered for the record that she looked over. One transaction, one lock, one counterpart.

The server takes no document from her: only the answer to a record that it kept itself. Whoever signs at the same
instant waits; each finds the agreement as the one before left it. Another's session, an answer given before, to
another record or on another site's page, a copied key: each is refused, and nothing is changed.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from agreements import Fact, FactKind, PactId
from agreements.counterparts import Counterpart
from agreements.signatures import BINDING, Act, SignatureRecord
from consortium.access.passkey_site import Site
from consortium.db import Transaction
from consortium.journal import record as journal
from consortium.problems import Conflict
from consortium.signing.signatures.answered import LATE, read_answer, taken_in, waited_for
from consortium.signing.signatures.letters import Letters, tell_signed
from consortium.signing.signatures.next_to_sign import tell_next
from consortium.signing.signatures.room import Room, enter_room
from consortium.signing.store import save_facts
from consortium.signing.store.events import note_event
from consortium.signing.store.signatures import save_signature
from consortium.signing.store.signing_room import end_kiosk, in_turn

FACT_OF: Final = {Act.SIGN: FactKind.SIGNED, Act.JOIN: FactKind.JOINED}


@dataclass(frozen=True, slots=True)
class Signed:
    """A counterpart that was taken in."""

    counterpart: Counterpart
    record: SignatureRecord


async def sign_agreement(
    tx: Transaction,
    site: Site,
    *,
    person: UUID,
    pact: PactId,
    pending: UUID,
    answer: str,
    letters: Letters,
    kiosk: UUID | None = None,
) -> Signed:
    """Take in the signature of ``person`` on the record that waits for her.

    Raises:
        BadInput: the device's answer cannot be read.
        Conflict: it does not count, or something stands in the way; the message says what. Nothing was changed.
    """
    given = read_answer(answer)
    await in_turn(tx)
    record = await waited_for(tx, pending, person=person, pact=pact, kiosk=kiosk)
    if record.act not in BINDING:
        raise Conflict(LATE)
    room = await enter_room(tx, pact, record.version, person)
    _still_so(room, record)
    counterpart = await taken_in(tx, record, given, site, at=room.progress.at)
    await save_signature(tx, counterpart)
    fact = Fact(
        kind=FACT_OF[record.act],
        at=room.progress.at,
        agency=record.agency,
        digest=record.digest,
        attested_by=counterpart.attested,
    )
    await save_facts(tx, pact, fact)
    if kiosk is not None:
        await end_kiosk(tx, kiosk)
    await journal(tx, "signed agreement", by=person, subject=pact, version=record.version, agency=record.agency_name)
    await tell_signed(tx, letters, counterpart, record, room.progress.pact.title)
    await tell_next(tx, letters, room.progress)
    await note_event(tx, kind="signature", agreement=pact, body=counterpart.document())
    return Signed(counterpart, record)


def _still_so(room: Room, record: SignatureRecord) -> None:
    """Whether all that the record says, and all that signing needs, is still so."""
    ground = room.footing(record.agency)
    if ground.stopped:
        raise Conflict(" ".join(["Nothing was signed.", *(f"{each.words} {each.mends}" for each in ground.stopped)]))
    right = ground.authority
    same = (
        record.digest == room.progress.version.digest
        and record.act is ground.act
        and record.capacity is ground.capacity
        and record.authority == (right.words() if right else "")
        and record.agency_name == room.names.get(record.agency)
    )
    if not same:
        raise Conflict("What the page showed has changed meanwhile. Nothing was signed. Look it over again.")
