"""What one agency's people may do for another's, agency by agency: the gate's own answers, counted. For pages."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from agreements.answers import Allow, Deny, Why
from agreements.people import PeerFacts
from agreements.reach import Reach
from agreements.term_kinds import Service
from geo.names import AgencyId


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What holds between an agency that lends people and one whose people are served, at any hour of the week.

    Args:
        between: what the agreements say of the two agencies, whoever the person is.
        people: how many people the first lends who do not belong to the second.
        serving: how many of them may serve the second.
        refused: why the others may not, each with how many, the most first.
    """

    lender: AgencyId
    member: AgencyId
    between: Allow | Deny
    people: int
    serving: int
    refused: tuple[tuple[Deny, int], ...]

    @property
    def deny(self) -> Deny | None:
        """Why nobody of the first may serve the second; ``None``: somebody may, or there is nobody to ask about."""
        if self.serving:
            return None
        if isinstance(self.between, Deny):
            return self.between
        return self.refused[0][0] if self.refused else None


def pair_of(
    reach: Reach,
    lender: AgencyId,
    member: AgencyId,
    people: Iterable[PeerFacts],
    at: datetime,
    service: Service = Service.ONE_TO_ONE,
) -> Pair:
    """One pair; ``people`` are those whom the first lends.

    Raises:
        InstantError: ``at`` is not an instant in UTC.
    """
    one = frozenset((member,))
    answers = [reach.may_serve(one, each, at, service, whenever=True) for each in people]
    foreign = [each for each in answers if isinstance(each, Allow) or each.why is not Why.OWN_AGENCY]
    refused = Counter(each for each in foreign if isinstance(each, Deny))
    return Pair(
        lender=lender,
        member=member,
        between=reach.may_lend(member, lender, at, service),
        people=len(foreign),
        serving=len(foreign) - refused.total(),
        refused=tuple(sorted(refused.items(), key=lambda each: (-each[1], each[0].why))),
    )


def lent(peers: Iterable[PeerFacts]) -> Mapping[AgencyId, tuple[PeerFacts, ...]]:
    """The people of each agency that lends anybody, by person."""
    found: dict[AgencyId, list[PeerFacts]] = {}
    for each in sorted(peers, key=lambda peer: peer.person):
        if each.lent_by is not None:
            found.setdefault(each.lent_by, []).append(each)
    return {agency: tuple(people) for agency, people in found.items()}


def all_pairs(
    reach: Reach,
    agencies: Sequence[AgencyId],
    peers: Iterable[PeerFacts],
    at: datetime,
    service: Service = Service.ONE_TO_ONE,
) -> Mapping[tuple[AgencyId, AgencyId], Pair]:
    """Every pair of two different agencies, lender first."""
    by_lender = lent(peers)
    return {
        (lender, member): pair_of(reach, lender, member, by_lender.get(lender, ()), at, service)
        for lender in agencies
        for member in agencies
        if lender != member
    }
