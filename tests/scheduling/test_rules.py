from collections.abc import Hashable

import pytest

from geo.names import PersonId
from scheduling import Duty, Line, Schedule, one_side, one_sided
from scheduling.errors import UnknownSideError
from tests.scheduling.builders import ANA, BEN, CAL, DEE, a_rotation, a_span, an_override

EAST, WEST = "east", "west"

SIDES: dict[PersonId, frozenset[Hashable]] = {
    ANA: frozenset([EAST]),
    BEN: frozenset([WEST]),
    CAL: frozenset([EAST, WEST]),
    DEE: frozenset(),
}


@pytest.mark.parametrize(
    ("primary", "backup", "broken"),
    [
        ([ANA], [BEN], False),
        ([ANA], [ANA], True),
        ([ANA], [CAL], True),
        ([ANA, BEN], [CAL], False),
        ([CAL], [], True),
        ([], [BEN], True),
        ([DEE], [ANA], False),
        ([DEE], [], False),
        ([], [], False),
    ],
)
def test_primary_and_backup_never_all_belong_to_one_part_of_the_region(
    primary: list[PersonId], backup: list[PersonId], broken: bool
) -> None:
    assert one_side(Duty(frozenset(primary), frozenset(backup)), SIDES) is broken


def test_a_clinician_does_not_mend_the_rule() -> None:
    assert one_side(Duty(frozenset([ANA]), clinician=frozenset([BEN])), SIDES)


def test_the_rule_asks_for_the_parts_of_everybody_on_call() -> None:
    with pytest.raises(UnknownSideError, match="not told where"):
        one_side(Duty(frozenset([ANA]), frozenset([BEN])), {ANA: frozenset([EAST])})


def test_a_schedule_tells_when_the_rule_is_broken() -> None:
    schedule = Schedule(
        (a_rotation(ANA), a_rotation(BEN, number=2, line=Line.BACKUP)),
        (
            an_override("2026-01-14 12:00", "2026-01-14 18:00", removes=BEN, number=1, line=Line.BACKUP),
            an_override("2026-01-14 18:00", "2026-01-14 20:00", removes=BEN, adds=CAL, number=2, line=Line.BACKUP),
        ),
    )
    window = a_span("2026-01-12 00:00", "2026-01-19 00:00")
    assert one_sided(schedule, window, SIDES) == (a_span("2026-01-14 12:00", "2026-01-14 20:00"),)
