"""Take in on paper what a head does with legal effect: a clerk holds it and scans it. It counts like one by passkey.

It counts from when she records it: the days of a notice run from then, whatever day stands on the paper.
"""

from uuid import uuid4

from agreements import PactId
from agreements.counterparts import Counterpart, PaperRecord
from consortium.access.door import Viewer
from consortium.db import Transaction
from consortium.journal import record as journal
from consortium.problems import BadInput, NotFound
from consortium.signing.lifecycle.act_ground import ActGround, load_ground
from consortium.signing.lifecycle.act_kinds import LifeAct
from consortium.signing.lifecycle.change import Change
from consortium.signing.lifecycle.sign_act import Said, carried, kind_of, object_of
from consortium.signing.signatures.attest_paper import (
    NOT_HELD,
    OnPaper,
    day_on_paper,
    name_on_paper,
    right_then,
    same_text,
)
from consortium.signing.signatures.clerks import must_attest
from consortium.signing.signatures.legible import must_be_shown
from consortium.signing.signatures.letters import Letters, tell_paper
from consortium.signing.signatures.read_scan import Scan
from consortium.signing.store.signatures import save_scan
from consortium.signing.store.signing_room import in_turn
from geo import PersonId


async def attest_act(
    tx: Transaction,
    viewer: Viewer,
    act: LifeAct,
    *,
    pact: PactId,
    paper: OnPaper,
    said: Said,
    scan: Scan,
    held: bool,
    letters: Letters,
    public_url: str | None = None,
) -> Change:
    """Take it in, and do what it says; the agency's heads and its clerk are told, so that a false one is found.

    Raises:
        BadInput: something is missing, the paper is of another text, or it cannot be done; nothing was kept.
        Conflict: this viewer must not attest it, or something stands in the way; the message says what.
        NotFound: there is no such agreement or person, or the agency is not hers to attest for.
    """
    must_attest(viewer, paper.agency, whose=paper.person)
    await in_turn(tx)
    day = paper.signed_on
    ground = await load_ground(tx, paper.person, act=kind_of(act), pact=pact, agency=paper.agency, signed_on=day)
    if not ground.room.signer.heads and not ground.room.was_over(paper.agency, day):
        raise NotFound
    if day_on_paper(ground.room, paper) != ground.room.day:
        right_then(ground.room, paper)
    ground.must_stand()
    record = _record(tx, viewer, ground, paper, said, scan)
    if any(_same_paper(each, record) for each in ground.room.counterparts):
        raise BadInput("This paper was taken in before. What is meant anew is signed anew.", "scan")
    must_be_shown(record.name, record.title, record.authority, record.agency_name, record.about_name or "")
    if not held:
        raise BadInput(NOT_HELD, "held")
    counterpart = Counterpart(
        record=record,
        canonical=record.canonical(),
        signed_at=ground.room.progress.at,
        assertion=None,
        person=paper.person,
    )
    await save_scan(tx, pact, scan.sha256, scan.content, by=viewer.person)
    told = {"agency": record.agency_name, "what": record.act.value}
    await journal(tx, "attested an act on paper", by=viewer.person, subject=pact, **told)
    await tell_paper(tx, letters, paper.person, record, ground.room.progress.pact.title)
    return await carried(tx, viewer, act, counterpart, public_url=public_url)


def _same_paper(known: Counterpart, record: PaperRecord) -> bool:
    kept = known.record
    same = (record.act, record.agency, record.scan)
    return isinstance(kept, PaperRecord) and (kept.act, kept.agency, kept.scan) == same


def _record(tx: Transaction, viewer: Viewer, ground: ActGround, paper: OnPaper, said: Said, scan: Scan) -> PaperRecord:
    version, signed_on, right = ground.version, day_on_paper(ground.room, paper), right_then(ground.room, paper)
    same_text(paper, version)
    about, about_name, leaves_on = object_of(ground, said)
    return PaperRecord(
        id=uuid4(),
        act=ground.act,
        pact=ground.room.progress.pact.id,
        version=version.number,
        digest=version.digest,
        agency=paper.agency,
        agency_name=ground.room.names[paper.agency],
        name=name_on_paper(paper, ground.room),
        title=right.office,
        capacity=right.capacity,
        authority=right.words(),
        scan=scan.sha256,
        signed_on=signed_on,
        attester=PersonId(viewer.person),
        attested_by=viewer.name,
        at=tx.now.replace(microsecond=0),
        about=about,
        about_name=about_name,
        leaves_on=leaves_on,
    )
