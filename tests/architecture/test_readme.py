"""The README cannot rot: its commands, its map, its settings and its verbs are those of the tree."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from consortium.__main__ import VERBS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()


def commands(name: str) -> list[str]:
    """The lines of a command block of the README."""
    block = README.split(f"<!-- commands: {name} -->")[1].split("<!-- end -->")[0]
    return [line for line in block.splitlines() if line and not line.startswith("```")]


def test_there_is_one_command_to_start_and_one_to_test() -> None:
    assert ["./dev demo"] == commands("start")
    assert ["./dev test"] == commands("test")


def test_what_ci_runs_is_what_the_readme_says() -> None:
    script = (ROOT / ".ci" / "run").read_text()

    assert "./dev check" in script
    assert "./dev test" in script


def test_every_verb_of_the_script_is_in_its_help_and_in_the_readme() -> None:
    told = subprocess.run([ROOT / "dev", "help"], capture_output=True, text=True, check=True).stdout
    verbs = set(re.findall(r"^\./dev (\w+)", told, re.MULTILINE))

    assert {"demo", "test", "check", "serve", "consortium", "prove", "bench", "lock", "help"} == verbs
    assert [] == [verb for verb in verbs if f"`{verb}`" not in README and f"./dev {verb}" not in README]


@pytest.mark.parametrize("verb", [*VERBS, "import agencies", "import roster"])
def test_every_command_is_described(verb: str) -> None:
    assert f"consortium {verb}" in README


def test_every_setting_that_the_code_reads_is_described() -> None:
    named = re.compile(
        r"""["'](CONSORTIUM_[A-Z_]+|[A-Z_]+_URL|REQUEST_KEYS|MAIL_FROM|METRICS_BIND|SECURITY_CONTACT)["']"""
    )
    read = {name for file in (ROOT / "consortium").rglob("*.py") for name in named.findall(file.read_text())}

    assert [] == sorted(name for name in read if name not in README)


def test_every_module_of_the_shell_is_on_the_map() -> None:
    modules = {path.name for path in (ROOT / "consortium").glob("*.py")} - {"__init__.py"}
    folders = {path.parent.name + "/" for path in (ROOT / "consortium").glob("*/__init__.py")}
    helpers = {name for name in modules if name.startswith("embedded_")}

    assert [] == sorted(name for name in (modules - helpers) | folders if name not in README)


def test_each_package_says_what_it_is_in_its_first_line() -> None:
    for package in ("geo", "scheduling", "agreements", "consortium"):
        tree = ast.parse((ROOT / package / "__init__.py").read_text())
        assert ast.get_docstring(tree), package


def test_every_proof_that_is_named_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs" / "proofs.md").read_text())
    assert len(named) > 14
    assert [] == [f"{file}::{test}" for file, test in named if f"def {test}(" not in (ROOT / file).read_text()]
