"""Hand over tonight: somebody who is on call gives the rest of her present turn to somebody else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from consortium.db import Reading, Transaction
from consortium.duty.holders import Holders, Sides, load_holders, refuse_harm
from consortium.duty.store import load_schedule, next_number, save_override
from consortium.journal import record
from consortium.members.store import load_mails, load_peer_facts, load_region, one_at_a_time
from consortium.outbox import Mail, post
from consortium.pages import moment, zone_label
from consortium.problems import BadInput, Conflict
from consortium.signing.store import load_reach
from geo import PersonId, Zone
from scheduling import Line, Override, OverrideId, Schedule, Span, shifts, turn_at, who

_LONGEST: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """The rest of somebody's present turn on one line, and all that decides who can take it over."""

    line: Line
    holder: PersonId
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
            raise BadInput("This person is away for a part of that time. Choose somebody else.", "to")
        override = Override(
            id=OverrideId(uuid4()), number=number, line=self.line, during=self.during, adds=to, removes=self.holder
        )
        refuse_harm(self.schedule, override, self.side_of)
        return override

    def takers(self) -> Iterator[PersonId]:
        """Everybody who can take it over, by id."""
        number = max((made.number for made in self.schedule.overrides), default=0) + 1
        for person in sorted(self.holders.peers):
            try:
                self.given_to(person, number)
            except BadInput:
                continue
            yield person


async def load_rest(reading: Reading, *, line: Line, holder: PersonId) -> Rest:
    """The rest of the holder's present turn on this line, for the page that offers to hand it over.

    Raises:
        Conflict: she is not on this line now.
    """
    schedule = await load_schedule(reading)
    if holder not in who(schedule, reading.now)[line]:
        raise Conflict("This person is not on the line now, so there is nothing to hand over.")
    holders = await load_holders(reading)
    return Rest(
        line=line,
        holder=holder,
        during=Span(reading.now, _ends(schedule, line, holder, reading.now)),
        schedule=schedule,
        holders=holders,
        side_of=holders.sides(reading.now),
        paged=frozenset(await load_mails(reading)),
        fit=await _fit(reading, holders.zones),
    )


async def hand_over(
    tx: Transaction, *, line: Line, holder: PersonId, to: PersonId, by: UUID | None = None
) -> OverrideId:
    """Give the rest of the holder's present turn to ``to``, from now on, and write to ``to`` that it is so.

    No reason is asked for and none is kept. A talk that the holder is in stays hers.

    Raises:
        Conflict: the holder is not on this line now.
        BadInput: ``to`` cannot take it: not enrolled for the line, on call already, away, without a way to be paged,
            not trained or not designated, or primary and backup would then all belong to one part of the region.
    """
    await one_at_a_time(tx)
    rest = await load_rest(tx, line=line, holder=holder)
    override = rest.given_to(to, await next_number(tx))
    await save_override(tx, override)
    await record(tx, "handed over", by=by, subject=to, line=line.value, number=override.number)
    await post(tx, await _letter(tx, rest, to))
    return override.id


async def _fit(reading: Reading, zones: Sequence[Zone]) -> frozenset[PersonId]:
    """Everybody whom the agreements let serve some part of the region now; everybody, where it has no parts."""
    reach, peers = await load_reach(reading), await load_peer_facts(reading)
    served = {peer.person: reach.serves(peer, reading.now) for peer in peers}
    return frozenset(
        person for person, agencies in served.items() if not zones or any(zone.agencies <= agencies for zone in zones)
    )


def _ends(schedule: Schedule, line: Line, holder: PersonId, now: datetime) -> datetime:
    """The end of the turn that she holds now: her shift's, or her rotation's turn's where that comes first."""
    span = Span(now, now + _LONGEST)
    mine = next(
        shift for shift in shifts(_only(schedule, line), span) if shift.person == holder and shift.span.start == now
    )
    turns = (turn_at(rotation, now) for rotation in schedule.rotations if rotation.line is line)
    return min(mine.span.end, *(turn.span.end for turn in turns if turn and holder in turn.holders), mine.span.end)


def _only(schedule: Schedule, line: Line) -> Schedule:
    rotations = tuple(rotation for rotation in schedule.rotations if rotation.line is line)
    return replace(schedule, rotations=rotations)


async def _letter(reading: Reading, rest: Rest, to: PersonId) -> Mail:
    region, mails = await load_region(reading), await load_mails(reading)
    until = f"{moment(rest.during.end, region.timezone)}, {zone_label(region.timezone)}"
    return Mail(
        kind="duty",
        address=mails[to],
        subject=f"{region.title}: you are on call from now on",
        body=(
            f"A turn was handed over to you. You are on call ({rest.line.value}) from now until {until}.\n\n"
            "If you cannot take it, hand it over again or call your coordinator.\n"
        ),
    )
