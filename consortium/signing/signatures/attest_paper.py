"""Take in a counterpart on paper: a clerk holds it, scans it, and says who signed it when. It counts like any other.

It counts from when she records it, never from an earlier day: nothing that was seen meanwhile is changed by it. Who
might sign, and in which capacity, is asked of the day on the paper: a sheriff's last day is still hers.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from agreements import Fact, PactId, Version
from agreements.counterparts import Counterpart, PaperRecord
from consortium.access.door import Viewer
from consortium.db import Transaction
from consortium.journal import record as journal
from consortium.members import checks
from consortium.problems import BadInput, Conflict, NotFound
from consortium.signing.signatures.authority import Authority
from consortium.signing.signatures.clerks import must_attest
from consortium.signing.signatures.legible import must_be_shown
from consortium.signing.signatures.letters import Letters, tell_paper
from consortium.signing.signatures.next_to_sign import tell_next
from consortium.signing.signatures.read_scan import Scan
from consortium.signing.signatures.room import Room, enter_room
from consortium.signing.signatures.sign_agreement import FACT_OF
from consortium.signing.signatures.signers import same_name
from consortium.signing.store import save_facts
from consortium.signing.store.events import note_event
from consortium.signing.store.signatures import save_scan, save_signature
from consortium.signing.store.signing_room import in_turn
from geo import AgencyId, PersonId

FINGERPRINT: Final = 16
"""Letters of a fingerprint that a clerk types at least."""
NOT_HELD: Final = "Tick that you hold the signed paper in your hands."


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPaper:
    """What the clerk reads off the paper: who signed for which agency, on which day, which text."""

    agency: AgencyId
    person: PersonId
    name: str
    signed_on: date
    fingerprint: str


async def attest_paper(
    tx: Transaction,
    viewer: Viewer,
    *,
    pact: PactId,
    number: int,
    paper: OnPaper,
    scan: Scan,
    held: bool,
    letters: Letters,
) -> Counterpart:
    """Take it in; the heads of the agency are told, so that a false one is found.

    Raises:
        BadInput: something is missing, or the paper is of another text; nothing was kept.
        Conflict: this viewer must not attest it, or something stands in the way; the message says what.
        NotFound: there is no such agreement, version or person, or the agency is not hers to attest.
    """
    must_attest(viewer, paper.agency, whose=paper.person)
    await in_turn(tx)
    room = await enter_room(tx, pact, number, paper.person, gone=True)
    if not room.may_have_signed(paper.agency):
        raise NotFound
    record = _record(tx, viewer, room, paper, scan)
    must_be_shown(record.name, record.title, record.authority, record.agency_name)
    if not held:
        raise BadInput(NOT_HELD, "held")
    counterpart = Counterpart(
        record=record,
        canonical=record.canonical(),
        signed_at=room.progress.at,
        assertion=None,
        person=paper.person,
    )
    await save_scan(tx, pact, scan.sha256, scan.content, by=viewer.person)
    await save_signature(tx, counterpart)
    fact = Fact(
        kind=FACT_OF[record.act],
        at=room.progress.at,
        agency=record.agency,
        digest=record.digest,
        attested_by=counterpart.attested,
    )
    await save_facts(tx, pact, fact)
    await journal(tx, "attested signature on paper", by=viewer.person, subject=pact, agency=record.agency_name)
    await tell_paper(tx, letters, paper.person, record, room.progress.pact.title)
    await tell_next(tx, letters, room.progress)
    await note_event(tx, kind="signature", agreement=pact, body=counterpart.document())
    return counterpart


def _record(tx: Transaction, viewer: Viewer, room: Room, paper: OnPaper, scan: Scan) -> PaperRecord:
    version = room.progress.version
    name = name_on_paper(paper, room)
    same_text(paper, version)
    signed_on = day_on_paper(room, paper)
    if signed_on != room.day:
        right_then(room, paper)
    ground = room.footing(paper.agency, signed_on=signed_on)
    right = ground.authority
    if ground.stopped or right is None:
        raise Conflict(" ".join(f"{each.words} {each.mends}" for each in ground.stopped))
    return PaperRecord(
        id=uuid4(),
        act=ground.act,
        pact=room.progress.pact.id,
        version=version.number,
        digest=version.digest,
        agency=paper.agency,
        agency_name=room.names[paper.agency],
        name=name,
        title=right.office,
        capacity=ground.capacity,
        authority=right.words(),
        scan=scan.sha256,
        signed_on=signed_on,
        attester=PersonId(viewer.person),
        attested_by=viewer.name,
        at=tx.now.replace(microsecond=0),
    )


def name_on_paper(paper: OnPaper, room: Room) -> str:
    """The name as the paper has it.

    Raises:
        BadInput: it is not that of whom the clerk chose.
    """
    name = checks.line(paper.name, "name")
    if not same_name(name, room.signer.name):
        raise BadInput(f"The name on the paper is not that of {room.signer.name}.", "name")
    return name


def same_text(paper: OnPaper, version: Version) -> None:
    """Refuse a paper that carries another text's fingerprint.

    Raises:
        BadInput: it does, or too little of it was typed.
    """
    typed = "".join(paper.fingerprint.lower().split())
    if len(typed) < FINGERPRINT or not version.digest.startswith(typed):
        raise BadInput(
            "The fingerprint on the paper is not that of this version: somebody signed another text, or it was "
            "misread. Type the first sixteen letters and digits.",
            "fingerprint",
        )


def right_then(room: Room, paper: OnPaper) -> Authority:
    """The right that held on the day on the paper; a term that had run out by then signs nothing.

    Raises:
        BadInput: none did.
    """
    right = room.right_on(paper.agency, paper.signed_on)
    if right is None:
        raise BadInput("No authority of hers is recorded that held on that day.", "signed_on")
    return right


def day_on_paper(room: Room, paper: OnPaper) -> date:
    """The day that stands on the paper.

    Raises:
        BadInput: it lies ahead, or before the version went out to be signed.
    """
    sent = room.progress.sent_out
    day = checks.past_day(paper.signed_on, "signed_on", today=room.day)
    if sent is not None and day < sent.astimezone(ZoneInfo(room.progress.version.terms.calendar)).date():
        raise BadInput("It went out to be signed only later than that day.", "signed_on")
    return day
