"""Agreements in the database: versions and dated facts, to and from the core's values.

What is read is checked as it is read: a version whose text or terms were altered does not match its digest, and a
fact about it names the digest that was signed. Facts for the core take no viewer; agreements are every member's.
"""

from uuid import UUID, uuid4

from sqlalchemy import func, select

from agreements import Designation, Fact, Pact, PactId, Version, terms_document, text_document
from consortium.db import Reading, Transaction
from consortium.members.store import keep
from consortium.members.store.people_tables import PeerRow
from consortium.members.tables import DesignationRow
from consortium.problems import BadInput
from consortium.signing.store.events import begin_log, fact_said, note_events, version_said
from consortium.signing.store.pact_rows import SIGNS
from consortium.signing.store.pacts import load_broken, load_pact, load_pacts, load_reach
from consortium.signing.tables import AgreementFactRow, AgreementRow, AgreementVersionRow
from geo import PersonId

__all__ = [
    "SIGNS",
    "load_broken",
    "load_pact",
    "load_pacts",
    "load_reach",
    "load_titles",
    "next_annex",
    "save_designations",
    "save_facts",
    "save_pact",
    "save_version",
    "who_answers",
]

STRANGER = BadInput("This agency is not enrolled here.", "agency")
BARE = BadInput(
    "Nobody's word alone makes this signature. Take it in on the clerk's desk of its version, with the scan.", "kind"
)


async def save_pact(tx: Transaction, pact: Pact) -> None:
    """Write a new agreement with all its versions and facts; each is an event of the log.

    Raises:
        BadInput: it names an agency that is not enrolled.
    """
    await begin_log(tx)
    versions = [
        AgreementVersionRow(
            consortium=tx.consortium,
            id=version.id,
            agreement=pact.id,
            number=version.number,
            text=text_document(version.text),
            terms=terms_document(version.terms, version.form),
            digest=version.digest,
        )
        for version in pact.versions
    ]
    await keep(tx, AgreementRow(consortium=tx.consortium, id=pact.id, title=pact.title), *versions)
    await note_events(tx, [version_said(row, pact.title) for row in versions])
    await save_facts(tx, pact.id, *pact.facts)


async def save_version(tx: Transaction, version: Version, *, title: str) -> None:
    """Write one more version of an agreement, or a new agreement with its first; it is an event of the log.

    Raises:
        Conflict: the agreement has a version of that number already.
    """
    await begin_log(tx)
    row = AgreementVersionRow(
        consortium=tx.consortium,
        id=version.id,
        agreement=version.pact,
        number=version.number,
        text=text_document(version.text),
        terms=terms_document(version.terms, version.form),
        digest=version.digest,
    )
    known = await tx.scalar(select(AgreementRow.title).where(AgreementRow.id == version.pact))
    first = () if known else (AgreementRow(consortium=tx.consortium, id=version.pact, title=title),)
    await keep(tx, *first, row)
    await note_events(tx, [version_said(row, known or title)])


async def save_facts(tx: Transaction, pact: PactId, *facts: Fact, scan: str | None = None) -> None:
    """Add facts to an agreement; none is ever changed. Each is an event of the log.

    ``scan`` is the digest of the paper on which they stand; it was kept with the agreement before.

    Raises:
        BadInput: a fact is of an agency that is not enrolled, or says that somebody signed of whom no signature is kept
            where effect is evaluated.
    """
    await begin_log(tx)
    rows = [
        AgreementFactRow(
            consortium=tx.consortium,
            id=uuid4(),
            agreement=pact,
            kind=fact.kind.value,
            agency=fact.agency,
            at=fact.at,
            attested_by=fact.attested_by,
            digest=fact.digest,
            cause=fact.cause,
            leaves_on=fact.leaves_on,
            about=fact.about,
            scan_sha256=scan,
        )
        for fact in facts
    ]
    await keep(
        tx,
        *rows,
        unless={
            "fk_agreement_fact_consortium_agency": STRANGER,
            "fk_agreement_fact_consortium_about": STRANGER,
            "fact_has_its_signature": BARE,
        },
    )
    await note_events(tx, [fact_said(row) for row in rows])


async def next_annex(reading: Reading, pact: PactId) -> int:
    """The number of an agreement's next roster annex."""
    return (
        await reading.scalar(select(func.max(DesignationRow.annex)).where(DesignationRow.agreement == pact)) or 0
    ) + 1


async def who_answers(reading: Reading) -> frozenset[PersonId]:
    """Everybody who is on the list of peers, chaplains and clinicians."""
    return frozenset(map(PersonId, await reading.scalars(select(PeerRow.person).where(PeerRow.ended_on.is_(None)))))


async def save_designations(tx: Transaction, designations: tuple[Designation, ...]) -> None:
    """Add designations; none is ever changed but to end it."""
    await keep(
        tx,
        *(
            DesignationRow(
                consortium=tx.consortium,
                agency=each.agency,
                person=each.person,
                agreement=each.pact,
                annex=each.annex,
                manner=each.manner.value,
                since=each.since,
                until=each.until,
            )
            for each in designations
        ),
        unless={"fk_designation_consortium_agency": STRANGER},
    )


async def load_titles(reading: Reading) -> dict[UUID, str]:
    """The title of every agreement, by its id: for sentences about acts."""
    rows = await reading.execute(select(AgreementRow.id, AgreementRow.title))
    return {row.id: row.title for row in rows}
