"""Where the two folders of keys lie if nobody says: the daily keys outside the data folder, the installation's inside.

Whoever copies the data folder copies the database's files. Were the daily keys in the same folder, such a copy would
bring along what opens it, and would never become noise. The installation's key is meant to be backed up.
"""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from consortium.embedded import default_data_root

_INSIDE: Final = "request-keys"
_INSTALLATION: Final = "installation-keys"


def request_key_folder(environment: Mapping[str, str]) -> Path | None:
    """``REQUEST_KEYS``, else a folder beside the data folder; ``None``: another server, and none is named."""
    if environment.get("REQUEST_KEYS"):
        return Path(environment["REQUEST_KEYS"])
    if environment.get("DATABASE_URL"):
        return None
    root = default_data_root(environment, os.geteuid())
    return root.with_name(f"{root.name}-{_INSIDE}")


def installation_key_folder(environment: Mapping[str, str]) -> Path:
    """``INSTALLATION_KEYS``, else beside the request keys that are named, else in the data folder."""
    if environment.get("INSTALLATION_KEYS"):
        return Path(environment["INSTALLATION_KEYS"])
    keys = environment.get("REQUEST_KEYS", "")
    return (Path(keys).parent if keys else default_data_root(environment, os.geteuid())) / _INSTALLATION


def take_keys_out(environment: Mapping[str, str]) -> None:
    """Move the daily keys that an earlier version kept inside the data folder to where they belong now.

    Raises:
        OSError: they cannot be moved; nothing may be served then, as open requests need them.
    """
    folder = request_key_folder(environment)
    if environment.get("REQUEST_KEYS") or environment.get("DATABASE_URL") or folder is None:
        return
    inside = default_data_root(environment, os.geteuid()) / _INSIDE
    if not inside.is_dir():
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for key in sorted(inside.glob("*.key")):
        if not (folder / key.name).exists():
            shutil.move(key, folder / key.name)
    if not any(inside.iterdir()):
        inside.rmdir()
