"""Whether the house is in order, for probes: yes or no to everybody, which check failed to whoever runs it."""

import shutil
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from consortium.channels import MailChannel
from consortium.settings import MailServer, Settings, SettingsError
from tests.harness import Ground, House, MailCatcher, free_port, house

INSIDE = {"host": "127.0.0.1:8000"}
ALL = ("database", "tables", "request-keys", "mail")


@pytest.fixture
async def home(ground: Ground, catcher: MailCatcher) -> AsyncIterator[House]:
    async with house(ground, catcher) as running:
        yield running


async def failed(home: House) -> list[str]:
    """The checks that a probe from inside is told to have failed."""
    answer = await home.browser().get("/readyz", headers=INSIDE)
    told = answer.json()
    wrong = [name for name, word in told["checks"].items() if word != "holds"]
    assert (answer.status_code, told["status"]) == ((503, "not ready") if wrong else (200, "ready"))
    assert tuple(told["checks"]) == ALL
    return wrong


async def test_a_house_in_order_is_ready_and_alive(home: House) -> None:
    assert await failed(home) == []
    alive = await home.browser().get("/healthz", headers={"host": "localhost"})
    assert (alive.status_code, alive.json()) == (200, {"status": "alive"})


async def test_under_the_public_name_it_says_only_yes_or_no(home: House) -> None:
    await home.ground.as_owner("update alembic_version set version_num = '0000'")
    answer = await home.browser().get("/readyz")

    assert (answer.status_code, answer.json()) == (503, {"status": "not ready"})


@pytest.mark.parametrize("host", ["evil.test", "localhost.evil.test", "127.0.0.1.evil.test", "evil.test:8000", ""])
async def test_a_name_of_another_site_is_not_answered_even_for_health(home: House, host: str) -> None:
    assert (await home.browser().get("/readyz", headers={"host": host})).status_code == 421


@pytest.mark.parametrize("path", ["/", "/blue-ledge/help", "/healthz/x", "/metrics"])
async def test_a_bare_address_opens_nothing_but_health(home: House, path: str) -> None:
    assert (await home.browser().get(path, headers=INSIDE)).status_code == 421


async def test_tables_of_another_version_are_told(home: House) -> None:
    await home.ground.as_owner("update alembic_version set version_num = '0000'")

    assert await failed(home) == ["tables"]


async def test_a_folder_of_keys_that_is_gone_is_told_and_not_made_anew(home: House) -> None:
    folder = home.litestar.state.settings.request_keys
    folder.chmod(0o755)
    assert await failed(home) == ["request-keys"]
    folder.chmod(0o700)
    assert await failed(home) == []
    shutil.rmtree(folder)
    assert await failed(home) == ["request-keys"]
    assert not folder.exists()


async def test_a_mail_server_that_is_away_is_told_within_two_seconds_and_asked_once_in_thirty(home: House) -> None:
    health = home.litestar.state.health
    health.mail = MailChannel(MailServer(host="127.0.0.1", port=free_port(), starttls=False), "peers@example.org")
    assert await failed(home) == ["mail"]
    health.mail = MailChannel(home.mails.mail_server, "peers@example.org")
    assert await failed(home) == ["mail"], "what it said is kept for half a minute"
    health._greeted = None
    assert await failed(home) == []
    assert home.mails.mails == []


async def test_a_database_that_is_away_is_told_and_the_process_lives(home: House) -> None:
    await home.litestar.state.database.close()
    health = home.litestar.state.health
    health.database = type(health.database).connect(home.ground.app.replace("/t_", "/gone_"))
    assert await failed(home) == ["database", "tables"]
    assert (await home.browser().get("/healthz")).status_code == 200
    await health.database.close()


async def test_whom_to_tell_about_a_weakness_is_said_if_it_is_set(ground: Ground, catcher: MailCatcher) -> None:
    async with house(ground, catcher) as home:
        assert (await home.browser().get("/.well-known/security.txt")).status_code == 404
    async with house(ground, catcher, security_contact="mailto:security@example.org") as home:
        answer = await home.browser().get("/.well-known/security.txt")
    told = dict(line.split(": ", 1) for line in answer.text.splitlines())
    async with ground.database.reading(None) as reading:
        now = reading.now
    expires = datetime.fromisoformat(told["Expires"])

    assert answer.headers["content-type"].startswith("text/plain")
    assert told["Contact"] == "mailto:security@example.org"
    assert now + timedelta(days=30) < expires < now + timedelta(days=365)
    with pytest.raises(SettingsError):
        Settings.from_env(
            {
                "DATABASE_URL": "postgresql://x",
                "PUBLIC_URL": "https://peers.example.org",
                "REQUEST_KEYS": "/keys",
                "MAIL_URL": "smtp://localhost",
                "MAIL_FROM": "peers@example.org",
                "SECURITY_CONTACT": "call us",
            }
        )
