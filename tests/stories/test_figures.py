"""The figures for whoever runs the house: true of the rota, and blind to every request."""

import asyncio
import urllib.request
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from consortium.metrics import TOLD_KINDS, Gauge, band, families, serving
from consortium.outbox import Mail, post
from consortium.settings import Settings, SettingsError, metrics_bind
from scheduling import Line, Span, gaps, who
from tests.harness import Ground, House, MailCatcher, free_port
from tests.roles import Officer
from tests.stories.request_world import SLUG, facts_of, go, open_house, paged


@dataclass(eq=False)
class Taken(Collector):
    """Figures that were taken once."""

    found: tuple[Metric, ...]

    def collect(self) -> tuple[Metric, ...]:
        return self.found


@pytest.fixture
async def home(region: Ground, catcher: MailCatcher) -> AsyncIterator[House]:
    async with open_house(region, catcher) as running:
        await running.tick()  # what the demo has put into the outbox goes out
        yield running


async def figures(home: House) -> str:
    """What a scrape would be told, but for the process figures."""
    gauge = Gauge(database=home.ground.database, health=home.litestar.state.health)
    return await scraped(gauge)


async def scraped(gauge: Gauge) -> str:
    registry = CollectorRegistry()
    registry.register(Taken(tuple(families(await gauge.take()))))
    return generate_latest(registry).decode()


async def test_the_figures_of_the_rota_are_those_of_who(home: House) -> None:
    told = await figures(home)
    facts, now = await facts_of(home.ground)
    ahead = Span(
        now.replace(minute=0, second=0, microsecond=0),
        now.replace(minute=0, second=0, microsecond=0) + timedelta(days=7),
    )

    for line in Line:
        hours = sum((gap.length for gap in gaps(facts.schedule, line, ahead)), timedelta()) / timedelta(hours=1)
        on = f'{{consortium="{SLUG}",line="{line.value}"}}'
        assert f"consortium_line_covered{on} {float(bool(who(facts.schedule, now)[line]))}" in told
        assert f"consortium_line_gap_hours{on} {hours}" in told
    assert f'consortium_facts{{consortium="{SLUG}"}} {float(facts.version)}' in told
    assert told.count("consortium_line_covered{") == 3 * 3


async def test_no_request_from_its_first_word_to_its_end_moves_a_figure(home: House) -> None:
    before = await figures(home)
    officer = Officer.at(home, SLUG)
    await officer.ask()
    assert await figures(home) == before, "asked, and the page not sent yet"
    await home.tick()
    assert await figures(home) == before, "a page has gone out"
    peer = await paged(home)
    await peer.accept()
    await officer.look()
    assert await figures(home) == before, "accepted"
    await officer.do("talk")
    await peer.look()
    assert await figures(home) == before, "talking"
    await peer.close()
    assert await home.ground.rows("request") == []
    assert await figures(home) == before, "closed, and counted in the quarter"


async def test_a_page_that_no_server_takes_and_a_peer_who_signs_in_move_no_figure_of_the_queue(home: House) -> None:
    await home.mail_is_down()
    before = queue(await figures(home))
    await Officer.at(home, SLUG).ask()
    await go(home, seconds=40)
    async with home.ground.database.transaction(await home.ground.consortium(SLUG)) as tx:
        await post(tx, Mail(kind="sign_in", address="a@example.org", subject="in", body="in"))
        await post(tx, Mail(kind="coordinator", address="a@example.org", subject="look", body="look"))
    await go(home, minutes=21)

    assert {row["kind"] for row in await home.ground.rows("outbox")} >= {"sign_in", "coordinator"}
    assert queue(await figures(home)) == before
    assert not TOLD_KINDS & {"page", "coordinator", "sign_in"}


def queue(told: str) -> list[str]:
    return [line for line in told.splitlines() if line.startswith("consortium_mail")]


async def test_other_mails_that_wait_are_told_in_bands(home: House) -> None:
    await home.mail_is_down()
    async with home.ground.database.transaction(await home.ground.consortium(SLUG)) as tx:
        for _ in range(12):
            await post(tx, Mail(kind="duty", address="a@example.org", subject="duty", body="duty"))
    await go(home, minutes=11)
    await go(home, seconds=40)

    assert queue(await figures(home)) == [
        "consortium_mail_queue_age_minutes 10.0",
        "consortium_mail_queue_depth 10.0",
        "consortium_mail_failing 10.0",
    ]
    assert [band(value, (1, 10, 60)) for value in (0, 0.99, 1, 9, 10, 59, 60, 900)] == [0, 0, 1, 1, 10, 10, 60, 60]


async def test_the_figures_have_an_address_of_their_own_and_say_when_the_database_is_away(home: House) -> None:
    settings: Settings = home.litestar.state.settings
    told = await asyncio.to_thread(_over_http, settings)
    assert "consortium_database_up 1.0" in told
    assert 'consortium_ready{check="mail"} 1.0' in told
    assert "process_resident_memory_bytes" in told
    away = await asyncio.to_thread(
        _over_http, replace(settings, database_url=settings.database_url.replace("/t_", "/gone_"))
    )
    assert "consortium_database_up 0.0" in away
    assert "consortium_line_covered" not in away
    assert (await home.browser().get("/metrics")).status_code == 404


def _over_http(settings: Settings) -> str:
    port = free_port()
    with serving(settings, ("127.0.0.1", port)), urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        told: str = answer.read().decode()
    return told


def test_the_address_of_the_figures_is_off_unless_set_and_checked_if_set() -> None:
    assert metrics_bind({}) is None
    assert metrics_bind({"METRICS_BIND": "127.0.0.1:9100"}) == ("127.0.0.1", 9100)
    assert metrics_bind({"METRICS_BIND": "[::1]:9100"}) == ("::1", 9100)
    for wrong in ("9100", ":9100", "127.0.0.1:", "127.0.0.1:99999"):
        with pytest.raises(SettingsError):
            metrics_bind({"METRICS_BIND": wrong})
