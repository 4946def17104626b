"""``consortium doctor``: each finding provoked for real, each with its mend, and no password in what is printed."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from consortium.cli.findings import Status
from consortium.cli.look_at_database import Seen, look_at_database, see_database
from consortium.cli.look_at_machine import look_at_disk, look_at_settings
from tests.harness import Ground, MailCatcher, free_port
from tests.set_up.commands import command, seen_at_a_terminal

ELSEWHERE = "127.77.41.9"  # loopback, but no name of it: mail to there must be encrypted
PASSWORD = "hush-hush-4711"

pytestmark = pytest.mark.allow_hosts([ELSEWHERE, "127.0.0.1", "::1", "localhost"])


@pytest.fixture
def keys(place: Path) -> Path:
    folder = place / "request-keys"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def settings(ground: Ground, catcher: MailCatcher, keys: Path) -> dict[str, str]:
    """An installation in which all is well."""
    catcher.clear()
    return {
        "DATABASE_URL": ground.app,
        "PUBLIC_URL": "https://peers.example.org",
        "REQUEST_KEYS": str(keys),
        "CONSORTIUM_BACKED_UP": "/etc",
        "MAIL_URL": f"smtp://127.0.0.1:{catcher.port}",
        "MAIL_FROM": "peers@example.org",
    }


def to_mend(settings: dict[str, str], *words: str) -> dict[str, str]:
    """What the doctor wants mended: ``area/check`` and how."""
    ended = command("doctor", "--json", *words, **settings)
    report = json.loads(ended.stdout)
    found = {f"{each['area']}/{each['check']}": each for each in report["findings"] if each["status"] == "mend"}
    assert report["well"] is not bool(found)
    assert ended.returncode == bool(found), ended.stderr
    assert all(each["mend"] for each in found.values())
    return {name: each["mend"] for name, each in found.items()}


def test_where_all_is_well_nothing_is_to_be_mended_and_the_code_is_0(settings: dict[str, str]) -> None:
    ended = command("doctor", **settings)

    assert ended.returncode == 0, ended.stdout
    assert ended.stdout.endswith("All well.\n")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PUBLIC_URL", ""),
        ("PUBLIC_URL", "http://peers.example.org"),
        ("PUBLIC_URL", "https://192.0.2.7"),
        ("PUBLIC_URL", "https://peers.example.org/sub"),
        ("MAIL_URL", "mail.example.org"),
        ("MAIL_FROM", "peers"),
        ("REQUEST_KEYS", ""),
        ("LISTEN_DATABASE_URL", "mysql://x"),
        ("CONSORTIUM_DEMO_MAIL", "/tmp"),
    ],
)
def test_each_setting_is_looked_at(name: str, value: str) -> None:
    settings = {
        "DATABASE_URL": "postgresql://consortium_app:x@db.example.org/consortium",
        "PUBLIC_URL": "https://peers.example.org",
        "REQUEST_KEYS": "/run/keys",
        "MAIL_URL": "smtps://name:x@mail.example.org",
        "MAIL_FROM": "peers@example.org",
    }

    assert [] == [each.check for each in look_at_settings(settings) if each.status is Status.MEND]
    assert [name] == [each.check for each in look_at_settings({**settings, name: value}) if each.mend]


def test_the_folder_of_the_keys_must_be_closed_ours_and_in_no_backup(settings: dict[str, str], keys: Path) -> None:
    keys.chmod(0o750)
    assert to_mend(settings) == {"request keys/mode": f"chmod 0700 {keys}"}
    keys.chmod(0o700)
    assert "request keys/backup" in to_mend({**settings, "CONSORTIUM_BACKED_UP": f"/etc:{keys.parent}"})
    (keys.parent / "file").touch()
    assert "request keys/folder" in to_mend({**settings, "REQUEST_KEYS": str(keys.parent / "file")})
    if os.geteuid() == 0:
        os.chown(keys, 12345, 12345)
        assert "request keys/owner" in to_mend(settings)


def test_a_database_that_is_away_or_refuses_us_is_told_without_the_password(settings: dict[str, str]) -> None:
    away = {**settings, "DATABASE_URL": f"postgresql://consortium_app:{PASSWORD}@127.0.0.1:1/consortium"}
    ended = command("doctor", **away)

    assert ended.returncode == 1
    assert "does not answer" in ended.stdout
    assert "consortium_app@127.0.0.1:1/consortium" in ended.stdout
    assert PASSWORD not in ended.stdout + ended.stderr
    wrong = settings["DATABASE_URL"].replace(settings["DATABASE_URL"].split(":")[2].split("@")[0], PASSWORD)
    assert "database/reached" in to_mend({**settings, "DATABASE_URL": wrong})


async def test_tables_of_another_version_and_roles_that_step_around_are_found(
    settings: dict[str, str], ground: Ground
) -> None:
    owner = to_mend({**settings, "DATABASE_URL": ground.owner})
    backup = to_mend({**settings, "DATABASE_URL": ground.backup})
    await ground.as_owner("alter table person no force row level security")
    loose = to_mend(settings)
    await ground.as_owner("update alembic_version set version_num = '0001'")
    old = to_mend(settings)

    assert "database/role" in owner
    assert "database/role" in backup
    assert set(loose) == {"database/row-level security"}
    assert old == {"database/tables": "MIGRATION_DATABASE_URL=… consortium migrate"}


async def test_an_old_server_a_loud_log_and_clocks_apart_are_found(ground: Ground) -> None:
    """Three things that this machine's own server does not have, told of what was seen there."""
    seen = await see_database(ground.app)
    assert isinstance(seen, Seen)
    assert abs(seen.skew) < 2
    worse = replace(seen, version=14, loud=("log_statement",), skew=-7.5)

    found = {each.check for each in look_at_database(ground.app, worse) if each.status is Status.MEND}

    assert found == {"version", "its log", "clocks"}


