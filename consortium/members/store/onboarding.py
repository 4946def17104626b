"""What is known of the agencies' way in: who was invited, who is there, what a clerk has attested."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, or_, select

from consortium.access.permissions import Role
from consortium.access.tables import AffiliationRow, PasskeyRow, PersonRow, RoleRow
from consortium.db import Reading, Transaction
from consortium.members.onboarding import Step
from consortium.members.tables import InvitationRow, OnboardingStepRow
from geo import AgencyId

_NAMED = (Role.AGENCY_HEAD, Role.CLERK, Role.LEGAL_ADVISOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class WayIn:
    """The facts of all agencies' way in.

    Attributes:
        attested: the day of each step that a clerk has attested.
        holds: the agencies that have somebody in a role of their own.
        shared: the roles that somebody holds who belongs to no agency, and so for all.
        invited: the agencies whose head has an invitation that is open.
        keyed: the agencies whose head has a key that was confirmed.
    """

    attested: Mapping[AgencyId, Mapping[Step, date]]
    holds: Mapping[Role, frozenset[AgencyId]]
    shared: frozenset[Role]
    invited: frozenset[AgencyId]
    keyed: frozenset[AgencyId]

    def named(self, role: Role, agency: AgencyId) -> bool:
        """Whether the agency has somebody in this role, of its own or shared by all."""
        return role in self.shared or agency in self.holds[role]

    def done(self, agency: AgencyId) -> set[Step]:
        """The steps that these facts show as done; agreements and designations are another desk's."""
        headed = agency in self.holds[Role.AGENCY_HEAD]
        found = set(self.attested.get(agency, ()))
        if headed or agency in self.invited:
            found.add(Step.INVITED)
        if self.named(Role.CLERK, agency):
            found.add(Step.CLERK)
        if self.named(Role.LEGAL_ADVISOR, agency):
            found.add(Step.ADVISOR)
        if agency in self.keyed:
            found.add(Step.KEY)
        return found


async def load_way_in(reading: Reading) -> WayIn:
    """The way in of every agency. Four queries."""
    attested: dict[AgencyId, dict[Step, date]] = defaultdict(dict)
    for row in await reading.scalars(select(OnboardingStepRow)):
        attested[AgencyId(row.agency)][Step(row.step)] = row.done_on
    holds, shared = await _holders(reading)
    return WayIn(
        attested=attested,
        holds=holds,
        shared=shared,
        invited=await _invited(reading),
        keyed=await _keyed(reading),
    )


async def _holders(reading: Reading) -> tuple[Mapping[Role, frozenset[AgencyId]], frozenset[Role]]:
    rows: Iterable[tuple[str, UUID | None]] = await reading.execute(
        select(RoleRow.role, AffiliationRow.agency)
        .join(PersonRow, PersonRow.id == RoleRow.person)
        .outerjoin(AffiliationRow, AffiliationRow.person == PersonRow.id)
        .where(
            RoleRow.role.in_(_NAMED),
            PersonRow.ended_on.is_(None) | (PersonRow.ended_on > reading.now.date()),
        )
    )
    holds: dict[Role, set[AgencyId]] = {role: set() for role in _NAMED}
    shared: set[Role] = set()
    for role, agency in rows:
        if agency is None:
            shared.add(Role(role))
        else:
            holds[Role(role)].add(AgencyId(agency))
    return {role: frozenset(agencies) for role, agencies in holds.items()}, frozenset(shared)


async def _invited(reading: Reading) -> frozenset[AgencyId]:
    rows = await reading.scalars(
        select(InvitationRow.agency).where(
            InvitationRow.role == Role.AGENCY_HEAD.value,
            InvitationRow.declined_on.is_(None),
            InvitationRow.withdrawn_on.is_(None),
            or_(InvitationRow.accepted_on.is_not(None), InvitationRow.expires_on > reading.now.date()),
        )
    )
    return frozenset(map(AgencyId, rows))


async def _keyed(reading: Reading) -> frozenset[AgencyId]:
    rows = await reading.scalars(
        select(AffiliationRow.agency)
        .join(RoleRow, RoleRow.person == AffiliationRow.person)
        .join(PasskeyRow, PasskeyRow.person == AffiliationRow.person)
        .where(RoleRow.role == Role.AGENCY_HEAD.value, PasskeyRow.confirmed_on.is_not(None))
    )
    return frozenset(map(AgencyId, rows))


async def drop_step(tx: Transaction, agency: UUID, step: Step) -> bool:
    """Remove the attestation of a step; whether there was one."""
    found = await tx.scalars(
        delete(OnboardingStepRow)
        .where(OnboardingStepRow.agency == agency, OnboardingStepRow.step == step.value)
        .returning(OnboardingStepRow.id)
    )
    return found.first() is not None
