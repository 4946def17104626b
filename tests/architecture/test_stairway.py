"""Who may know what in this house: the stairway of imports, and three things that few files may touch."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[2]
SHELL = ROOT / "consortium"
CORES = [ROOT / name for name in ("geo", "scheduling", "agreements")]

KNOWS_SQL = re.compile(r"(db|outbox|journal)\.py|\w+/(tables|store)\.py|\w+/store/\w+\.py|migrations/.+\.py")
KNOWS_HTTP = re.compile(r"app\.py|access/\w+\.py|problems\.py|\w+/\w*(pages|routes)\.py")
CLOCKS = frozenset({"now", "utcnow", "today", "time", "monotonic", "perf_counter"})


def modules(*folders: Path) -> Iterator[tuple[str, ast.Module]]:
    """Every module below these folders, by its path, as a tree."""
    for folder in folders:
        for file in sorted(folder.rglob("*.py")):
            yield str(file.relative_to(folder)), ast.parse(file.read_text())


def imported(tree: ast.Module) -> set[str]:
    """The top-level packages that a module imports."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_every_import_goes_down_the_stairway(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)

    assert lint_imports(cache_dir=None) == 0


@pytest.mark.parametrize(("package", "allowed"), [("sqlalchemy", KNOWS_SQL), ("litestar", KNOWS_HTTP)])
def test_few_files_know(package: str, allowed: re.Pattern[str]) -> None:
    knowing = [path for path, tree in modules(SHELL) if package in imported(tree)]

    assert [path for path in knowing if not allowed.fullmatch(path)] == []


def test_two_consortia_are_read_together_in_one_place_only() -> None:
    """``Reading.beside``: what may be known of a sister consortium is made where it can be read at a glance."""
    meeting = [
        path
        for path, tree in modules(SHELL)
        if any(isinstance(node, ast.Attribute) and node.attr == "beside" for node in ast.walk(tree))
    ]

    assert meeting == ["support/introductions.py"]


def test_nobody_reads_a_clock_but_the_database() -> None:
    """``datetime.now()``, ``date.today()``, ``time.time()``: called nowhere in the product."""
    readers = [
        (path, node.lineno)
        for path, tree in modules(SHELL, *CORES)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCKS
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"datetime", "date", "time"}
        and not path.startswith("embedded")
    ]

    assert readers == []


def test_the_order_of_peers_cannot_be_told_an_agency() -> None:
    """P10: no function that routes a request has a parameter for the agency of the one who asks."""
    sources = [ast.parse((ROOT / "geo" / f"{name}.py").read_text()) for name in ("routing", "offers", "transport")]
    functions = [node for source in sources for node in ast.walk(source) if isinstance(node, ast.FunctionDef)]
    names = {argument.arg for function in functions for argument in (*function.args.args, *function.args.kwonlyargs)}

    assert {name for name in names if "agency" in name or "department" in name} <= {"departments"}


def test_a_request_has_no_column_for_whoever_asks() -> None:
    tables = (SHELL / "support" / "tables.py").read_text()
    columns = set(re.findall(r"^    (\w+): Mapped", tables, re.MULTILINE))

    assert columns.isdisjoint(
        {"agency", "name", "number", "address", "ip", "agent", "device", "created_at", "asked_at"}
    )