class Server:
    """A mail server that takes nobody's password and offers no encryption."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802 (aiosmtpd's names)
        return "250 kept"


@pytest.fixture
def bare_mail() -> Iterator[int]:
    port = free_port()
    running = Controller(
        Server(),
        hostname=ELSEWHERE,
        port=port,
        authenticator=lambda *_: AuthResult(success=False),
        auth_require_tls=False,
    )
    running.start()
    yield port
    running.stop()


def test_a_mail_server_that_is_away_does_not_encrypt_or_refuses_us_is_found(
    settings: dict[str, str], bare_mail: int
) -> None:
    away = to_mend({**settings, "MAIL_URL": f"smtp://name:{PASSWORD}@127.0.0.1:1"})
    bare = to_mend({**settings, "MAIL_URL": f"smtp://{ELSEWHERE}:{bare_mail}"})

    assert set(away) == {"mail/reached"}
    assert set(bare) == {"mail/encrypted"}


def test_a_mail_server_that_refuses_our_password_is_found(settings: dict[str, str]) -> None:
    port = free_port()
    running = Controller(
        Server(),
        hostname="127.0.0.1",
        port=port,
        authenticator=lambda *_: AuthResult(success=False),
        auth_require_tls=False,
    )
    running.start()
    try:
        assert set(to_mend({**settings, "MAIL_URL": f"smtp://name:{PASSWORD}@127.0.0.1:{port}"})) == {"mail/signed in"}
    finally:
        running.stop()


def test_a_test_mail_goes_out_where_one_is_wanted(settings: dict[str, str], catcher: MailCatcher) -> None:
    assert to_mend(settings) == {}
    assert catcher.mails == []
    assert to_mend(settings, "--send-test-to", "dana@example.org") == {}
    assert len(catcher.to("dana@example.org")) == 1
    catcher.answer = "550 not here"
    assert set(to_mend(settings, "--send-test-to", "dana@example.org")) == {"mail/test mail"}


def test_the_go_live_list_of_each_consortium_is_told_with_who_mends_it_and_where(settings: dict[str, str]) -> None:
    answers = "--consortium juniper-rim --title Rim --zone America/Boise --name Dana --email dana@example.org"
    assert command("init", *answers.split(), **settings).returncode == 0
    found = to_mend(settings)

    lines = found["consortium juniper-rim/Crisis lines verified"]
    assert lines == "/juniper-rim/lines, by: administrator or clinical director or coordinator"
    assert "consortium juniper-rim/Agreement in force" in found
    assert all(name.startswith("consortium juniper-rim/") for name in found)


def test_a_full_disk_is_found() -> None:
    assert [Status.MEND] == [each.status for each in look_at_disk(Path("/proc"))]


def test_before_anything_was_begun_it_makes_nothing(place: Path) -> None:
    ended = command("doctor", CONSORTIUM_DATA_DIR=str(place / "data"))

    assert ended.returncode == 1
    assert "There is none" in ended.stdout
    assert list(place.iterdir()) == []


def test_colours_are_shown_at_a_terminal_unless_they_are_not_wanted(settings: dict[str, str]) -> None:
    assert "\033[" in seen_at_a_terminal("doctor", TERM="xterm", **settings)
    assert "\033[" not in seen_at_a_terminal("doctor", TERM="xterm", NO_COLOR="1", **settings)
