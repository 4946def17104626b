"""``./dev`` makes its own environment: for any account, from any folder, twice in a row, two at once.

The script is copied beside a small project whose only package is a wheel made here, so that nothing is downloaded.
"""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.proofs.size import whole

REPOSITORY = Path(__file__).parents[2]
MAIN = """
import os, sys
import geo, tiny
print("args", sys.argv[1:])
print("cwd", os.getcwd())
print("home", os.environ.get("HOME"))
"""
Run = Callable[..., subprocess.CompletedProcess[str]]


def tiny_wheel(folder: Path, version: str) -> str:
    """Make ``tiny-<version>``, a wheel of one module; tell its line for requirements.lock."""
    info = f"tiny-{version}.dist-info"
    files = {
        "tiny.py": f"version = '{version}'\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: here\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    digests = {name: hashlib.sha256(content.encode()).digest() for name, content in files.items()}
    record = [
        f"{name},sha256={base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}," for name, digest in digests.items()
    ]
    files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""])
    wheel = folder / f"tiny-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return f"tiny=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


@pytest.fixture
def project(place: Path) -> Path:
    """A project of one module and one package, with the real script."""
    root = place / "a project"
    for package, name, content in (("consortium", "__main__.py", MAIN), ("geo", "__init__.py", "")):
        (root / package).mkdir(parents=True)
        (root / package / name).write_text(content)
    (root / "requirements.lock").write_text(tiny_wheel(place, "1.0"))
    shutil.copy(REPOSITORY / "dev", root / "dev")
    return root


@pytest.fixture
def base_python(place: Path) -> Path:
    """A folder for PATH with this very interpreter as ``python3.11``, and nothing else."""
    folder = place / "python"
    folder.mkdir()
    (folder / "python3.11").symlink_to(Path(sys.base_prefix) / "bin/python3.11")
    return folder


@pytest.fixture
def tools(place: Path) -> Path:
    """A folder for PATH with the system's tools but without Python, uv, a browser and a package manager."""
    folder = place / "tools"
    folder.mkdir()
    for tool in (*Path("/usr/bin").iterdir(), *Path("/bin").iterdir()):
        hidden = tool.name.startswith(("python", "pip", "uv", "apt", "chrom", "google-chrome"))
        if not hidden and not (folder / tool.name).exists():
            (folder / tool.name).symlink_to(tool)
    return folder


@pytest.fixture
def uv(place: Path) -> Path:
    """A folder for PATH with uv, where there is one; every account may run it."""
    folder = place / "uv"
    folder.mkdir()
    for found in (shutil.which("uv"), Path(sys.base_prefix) / "bin/uv", REPOSITORY / ".venv/boot/bin/uv"):
        if found is not None and Path(found).exists() and Path(found).read_bytes()[:2] != b"#!":
            shutil.copy(found, folder / "uv")
            break
    return folder


