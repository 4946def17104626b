"""The public facts of one consortium at one instant, and by whose peers each line of the officers' page is answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from consortium.access.store import Place
from consortium.members.values import CrisisLine, Notice
from consortium.problems import BadInput
from consortium.support.desk import Desk
from consortium.support.sisters import Sister
from geo import Zone, best_promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Public:
    """The public facts of one consortium at one instant."""

    place: Place
    desk: Desk
    at: datetime

    @property
    def lines(self) -> tuple[CrisisLine, ...]:
        """The crisis lines that the consortium has recorded."""
        return self.desk.facts.lines

    @property
    def parts(self) -> tuple[Zone, ...]:
        """The parts of the region that stand, where each has somebody outside it."""
        return self.desk.facts.parts(self.at)

    @property
    def notices(self) -> Mapping[tuple[str, str], Notice]:
        """The approved limits, by state and language."""
        return self.desk.facts.notices


class Answering(NamedTuple):
    """A sister consortium whose peers may be asked for us, we as one whole, and the line that was chosen.

    The whole is told to her. Who chose the line hides in the line only: which lines go to her is known to everybody.
    """

    sister: Sister
    whole: Zone
    line: Zone


def _sisters(public: Public) -> tuple[Answering, ...]:
    """The sister consortia that may serve us as one whole now."""
    found = ((sister, sister.whole(public.at)) for sister in public.desk.facts.sisters)
    return tuple(Answering(sister, whole, whole) for sister, whole in found if whole is not None and sister.ready)


def wholes_of(public: Public) -> tuple[Answering, ...]:
    """Those of them that stand on the page as a line: where nobody here is outside, all of us are one line.

    One whose service takes no request is left out, unless all are like that: then nobody can be asked here.
    """
    found = () if public.parts else _sisters(public)
    return tuple(each for each in found if each.sister.takes(public.at)) or found


def served_by(public: Public, part: UUID) -> Answering | None:
    """The sister consortium by whose peers this line is answered now; ``None`` where it is by our own.

    A part of our own goes there while nobody here may be asked for it and somebody there may. It is the line and the
    rota that decide, and both are known to everybody. It is told there as all of us, which holds the part.
    """
    zone = next((each for each in public.parts if each.id == part), None)
    if zone is None:
        return next((each for each in wholes_of(public) if each.sister.id == part), None)
    if public.desk.facts.served(zone, public.at):
        return None
    able = (each._replace(line=zone) for each in _sisters(public) if each.sister.people(public.at))
    return next((each for each in able if zone.agencies <= each.whole.agencies), None)


def check_way(public: Public, by: Answering, way: str) -> None:
    """Whether this way to talk is offered for a line that a sister's peers answer: text only where both offer it.

    Raises:
        BadInput: it is not.
    """
    if way == "text" and not (public.desk.facts.region.text_offered and by.sister.text):
        raise BadInput("Text is not offered here. Please choose another way to talk.", "way", "way_closed")


def label_of(public: Public, by: Answering) -> str:
    """What the line is called: all of us go by the consortium's name."""
    facts = public.desk.facts
    return facts.region.title if by.line is by.whole else facts.label(by.line)


def promise(public: Public) -> int:
    """The largest crowd that this region could hide anybody in; 0 if it could not."""
    facts = public.desk.facts
    live = facts.reach.live(public.at)
    return best_promise(
        [each for agency, each in sorted(facts.departments.items()) if agency in live], facts.region.policy
    )
