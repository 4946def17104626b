"""Figures for whoever runs the house (Prometheus): cover, the way out for mail, the tables. Never an answer.

They are served on an address of their own (``METRICS_BIND``, off unless set) by the process that starts the workers,
and are computed from the database when they are asked for. So there is one address for any number of workers, and
nothing is counted where pages are answered.

What is left out, and why (decision 20; whoever reads a figure every few seconds sees when it moves):

- Requests, attempts, timers, texts, tallies: how many there are, or that one came, is what nobody may know.
- Pages and the word to coordinators that nobody answered: each is a request, seen from outside.
- Sign-in mails and the news about them: a peer who is woken signs in, so one at 3 a.m. would tell that she was.
- How long pages take to be answered, how many answers our pages give, how many connections wait: all of it moves when
  an officer asks. The same holds for the workers' processor time, so the process figures are those of this process.
- The exact age and number of other mails: given in bands, because a mail server that is busy with a page makes the
  mails behind it wait a little longer.
- Names, agencies, parts of the region by name: a line's cover is told by consortium, a part by its number in the list.
"""

import asyncio
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from prometheus_client import CollectorRegistry, ProcessCollector, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from consortium import VERSION
from consortium.access.store import known_consortia
from consortium.channels import MailChannel
from consortium.db import Database, Reading, migration_level
from consortium.duty.coverage.look_ahead import look_ahead
from consortium.duty.coverage.values import Kind, Outlook, hours_of
from consortium.duty.missing import thinly_served
from consortium.duty.store.meant_gaps import load_meant
from consortium.keys import RequestKeys
from consortium.migrate import newest
from consortium.outbox import Waiting, load_waiting
from consortium.programs.health import Health
from consortium.settings import Settings
from consortium.signing.sealing.wanted import load_overdue
from consortium.support.facts import Facts
from consortium.support.load_facts import FactsAtHand
from scheduling import Line, Span, gaps, who

AHEAD: Final = timedelta(hours=168)
LOOKED_AHEAD: Final = (7, 90)
"""Days."""
TOLD_KINDS: Final = frozenset({"duty", "invitation", "person", "shift", "cover", "agreement", "annex"})
"""The kinds of mails that say nothing of requests: a new kind is left out until somebody has thought about it."""

_AGES: Final = (1, 10, 60)
_DEPTHS: Final = (1, 10, 100)
_PATIENCE: Final = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """One consortium's rota in figures, at an instant."""

    slug: str
    facts_version: int
    covered: dict[Line, bool]
    gap_hours: dict[Line, float]
    parts: int
    unserved: int
    thin: int
    ahead: "Ahead"
    unsealed: int = 0


