"""The rules of a plan, each in its own words with its own numbers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from scheduling.errors import PlanError
from scheduling.planner.rules.apart import InARow, OneAtATime, Rest
from scheduling.planner.rules.base import Rule, Touched, Whose, from_record, kinds, registered, to_record
from scheduling.planner.rules.cover import Cover
from scheduling.planner.rules.fair import AgencyShares, Share
from scheduling.planner.rules.fields import Period
from scheduling.planner.rules.may import Blocked, Fit, NoSupervisor, Seats, Skills, Travel
from scheduling.planner.rules.often import MostPer, OwnMost
from scheduling.planner.rules.together import EveryPart, Mix, Sides
from scheduling.planner.rules.weekends import MostWeekends, WholeWeekends
from scheduling.planner.rules.wishes import HolidayTurns, Wishes

ALWAYS: Final[tuple[Rule, ...]] = (Cover(), OneAtATime(), Seats(), Fit(), Sides())
"""Rules that no coordinator can do without; of these only the numbers of cover may be set."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one plan. Those of `ALWAYS` that are missing are added, in front.

    One kind of rule may be there more than once, with other numbers ("2 a week", "6 a month").

    Raises:
        PlanError: one that must be hard is soft, or the very same rule is there twice.
    """

    rules: tuple[Rule, ...] = ()

    def __post_init__(self) -> None:
        """Add what is always there."""
        for rule in self.rules:
            if rule.whose is Whose.NOBODY and not rule.hard:
                raise PlanError(f"The rule “{rule.name}” must be kept; it has no weight.")
        if len(set(self.rules)) < len(self.rules):
            raise PlanError("The same rule with the same numbers stands there twice.")
        names = {rule.name for rule in self.rules}
        missing = tuple(rule for rule in ALWAYS if rule.name not in names)
        object.__setattr__(self, "rules", missing + self.rules)

    def __iter__(self) -> Iterator[Rule]:
        """Go through the rules, in order."""
        return iter(self.rules)

    def to_record(self) -> list[dict[str, Any]]:
        """As JSON can hold them."""
        return [to_record(rule) for rule in self.rules]

    @staticmethod
    def from_record(record: Iterable[Mapping[str, Any]]) -> "Rules":
        """Read them back.

        Raises:
            PlanError: a rule or a number that there is not.
        """
        return Rules(tuple(from_record(each) for each in record))


DEFAULTS: Final = Rules(
    (
        Skills(),
        Blocked(),
        NoSupervisor(),
        OwnMost(),
        Rest(hours=10),
        InARow(most=3),
        MostPer(most=10, per=Period.MONTH),
        MostWeekends(most=2, weeks=4),
        EveryPart(),
        Share(),
        AgencyShares(),
        HolidayTurns(),
        WholeWeekends(),
        Wishes(),
        Travel(),
    )
)
"""What small agencies may begin with: duties of a day or half a day; a duty of a week keeps all of it as well."""

__all__ = [
    "ALWAYS",
    "DEFAULTS",
    "AgencyShares",
    "Blocked",
    "Cover",
    "EveryPart",
    "Fit",
    "HolidayTurns",
    "InARow",
    "Mix",
    "MostPer",
    "MostWeekends",
    "NoSupervisor",
    "OneAtATime",
    "OwnMost",
    "Period",
    "Rest",
    "Rule",
    "Rules",
    "Seats",
    "Share",
    "Sides",
    "Skills",
    "Touched",
    "Travel",
    "WholeWeekends",
    "Whose",
    "Wishes",
    "from_record",
    "kinds",
    "registered",
    "to_record",
]
