"""A draft of three agencies, each with an advisor and a head, taken by verbs as far as a story needs it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from agreements import Bond, Kind, Terms, Version
from agreements.drafts import Answer
from consortium.access.door import Viewer
from consortium.access.permissions import Role
from consortium.db import Transaction
from consortium.members.enrol_person import enrol_person
from consortium.signing.drafting.answer_terms import answer_terms
from consortium.signing.drafting.freeze_draft import freeze_draft
from consortium.signing.drafting.give_verdict import give_verdict
from consortium.signing.drafting.look import look_at
from consortium.signing.drafting.send_out import send_out
from consortium.signing.drafting.send_to_review import send_to_review
from consortium.signing.drafting.start_draft import start_draft
from geo import AgencyId, PersonId
from tests.harness import Ground
from tests.stories.members_world import TOWNS, a_consortium, a_viewer, enrol

SLUG = "juniper-rim"
TITLE = "Peer support across the rim"


@dataclass(frozen=True)
class Drafting:
    """Who is there. Heads and advisors are by agency; the clerk belongs to no agency."""

    ground: Ground
    consortium: UUID
    agencies: tuple[AgencyId, AgencyId, AgencyId]
    coordinator: PersonId
    clerk: PersonId
    heads: Mapping[AgencyId, PersonId]
    advisors: Mapping[AgencyId, PersonId]

    def transaction(self) -> Any:
        """One transaction in this consortium."""
        return self.ground.database.transaction(self.consortium)

    def advisor(self, agency: AgencyId) -> Viewer:
        """The advisor of a party, as the door sees her."""
        return self._viewer(self.advisors[agency], Role.LEGAL_ADVISOR, agency)

    def head(self, agency: AgencyId) -> Viewer:
        """The head of a party, as the door sees her."""
        return self._viewer(self.heads[agency], Role.AGENCY_HEAD, agency)

    def _viewer(self, person: PersonId, role: Role, *agencies: AgencyId) -> Viewer:
        return a_viewer(self.consortium, role, person=person, agencies=agencies)

    @property
    def drafter(self) -> Viewer:
        """The coordinator, as the door sees her."""
        return self._viewer(self.coordinator, Role.COORDINATOR)


async def three_with_advisors(ground: Ground) -> Drafting:
    """Three agencies in Oregon, with heads and advisors, a coordinator and a clerk, and no agreement."""
    consortium = await a_consortium(ground.database, SLUG)
    async with ground.database.transaction(consortium) as tx:
        one, two, three = (await enrol(tx, *TOWNS[:3])).values()
        agencies = (one, two, three)
        heads = {each: await _somebody(tx, f"Head {n}", Role.AGENCY_HEAD, each) for n, each in enumerate(agencies)}
        advisors = {
            each: await _somebody(tx, f"Advisor {n}", Role.LEGAL_ADVISOR, each) for n, each in enumerate(agencies)
        }
        return Drafting(
            ground,
            consortium,
            agencies,
            await _somebody(tx, "Cora Ordway", Role.COORDINATOR),
            await _somebody(tx, "Rae Odell", Role.CLERK),
            heads,
            advisors,
        )


async def _somebody(tx: Transaction, name: str, role: Role, *agencies: AgencyId) -> PersonId:
    email = f"{name.lower().replace(' ', '.')}@example.org"
    bonds = tuple((agency, Bond.FULL_TIME) for agency in agencies)
    return await enrol_person(tx, name=name, title=role.value, email=email, roles=(role,), bonds=bonds)


async def a_draft(world: Drafting, tx: Transaction, **changes: Any) -> UUID:
    """A draft in the library's words; ``changes`` are terms that are answered otherwise."""
    draft = await start_draft(tx, kind=Kind.MUTUAL_AID, title=TITLE, parties=world.agencies, by=world.coordinator)
    if changes:
        look = await look_at(tx, draft)
        terms: Terms = replace(look.terms, **changes)
        await answer_terms(tx, draft=draft, terms=terms, title=TITLE, seen=look.file.terms_seen, by=world.coordinator)
    return draft


async def in_review(world: Drafting, tx: Transaction, draft: UUID) -> str:
    """The draft is with the advisors; its digest."""
    return await send_to_review(tx, draft=draft, by=world.coordinator)


async def approved(world: Drafting, tx: Transaction, draft: UUID, digest: str) -> None:
    """Every advisor approves this text."""
    for agency in world.agencies:
        await give_verdict(
            tx,
            draft=draft,
            agency=agency,
            digest=digest,
            answer=Answer.APPROVE,
            words="",
            viewer=world.advisor(agency),
        )


async def a_frozen_version(world: Drafting, tx: Transaction, **changes: Any) -> tuple[UUID, Version]:
    """A draft that all advisors approved and the coordinator froze, with the version that it became."""
    draft = await a_draft(world, tx, **changes)
    digest = await in_review(world, tx, draft)
    await approved(world, tx, draft, digest)
    return draft, await freeze_draft(tx, draft=draft, digest=digest, by=world.coordinator)


async def sent_out(world: Drafting, tx: Transaction, **changes: Any) -> Version:
    """A version that is out for signature, and nobody has signed."""
    draft, version = await a_frozen_version(world, tx, **changes)
    await send_out(tx, draft=draft, by=world.coordinator)
    return version
