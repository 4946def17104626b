"""What heads of the demo have signed: an agreement in force by passkeys and paper, and one that waits for a signature.

Only ``consortium demo`` makes these; they take a second or two. The first is sealed by the server's own worker once it
runs; its term ends soon, and one party has given notice. The head whom the demo's door lets in has no passkey: whoever
enters as her adds one of her own, lets the town clerk confirm it, and signs what waits.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agreements import Bond, Kind, PactId, Renewal, Version
from agreements.drafts import Answer
from agreements.log import cosign, read_note
from consortium.access.door import Viewer
from consortium.access.permissions import Role
from consortium.access.store.passkeys import passkey_rows_of
from consortium.db import Database, Transaction
from consortium.demo.door import load_doors
from consortium.demo.heads import Head, Town, a_head, a_town, act, seen, sign
from consortium.demo.regions import DemoRegion
from consortium.demo.scan import a_scan
from consortium.demo.staff import Staff
from consortium.members.enrol_agency import enrol_agency
from consortium.members.enrol_person import enrol_person
from consortium.members.kinds import AgencyKind
from consortium.members.store import load_agencies, load_today
from consortium.signing.drafting.answer_terms import answer_terms
from consortium.signing.drafting.freeze_draft import freeze_draft
from consortium.signing.drafting.give_verdict import give_verdict
from consortium.signing.drafting.look import look_at
from consortium.signing.drafting.send_out import send_out
from consortium.signing.drafting.send_to_review import send_to_review
from consortium.signing.drafting.start_draft import start_draft
from consortium.signing.evidence.own_witness import WitnessKey
from consortium.signing.evidence.register_witness import register_witness
from consortium.signing.evidence.take_cosignature import take_cosignature
from consortium.signing.signatures.attest_paper import OnPaper, attest_paper
from consortium.signing.signatures.read_scan import read_scan
from consortium.signing.signatures.record_resolution import record_resolution
from consortium.signing.store.evidence import load_checkpoint
from geo import AgencyId, PersonId

RIDGE: Final = "Peers lent along the ridge, a trial of two months"
PRACTICE: Final = "A clinicians' practice on call"
PRACTICE_NAME: Final = "Larch Street Counseling"
PRACTICE_HEAD: Final = "Sunniva Trask"
COUNSEL: Final = "Thaddea Orne"
CLERK: Final = "Ottoline Marsh"
_KEYED: Final = 3


async def show_signed(database: Database, consortium: UUID, region: DemoRegion, staff: Staff) -> None:
    """Make both, by the verbs of the pages; then, at a later instant, give one party's notice and countersign."""
    async with database.transaction(consortium) as tx:
        town, ridge, leaves, witness = await _make_both(tx, region, staff)
    async with database.transaction(consortium) as tx:
        await act(tx, town, leaves, "leave", pact=ridge)
        await _witnessed(tx, witness)


async def _make_both(tx: Transaction, region: DemoRegion, staff: Staff) -> tuple[Town, PactId, Head, Head]:
    """The agreement in force, and the heads of it who leave and who countersign."""
    town = await a_town(tx, staff.steering[Role.CLERK])
    visitor = await _visitors_agency(tx)
    towns = [*[each for each in staff.agencies.values() if each != visitor][-_KEYED:], visitor]
    clerk = await seen(tx, await _enrol(tx, staff, CLERK, "Town clerk", Role.CLERK, towns), Role.CLERK, *towns)
    keyed = [await a_head(tx, town, agency, hears=clerk) for agency in towns[:-1]]
    on_paper = await a_head(tx, town, visitor, hears=None)
    practice = await _practice(tx, region, staff, town, keyed[0].viewer)
    counsel = await _counsel(tx, staff, [*towns, practice.agency])
    ridge = await _sent(tx, staff, counsel, RIDGE, towns, term_months=2, renewal=Renewal.AFFIRM, least_parties=3)
    await _resolved(tx, town, ridge)
    await _all_sign(tx, town, ridge, keyed, on_paper)
    nothing = {practice.agency: frozenset[Any]()}
    both = [practice.agency, visitor]
    lent = await _sent(tx, staff, counsel, PRACTICE, both, kind=Kind.PRACTICE, receives=nothing)
    await _resolved(tx, town, lent)
    await sign(tx, town, practice, pact=lent.pact, number=lent.number, digest=lent.digest)
    return town, ridge.pact, keyed[-1], keyed[0]


async def _visitors_agency(tx: Transaction) -> AgencyId:
    """The agency of the head whom the door lets in."""
    heads = [door for door in await load_doors(tx) if Role.AGENCY_HEAD in door.roles]
    names = (await load_agencies(tx)).names
    return next(agency for agency, name in names.items() if name == heads[0].agency)


