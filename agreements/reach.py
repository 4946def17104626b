"""What the agreements in force let a peer do: the one gate before anybody is asked to serve.

It knows no zones, distances or rotas. It is asked for a set of member agencies and allows only if every one allows;
what it allows for two sets together is exactly what it allows for each.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from agreements.answers import Allow, Deny, Why
from agreements.errors import ReachError
from agreements.moment import Binding, Moment
from agreements.pacts import Pact, following, standing_at
from agreements.people import PeerFacts
from agreements.rules import designated, offered, qualified
from agreements.steps import Steps
from agreements.terms import Service
from agreements.times import utc
from agreements.versions import Version, VersionId
from geo.names import AgencyId


@dataclass(frozen=True)
class Reach:
    """All agreements of a consortium, in whatever order they are given. Keep it between requests: it remembers.

    Raises:
        ReachError: one agreement was given twice.
    """

    pacts: tuple[Pact, ...]

    def __post_init__(self) -> None:
        """Put the agreements in order and refuse one that is there twice."""
        object.__setattr__(self, "pacts", tuple(sorted(self.pacts, key=lambda pact: pact.id)))
        if len({pact.id for pact in self.pacts}) != len(self.pacts):
            raise ReachError("The same agreement was given twice.")

    @cached_property
    def changes(self) -> tuple[datetime, ...]:
        """The instants at which the standing of any agreement changes, rising."""
        return tuple(sorted({at for pact in self.pacts for at in pact.changes}))

    @cached_property
    def _moments(self) -> Steps[Moment]:
        return Steps(self.changes, lambda at: Moment({pact.id: standing_at(pact, at) for pact in self.pacts}))

    def moment(self, at: datetime) -> Moment:
        """All standings at an instant.

        Raises:
            InstantError: ``at`` is not an instant in UTC; so for every question below.
        """
        return self._moments.at(utc(at))

    def next_change(self, at: datetime) -> datetime | None:
        """The first instant after ``at`` at which the standing of an agreement changes by what is already dated."""
        return following(self.changes, at)

    def dates_of(self, peer: PeerFacts) -> frozenset[datetime]:
        """Every instant at which what ``may_serve`` says of this peer may change, by what is already dated."""
        versions = (version for pact in self.pacts for version in pact.versions)
        return frozenset(self.changes).union(*(peer.dates_under(version) for version in versions))

    def live(self, at: datetime) -> frozenset[AgencyId]:
        """The agencies with an agreement in force in which they are active."""
        return self.moment(at).live

    def between(self, one: AgencyId, other: AgencyId, at: datetime) -> tuple[Version, ...]:
        """The versions in force that bind two agencies at an instant."""
        return tuple(binding.version for binding in self.moment(at).between(one, other))

    def answer_minutes(self, members: frozenset[AgencyId], at: datetime, usual: int) -> int:
        """The longest time to answer, in minutes: the usual one, or the least that a member's agreement asks for."""
        asked = [
            binding.version.terms.answer_minutes
            for binding in self.moment(at).bindings
            if not members.isdisjoint(binding.active)
        ]
        return min([usual, *(minutes for minutes in asked if minutes is not None)])

    def may_serve(
        self,
        members: frozenset[AgencyId],
        peer: PeerFacts,
        at: datetime,
        service: Service = Service.ONE_TO_ONE,
    ) -> Allow | Deny:
        """Whether a peer may begin to serve somebody who belongs to any of the members, nobody knows which.

        Checks in a fixed order, members by rising id: she is not suspended; for each member: she does not belong to
        it, a version in force binds it and her home agency, that version lets her role and training serve, and the
        member has designated her. The first thing that fails is the answer. Where several agreements bind both, one
        that allows is enough; else the first one's reason is told.
        """
        moment = self.moment(at)
        if not members:
            return Deny(Why.NOBODY)
        question = moment.question(members, peer.lent_by)
        found = [(each, peer.clients(each.version, service).at(at)) for each in question.bindings]
        for binding, clients in found:
            if question.numbers <= clients and question.numbers <= binding.numbers:
                return binding.allow
        used = set()
        for member in question.members:
            version = _first_allowing(member, found)
            if version is None:
                return _refusal(moment, member, peer, at, service)
            used.add(version)
        return Allow(tuple(sorted(used)))

    def serves(self, peer: PeerFacts, at: datetime, service: Service = Service.ONE_TO_ONE) -> frozenset[AgencyId]:
        """Every agency that the peer may serve: ``may_serve(members, …)`` allows exactly the non-empty sets of these.

        The quick way to ask for many agencies at once.
        """
        served = frozenset[AgencyId]()
        for binding in self.moment(at).question(frozenset(), peer.lent_by).bindings:
            clients = peer.clients(binding.version, service).at(at)
            others = [agency for agency in binding.active if agency.int not in clients]
            served |= binding.active.difference(others)
        return served


def _first_allowing(member: AgencyId, found: list[tuple[Binding, frozenset[int]]]) -> VersionId | None:
    for binding, clients in found:
        if member.int in clients and member.int in binding.numbers:
            return binding.version.id
    return None


def _refusal(moment: Moment, member: AgencyId, peer: PeerFacts, at: datetime, service: Service) -> Deny:
    """The first check that fails for a member that nothing allows her to serve."""
    papers = peer.papers.at(at)
    if papers.suspended:
        return Deny(Why.PEER_SUSPENDED)
    if member in papers.own:
        return Deny(Why.OWN_AGENCY, member)
    refusals = (
        Deny(why, member, binding.version.id)
        for binding in moment.between(member, peer.lent_by)
        if (why := _against(binding, member, peer, at, service))
    )
    return next(refusals, None) or moment.apart(member, peer.lent_by)


def _against(binding: Binding, member: AgencyId, peer: PeerFacts, at: datetime, service: Service) -> Why | None:
    """What one version has against her serving one of its parties."""
    terms = binding.version.terms
    return (
        offered(terms, peer.role, service)
        or qualified(terms, peer.role, peer.papers.at(at))
        or designated(terms, peer.designations_by(member, binding.pact), at)
    )
