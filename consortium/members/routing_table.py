"""The table API of a routing engine, as OSRM speaks it: which address to ask, and what the answer says. Pure.

An engine moves each place to the nearest road and measures from there. Where that road is far away, the answer is about
somewhere else (an island is moved to the shore), so such a place is left unmeasured.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from consortium.members.distance_values import Leg
from geo import AgencyId, Point, miles

BLOCK: Final = 50
"""Places on each side of a question: engines take a hundred in all unless they are told otherwise."""
MOST_SNAP: Final = 800.0
"""Metres from a station to the road that the engine took it to."""
_GOOD: Final = 200
_METRES: Final = 1609.344
_LEAST_SHARE: Final = 0.98


class TableError(ValueError):
    """The answer is no table of roads between these places; the message says why."""


def questions(agencies: Sequence[AgencyId]) -> Iterator[tuple[tuple[AgencyId, ...], tuple[AgencyId, ...]]]:
    """Rows and columns of the questions to ask, so that every pair comes up."""
    cuts = [*range(0, len(agencies), BLOCK), len(agencies)]
    blocks = [tuple(agencies[start:end]) for start, end in pairwise(cuts)]
    for number, rows in enumerate(blocks):
        yield from ((rows, columns) for columns in blocks[number:])


def address(base: str, rows: Sequence[Point], columns: Sequence[Point]) -> str:
    """The address that asks for the miles from each of the rows to each of the columns."""
    places = ";".join(f"{at.lon:.6f},{at.lat:.6f}" for at in (*rows, *columns))
    first = ";".join(str(number) for number in range(len(rows)))
    second = ";".join(str(len(rows) + number) for number in range(len(columns)))
    return f"{base}/table/v1/driving/{places}?annotations=distance&sources={first}&destinations={second}"


def read_table(
    status: int, body: bytes, rows: Sequence[AgencyId], columns: Sequence[AgencyId], at: Mapping[AgencyId, Point]
) -> dict[tuple[AgencyId, AgencyId], float | None]:
    """Miles from each of the rows to each of the columns; ``None`` where there is no way.

    Raises:
        TableError: the answer is something else, or tells of a road shorter than the straight line.
    """
    if status != _GOOD:
        raise TableError(f"The engine answered with HTTP {status}.")
    answer = _answer(body)
    metres: Any = answer.get("distances")
    if not _is_table(metres, len(rows), len(columns)):
        raise TableError("The answer holds no table of distances for these places.")
    near = [_near(answer.get(side), len(own)) for side, own in (("sources", rows), ("destinations", columns))]
    found: dict[tuple[AgencyId, AgencyId], float | None] = {}
    for row, one in enumerate(rows):
        for column, other in enumerate(columns):
            if one == other or not (near[0][row] and near[1][column]):
                continue
            value = metres[row][column]
            found[one, other] = None if value is None else _sound(value / _METRES, at[one], at[other])
    return found


def legs(found: Mapping[tuple[AgencyId, AgencyId], float | None]) -> tuple[Leg, ...]:
    """Both directions as one: their mean, or the one that there is."""
    pairs = {(min(pair), max(pair)) for pair in found}
    told: list[Leg] = []
    for one, other in sorted(pairs):
        ways = [way for way in (found.get((one, other)), found.get((other, one))) if way is not None]
        told.append(Leg(one, other, round(sum(ways) / len(ways), 2) if ways else None))
    return tuple(told)


def _answer(body: bytes) -> Mapping[str, Any]:
    try:
        answer = json.loads(body)
    except ValueError as wrong:
        raise TableError("The answer is no JSON.") from wrong
    if not isinstance(answer, dict) or answer.get("code") != "Ok":
        code = str(answer.get("code"))[:40] if isinstance(answer, dict) else "none"
        raise TableError(f"The engine answered with the code {code}.")
    return answer


def _is_table(metres: object, rows: int, columns: int) -> bool:
    return (
        isinstance(metres, list)
        and len(metres) == rows
        and all(isinstance(row, list) and len(row) == columns for row in metres)
        and all(value is None or (type(value) in {int, float} and value >= 0) for row in metres for value in row)
    )


def _near(places: object, count: int) -> list[bool]:
    """Which of the places lie by a road; all, where the engine does not say."""
    if not isinstance(places, list) or len(places) != count:
        return [True] * count
    return [not isinstance(each, dict) or _metres(each.get("distance")) <= MOST_SNAP for each in places]


def _metres(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0


def _sound(found: float, one: Point, other: Point) -> float:
    straight = miles(one, other)
    if found < _LEAST_SHARE * straight - 2 * MOST_SNAP / _METRES:
        raise TableError(
            f"The engine tells of a road of {found:.0f} miles where the straight line has {straight:.0f}. "
            "It measures between other places."
        )
    return found
