"""Whether a talk that is open may be finished although an agreement has lapsed meanwhile (clause 21).

Run-off never begins anything. It forgives what happens between agencies: a notice that has run, a suspension, an
end, an amendment; no officer is dropped for that. Only a version that let the talk begin runs off, and only one that
would let it begin now takes it over. A course that runs out does not cut a talk off either: she was trained when it
began. But whom the member no longer designates, who came to belong to it, or who was suspended herself
does not go on: the officer may no longer be protected, and is handed over.
"""

from dataclasses import dataclass
from datetime import datetime

from agreements.accords import Accord
from agreements.answers import Allow, Deny, Why
from agreements.errors import ReachError
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
        return Deny(Why.PEER_SUSPENDED, None, reach.scene(at).cited(min(members), peer.lent_by))
    used = set()
    for member in sorted(members):
        answer = _still(_Talk(reach, member, peer, opened, service), at)
        if isinstance(answer, Deny):
            return answer
        used.add(answer)
    return Allow(tuple(sorted(used)))


@dataclass(frozen=True, slots=True)
class _Talk:
    """An open talk, as far as one member is concerned."""

    reach: Reach
    member: AgencyId
    peer: PeerFacts
    opened: datetime
    service: Service

    def held(self, version: VersionId, at: datetime) -> bool:
        """Whether a version binds the member and her home agency to each other at an instant."""
        between = self.reach.scene(at).between(self.member, self.peer.lent_by)
        return any(accord.version == version for accord in between)

    def runs_off(self, begun: Accord, at: datetime) -> bool:
        """Whether the days to finish have not run of a version that let it begin and binds both no more."""
        changes = [change for change in self.reach.changes if self.opened < change <= at]
        lapse = next((change for change in reversed(changes) if self.held(begun.version, change - MOMENT)), None)
        return lapse is not None and at < days_after(lapse, begun.terms.run_off_days, begun.terms.calendar)


def _still(talk: _Talk, at: datetime) -> VersionId | Deny:
    member, peer = talk.member, talk.peer
    if member in peer.papers.at(at).own:
        return Deny(Why.OWN_AGENCY, member, talk.reach.scene(at).cited(member, peer.lent_by))
    begun = talk.reach.allowing(member, peer, talk.opened, talk.service, whenever=False)
    holding = [accord for accord in begun if talk.held(accord.version, at)]
    allowing = talk.reach.allowing(member, peer, at, talk.service, whenever=True)
    running = [accord for accord in begun if accord not in holding and talk.runs_off(accord, at)]
    answer = Deny(Why.RUN_OFF_OVER, member, begun[0].version)
    for accord in (*holding, *allowing, *running):
        why = designated(accord.terms, peer.designations_by(member, accord.binding.pact), at)
        if why is None:
            return accord.version
        answer = Deny(why, member, accord.version)
    return answer
