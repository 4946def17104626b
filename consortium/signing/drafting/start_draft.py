"""Start a draft: of a new agreement from the library, or of the next version of one that there is."""

from collections.abc import Collection
from uuid import UUID, uuid4

from agreements import AgreementError, Kind, Pact, PactId, Version, standing_at
from agreements.clause_library import Speech, recognised
from agreements.drafts import ClauseChoice, Draft, standard_clauses
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.store import load_agencies, load_region, one_at_a_time
from consortium.members.values import Agencies
from consortium.problems import BadInput
from consortium.signing.drafting.first_terms import FEWEST, first_terms, next_terms
from consortium.signing.store import load_pact
from consortium.signing.store.drafts import DraftFile, save_draft
from geo import AgencyId


async def start_draft(tx: Transaction, *, kind: Kind, title: str, parties: Collection[AgencyId], by: UUID) -> UUID:
    """Start a new agreement between these parties, in the library's words; the draft's id.

    Raises:
        BadInput: it has no title, fewer than two parties, or one that is not enrolled; nothing was written.
    """
    agencies = await load_agencies(tx)
    if not set(parties) <= agencies.names.keys():
        raise BadInput("A party is not enrolled here. Enrol the agency first.", "parties")
    if len(set(parties)) < FEWEST:
        raise BadInput("An agreement has two parties or more. Tick them.", "parties")
    states = {agencies.states[each] for each in parties}
    draft = Draft(
        pact=PactId(uuid4()),
        number=1,
        title=checks.line(title, "title"),
        terms=first_terms(kind, parties, (await load_region(tx)).timezone, states),
        clauses=standard_clauses(kind, states),
    )
    return await _keep(tx, draft, None, by)


async def start_amendment(tx: Transaction, *, pact: PactId, by: UUID) -> UUID:
    """Start the next version of an agreement from the one in force, else from the newest; the draft's id.

    Raises:
        Conflict: the next version is being drafted already.
        NotFound: there is no such agreement.
    """
    await one_at_a_time(tx)
    known = await load_pact(tx, pact)
    agencies = await load_agencies(tx)
    base = standing_at(known, tx.now).in_force or known.versions[-1]
    try:
        draft = amendment_of(known, base, agencies)
    except AgreementError as wrong:
        raise BadInput(str(wrong), "from") from wrong
    return await _keep(tx, draft, base.number, by)


def amendment_of(pact: Pact, base: Version, agencies: Agencies) -> Draft:
    """The next version as it begins: clauses in the library's words are known by them, others are own words."""
    terms = next_terms(base.terms)
    speech = Speech(base.terms, agencies.names)
    clauses = {}
    for article in base.text:
        edition = recognised(article, speech)
        clauses[article.clause] = ClauseChoice(edition.id) if edition else ClauseChoice("", article.words)
    return Draft(pact=pact.id, number=pact.versions[-1].number + 1, title=pact.title, terms=terms, clauses=clauses)


async def _keep(tx: Transaction, draft: Draft, amends: int | None, by: UUID) -> UUID:
    file = DraftFile(id=uuid4(), draft=draft, amends=amends, made_at=tx.now, made_by=by, terms_seen=0, seen={})
    await save_draft(tx, file)
    await record(tx, "started draft", by=by, subject=file.id, title=draft.title, version=draft.number)
    return file.id
