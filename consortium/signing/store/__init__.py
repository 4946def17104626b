"""Agreements in the database: versions and dated facts, to and from the core's values.

What is read is checked as it is read: a version whose text or terms were altered does not match its digest, and a
fact about it names the digest that was signed. Facts for the core take no viewer; agreements are every member's.
"""

from collections import defaultdict
from uuid import UUID, uuid4

from sqlalchemy import func, select

from agreements import (
    Designation,
    Fact,
    FactKind,
    Pact,
    PactId,
    Reach,
    Version,
    VersionId,
    form_of,
    read_terms,
    read_text,
    terms_document,
    text_document,
)
from consortium.db import Reading, Transaction
from consortium.members.store import keep
from consortium.members.tables import DesignationRow, PeerRow
from consortium.problems import BadInput, NotFound
from consortium.signing.store.events import begin_log, fact_said, note_events, version_said
from consortium.signing.store.surroundings import load_surroundings
from consortium.signing.tables import AgreementFactRow, AgreementRow, AgreementVersionRow
from geo import AgencyId, PersonId

STRANGER = BadInput("This agency is not enrolled here.", "agency")


async def load_pacts(reading: Reading) -> tuple[Pact, ...]:
    """Every agreement with its versions and facts, by title; three queries.

    Raises:
        AgreementError: a row was altered so that it is no agreement any more.
    """
    agreements = await reading.scalars(select(AgreementRow).order_by(AgreementRow.title, AgreementRow.id))
    versions: dict[UUID, list[Version]] = defaultdict(list)
    for version in await reading.scalars(select(AgreementVersionRow)):
        versions[version.agreement].append(_version(version))
    facts: dict[UUID, list[Fact]] = defaultdict(list)
    for fact in await reading.scalars(select(AgreementFactRow)):
        facts[fact.agreement].append(_fact(fact))
    return tuple(
        Pact(id=PactId(row.id), title=row.title, versions=tuple(versions[row.id]), facts=tuple(facts[row.id]))
        for row in agreements
    )


async def load_reach(reading: Reading) -> Reach:
    """What all agreements together let anybody do, by today's places and laws."""
    return Reach(await load_pacts(reading), await load_surroundings(reading))


async def load_pact(reading: Reading, pact: PactId) -> Pact:
    """One agreement.

    Raises:
        NotFound: there is none of that id.
    """
    found = next((each for each in await load_pacts(reading) if each.id == pact), None)
    if found is None:
        raise NotFound
    return found


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


async def save_facts(tx: Transaction, pact: PactId, *facts: Fact) -> None:
    """Add facts to an agreement; none is ever changed. Each is an event of the log.

    Raises:
        BadInput: a fact is of an agency that is not enrolled.
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
        )
        for fact in facts
    ]
    await keep(
        tx,
        *rows,
        unless={"fk_agreement_fact_consortium_agency": STRANGER, "fk_agreement_fact_consortium_about": STRANGER},
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


def _version(row: AgreementVersionRow) -> Version:
    return Version(
        id=VersionId(row.id),
        pact=PactId(row.agreement),
        number=row.number,
        text=read_text(row.text),
        terms=read_terms(row.terms),
        digest=row.digest,
        form=form_of(row.terms),
    )


def _fact(row: AgreementFactRow) -> Fact:
    return Fact(
        kind=FactKind(row.kind),
        at=row.at,
        attested_by=row.attested_by,
        agency=AgencyId(row.agency) if row.agency else None,
        digest=row.digest,
        cause=row.cause,
        leaves_on=row.leaves_on,
        about=AgencyId(row.about) if row.about else None,
    )


async def load_titles(reading: Reading) -> dict[UUID, str]:
    """The title of every agreement, by its id: for sentences about acts."""
    rows = await reading.execute(select(AgreementRow.id, AgreementRow.title))
    return {row.id: row.title for row in rows}
