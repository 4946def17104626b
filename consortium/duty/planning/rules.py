"""The consortium's rules of planning and what an hour of duty weighs: as kept, or what every region begins with."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, time
from typing import Any, Final
from uuid import UUID

from consortium.db import Reading, Transaction
from consortium.duty.availability.holidays import load_holidays
from consortium.duty.store.rosters import load_rule_records, save_rule_records
from consortium.journal import record
from consortium.members.store import load_region, one_at_a_time
from consortium.problems import BadInput
from scheduling import SchedulingError
from scheduling.fairness import Weights
from scheduling.planner import DEFAULTS, Rules

YEARS_BACK: Final = 3
"""Over so many years holidays are kept in turn."""


async def load_rules(reading: Reading) -> Rules:
    """The rules with this consortium's own numbers; those that every region begins with, while nobody settled any."""
    kept = await load_rule_records(reading)
    return DEFAULTS if kept is None else Rules.from_record(kept[0].get("rules", []))


async def load_weights(reading: Reading) -> Weights:
    """What an hour weighs here, with the holidays of three years back and two ahead."""
    kept = await load_rule_records(reading)
    year = reading.now.year
    holidays = await load_holidays(reading, range(year - YEARS_BACK, year + 3))
    timezone = (await load_region(reading)).timezone
    return weights_of({} if kept is None else kept[1], timezone, holidays)


def weights_of(kept: Mapping[str, Any], timezone: str, holidays: Mapping[date, str]) -> Weights:
    """Weights as they are kept, by the clock of ``timezone``."""
    plain = Weights(zone=timezone, holidays=holidays)
    return replace(
        plain,
        night_from=time.fromisoformat(kept.get("night_from", plain.night_from.isoformat())),
        night_to=time.fromisoformat(kept.get("night_to", plain.night_to.isoformat())),
        night=float(kept.get("night", plain.night)),
        weekend=float(kept.get("weekend", plain.weekend)),
        holiday=float(kept.get("holiday", plain.holiday)),
    )


async def settle_rules(
    tx: Transaction, *, rules: Iterable[Mapping[str, Any]], weights: Mapping[str, Any], by: UUID | None = None
) -> None:
    """Keep the rules' numbers and the weights of hours. What is published already stays as it is.

    Raises:
        BadInput: a number that nobody could mean.
    """
    await one_at_a_time(tx)
    try:
        wanted = Rules.from_record(rules)
    except SchedulingError as wrong:
        raise BadInput(str(wrong), "rules") from wrong
    try:
        weights_of(weights, (await load_region(tx)).timezone, {})
    except (SchedulingError, ValueError) as wrong:
        raise BadInput(str(wrong), "night") from wrong
    await save_rule_records(tx, {"rules": wanted.to_record()}, weights)
    await record(tx, "settled rules of planning", by=by, subject=tx.consortium, rules=len(wanted.rules))
