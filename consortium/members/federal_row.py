"""One row of the federal list: each cell read, every error named. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from consortium.members import checks
from consortium.members.agency_names import tidy_county, tidy_name
from consortium.members.kinds import AgencyKind
from consortium.problems import BadInput
from geo import PlaceError, Point

MOST_SWORN: Final = 60_000

_T = TypeVar("_T")

_MISSING: Final = frozenset({"", "-999", "NOT AVAILABLE"})
_KINDS: Final[Mapping[str, AgencyKind]] = {
    "LOCAL POLICE DEPARTMENT": AgencyKind.POLICE,
    "SHERIFF'S OFFICE": AgencyKind.SHERIFF,
    "PRIMARY STATE AGENCY": AgencyKind.STATE,
    "SPECIAL JURISDICTION": AgencyKind.SPECIAL,
    "CONSTABLE/MARSHAL": AgencyKind.CONSTABLE,
}
_CAMPUS: Final = re.compile(r"\b(UNIVERSITY|COLLEGE|CAMPUS)\b", re.IGNORECASE)
_KEY: Final = re.compile(r"[0-9]{1,12}")
_WHOLE: Final = re.compile(r"[0-9]{1,9}")
_DECIMAL: Final = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,20})?")
_LATITUDES: Final = (13.0, 72.0)
_LONGITUDES: Final = (-180.0, -64.0)
_FAR_STATES: Final = frozenset({"AK", "AS", "GU", "MP"})
"""Those of which some lies beyond the date line or south of the equator."""


@dataclass(slots=True)
class FederalRow:
    """The cells of one row, by heading, and what was found wrong with them so far, by heading."""

    cells: Mapping[str, str]
    wrong: dict[str, str] = field(default_factory=dict)

    def has(self, heading: str) -> bool:
        """Whether the list says anything here."""
        return self.cells[heading] not in _MISSING

    def state(self) -> str:
        """The state's two letters."""
        try:
            return checks.state(self.cells["STATE"])
        except BadInput as bad:
            return self._blame("STATE", str(bad), "")

    def name(self) -> str:
        """The agency's name, readable."""
        if not self.has("NAME"):
            return self._blame("NAME", "the name is missing", "")
        try:
            return checks.line(tidy_name(self.cells["NAME"]), "NAME")
        except BadInput as bad:
            return self._blame("NAME", str(bad), "")

    def county(self) -> str:
        """The county, or nothing where the list has none."""
        try:
            return checks.line(tidy_county(self.cells["COUNTY"]), "COUNTY", most=60) if self.has("COUNTY") else ""
        except BadInput as bad:
            return self._blame("COUNTY", str(bad), "")

    def kind(self) -> AgencyKind:
        """What the agency is; colleges and tribes are told from the special jurisdictions."""
        if self.cells["TRIBAL"] == "1":
            return AgencyKind.TRIBAL
        kind = _KINDS.get(self.cells["TYPE"].upper())
        if kind is None:
            return self._blame("TYPE", f"“{self.cells['TYPE'][:40]}” is no type of the list", AgencyKind.SPECIAL)
        return AgencyKind.CAMPUS if kind is AgencyKind.SPECIAL and _CAMPUS.search(self.cells["NAME"]) else kind

    def key(self) -> str:
        """The key that stays."""
        key = self.cells["CSLLEA08ID"]
        if not self.has("CSLLEA08ID"):
            return self._blame("CSLLEA08ID", "the key is missing; a later import could not know the agency again", "")
        if not _KEY.fullmatch(key):
            return self._blame("CSLLEA08ID", f"“{key[:40]}” is no key of the list", "")
        return key

    def officers(self, heading: str) -> int:
        """A count of officers; 0 where the list has none."""
        cell = self.cells[heading]
        if cell in _MISSING:
            return 0
        if not _WHOLE.fullmatch(cell) or int(cell) > MOST_SWORN:
            return self._blame(heading, f"“{cell[:40]}” is no number of officers", 0)
        return int(cell)

    def place(self) -> Point | None:
        """Where the agency is; in the United States, with latitude and longitude in their own columns."""
        lat, lon = self._degrees("LATITUDE"), self._degrees("LONGITUDE")
        if lat is None or lon is None:
            return None
        if self.cells["STATE"].upper() not in _FAR_STATES and (complaint := _misplaced(lat, lon)):
            return self._blame("LATITUDE", complaint, None)
        try:
            return Point(lat, lon)
        except PlaceError as wrong:
            return self._blame("LATITUDE", str(wrong), None)

    def _degrees(self, heading: str) -> float | None:
        cell = self.cells[heading]
        if not self.has(heading):
            return self._blame(heading, "the place is missing", None)
        if not _DECIMAL.fullmatch(cell):
            return self._blame(heading, f"“{cell[:40]}” is no number of degrees", None)
        return float(cell)

    def _blame(self, heading: str, message: str, instead: _T) -> _T:
        self.wrong[heading] = message
        return instead


def _misplaced(lat: float, lon: float) -> str | None:
    """What is wrong with a place that is not in the United States."""
    if _within(lat, _LATITUDES) and _within(lon, _LONGITUDES):
        return None
    if _within(lon, _LATITUDES) and _within(lat, _LONGITUDES):
        return "latitude and longitude seem to be swapped"
    if _within(lat, _LATITUDES) and _within(-lon, _LONGITUDES):
        return "the longitude seems to lack its minus sign"
    return f"{lat}, {lon} is not in the United States"


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]
