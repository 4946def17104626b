"""Prepare a roster annex: a paper on which an agency's head designates peers. It counts only once it is attested."""

import secrets
from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from agreements import PactId, PeerFacts
from agreements import Role as Capacity
from consortium.access.permissions import Role
from consortium.db import Transaction
from consortium.journal import record
from consortium.members.annex_values import Listed
from consortium.members.store import (
    load_cards,
    load_peer_facts,
    load_statute,
    one_at_a_time,
    save_annex,
)
from consortium.members.tables import RosterAnnexRow
from consortium.members.values import PeerCard
from consortium.pages import dated
from consortium.problems import BadInput
from consortium.signing.store import load_pact, who_answers
from consortium.signing.who_designates import who_designates
from geo import AgencyId, PersonId

_ROLES = {Role.PEER: "peer", Role.CHAPLAIN: "chaplain", Role.CLINICIAN: "clinician"}


async def prepare_annex(
    tx: Transaction, *, pact: PactId, agency: AgencyId, peers: Collection[PersonId], zone: str, by: PersonId
) -> UUID:
    """Write down whom the head is to designate, with the lines that the paper will bear, and tell the annex's id.

    ``zone`` is the consortium's time zone, in which the paper dates training. Nobody is designated by this.

    Raises:
        BadInput: nobody is listed, or somebody who cannot be; nothing was written.
        NotFound: there is no such agreement.
    """
    await one_at_a_time(tx)
    known = await load_pact(tx, pact)
    if agency not in await who_designates(tx, known):
        raise BadInput("An agency that designates must be bound by this agreement, or named in it.", "peers")
    if not peers:
        raise BadInput("Tick at least one person.", "peers")
    if not set(peers) <= await who_answers(tx):
        raise BadInput("Only peers, chaplains and clinicians of this consortium can be designated.", "peers")
    row = RosterAnnexRow(
        consortium=tx.consortium,
        id=uuid4(),
        agreement=pact,
        agency=agency,
        reference=f"{secrets.randbelow(1000):03d} {secrets.randbelow(1000):03d}",
        law=await load_statute(tx, agency),
        prepared_on=tx.now.date(),
        prepared_by=by,
    )
    await save_annex(tx, row, await _listed(tx, peers, zone))
    await record(
        tx,
        "prepared roster annex",
        by=by,
        subject=row.id,
        agency=str(agency),
        reference=row.reference,
        peers=len(set(peers)),
    )
    return row.id


async def _listed(tx: Transaction, peers: Collection[PersonId], zone: str) -> list[Listed]:
    facts = {each.person: each for each in await load_peer_facts(tx)}
    return [
        Listed(card.person, card.name, line_of(card, facts[card.person], tx.now, zone))
        for card in await load_cards(tx)
        if card.person in peers
    ]


def line_of(card: PeerCard, facts: PeerFacts, at: datetime, zone: str) -> str:
    """What the paper says of somebody: her role, who lends her, and her training. Never anything of a contact."""
    role = _ROLES[card.kind]
    whose = f"{role} of {card.agency_name}" if card.agency_name else f"{role}, lent by no agency"
    papers = facts.papers.at(at)
    what = "licence" if facts.role is Capacity.CLINICIAN else "training"
    until = facts.in_date_until(at)
    if until is None:
        return f"{whose}; no {what} recorded"
    state = "in date until" if papers.in_date else "lapsed on"
    hours = f"{papers.hours} hours, " if papers.hours and what == "training" else ""
    return f"{whose}; {what} {hours}{state} {dated(until, zone)}"
