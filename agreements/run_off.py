"""Whether a talk that is open may be finished although an agreement has lapsed meanwhile (clause 21).

Run-off never begins anything. It forgives what happens between agencies: a notice that has run, a suspension, an
end, an amendment; no officer is dropped for that. A course that runs out does not cut a talk off either: she was
trained when it began. But whom the member no longer designates, who came to belong to it, or who was suspended herself
does not go on: the officer may no longer be protected, and is handed over.
"""

from datetime import datetime

from agreements.answers import Allow, Deny, Why
from agreements.errors import ReachError
from agreements.moment import Binding, bindings_of
from agreements.pacts import Pact, standing_at
from agreements.people import PeerFacts
from agreements.reach import Reach
from agreements.rules import designated
from agreements.terms import Service
from agreements.times import MOMENT, days_after, utc
from agreements.versions import VersionId
from geo.names import AgencyId


def may_finish(
    reach: Reach,
    members: frozenset[AgencyId],
    peer: PeerFacts,
    *,
    opened: datetime,
    at: datetime,
    service: Service = Service.ONE_TO_ONE,
) -> Allow | Deny:
    """Whether a talk opened at ``opened`` may still go on at ``at``.

    Raises:
        InstantError: a time is not an instant in UTC.
        ReachError: the talk would have been opened only after ``at``.
    """
    if utc(at) < utc(opened):
        raise ReachError(f"A talk opened at {opened} can't be asked about at {at}, before it was.")
    if isinstance(begun := reach.may_serve(members, peer, opened, service), Deny):
        return Deny(Why.NOT_BEGUN, begun.agency, begun.version)
    if peer.papers.at(at).suspended:
        return Deny(Why.PEER_SUSPENDED)
    used = set()
    for member in sorted(members):
        answer = _still(reach, member, peer, opened, at)
        if isinstance(answer, Deny):
            return answer
        used.add(answer)
    return Allow(tuple(sorted(used)))


def _still(reach: Reach, member: AgencyId, peer: PeerFacts, opened: datetime, at: datetime) -> VersionId | Deny:
    if member in peer.papers.at(at).own:
        return Deny(Why.OWN_AGENCY, member)
    answer = Deny(Why.RUN_OFF_OVER, member)
    for pact in reach.pacts:
        if (binding := _held(pact, member, peer.lent_by, opened, at)) is None:
            continue
        why = designated(binding.version.terms, peer.designations_by(member, pact.id), at)
        if why is None:
            return binding.version.id
        answer = Deny(why, member, binding.version.id)
    return answer


def _held(pact: Pact, member: AgencyId, lender: AgencyId | None, opened: datetime, at: datetime) -> Binding | None:
    """What binds both now, or did when the talk was open and still runs off."""
    if binding := _binding(pact, member, lender, at):
        return binding
    for lapse in reversed([change for change in pact.changes if opened < change <= at]):
        if binding := _binding(pact, member, lender, lapse - MOMENT):
            terms = binding.version.terms
            if at < days_after(lapse, terms.run_off_days, terms.calendar):
                return binding
            return None
    return None


def _binding(pact: Pact, member: AgencyId, lender: AgencyId | None, at: datetime) -> Binding | None:
    """The version of one agreement that binds both at an instant."""
    found = bindings_of(pact.id, standing_at(pact, at))
    return next((binding for binding in found if binding.holds(member, lender)), None)
