"""Tell an agency's heads of a roster annex that counts unless one of them objects.

Nothing counts by sending. The days run from the day on which the last head was told, which is when the mail server
took the mail to her; one whose mail fails holds them up, until she is told or the paper is signed.
"""

from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID, uuid4

from agreements import Terms
from agreements.times import day_of, days_after
from consortium.access.door import Viewer
from consortium.access.permissions import Role
from consortium.db import Reading, Transaction
from consortium.journal import record
from consortium.members.annex_values import Annex
from consortium.members.store import annex_locked, load_annex, load_own_mails, load_today, one_at_a_time
from consortium.outbox import WORK, Mail, post_at
from consortium.pages import dated
from consortium.problems import Conflict, Refused
from consortium.signing.annex_notice import (
    Stand,
    annex_digest,
    last_to_object,
    lets_stand,
    pact_of,
    stand_of_annex,
    terms_for,
)
from consortium.signing.signatures.authority import holding
from consortium.signing.signatures.letters import NOT_SO, Letters, tell_person
from consortium.signing.store import load_pact, load_reach
from consortium.signing.store.annex_notices import (
    load_notices,
    load_objected,
    note_annex,
    notice_locked,
    save_mails,
    save_notice,
)
from consortium.signing.store.annex_tables import RosterAnnexNoticeRow
from consortium.signing.store.authorities import holders_of, load_authorities, told_of
from geo import PersonId

KIND: Final = "annex"
"""Mails whose handing over decides from when the days run."""
SIGNED_HERE: Final = (
    "Under the agreement that binds this agency now, a roster annex counts only when its head has signed it."
)


async def tell_heads(tx: Transaction, viewer: Viewer, *, annex: UUID, letters: Letters) -> int:
    """Mail the annex to every head of the agency who was not told of it yet; how many that were. Its clerk gets a copy.

    Raises:
        Conflict: the agreement wants a signature, it is settled, nobody could object, or a head has no address; the
            message says what. Nothing was sent.
        NotFound: there is no such annex.
    """
    await one_at_a_time(tx)
    await annex_locked(tx, annex)
    found = await load_annex(tx, annex)
    terms = await _offered(tx, found)
    notice = (await load_notices(tx, [annex])).get(annex)
    if stand_of_annex(found, notice, terms, tx.now) not in {Stand.PREPARED, Stand.SENT}:
        raise Conflict("Its heads have been told, or it was settled otherwise.")
    heads = await _heads(tx, found)
    told = {each.person for each in notice.copies if each.failed_at is None} if notice else set()
    if not (left := [each for each in heads if each not in told]):
        raise Conflict("A mail to every head of this agency is under way already.")
    addresses = {each: await load_own_mails(tx, each) for each in left}
    if not all(addresses.values()):
        raise Conflict(
            "A head of this agency has no mail address here, so she cannot be told by mail. Enter it under “People”, "
            "or let the paper be signed."
        )
    row = await _noted(tx, viewer, found)
    subject, body = _words(found, row.digest, terms, (await load_pact(tx, pact_of(found))).title, letters, tx)
    await save_mails(tx, row.id, await _posted(tx, addresses, f"{letters.title}: {subject}", body))
    for clerk in (await told_of(tx, found.agency))[1]:
        if clerk not in heads:
            await tell_person(tx, letters, clerk, subject, f"A copy for the clerk.\n\n{body}")
    said = {"agency": str(found.agency), "reference": found.reference}
    await record(tx, "told heads of roster annex", by=viewer.person, subject=annex, heads=len(left), **said)
    return len(left)


async def why_not_told(reading: Reading, annex: Annex) -> str:
    """Why its heads cannot be told now, so that it counts unless one objects; empty where they can."""
    try:
        await _offered(reading, annex)
        await _heads(reading, annex)
    except Refused as why:
        return str(why)
    return ""


async def _offered(reading: Reading, annex: Annex) -> Terms:
    terms = terms_for(await load_reach(reading), annex.agreement, annex.agency, reading.now)
    if terms is None or not lets_stand(terms):
        raise Conflict(SIGNED_HERE)
    refused = await load_objected(reading, annex.agreement, annex.agency)
    again = sorted(refused[each.person] for each in annex.listed if each.person in refused)
    if again:
        raise Conflict(
            f"A head of this agency has objected to {', '.join(again)}. Silence does not settle that: only a signed "
            "annex designates them."
        )
    return terms


async def _heads(reading: Reading, annex: Annex) -> tuple[PersonId, ...]:
    """Its agency's heads, one of whom at least could object today."""
    heads = await holders_of(reading, Role.AGENCY_HEAD, [annex.agency])
    rights, today = await load_authorities(reading, [annex.agency]), await load_today(reading)
    if not any(holding(rights, each, annex.agency, today) for each in heads):
        raise Conflict(
            "No head of this agency holds recorded authority today, so nobody could object. Its clerk records it, with "
            "its paper; or the annex is signed."
        )
    return heads


async def _noted(tx: Transaction, viewer: Viewer, annex: Annex) -> RosterAnnexNoticeRow:
    """The notice, made when it is sent for the first time; and the event of that."""
    row = await notice_locked(tx, annex.id)
    if row is None:
        row = RosterAnnexNoticeRow(
            consortium=tx.consortium,
            id=uuid4(),
            annex=annex.id,
            agreement=annex.agreement,
            digest=annex_digest(annex),
            sent_at=tx.now,
            sent_by=viewer.person,
        )
        await save_notice(tx, row)
        await note_annex(tx, annex, row.digest, "sent", at=tx.now)
    return row


async def _posted(
    tx: Transaction, addresses: Mapping[PersonId, Collection[str]], subject: str, body: str
) -> list[tuple[PersonId, UUID]]:
    mails = [
        (person, await post_at(tx, Mail(kind=KIND, address=address, subject=subject, body=body), tx.now))
        for person, known in addresses.items()
        for address in known
    ]
    await tx.notify(WORK)
    return mails


def _words(
    annex: Annex, fingerprint: str, terms: Terms, agreement: str, letters: Letters, reading: Reading
) -> tuple[str, str]:
    begins = days_after(reading.now, terms.deemed_days, terms.calendar)
    listed = "\n".join(f"- {each.name}: {each.line}" for each in annex.listed)
    body = (
        f"To the head of {annex.agency_name}, about “{agreement}”.\n\n"
        f"Roster annex {annex.reference}, prepared on {dated(annex.prepared_on)}, designates these "
        f"{len(annex.listed)} people to give peer support to your own personnel:\n\n{listed}\n\n"
        f"By clause 11 of the agreement it counts without a signature {terms.deemed_days} days after the day on which "
        "every head of your agency was told, unless one of them objects. If all are told today: "
        f"{until_when(last_to_object(begins, terms).isoformat(), day_of(begins, terms.calendar).isoformat())}\n\n"
        f"Read it, and object, here: {letters.home}/annexes/{annex.id}\n"
        "You object in a session that a confirmed passkey of yours has opened; or in writing, and your clerk takes the "
        "paper in. No reason is asked. This mail signs nobody in.\n\n"
        f"Fingerprint of the annex, SHA-256: {fingerprint}\n\n{NOT_SO}\n"
    )
    return f"roster annex {annex.reference} of {annex.agency_name} counts unless you object", body


def until_when(last: str, begins: str) -> str:
    """The two days that matter to a head, in a sentence."""
    return f"The last day to object is {last}; if nobody does, it counts from {begins} on."
