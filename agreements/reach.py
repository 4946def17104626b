"""What the agreements in force let a peer do: the one gate before anybody is asked to serve.

It knows no zones and no rotas. It is asked for a set of member agencies and allows only if every one allows; what it
allows for two sets together is exactly what it allows for each.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from agreements.accords import Accord
from agreements.answers import Allow, Deny, Why
from agreements.broken import Broken
from agreements.errors import ReachError
from agreements.hours import turns
from agreements.moment import Moment
from agreements.pacts import Pact, following, standing_at
from agreements.papers import Footing
from agreements.people import PeerFacts
from agreements.scene import Scene
from agreements.serving import first_allowing, opened, refusal
from agreements.steps import Steps
from agreements.surroundings import NOTHING_KNOWN, Surroundings
from agreements.term_kinds import Kind, Privilege, Service
from agreements.times import utc
from agreements.versions import Version
from geo.names import AgencyId


@dataclass(frozen=True)
class Reach:
    """All agreements of a consortium, in whatever order they are given. Keep it between requests: it remembers.

    Args:
        around: where agencies are and what their states' laws say.
        broken: agreements that can't be read; they let nobody do anything, and are only told as the reason.

    Raises:
        ReachError: one agreement was given twice.
    """

    pacts: tuple[Pact, ...]
    around: Surroundings = field(default=NOTHING_KNOWN, hash=False)
    broken: tuple[Broken, ...] = ()

    def __post_init__(self) -> None:
        """Put the agreements in order and refuse one that is there twice."""
        object.__setattr__(self, "pacts", tuple(sorted(self.pacts, key=lambda pact: pact.id)))
        if len({pact.id for pact in self.pacts}) != len(self.pacts):
            raise ReachError("The same agreement was given twice.")

    @cached_property
    def changes(self) -> tuple[datetime, ...]:
        """The instants at which the standing of any agreement, or what is dated around them, changes, rising."""
        return tuple(sorted({at for pact in self.pacts for at in pact.changes} | set(self.around.dates())))

    @cached_property
    def _scenes(self) -> Steps[Scene]:
        return Steps(self.changes, self._scene)

    def _scene(self, at: datetime) -> Scene:
        moment = Moment({pact.id: standing_at(pact, at) for pact in self.pacts})
        return Scene(moment, self.around, at, self.pacts, self.broken)

    def scene(self, at: datetime) -> Scene:
        """What all agreements together let agencies do for each other at an instant.

        Raises:
            InstantError: ``at`` is not an instant in UTC; so for every question below.
        """
        return self._scenes.at(utc(at))

    def moment(self, at: datetime) -> Moment:
        """All standings at an instant."""
        return self.scene(at).moment

    def next_change(self, at: datetime) -> datetime | None:
        """The first instant after ``at`` at which the standing of an agreement changes by what is already dated."""
        return following(self.changes, at)

    def dates_of(self, peer: PeerFacts) -> frozenset[datetime]:
        """Every dated instant at which what ``may_serve`` says of this peer may change.

        Weekly hours come again and again: ``turns`` tells those of a stretch of time.
        """
        return frozenset(self.changes).union(*(peer.dates_under(version) for version in self._versions))

    @property
    def _versions(self) -> Iterator[Version]:
        return (version for pact in self.pacts for version in pact.versions)

    def turns(self, since: datetime, until: datetime) -> frozenset[datetime]:
        """Every instant in ``[since, until)`` at which the weekly hours of a version may open or close."""
        hours = {(each.terms.hours, each.terms.calendar) for each in self._versions if each.terms.hours}
        return frozenset(at for windows, calendar in hours for at in turns(windows, calendar, since, until))

    def live(self, at: datetime, service: Service = Service.ONE_TO_ONE) -> frozenset[AgencyId]:
        """The agencies whose people an agreement in force serves with this.

        Those served one to one may stand in a part of the region: that is what an officer asks for there.
        """
        return self.scene(at).live(service)

    def bound(self, at: datetime) -> frozenset[AgencyId]:
        """The agencies that an agreement in force binds, also those whose own people do not ask here."""
        return self.scene(at).bound

    def between(self, one: AgencyId, other: AgencyId, at: datetime) -> tuple[Version, ...]:
        """The versions in force that bind two agencies at an instant."""
        return tuple(accord.binding.version for accord in self.scene(at).between(one, other))

    def leads(self, agency: AgencyId, at: datetime) -> frozenset[AgencyId]:
        """The lead agencies to which agreements among agencies bind another one, and which they name so."""
        named = (
            accord.terms.lead
            for accord in self.scene(at).accords
            if accord.terms.kind is Kind.MUTUAL_AID and accord.terms.lead and accord.holds(agency, accord.terms.lead)
        )
        return frozenset(lead for lead in named if lead != agency)

    def answer_minutes(self, members: frozenset[AgencyId], at: datetime, usual: int) -> int:
        """The longest time to answer, in minutes: the usual one, or the least that a member's agreement asks for."""
        asked = [
            accord.terms.answer_minutes for accord in self.scene(at).accords if not members.isdisjoint(accord.through)
        ]
        return min([usual, *(minutes for minutes in asked if minutes is not None)])

    def tells(self, members: frozenset[AgencyId], at: datetime) -> bool:
        """Whether an agreement in force lets people serve a member where the law may not protect the talk.

        Then whoever asks there has to be told so first (clause 12).
        """
        return any(
            accord.terms.privilege is Privilege.TOLD and not members.isdisjoint(accord.through)
            for accord in self.scene(at).accords
        )

    def may_serve(
        self,
        members: frozenset[AgencyId],
        peer: PeerFacts,
        at: datetime,
        service: Service = Service.ONE_TO_ONE,
        *,
        whenever: bool = False,
    ) -> Allow | Deny:
        """Whether a peer may begin to serve somebody who belongs to any of the members, nobody knows which.

        Checks in a fixed order, members by rising id: she is not suspended; for each member: she does not belong to
        it, a version in force binds it and her home agency, that version offers the service and lets her role serve,
        its terms between the two agencies are kept, her training is what it asks for, the member has designated her,
        and it is within its weekly hours. The first thing that fails is the answer. Where several agreements bind
        both, one that allows is enough; else the first one's reason is told.

        With ``whenever`` the weekly hours are left out: whether she may at some hour, by what else holds at ``at``.
        """
        scene = self.scene(at)
        if not members:
            return Deny(Why.NOBODY)
        found = opened(scene, peer, at, service, whenever=whenever)
        ordered, numbers = scene.asked(members)
        for accord, open_to, clients in found:
            if numbers <= clients and numbers <= open_to:
                return accord.binding.allow
        used = set()
        for member in ordered:
            version = first_allowing(member.int, found)
            if version is None:
                return refusal(scene, member, peer, at, service, whenever=whenever)
            used.add(version)
        return Allow(tuple(sorted(used)))

    def allows(
        self, members: frozenset[AgencyId], peer: PeerFacts, at: datetime, service: Service = Service.ONE_TO_ONE
    ) -> bool:
        """Whether ``may_serve`` says yes; quicker where it says no, as no reason is looked for."""
        scene = self.scene(at)
        found = opened(scene, peer, at, service, whenever=False)
        ordered, numbers = scene.asked(members)
        if any(numbers <= clients and numbers <= open_to for _, open_to, clients in found):
            return bool(members)
        return bool(members) and all(first_allowing(member.int, found) for member in ordered)

    def may_lend(
        self, member: AgencyId, lender: AgencyId, at: datetime, service: Service = Service.ONE_TO_ONE
    ) -> Allow | Deny:
        """Whether one agency's people may serve another's at all, by what lies between the two; no person is meant.

        The weekly hours, and what is asked of each person, are left out: training, designation, a duty to report.
        """
        scene = self.scene(at)
        if member == lender:
            return Deny(Why.OWN_AGENCY, member, scene.cited(member, lender))
        footing = Footing(lender, frozenset({lender}), sworn=False)
        refusals, allowed = [], []
        for accord in scene.between(member, lender):
            missing = (Why.SERVICE, member) if service not in accord.terms.services else None
            if found := missing or scene.against(accord, member, footing, service):
                refusals.append(Deny(*found, accord.version))
            else:
                allowed.append(accord.version)
        if allowed:
            return Allow(tuple(sorted(allowed)))
        return refusals[0] if refusals else scene.apart(member, lender)

    def allowing(
        self, member: AgencyId, peer: PeerFacts, at: datetime, service: Service = Service.ONE_TO_ONE, *, whenever: bool
    ) -> tuple[Accord, ...]:
        """The versions in force that let a peer begin to serve one agency; without any, ``may_serve`` says no."""
        found = opened(self.scene(at), peer, at, service, whenever=whenever)
        return tuple(accord for accord, open_to, clients in found if member.int in clients and member.int in open_to)

    def serves(
        self, peer: PeerFacts, at: datetime, service: Service = Service.ONE_TO_ONE, *, whenever: bool = False
    ) -> frozenset[AgencyId]:
        """Every agency that the peer may serve: ``may_serve(members, …)`` allows exactly the non-empty sets of these.

        The quick way to ask for many agencies at once.
        """
        found = opened(self.scene(at), peer, at, service, whenever=whenever)
        served = [accord.named(open_to & clients) for accord, open_to, clients in found]
        return served[0] if len(served) == 1 else frozenset[AgencyId]().union(*served)
