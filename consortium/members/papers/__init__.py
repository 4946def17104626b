"""Papers for people without a screen: typeset from a template of ours and from values, tagged, the same each time."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from consortium.problems import BadInput

_HERE: Final = Path(__file__).parent


def typeset(template: str, values: Mapping[str, Any], *, dated: date) -> bytes:
    """The template ``<template>.typ`` beside this file as a tagged PDF (PDF/UA-1), letter size.

    What people typed goes in as JSON and is never read as the template's language. ``dated`` is the day that the file
    bears, so that the same values give the same bytes. The compiler's own typefaces are used and none of the machine's.

    Raises:
        BadInput: a name holds a letter that the typeface lacks; the standard forbids a box in its stead.
    """
    at = datetime(dated.year, dated.month, dated.day, tzinfo=UTC)
    told = {**values, "year": dated.year, "month": dated.month, "day": dated.day}
    try:
        made = typst.compile(
            _source(template),
            format="pdf",
            font_paths=_fonts(),
            sys_inputs={"values": json.dumps(told)},
            pdf_standards=["ua-1"],
            timestamp=at,
        )
    except typst.TypstError as wrong:
        raise BadInput("A name here holds a letter that our typeface lacks. Write it in Latin letters.") from wrong
    if not isinstance(made, bytes):
        raise TypeError("One document was asked for.")
    return made


@cache
def _source(template: str) -> bytes:
    return (_HERE / f"{template}.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)
