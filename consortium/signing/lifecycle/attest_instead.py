"""Take in on paper what a head does without signing a record: decline, take a signature back, pause, end the pause.

The clerk holds the paper and scans it, with the same checks as for every other act on paper; it counts like one on the
page, from when she records it. The fact names the scan.
"""

from enum import StrEnum
from typing import Final

from agreements import FactKind, PactId, standing_at
from consortium.access.door import Viewer
from consortium.db import Transaction
from consortium.journal import record as journal
from consortium.members import checks
from consortium.problems import BadInput, Conflict, NotFound
from consortium.signing.lifecycle.hand import Hand
from consortium.signing.lifecycle.rest_party import pause_on_paper, resume_on_paper
from consortium.signing.signatures.attest_paper import (
    NOT_HELD,
    OnPaper,
    day_on_paper,
    name_on_paper,
    right_then,
    same_text,
)
from consortium.signing.signatures.authority import why_none
from consortium.signing.signatures.blockers import of_the_signer
from consortium.signing.signatures.clerks import must_attest
from consortium.signing.signatures.decline_agreement import decline
from consortium.signing.signatures.letters import Letters
from consortium.signing.signatures.read_scan import Scan
from consortium.signing.signatures.retract_signature import retract
from consortium.signing.signatures.room import Room, enter_room
from consortium.signing.store.scans import counted_before
from consortium.signing.store.signatures import save_scan
from consortium.signing.store.signing_room import in_turn


class Ink(StrEnum):
    """What a head may write instead of doing it on the page; the value is the last part of its address."""

    DECLINE = "decline"
    RETRACT = "retract"
    PAUSE = "pause"
    RESUME = "resume"


FACT: Final = {
    Ink.DECLINE: FactKind.DECLINED,
    Ink.RETRACT: FactKind.RETRACTED,
    Ink.PAUSE: FactKind.SUSPENDED,
    Ink.RESUME: FactKind.RESUMED,
}
"""The fact that each of them makes."""
OF_SIGNING: Final = frozenset({Ink.DECLINE, Ink.RETRACT})
"""What is about a version that is out to be signed; the others are about one that binds."""
DEEDS: Final = {
    Ink.DECLINE: "decline to sign version {number} of “{pact}”, because ________________________________________,",
    Ink.RETRACT: "take back the signature on version {number} of “{pact}”, and do so",
    Ink.PAUSE: "let our part in “{pact}”, now in version {number}, rest until its pause is ended, and do so",
    Ink.RESUME: "end the pause of our part in “{pact}”, now in version {number}, and do so",
}
"""What the sheet says that she does."""


async def attest_instead(
    tx: Transaction,
    viewer: Viewer,
    ink: Ink,
    *,
    pact: PactId,
    number: int,
    paper: OnPaper,
    reason: str,
    scan: Scan,
    held: bool,
    letters: Letters,
    public_url: str | None = None,
) -> None:
    """Take it in, and do what it says; all heads of the agency and its clerk are told, so that a false one is found.

    ``reason`` is why it declines; the others give none.

    Raises:
        BadInput: something is missing, the paper is of another text or counted before; nothing was kept.
        Conflict: this viewer must not attest it, or something stands in the way; the message says what.
        NotFound: there is no such agreement, version or person, or the agency is not hers to attest for.
    """
    must_attest(viewer, paper.agency, whose=paper.person)
    await in_turn(tx)
    room = await enter_room(tx, pact, number, paper.person, gone=True)
    hand = _hand(viewer, ink, room, paper)
    if await counted_before(tx, pact, FACT[ink], paper.agency, scan.sha256):
        raise BadInput("This paper was taken in before. What is meant anew is signed anew.", "scan")
    if not held:
        raise BadInput(NOT_HELD, "held")
    await save_scan(tx, pact, scan.sha256, scan.content, by=viewer.person)
    if ink in OF_SIGNING:
        await _of_signing(tx, viewer, ink, room, paper, reason, hand, letters, scan)
    else:
        rests = pause_on_paper if ink is Ink.PAUSE else resume_on_paper
        await rests(tx, viewer, pact=pact, agency=paper.agency, hand=hand, scan=scan, public_url=public_url)
    told = {"agency": room.names[paper.agency], "what": ink.value}
    await journal(tx, "attested an act on paper", by=viewer.person, subject=pact, **told)


def _hand(viewer: Viewer, ink: Ink, room: Room, paper: OnPaper) -> Hand:
    """By whose hand it is, once nothing stands in the way."""
    signer, at = room.signer, room.progress
    was_over = room.was_over(paper.agency, paper.signed_on)
    if not was_over and (paper.agency not in signer.agencies or not signer.heads):
        raise NotFound
    if ink in OF_SIGNING and paper.agency not in {*at.version.terms.parties, *at.signed}:
        raise NotFound
    if ink not in OF_SIGNING and not _binds(room, paper):
        raise Conflict("This version does not bind that agency now, so no part of it could rest.")
    name = name_on_paper(paper, room)
    same_text(paper, at.version)
    if ink in OF_SIGNING:
        day = day_on_paper(room, paper)
    else:
        day = checks.past_day(paper.signed_on, "signed_on", today=room.day)
    if day != room.day:
        right_then(room, paper)
    right, why = room.right_on(paper.agency, day), why_none(room.rights, signer.person, paper.agency, day)
    if stops := list(of_the_signer(signer, paper.agency, right, why, by_key=False, was_over=was_over)):
        raise Conflict(" ".join(f"{each.words} {each.mends}" for each in stops))
    said = f"{name}, on paper of {day.isoformat()}"
    return Hand(name=f"{said}, which {viewer.name} took in", attested_by=f"{said}, held and recorded by {viewer.name}")


def _binds(room: Room, paper: OnPaper) -> bool:
    bindings = standing_at(room.progress.pact, room.progress.at).bindings
    return any(each.version == room.progress.version and paper.agency in each.members for each in bindings)


async def _of_signing(
    tx: Transaction,
    viewer: Viewer,
    ink: Ink,
    room: Room,
    paper: OnPaper,
    reason: str,
    hand: Hand,
    letters: Letters,
    scan: Scan,
) -> None:
    agency, by, who, sha256 = paper.agency, viewer.person, hand.name, scan.sha256
    if ink is Ink.DECLINE:
        said = hand.attested_by
        await decline(tx, room, agency, reason=reason, by=by, who=who, hand=said, letters=letters, scan=sha256)
    else:
        await retract(tx, room, agency, by=by, who=who, hand=hand.attested_by, letters=letters, scan=sha256)
