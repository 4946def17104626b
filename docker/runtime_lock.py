"""Print the part of requirements.lock that the running service needs: the project's own dependencies and theirs.

The lock says of each package through which others it came in ("via"); who they are stands in pyproject.toml. So the
image needs no second lock, and hashes hold for every package in it. Used while the image is built, and by its test.
"""

# ruff: noqa: INP001 (a script of the image, in no package)
import re
import sys
import tomllib
from pathlib import Path

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def plain(name: str) -> str:
    """A package's name as the lock writes it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def blocks(lock: str) -> dict[str, str]:
    """Each package's lines by its name."""
    found: dict[str, str] = {}
    for block in re.split(r"\n(?=\S)", lock.strip()):
        name = _NAME.match(block)
        if name is not None and not block.startswith("#"):
            found[plain(name.group())] = block
    return found


def came_through(block: str) -> set[str]:
    """The packages that brought this one in."""
    return {plain(name) for name in re.findall(r"^    #(?: via|  ) (\S+)$", block, re.MULTILINE)}


def needed(lock: str, project: dict[str, list[str]]) -> list[str]:
    """The blocks of everything that the project's dependencies bring in, in the lock's order."""
    packages = blocks(lock)
    wanted = {plain(match.group()) for each in project["dependencies"] if (match := _NAME.match(each))}
    while True:
        more = {name for name, block in packages.items() if came_through(block) & wanted} - wanted
        if not more:
            break
        wanted |= more
    missing = sorted(wanted - set(packages))
    if missing:
        sys.exit(f"requirements.lock lacks: {', '.join(missing)}. Run: ./dev lock")
    return [block for name, block in packages.items() if name in wanted]


if __name__ == "__main__":
    here = Path(sys.argv[1])
    project = tomllib.loads((here / "pyproject.toml").read_text())["project"]
    sys.stdout.write("\n".join(needed((here / "requirements.lock").read_text(), project)) + "\n")
