"""Who can take over some time on a line: the time, and all that decides it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from consortium.db import Reading
from consortium.duty.holders import Holders, Sides, load_holders, refuse_harm
from consortium.duty.store import load_schedule
from consortium.duty.swaps.turns import last_number
from consortium.members.store import load_mails, load_peer_facts
from consortium.problems import BadInput
from consortium.signing.store import load_reach
from geo import PersonId, Zone
from scheduling import Line, Override, OverrideId, Schedule, Span, shifts

AWAY: Final = "This person is away for a part of that time. Choose somebody else."


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Some time on one line that somebody else could take: the holder's, or nobody's where ``holder`` is ``None``."""

    line: Line
    holder: PersonId | None
    during: Span
    schedule: Schedule
    holders: Holders
    side_of: Sides
    paged: frozenset[PersonId]
    fit: frozenset[PersonId]

    def given_to(self, to: PersonId, number: int) -> Override:
        """The change that gives it to ``to``, once it is sure that she can take it.

        Raises:
            BadInput: why she cannot.
        """
        self.holders.refuse_strangers(self.line, (to,), self.during.start, field="to")
        if to == self.holder:
            raise BadInput("Nobody can take over from herself.", "to")
        if to not in self.paged:
            raise BadInput("There is no way to page this person. Choose somebody else.", "to")
        if to not in self.fit:
            raise BadInput("This person may serve nobody now: training or designation is missing.", "to")
        if any(shift.person == to for shift in shifts(self.schedule, self.during)):
            raise BadInput("This person is on call in that time already. Choose somebody else.", "to")
        if any(leave.person == to and leave.during.overlaps(self.during) for leave in self.schedule.leave):
            raise BadInput(AWAY, "to")
        override = Override(
            id=OverrideId(uuid4()), number=number, line=self.line, during=self.during, adds=to, removes=self.holder
        )
        refuse_harm(self.schedule, override, self.side_of)
        return override

    def takers(self) -> Iterator[PersonId]:
        """Everybody who can take it over, by id."""
        number = last_number(self.schedule) + 1
        for person in sorted(self.holders.peers):
            try:
                self.given_to(person, number)
            except BadInput:
                continue
            yield person


async def load_opening(
    reading: Reading, *, line: Line, holder: PersonId | None, during: Span, schedule: Schedule | None = None
) -> Opening:
    """This time on this line, with all that decides who can take it; ``schedule`` where it has been read already."""
    holders = await load_holders(reading)
    return Opening(
        line=line,
        holder=holder,
        during=during,
        schedule=schedule or await load_schedule(reading),
        holders=holders,
        side_of=holders.sides(during.start),
        paged=frozenset(await load_mails(reading)),
        fit=await _fit(reading, holders.zones),
    )


async def _fit(reading: Reading, zones: Sequence[Zone]) -> frozenset[PersonId]:
    """Everybody whom the agreements let serve some part of the region now; everybody, where it has no parts."""
    reach, peers = await load_reach(reading), await load_peer_facts(reading)
    served = {peer.person: reach.serves(peer, reading.now, whenever=True) for peer in peers}
    return frozenset(
        person for person, agencies in served.items() if not zones or any(zone.agencies <= agencies for zone in zones)
    )