@pytest.fixture
def dev(project: Path, place: Path, base_python: Path, uv: Path) -> Run:
    """Run the copied script without a network; more of the environment by name, None takes away."""

    def run(
        *words: str, cwd: Path = Path("/"), user: int | None = None, **more: str | None
    ) -> "subprocess.CompletedProcess[str]":
        environ = {
            "PATH": f"{base_python}:{uv}:{os.environ['PATH']}",
            "HOME": str(place),
            "UV_NO_INDEX": "1",
            "UV_FIND_LINKS": str(place),
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(place),
            **more,
        }
        return subprocess.run(
            [project / "dev", *words],
            cwd=cwd,
            env={name: value for name, value in environ.items() if value is not None},
            user=user,
            group=user,
            extra_groups=None if user is None else [],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


def test_it_lists_what_it_can_do(dev: Run) -> None:
    done = dev("help")
    assert done.returncode == 0
    listed = [line.split()[1] for line in done.stdout.splitlines()]
    assert listed == ["demo", "test", "check", "serve", "consortium", "prove", "bench", "lock", "help"]


def test_an_unknown_word_is_answered_with_the_list(dev: Run, project: Path) -> None:
    done = dev("dmeo")
    assert done.returncode == 2
    assert "there is no ./dev dmeo" in done.stderr
    assert "./dev demo" in done.stderr
    assert not (project / ".venv").exists()


def test_it_runs_from_any_folder_with_all_arguments_and_finds_our_packages(dev: Run, place: Path) -> None:
    (place / "consortium").mkdir()
    (place / "consortium/__main__.py").write_text("raise SystemExit('a stranger of the same name')")
    done = dev("demo", "--port", "8 0", cwd=place)
    assert done.stderr.count("\n") == 1, "one line says that the environment is being made"
    assert done.stdout.splitlines()[:2] == ["args ['demo', '--port', '8 0']", f"cwd {place}"]


def test_the_second_time_it_changes_nothing(dev: Run, place: Path) -> None:
    assert dev("demo").returncode == 0
    (place / "tiny-1.0-py3-none-any.whl").unlink()
    done = dev("serve")
    assert (done.returncode, done.stderr) == (0, "")
    assert "args ['serve']" in done.stdout


def test_a_changed_lock_is_followed(dev: Run, project: Path, place: Path) -> None:
    assert dev("demo").returncode == 0
    (project / "requirements.lock").write_text(tiny_wheel(place, "2.0.0"))
    (project / "consortium/__main__.py").write_text("import tiny; print(tiny.version)")
    assert dev("demo").stdout == "2.0.0\n"


def test_a_package_that_does_not_fit_its_hash_is_refused_and_tried_again_next_time(
    dev: Run, project: Path, place: Path, uv: Path, tools: Path
) -> None:
    if not (uv / "uv").exists():
        pytest.skip("there is no uv")
    no_pip = place / "no-pip"
    no_pip.mkdir()
    (no_pip / "python3.11").write_text(
        '#!/bin/sh\ncase "$*" in *--without-pip*) ;; "-m venv"*) exit 1 ;; esac\n'
        f'exec "{sys.base_prefix}/bin/python3.11" "$@"\n'
    )
    (no_pip / "python3.11").chmod(0o755)
    path = f"{no_pip}:{uv}:{tools}"
    right = (project / "requirements.lock").read_text()
    (project / "requirements.lock").write_text(right[:-65] + "0" * 64 + "\n")
    done = dev("demo", PATH=path)
    assert done.returncode == 1
    assert "Hash mismatch for `tiny==1.0`" in done.stderr
    assert "cannot make an environment with pip" in done.stderr
    (project / "requirements.lock").write_text(right)
    assert dev("demo", PATH=path).returncode == 0


def test_two_at_once_both_work(dev: Run) -> None:
    with ThreadPoolExecutor() as pool:
        both = list(pool.map(dev, ["demo", "serve"]))
    assert [done.returncode for done in both] == [0, 0], both
    assert sum("bringing .venv in step" in done.stderr for done in both) == 1


@pytest.mark.parametrize("home", [None, "", "/nonexistent"])
def test_it_needs_no_home(dev: Run, home: str | None) -> None:
    done = dev("demo", HOME=home)
    assert done.returncode == 0, done.stderr
    assert not Path("/nonexistent").exists()


@pytest.mark.proof
@pytest.mark.skipif(not whole(), reason="two environments by pip take half a minute: ./dev prove")
def test_without_uv_pip_does_it_and_holds_it_to_its_hash(
    dev: Run, base_python: Path, tools: Path, project: Path
) -> None:
    path = f"{base_python}:{tools}"
    right = (project / "requirements.lock").read_text()
    (project / "requirements.lock").write_text(right[:-65] + "0" * 64 + "\n")
    done = dev("demo", PATH=path)
    assert done.returncode == 1
    assert "DO NOT MATCH THE HASHES" in done.stderr
    assert "could not be installed" in done.stderr
    (project / "requirements.lock").write_text(right)
    assert dev("demo", PATH=path).returncode == 0


def test_without_python_it_says_what_is_missing(dev: Run, tools: Path) -> None:
    done = dev("demo", PATH=str(tools))
    assert done.returncode == 1
    assert done.stderr.startswith("dev: Python 3.11 is needed and was not found.")


@pytest.mark.parametrize(("ci", "says"), [("true", "CI=true forbids"), (None, "browser tests will be skipped")])
def test_without_a_browser_tests_are_skipped_in_plain_words_and_fail_in_ci(
    dev: Run, base_python: Path, uv: Path, tools: Path, *, ci: str | None, says: str
) -> None:
    done = dev("test", PATH=f"{base_python}:{uv}:{tools}", CI=ci)
    assert done.returncode == 1
    assert says in done.stderr
    assert ("No module named pytest" in done.stderr) == (ci is None), "only without CI it goes on to the tests"


def test_another_python_of_that_name_is_passed_over(dev: Run, place: Path) -> None:
    wrong = place / "wrong"
    wrong.mkdir()
    (wrong / "python3.11").write_text("#!/bin/sh\nexit 1\n")
    (wrong / "python3.11").chmod(0o755)
    assert dev("demo", PATH=f"{wrong}:{os.environ['PATH']}").returncode == 0


def test_a_project_that_was_moved_makes_its_environment_anew(dev: Run, project: Path, place: Path) -> None:
    assert dev("demo").returncode == 0
    moved = place / "moved"
    project.rename(moved)
    project.symlink_to(moved)
    done = dev("demo")
    assert "bringing .venv in step" in done.stderr
    assert done.returncode == 0
    assert str(project) not in "".join(file.read_text() for file in moved.glob(".venv/lib/*/site-packages/*.pth"))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_a_normal_user_works_with_an_environment_of_her_own(dev: Run, project: Path, uv: Path) -> None:
    if not Path("/usr/bin/python3.11").exists():
        pytest.skip("no Python 3.11 that every account may run")
    for file in (project, *project.rglob("*")):
        os.chown(file, 65534, 65534)
    done = dev("demo", user=65534, PATH=f"{uv}:/usr/bin:/bin", HOME=None)
    assert done.returncode == 0, done.stderr
    assert f"home {project}/var/home" in done.stdout


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_an_account_that_may_not_write_is_told_so(dev: Run) -> None:
    done = dev("demo", user=65534, PATH="/usr/bin:/bin")
    assert done.returncode == 1
    assert "may not write there" in done.stderr or "may not be written" in done.stderr


def test_what_ci_runs_is_the_checks_and_the_readmes_test_command() -> None:
    words = [line.split()[:2] for line in (REPOSITORY / ".ci/run").read_text().splitlines() if line.startswith("./dev")]
    assert words == [["./dev", "check"], ["./dev", "test"]]
    assert "./dev test" in (REPOSITORY / "README.md").read_text()


def test_the_lock_has_hashes_and_no_addresses() -> None:
    lock = (REPOSITORY / "requirements.lock").read_text()
    assert "://" not in lock
    pins = lock.replace("\\\n", " ").splitlines()
    assert all("--hash=sha256:" in pin for pin in pins if not pin.lstrip().startswith("#"))
