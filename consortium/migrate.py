"""Bring a database to this version's tables. Blocking; meant for the command line and the tests."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory


def _config(owner_url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["url"] = owner_url.replace("postgresql://", "postgresql+asyncpg://", 1)
    return config


def migrate(owner_url: str) -> None:
    """Run every migration that is missing, as the owner role; ``owner_url`` is ``postgresql://…``."""
    command.upgrade(_config(owner_url), "head")


def newest() -> str:
    """The newest migration that this version knows."""
    head = ScriptDirectory.from_config(_config("")).get_current_head()
    if head is None:
        raise RuntimeError("the package holds no migration")
    return head
