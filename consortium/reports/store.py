"""What was released, to values and back: written once, read by everybody who may see statistics."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from consortium.db import Reading, Transaction
from consortium.reports.tables import StatisticReleaseRow
from consortium.support.lists import Span
from consortium.support.store.counters import Period


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What can be released once: a set of counters of a period."""

    period: Period
    measure: str


@dataclass(frozen=True, slots=True)
class Release:
    """What was released; ``drawn`` is empty where a restore had brought released counters back."""

    key: Key
    epsilon: float
    drawn: Mapping[str, int] | None
    released_on: date


async def load_releases(reading: Reading) -> tuple[Release, ...]:
    """Everything that was ever released here, the oldest first."""
    rows = await reading.scalars(select(StatisticReleaseRow))
    found = [
        Release(
            Key(Period(row.period, Span(row.span)), row.measure),
            row.epsilon,
            {cell: int(noisy) for cell, noisy in row.drawn.items()} if row.drawn is not None else None,
            row.released_on,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda each: each.key))


async def released_keys(reading: Reading) -> frozenset[Key]:
    """What has been released."""
    row = StatisticReleaseRow
    found = await reading.execute(select(row.span, row.period, row.measure))
    return frozenset(Key(Period(each.period, Span(each.span)), each.measure) for each in found)


async def save_release(tx: Transaction, release: Release) -> None:
    """Write down what was released; the database refuses a second one of the same key."""
    key = release.key
    tx.add(
        StatisticReleaseRow(
            consortium=tx.consortium,
            span=key.period.span.value,
            period=key.period.first,
            measure=key.measure,
            epsilon=release.epsilon,
            drawn=dict(release.drawn) if release.drawn is not None else None,
            released_on=release.released_on,
        )
    )
    await tx.flush()
