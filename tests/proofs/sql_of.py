"""A dump as plain bytes: unpacked, with every value of type bytea also as what it stands for."""

import re
import subprocess
from pathlib import Path

from consortium.cli.postgres_tools import newest_tool

_BYTES = re.compile(rb"\\\\x((?:[0-9a-f]{2})+)")


def sql_of(file: Path) -> bytes:
    """The SQL that the dump would run, and behind it the bytes that it writes as hexadecimal."""
    tool = newest_tool("pg_restore", least=15)
    text = subprocess.run([tool, "--file=-", file], check=True, capture_output=True, timeout=120).stdout
    return text + b"\n".join(bytes.fromhex(found.decode()) for found in _BYTES.findall(text))
