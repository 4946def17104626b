"""What the check of a draft needs to know of its parties: which are practices, which lead, and who signs for them."""

from collections import defaultdict

from sqlalchemy import select

from agreements import Kind, Terms, standing_at
from agreements.drafts import Known
from consortium.access.permissions import Role
from consortium.db import Reading
from consortium.members.kinds import AgencyKind
from consortium.members.tables import AgencyRow
from consortium.signing.store import load_pacts
from consortium.signing.store.authorities import load_authorities
from consortium.signing.store.people import load_holders
from geo import AgencyId


async def load_known(reading: Reading, terms: Terms) -> Known:
    """What is known of the parties that these terms name."""
    rows = await reading.execute(select(AgencyRow.id, AgencyRow.kind).where(AgencyRow.id.in_(terms.parties)))
    kinds = {AgencyId(row.id): AgencyKind(row.kind) for row in rows}
    return Known(
        practices=frozenset(agency for agency, kind in kinds.items() if kind is AgencyKind.PRACTICE),
        leads=await _leads(reading, kinds) if terms.kind is Kind.CONSORTIA else None,
        signers=await _signers(reading, terms),
    )


async def _leads(reading: Reading, kinds: dict[AgencyId, AgencyKind]) -> frozenset[AgencyId]:
    """Those whom an agreement in force here names as lead; another consortium's agreement is not ours to look at."""
    pacts = await load_pacts(reading)
    named = {bound.version.terms.lead for pact in pacts for bound in standing_at(pact, reading.now).bindings}
    return frozenset(agency for agency, kind in kinds.items() if agency in named or kind is AgencyKind.CONSORTIUM)


async def _signers(reading: Reading, terms: Terms) -> dict[AgencyId, tuple[str, ...]]:
    """The names and titles of the heads, and the offices and evidence by which somebody may sign today."""
    said: dict[AgencyId, list[str]] = defaultdict(list)
    for agency, heads in (await load_holders(reading, Role.AGENCY_HEAD, terms.parties)).items():
        for head in heads:
            said[agency] += [head.name, head.title]
    today = reading.now.date()
    for right in await load_authorities(reading, terms.parties):
        if right.in_its_days(today):
            said[right.agency] += [right.name, right.office, right.evidence]
    return {agency: tuple(dict.fromkeys(filter(None, each))) for agency, each in said.items()}