async def _practice(tx: Transaction, region: DemoRegion, staff: Staff, town: Town, hears: Viewer) -> Head:
    """A practice whose director signs; a head of an agency has heard the fingerprint of her passkey."""
    by = staff.steering[Role.ADMINISTRATOR]
    first = region.places[0]
    agency = await enrol_agency(
        tx,
        name=PRACTICE_NAME,
        kind=AgencyKind.PRACTICE,
        county=first.county,
        state=region.state,
        lat=first.lat,
        lon=first.lon,
        sworn=0,
        counted_on=tx.now.date(),
        by=by,
    )
    await _enrol(tx, staff, PRACTICE_HEAD, "Director", Role.AGENCY_HEAD, [agency])
    return await a_head(tx, town, agency, hears=hears)


async def _counsel(tx: Transaction, staff: Staff, agencies: Collection[AgencyId]) -> Viewer:
    """One advisor whom all of them share, as small towns do."""
    person = await _enrol(tx, staff, COUNSEL, "Counsel", Role.LEGAL_ADVISOR, agencies)
    return await seen(tx, person, Role.LEGAL_ADVISOR, *agencies)


async def _enrol(
    tx: Transaction, staff: Staff, name: str, title: str, role: Role, agencies: Collection[AgencyId]
) -> PersonId:
    email = f"{name.lower().replace(' ', '.')}@example.org"
    bonds = tuple((agency, Bond.PART_TIME) for agency in agencies)
    by = staff.steering[Role.ADMINISTRATOR]
    return await enrol_person(tx, name=name, title=title, email=email, roles=(role,), bonds=bonds, by=by)


async def _sent(
    tx: Transaction, staff: Staff, counsel: Viewer, title: str, parties: Sequence[AgencyId], **changes: Any
) -> Version:
    """Drafted, approved by every party's advisor, frozen, and out to be signed."""
    by = staff.steering[Role.COORDINATOR]
    kind = changes.get("kind", Kind.MUTUAL_AID)
    draft = await start_draft(tx, kind=kind, title=title, parties=parties, by=by)
    look = await look_at(tx, draft)
    terms = replace(look.terms, **changes)
    await answer_terms(tx, draft=draft, terms=terms, title=title, seen=look.file.terms_seen, by=by)
    digest = await send_to_review(tx, draft=draft, by=by)
    for agency in parties:
        await give_verdict(
            tx, draft=draft, agency=agency, digest=digest, answer=Answer.APPROVE, words="", viewer=counsel
        )
    version = await freeze_draft(tx, draft=draft, digest=digest, by=by)
    await send_out(tx, draft=draft, by=by)
    return version


async def _resolved(tx: Transaction, town: Town, version: Version) -> None:
    """The clerk holds every party's resolution, where the agreement counts nobody without."""
    if not version.terms.resolutions_required:
        return
    day = await load_today(tx)
    for place, agency in enumerate(sorted(version.terms.parties), 1):
        paper = f"Resolution {day.year}-{place} (an example)"
        pact, number = version.pact, version.number
        await record_resolution(tx, town.clerk, pact=pact, number=number, agency=agency, resolution=paper, on=day)


async def _all_sign(tx: Transaction, town: Town, version: Version, keyed: Sequence[Head], on_paper: Head) -> None:
    """Heads with passkeys sign on the page; one signs paper, of which the clerk sends the scan in."""
    pact, number, digest = version.pact, version.number, version.digest
    paper = OnPaper(
        agency=on_paper.agency,
        person=PersonId(on_paper.viewer.person),
        name=on_paper.viewer.name,
        signed_on=await load_today(tx),
        fingerprint=digest[:16],
    )
    scan = await read_scan(a_scan(RIDGE))
    await attest_paper(
        tx, town.clerk, pact=pact, number=number, paper=paper, scan=scan, held=True, letters=town.letters
    )
    for head in keyed:
        await sign(tx, town, head, pact=pact, number=number, digest=digest)


async def _witnessed(tx: Transaction, head: Head) -> None:
    """An agency countersigns the head of the log with a key of its own, which nobody keeps."""
    own = WitnessKey("witness.example.org", Ed25519PrivateKey.generate())
    (passkey,) = await passkey_rows_of(tx, head.viewer.person)
    signed_in = replace(head.viewer, passkey=passkey.id)
    await register_witness(tx, signed_in, agency=head.agency, line=own.public.line())
    written = await load_checkpoint(tx)
    if written is not None:
        note = read_note(written)
        signed = note.also([cosign(note.text, own.name, own.private, tx.now)])
        await take_cosignature(tx, signed.written())
