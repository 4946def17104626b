"""Freeze a draft: the text that every party's advisor approved becomes a version, with the same digest, for good."""

from dataclasses import replace
from uuid import UUID, uuid4

from agreements import AgreementError, Fact, FactKind, Version, VersionId
from agreements.drafts import Answer
from consortium.db import Transaction
from consortium.journal import record
from consortium.problems import BadInput, Conflict
from consortium.signing.drafting.give_verdict import NONE, PAGE
from consortium.signing.drafting.look import CLOSED, Look, look_at
from consortium.signing.standing_words import NO_ADVISOR
from consortium.signing.store import load_pact, save_facts, save_version
from consortium.signing.store.drafts import draft_locked, note_frozen
from consortium.signing.store.people import load_people


async def freeze_draft(tx: Transaction, *, draft: UUID, digest: str, by: UUID) -> Version:
    """Make the version whose digest she saw; the version.

    Raises:
        Conflict: the text was changed meanwhile, a party's verdict is missing, or something stops it.
        NotFound: there is no such draft.
    """
    await draft_locked(tx, draft)
    look = await look_at(tx, draft)
    if not look.file.open:
        raise CLOSED
    if look.version is None or look.stopping:
        raise Conflict("Something still stops this draft. It is listed below; mend it first.")
    if look.digest != digest:
        raise Conflict("The text was changed after you opened it. Nothing was saved. Read what it says now.")
    if not look.review.may_freeze:
        raise Conflict("Not every party's legal advisor has approved exactly this text.")
    version = replace(look.version, id=VersionId(uuid4()))
    await save_version(tx, version, title=look.file.draft.title)
    try:
        facts = await _reviewed(tx, look, version)
        pact = await load_pact(tx, version.pact)
        for fact in facts:
            pact = pact.with_fact(fact)
    except AgreementError as wrong:
        raise BadInput(str(wrong)) from wrong
    await save_facts(tx, version.pact, *facts)
    await note_frozen(tx, draft, by)
    await record(tx, "froze draft", by=by, subject=draft, title=look.file.draft.title, digest=digest[:8])
    return version


async def _reviewed(tx: Transaction, look: Look, version: Version) -> list[Fact]:
    """For each party with a verdict, that its advisor read exactly this text."""
    verdicts = look.review.verdicts.values()
    people = await load_people(tx, [each.advisor for each in verdicts])
    facts = []
    for verdict in verdicts:
        given = look.last_of(verdict.agency)
        name = people[verdict.advisor].name
        paper = NO_ADVISOR if given and given.manner == NONE else "by a paper"
        vouched = f"{name}, legal advisor" if given and given.manner == PAGE else f"{name}, clerk, {paper}"
        noted = "" if verdict.answer is Answer.APPROVE else ", with a note"
        facts.append(
            Fact(
                kind=FactKind.REVIEWING,
                at=verdict.at,
                agency=verdict.agency,
                digest=version.digest,
                attested_by=vouched + noted,
            )
        )
    return facts
