"""The nine steps by which an agency comes in, and which of them waits for which. Pure.

A step is done by a fact where the service knows one; where it is paper or a talk, a clerk attests it with its day.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Step(StrEnum):
    """The nine, in their usual order."""

    INVITED = "invited"
    REACHED = "reached"
    CLERK = "clerk"
    KEY = "key"
    ADVISOR = "advisor"
    READ = "read"
    IN_FORCE = "in_force"
    DESIGNATED = "designated"
    BRIEFED = "briefed"


class Stand(StrEnum):
    """Where a step stands: done, to be done now, or waiting for others."""

    DONE = "done"
    NOW = "now"
    WAITS = "waits"


ATTESTED: Final = frozenset({Step.REACHED, Step.KEY, Step.READ, Step.BRIEFED})
"""What a clerk attests. ``KEY`` is also done by a confirmed key: she attests that the head signs on paper."""

WAITS_FOR: Final[Mapping[Step, frozenset[Step]]] = MappingProxyType(
    {
        Step.INVITED: frozenset(),
        Step.REACHED: frozenset({Step.INVITED}),
        Step.CLERK: frozenset(),
        Step.KEY: frozenset({Step.REACHED, Step.CLERK}),
        Step.ADVISOR: frozenset(),
        Step.READ: frozenset({Step.REACHED}),
        Step.IN_FORCE: frozenset({Step.CLERK, Step.KEY, Step.ADVISOR, Step.READ}),
        Step.DESIGNATED: frozenset({Step.IN_FORCE}),
        Step.BRIEFED: frozenset({Step.DESIGNATED}),
    }
)


@dataclass(frozen=True, slots=True)
class StepStand:
    """One step, where it stands, and for which steps it waits, in their order."""

    step: Step
    stand: Stand
    waits_for: tuple[Step, ...] = ()


def steps(done: Collection[Step]) -> tuple[StepStand, ...]:
    """All nine, in their order. A step that is done stays done, whatever it would have waited for."""
    return tuple(_stand(step, done) for step in Step)


def waits_for(done: Collection[Step]) -> Step | None:
    """The first step that is to be done now; ``None`` when all are done."""
    return next((each.step for each in steps(done) if each.stand is Stand.NOW), None)


def _stand(step: Step, done: Collection[Step]) -> StepStand:
    if step in done:
        return StepStand(step, Stand.DONE)
    waiting = tuple(each for each in Step if each in WAITS_FOR[step] and each not in done)
    return StepStand(step, Stand.WAITS, waiting) if waiting else StepStand(step, Stand.NOW)
