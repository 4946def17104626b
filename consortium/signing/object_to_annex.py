"""Object to a roster annex that would count by silence: on the page, or on paper that a clerk takes in.

An objection needs no reason and binds at once: nobody on the annex is designated by it. What settles it is an annex
that a head signs. On paper it counts from when it is recorded, whatever day stands on it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from agreements.times import day_of
from consortium.access.door import Viewer
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.annex_values import Annex
from consortium.members.store import annex_locked, load_annex, load_today, one_at_a_time
from consortium.problems import BadInput, Conflict, NotFound
from consortium.signing.annex_notice import (
    OPEN,
    Notice,
    Stand,
    begins_at,
    last_to_object,
    pact_of,
    stand_of_annex,
    terms_for,
)
from consortium.signing.signatures.attest_paper import NOT_HELD
from consortium.signing.signatures.authority import holding
from consortium.signing.signatures.clerks import must_attest
from consortium.signing.signatures.letters import NOT_SO, Letters, tell_agency, tell_coordinators
from consortium.signing.signatures.may_act import must_hold
from consortium.signing.signatures.read_scan import Scan
from consortium.signing.signatures.signers import same_name
from consortium.signing.store import load_pact, load_reach
from consortium.signing.store.annex_notices import close_annex, load_notices, note_annex, notice_locked
from consortium.signing.store.annex_tables import RosterAnnexNoticeRow
from consortium.signing.store.authorities import load_authorities, load_signer
from consortium.signing.store.signatures import save_scan
from geo import PersonId

_COUNTS: Final = (
    "Its days are over and it counts. A head ends the designation of one person, or of all, in writing, at any time: "
    "write to the coordinator, who enters it at once."
)
_SETTLED: Final = "There is nothing to object to: it was settled before, or nobody was told of it."


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperObjection:
    """What the clerk reads off the paper: who objected, under which name, on which day."""

    person: PersonId
    name: str
    said_on: date


async def object_to_annex(tx: Transaction, viewer: Viewer, *, annex: UUID, letters: Letters) -> None:
    """Object for the agency; all its heads, its clerk and the coordinators are told.

    Raises:
        Conflict: its days are over, it was settled before, or she may not act for the agency now.
        NotFound: there is no such annex, or the agency is none that she heads.
    """
    await one_at_a_time(tx)
    await annex_locked(tx, annex)
    found = await load_annex(tx, annex)
    await must_hold(tx, viewer, found.agency)
    notice, stand, _ = await _stands(tx, found)
    if stand is Stand.DEEMED:
        raise Conflict(_COUNTS)
    if stand not in OPEN:
        raise Conflict(_SETTLED)
    row = await _locked(tx, annex)
    row.objected_at, row.objected_by = tx.now, viewer.person
    said = {"agency": str(found.agency), "reference": found.reference}
    await record(tx, "objected to roster annex", by=viewer.person, subject=annex, **said)
    how = f"{viewer.name} objected to roster annex {found.reference} for {found.agency_name}, on the page."
    await _done(tx, found, notice, letters, how)


async def take_in_objection(
    tx: Transaction, viewer: Viewer, *, annex: UUID, paper: PaperObjection, scan: Scan, held: bool, letters: Letters
) -> None:
    """Take in a head's objection on paper. One whose day was in time counts also after the days are over, from now on.

    Raises:
        BadInput: something is missing, or the paper was too early, too late or signed without authority.
        Conflict: it was settled before, or this viewer must not attest it.
        NotFound: there is no such annex or person, or the agency is not hers to attest for.
    """
    await one_at_a_time(tx)
    await annex_locked(tx, annex)
    found = await load_annex(tx, annex)
    must_attest(viewer, found.agency, whose=paper.person)
    notice, stand, last = await _stands(tx, found)
    if stand not in OPEN | {Stand.DEEMED}:
        raise Conflict(_SETTLED)
    await _must_be_hers(tx, found, paper)
    _in_time(paper, notice, last, today=await load_today(tx), calendar=letters.calendar)
    if not held:
        raise BadInput(NOT_HELD, "held")
    await save_scan(tx, pact_of(found), scan.sha256, scan.content, by=viewer.person)
    row = await _locked(tx, annex)
    row.objected_at, row.objected_by = tx.now, paper.person
    row.taken_by, row.scan_sha256, row.said_on = viewer.person, scan.sha256, paper.said_on
    said = {"agency": str(found.agency), "reference": found.reference, "day": paper.said_on.isoformat()}
    await record(tx, "took in objection to roster annex", by=viewer.person, subject=annex, **said)
    how = (
        f"{viewer.name} recorded that {paper.name} objected to roster annex {found.reference} for "
        f"{found.agency_name}, on paper of {paper.said_on.isoformat()}.\n"
        f"Fingerprint of the scan, SHA-256: {scan.sha256}"
    )
    await _done(tx, found, notice, letters, how, scan=scan.sha256)


async def _stands(tx: Transaction, annex: Annex) -> tuple[Notice | None, Stand, date | None]:
    """The notice, how the annex stands, and the last day to object if its days run."""
    notice = (await load_notices(tx, [annex.id])).get(annex.id)
    terms = terms_for(await load_reach(tx), annex.agreement, annex.agency, tx.now)
    begins = begins_at(notice, terms) if notice else None
    last = last_to_object(begins, terms) if begins and terms else None
    return notice, stand_of_annex(annex, notice, terms, tx.now), last


async def _locked(tx: Transaction, annex: UUID) -> RosterAnnexNoticeRow:
    row = await notice_locked(tx, annex)
    if row is None:
        raise Conflict(_SETTLED)
    return row


async def _must_be_hers(tx: Transaction, annex: Annex, paper: PaperObjection) -> None:
    """The paper is of a head who held authority on its day, under her own name."""
    signer = await load_signer(tx, paper.person)
    if not signer.heads or annex.agency not in signer.agencies:
        raise NotFound
    if not same_name(checks.line(paper.name, "name"), signer.name):
        raise BadInput(f"The name on the paper is not that of {signer.name}.", "name")
    rights = await load_authorities(tx, [annex.agency])
    if holding(rights, paper.person, annex.agency, paper.said_on) is None:
        raise BadInput("No authority of hers is recorded that held on that day.", "said_on")


def _in_time(paper: PaperObjection, notice: Notice | None, last: date | None, *, today: date, calendar: str) -> None:
    day = checks.past_day(paper.said_on, "said_on", today=today)
    if notice is not None and day < day_of(notice.sent_at, calendar):
        raise BadInput("The heads were told of this annex only later than that day.", "said_on")
    if last is not None and day > last:
        raise BadInput(f"The last day to object was {last.isoformat()}. {_COUNTS}", "said_on")


async def _done(
    tx: Transaction, annex: Annex, notice: Notice | None, letters: Letters, how: str, **more: object
) -> None:
    """Nobody is designated by it from now on; the log and everybody whose matter it is learn of it."""
    await tx.flush()
    if notice is not None and notice.number is not None:
        await close_annex(tx, annex.agreement, notice.number)
    await note_annex(tx, annex, notice.digest if notice else "", "objected", at=tx.now, **more)
    title = (await load_pact(tx, pact_of(annex))).title
    body = (
        f"{how}\n\nNobody on it is designated by it under “{title}”. Only an annex that a head signs settles that.\n\n"
        f"{letters.home}/annexes/{annex.id}\n"
    )
    subject = f"{annex.agency_name} objected to a roster annex"
    await tell_agency(tx, letters, annex.agency, subject, f"{body}\n{NOT_SO}\n")
    await tell_coordinators(tx, letters, subject, body)
