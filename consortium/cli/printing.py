"""What commands print: data on standard output, as words or as JSON; colour only where somebody looks on."""

import json
import os
import sys
from datetime import date, datetime
from typing import Any, TextIO
from uuid import UUID
from zoneinfo import ZoneInfo

_COLOURS = {"green": "32", "red": "31", "yellow": "33", "bold": "1"}


def print_json(value: Any) -> None:
    """One JSON value; instants in ISO 8601 with their offset."""
    print(json.dumps(value, indent=2, ensure_ascii=False, default=_plain))


def painted(text: str, colour: str, out: TextIO | None = None) -> str:
    """The text in a colour, if ``out`` is a terminal and ``NO_COLOR`` is not set (https://no-color.org)."""
    stream = out or sys.stdout
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not stream.isatty():
        return text
    return f"\033[{_COLOURS[colour]}m{text}\033[0m"


def wall(at: datetime, zone: str) -> str:
    """An instant on the clock of ``zone``: 2026-11-21 07:00 PST."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M %Z}"


def _plain(value: object) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(type(value).__name__)