@dataclass(frozen=True, slots=True)
class Ahead:
    """Hours of gaps by the level of service, by how many days are looked ahead: on each line, in part, for each part.

    Parts go by their place in the list by name, from 1, as on the page of coverage. ``meant`` are counted apart.
    """

    lines: Mapping[tuple[Line, int], float]
    partly: Mapping[tuple[Line, int], float]
    parts: Mapping[tuple[int, int], float]
    meant: Mapping[int, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Everything that is told. Ages are minutes and depths are mails, both the lower end of a band."""

    level: str | None
    checks: dict[str, bool]
    covers: tuple[Cover, ...]
    mail_age: int
    mail_depth: int
    mail_again: int


@dataclass(slots=True, kw_only=True)
class Gauge:
    """Takes the figures, in one loop."""

    database: Database
    health: Health
    facts: FactsAtHand = field(default_factory=FactsAtHand)
    _ahead: dict[UUID, tuple[tuple[object, ...], Ahead]] = field(default_factory=dict)

    async def take(self) -> Figures:
        """Read everything anew.

        Raises:
            Exception: the database is away.
        """
        async with self.database.reading(None) as reading:
            level, known = await migration_level(reading), await known_consortia(reading)
        covers, waiting = [], Waiting()
        for consortium, slug in known:
            async with self.database.reading(consortium) as reading:
                facts = await self.facts.of(reading)
                seen = cover(slug, facts, reading.now, await self._look_ahead(reading, facts))
                covers.append(replace(seen, unsealed=await load_overdue(reading)))
                waiting = waiting.with_more(await load_waiting(reading, TOLD_KINDS))
        return Figures(
            level=level,
            checks=dict(await self.health.ready()),
            covers=tuple(covers),
            mail_age=band(waiting.oldest / timedelta(minutes=1), _AGES),
            mail_depth=band(waiting.mails, _DEPTHS),
            mail_again=band(waiting.again, _DEPTHS),
        )

    async def _look_ahead(self, reading: Reading, facts: Facts) -> Ahead:
        """The gaps ahead, judged anew when an hour is over, or the facts or what is meant have changed."""
        hour, meant = _hour(reading.now), await load_meant(reading)
        key: tuple[object, ...] = (facts.version, hour, meant)
        kept = self._ahead.get(reading.consortium)
        if kept is None or kept[0] != key:
            outlook = await look_ahead(reading, facts, Span(hour, hour + timedelta(days=max(LOOKED_AHEAD))))
            kept = (key, ahead_of(outlook))
            self._ahead[reading.consortium] = kept
        return kept[1]


def ahead_of(outlook: Outlook) -> Ahead:
    """The hours of gaps, of those that are meant, in each of the times that are looked ahead."""
    start = outlook.window.start
    spans = {days: Span(start, start + timedelta(days=days)) for days in LOOKED_AHEAD}
    return Ahead(
        lines={
            (line, days): outlook.hours(span, kind=Kind.SEAT, line=line)
            for line in Line
            for days, span in spans.items()
        },
        partly={
            (line, days): hours_of((g for g in outlook.gaps if g.kind is Kind.PART and g.line is line), span)
            for line in Line
            for days, span in spans.items()
        },
        parts={
            (number, days): outlook.hours(span, kind=Kind.ZONE, zone=zone)
            for number, (zone, _) in enumerate(outlook.zones, 1)
            for days, span in spans.items()
        },
        meant={days: hours_of(outlook.meant, span) for days, span in spans.items()},
    )


def _hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)


def cover(slug: str, facts: Facts, now: datetime, looked: Ahead) -> Cover:
    """Who is on the lines now, and the hours without anybody in the 168 whole hours from the present one on."""
    hour = _hour(now)
    ahead, duty = Span(hour, hour + AHEAD), who(facts.schedule, now)
    standing, counted = facts.standing(now), thinly_served(facts, now)
    return Cover(
        slug=slug,
        facts_version=facts.version,
        covered={line: bool(duty[line]) for line in Line},
        gap_hours={
            line: sum((gap.length for gap in gaps(facts.schedule, line, ahead)), timedelta()) / timedelta(hours=1)
            for line in Line
        },
        parts=len(standing.plan.zones) if standing else 0,
        unserved=len(counted.nobody),
        thin=len(counted.one),
        ahead=looked,
    )


def band(value: float, edges: Iterable[int]) -> int:
    """The highest edge that the value has reached; 0 below the first."""
    return max((edge for edge in edges if value >= edge), default=0)


def families(figures: Figures | None) -> Iterator[Metric]:
    """The figures in Prometheus's form; ``None``: the database is away, and nothing else is known."""
    yield _one("consortium_database_up", "Whether the database answers", figures is not None)
    info = GaugeMetricFamily("consortium_build", "This program, always 1", labels=("version", "tables"))
    info.add_metric([VERSION, newest()], 1)
    yield info
    if figures is None:
        return
    tables = GaugeMetricFamily("consortium_tables", "The migration that the tables are at, always 1", labels=("level",))
    tables.add_metric([figures.level or "none"], 1)
    yield tables
    ready = GaugeMetricFamily("consortium_ready", "Whether a check of readiness holds", labels=("check",))
    for name, held in figures.checks.items():
        ready.add_metric([name], held)
    yield ready
    yield from _covers(figures.covers)
    yield _one("consortium_mail_queue_age_minutes", "Oldest mail waiting, as a band: 0, 1, 10, 60", figures.mail_age)
    yield _one("consortium_mail_queue_depth", "Mails waiting, as a band: 0, 1, 10, 100", figures.mail_depth)
    yield _one("consortium_mail_failing", "Mails refused at least once and tried again, as a band", figures.mail_again)


def _covers(covers: Iterable[Cover]) -> Iterator[Metric]:
    by_line = ("consortium", "line")
    covered = GaugeMetricFamily("consortium_line_covered", "Whether somebody is on the line now", labels=by_line)
    hours = GaugeMetricFamily("consortium_line_gap_hours", "Hours without anybody, of 168 ahead", labels=by_line)
    parts = GaugeMetricFamily("consortium_parts", "Parts of the region", labels=("consortium",))
    unserved = GaugeMetricFamily("consortium_parts_unserved", "Parts that nobody may serve", labels=("consortium",))
    thin = GaugeMetricFamily("consortium_parts_thin", "Parts that one person may serve", labels=("consortium",))
    late = GaugeMetricFamily(
        "consortium_documents_unsealed", "Executed agreements unsealed for five minutes", labels=("consortium",)
    )
    facts = GaugeMetricFamily("consortium_facts", "Version of what routing depends on", labels=("consortium",))
    for each in covers:
        for line in Line:
            covered.add_metric([each.slug, line.value], each.covered[line])
            hours.add_metric([each.slug, line.value], each.gap_hours[line])
        for family, value in ((parts, each.parts), (unserved, each.unserved), (thin, each.thin), (late, each.unsealed)):
            family.add_metric([each.slug], value)
        facts.add_metric([each.slug], each.facts_version)
    yield from (covered, hours, parts, unserved, thin, late, facts)
    yield from _aheads(covers)


def _aheads(covers: Iterable[Cover]) -> Iterator[Metric]:
    by_line, by_part = ("consortium", "line", "days"), ("consortium", "part", "days")
    lines = GaugeMetricFamily("consortium_cover_gap_hours", "Hours ahead in which nobody counts", labels=by_line)
    partly = GaugeMetricFamily("consortium_cover_partial_hours", "Hours ahead not for all parts", labels=by_line)
    parts = GaugeMetricFamily("consortium_part_gap_hours", "Hours ahead nobody on call for a part", labels=by_part)
    meant = GaugeMetricFamily("consortium_meant_gap_hours", "Hours ahead that are meant", labels=("consortium", "days"))
    for each in covers:
        for family, values in ((lines, each.ahead.lines), (partly, each.ahead.partly)):
            for (line, days), value in values.items():
                family.add_metric([each.slug, line.value, str(days)], value)
        for (number, days), value in each.ahead.parts.items():
            parts.add_metric([each.slug, str(number), str(days)], value)
        for days, value in each.ahead.meant.items():
            meant.add_metric([each.slug, str(days)], value)
    yield from (lines, partly, parts, meant)


def _one(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(name, words, value=value)


@dataclass(slots=True, eq=False)
class Scraped(Collector):
    """Takes the figures each time that they are asked for, in the loop that the database belongs to."""

    gauge: Gauge
    loop: asyncio.AbstractEventLoop

    def collect(self) -> Iterator[Metric]:
        """The figures as they are now."""
        taking = asyncio.run_coroutine_threadsafe(self.gauge.take(), self.loop)
        try:
            figures: Figures | None = taking.result(_PATIENCE)
        except Exception:  # noqa: BLE001 (whatever it was: the figures cannot be had, and that is a figure)
            taking.cancel()
            figures = None
        yield from families(figures)


@contextmanager
def serving(settings: Settings, bind: tuple[str, int] | None) -> Iterator[None]:
    """Serve the figures at this address as long as this lasts; not at all without one."""
    if bind is None:
        yield
        return
    loop = asyncio.new_event_loop()
    running = threading.Thread(target=loop.run_forever, daemon=True, name="figures")
    running.start()
    database = Database.connect(settings.database_url, pool=1)
    keys, mail = RequestKeys(settings.request_keys), MailChannel(settings.mail, settings.mail_from)
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    registry.register(Scraped(Gauge(database=database, health=Health(database=database, keys=keys, mail=mail)), loop))
    server, thread = start_http_server(bind[1], bind[0], registry=registry)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        asyncio.run_coroutine_threadsafe(database.close(), loop).result(_PATIENCE)
        loop.call_soon_threadsafe(loop.stop)
        running.join()
        loop.close()
