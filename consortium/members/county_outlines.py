"""The county outlines that stand in the tree, read once in a process."""

from functools import cache
from pathlib import Path

from geo.outlines import Outlines, read_outlines

_FILE = Path(__file__).parents[1] / "outlines" / "us_counties.bin"


@cache
def county_outlines() -> Outlines:
    """The counties of the United States: an eighth of a second and five megabytes, once."""
    return read_outlines(_FILE.read_bytes())
