"""Change the settings of a consortium; each change is in the journal with what stood before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from consortium.access.tables import ConsortiumRow
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.hours import Hours
from consortium.members.store.region import load_hours, load_settings_row, save_hours
from consortium.members.values import Region
from consortium.problems import BadInput

CALL_BACK: Final = 2
SET_HOURS: Final = 3
TRUTH_AFTER: Final = 20
"""Minutes after which an officer is told that nobody has answered (decision 14), unless a longer time is stated."""
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a consortium has settled: names, level of service, limits, and what the parts of the region promise.

    Attributes:
        call_back_minutes: within how many minutes somebody calls back; needed at level 2.
        hours: when peers are asked; needed at level 3, one entry a weekday at most.
        steps: minutes of each step until the next peer is asked.
        text_offered: a wish; text is offered only where the profile of every state allows it.
        crowd, least_departments: the promise. The parts of the region keep the old one until they are made anew.
    """

    title: str
    state_network: str
    service_level: int
    call_back_minutes: int | None
    hours: tuple[Hours, ...]
    steps: Sequence[int]
    open_limit: int
    text_offered: bool
    crowd: int
    least_departments: int


def settings_of(region: Region) -> Settings:
    """The settings as they are."""
    return Settings(
        title=region.title,
        state_network=region.state_network,
        service_level=region.service_level,
        call_back_minutes=region.call_back_minutes,
        hours=region.hours,
        steps=region.steps,
        open_limit=region.open_limit,
        text_offered=region.text_wished,
        crowd=region.policy.crowd,
        least_departments=region.policy.least_departments,
    )


def changes_promise(before: Settings, after: Settings) -> bool:
    """Whether the promise to officers changes: how many they hide among."""
    return (before.crowd, before.least_departments) != (after.crowd, after.least_departments)


async def change_settings(tx: Transaction, wanted: Settings, *, by: UUID | None = None) -> tuple[str, ...]:
    """Put these settings in the place of the old ones; the names of those that changed, none if none did.

    Raises:
        BadInput: something cannot be taken, or the level of service lacks what it needs; the field is named.
        NotFound: there is no such consortium.
    """
    settled = _checked(wanted)
    row = await load_settings_row(tx, lock=True)
    hours = await load_hours(tx)
    before, after = _told(row, hours), _told_of(settled)
    changed = tuple(name for name in before if before[name] != after[name])
    _put(row, settled)
    await tx.flush()
    if hours != settled.hours:
        await save_hours(tx, settled.hours)
    for name in changed:
        await record(tx, "changed setting", by=by, subject=row.id, setting=name, before=before[name], after=after[name])
    return changed


def _checked(wanted: Settings) -> Settings:
    level = checks.number(wanted.service_level, "service_level", least=1, most=4)
    if not 1 <= len(wanted.steps) <= 8:
        raise BadInput("There are 1 to 8 steps.", "steps")
    if level == CALL_BACK and wanted.call_back_minutes is None:
        raise BadInput("At this level officers are told a time. Say within how many minutes.", "call_back_minutes")
    if level == SET_HOURS and not wanted.hours:
        raise BadInput("At this level officers are told the hours. Give those of one day at least.", "hours")
    if len({each.weekday for each in wanted.hours}) != len(wanted.hours):
        raise BadInput("Each weekday has its hours once.", "hours")
    steps = tuple(checks.number(minutes, "steps", least=1, most=120) for minutes in wanted.steps)
    longest = max(TRUTH_AFTER, (wanted.call_back_minutes or 0) if level == CALL_BACK else 0)
    if sum(steps) > longest:
        raise BadInput(
            f"The steps may last {longest} minutes together: then an officer must read that nobody has answered.",
            "steps",
        )
    return Settings(
        title=checks.line(wanted.title, "title"),
        state_network=checks.line(wanted.state_network, "state_network", empty=True),
        service_level=level,
        call_back_minutes=None
        if wanted.call_back_minutes is None
        else checks.number(wanted.call_back_minutes, "call_back_minutes", least=5, most=2880),
        hours=tuple(sorted(wanted.hours)),
        steps=steps,
        open_limit=checks.number(wanted.open_limit, "open_limit", least=1, most=1000),
        text_offered=wanted.text_offered,
        crowd=checks.number(wanted.crowd, "crowd", least=2, most=1000),
        least_departments=checks.number(wanted.least_departments, "least_departments", least=2, most=50),
    )


def _put(row: ConsortiumRow, settled: Settings) -> None:
    row.title, row.state_network = settled.title, settled.state_network
    row.service_level, row.call_back_minutes = settled.service_level, settled.call_back_minutes
    row.steps, row.open_limit, row.text_offered = list(settled.steps), settled.open_limit, settled.text_offered
    row.crowd, row.least_departments = settled.crowd, settled.least_departments


def _told(row: ConsortiumRow, hours: tuple[Hours, ...]) -> dict[str, str]:
    """The settings as the journal tells them, by the words that the page has for them."""
    return _words(
        (row.title, row.state_network, row.service_level, row.call_back_minutes),
        hours,
        row.steps,
        (row.open_limit, row.text_offered, row.crowd, row.least_departments),
    )


def _told_of(settled: Settings) -> dict[str, str]:
    return _words(
        (settled.title, settled.state_network, settled.service_level, settled.call_back_minutes),
        settled.hours,
        settled.steps,
        (settled.open_limit, settled.text_offered, settled.crowd, settled.least_departments),
    )


def _words(
    names: tuple[str, str, int, int | None],
    hours: tuple[Hours, ...],
    steps: Sequence[int],
    limits: tuple[int, bool, int, int],
) -> dict[str, str]:
    title, network, level, call_back = names
    open_limit, text, crowd, departments = limits
    return {
        "name": title,
        "state network": network or "none",
        "level of service": str(level),
        "time to call back": f"{call_back} minutes" if call_back else "none",
        "hours": ", ".join(f"{_DAYS[h.weekday]} {h.opens:%H:%M} to {h.closes:%H:%M}" for h in hours) or "none",
        "steps": ", ".join(map(str, steps)) + " minutes",
        "most open requests": str(open_limit),
        "text": "wished" if text else "not wished",
        "crowd": str(crowd),
        "least departments": str(departments),
    }
