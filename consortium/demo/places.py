"""Where the demo's agencies stand and how many they are: real distances and sizes, invented names.

Coordinates (WGS84 degrees, rounded to 0.01, about half a mile; moved by 0.01 where two stations share a block) and
counts of sworn officers are those of police stations and sheriff's offices in Virginia, Oregon and South Carolina
(HIFLD "Local Law Enforcement Locations", public use; staff counted in 2008). The names of agencies and counties are
invented, and so is everything else about them.
"""

from dataclasses import dataclass
from typing import Final

from consortium.members.kinds import AgencyKind


@dataclass(frozen=True, slots=True)
class Place:
    """One agency to enrol: sworn and part-time officers, none of them civilians."""

    name: str
    kind: AgencyKind
    county: str
    lat: float
    lon: float
    sworn: int
    part_time: int = 0

    @property
    def short(self) -> str:
        """What the agency is called in a word or two: its town, county or school."""
        for ending in (" Police Department", " Sheriff's Office", " Police"):
            if self.name.endswith(ending):
                return self.name.removesuffix(ending)
        return self.name


POLICE: Final = AgencyKind.POLICE
SHERIFF: Final = AgencyKind.SHERIFF
CAMPUS: Final = AgencyKind.CAMPUS
SPECIAL: Final = AgencyKind.SPECIAL

BLUE_LEDGE: Final = (
    Place("Larkin Springs Police Department", POLICE, "Larkin", 37.13, -80.41, 53),
    Place("Larkin State College Police", CAMPUS, "Larkin", 37.22, -80.41, 46, 2),
    Place("Fennimore Police Department", POLICE, "Larkin", 37.13, -80.58, 34),
    Place("Dunlow Gap Police Department", POLICE, "Corwen", 37.09, -80.69, 9),
    Place("Tansy County Sheriff's Office", SHERIFF, "Tansy", 36.91, -80.32, 16, 2),
    Place("Quillby Police Department", POLICE, "Harlow", 37.32, -80.64, 2, 1),
    Place("Stannard City Sheriff's Office", SHERIFF, "Stannard", 37.29, -80.06, 8, 2),
    Place("Corwen County Sheriff's Office", SHERIFF, "Corwen", 37.05, -80.78, 44, 4),
    Place("Pinnock Police Department", POLICE, "Harlow", 37.33, -80.73, 7),
    Place("Harlow County Sheriff's Office", SHERIFF, "Harlow", 37.33, -80.74, 24),
    Place("Corwen Police Department", POLICE, "Corwen", 37.04, -80.78, 28),
    Place("Sorrel Ford Police Department", POLICE, "Merrow", 37.12, -79.95, 1),
    Place("Stannard Community College Police", CAMPUS, "Stannard", 37.25, -79.97, 8),
    Place("Kettle Run Police Department", POLICE, "Harlow", 37.33, -80.81, 4, 1),
    Place("Stannard Valley Airport Police", SPECIAL, "Stannard", 37.32, -79.97, 13),
    Place("Tarn Hollow Police Department", POLICE, "Harlow", 37.39, -80.82, 1),
    Place("Wren Hill Police Department", POLICE, "Stannard", 37.28, -79.90, 24, 4),
    Place("Ebbet County Sheriff's Office", SHERIFF, "Ebbet", 37.50, -80.11, 8, 1),
    Place("Hollin Fork Police Department", POLICE, "Harlow", 37.38, -80.86, 1),
    Place("Barley Hill Police Department", POLICE, "Merrow", 37.01, -79.89, 20),
    Place("Wexley County Sheriff's Office", SHERIFF, "Wexley", 36.77, -80.73, 30, 1),
    Place("Tolliver Police Department", POLICE, "Wexley", 36.76, -80.74, 11),
    Place("Pallister County Sheriff's Office", SHERIFF, "Pallister", 36.63, -80.26, 35, 2),
    Place("Brandle County Sheriff's Office", SHERIFF, "Brandle", 37.10, -81.12, 11),
    Place("Thornby Police Department", POLICE, "Thornby", 36.95, -81.08, 28),
    Place("Thornby County Sheriff's Office", SHERIFF, "Thornby", 36.94, -81.08, 39, 6),
    Place("Oakhollow City Sheriff's Office", SHERIFF, "Oakhollow", 36.69, -79.88, 48, 8),
    Place("Oakhollow Police Department", POLICE, "Oakhollow", 36.69, -79.87, 52),
    Place("Quarry Bend Police Department", POLICE, "Greyling", 36.72, -80.97, 1),
    Place("Gannet Crossing Police Department", POLICE, "Greyling", 36.66, -80.93, 24),
)
"""Thirty agencies in the mountains of Virginia, within 45 miles of (37.15, -80.40)."""

JUNIPER_RIM: Final = (
    Place("Cinder Ford Police Department", POLICE, "Obsidian", 44.27, -121.18, 36),
    Place("Lodgepole Bend Police Department", POLICE, "Obsidian", 43.89, -121.44, 11),
    Place("Three Cones Police Department", POLICE, "Obsidian", 44.37, -121.64, 6),
    Place("Rook County Sheriff's Office", SHERIFF, "Rook", 44.30, -120.84, 15),
    Place("Rookville Police Department", POLICE, "Rook", 44.31, -120.84, 18),
    Place("Marl Springs Police Department", POLICE, "Basalt", 44.63, -121.13, 10, 6),
    Place("Basalt County Sheriff's Office", SHERIFF, "Basalt", 44.66, -121.15, 15),
    Place("Heron Springs Police Department", POLICE, "Basalt", 44.76, -121.27, 30),
    Place("Tall Fir Police Department", POLICE, "Larch", 43.75, -122.46, 6, 6),
    Place("Calapine Police Department", POLICE, "Cattail", 44.40, -122.72, 16),
    Place("Yarrow County Sheriff's Office", SHERIFF, "Yarrow", 45.00, -120.22, 3, 4),
    Place("Cattail Crossing Police Department", POLICE, "Cattail", 44.55, -122.91, 22, 1),
)
"""Twelve agencies on both sides of the mountains of Oregon, within 90 miles of (44.10, -121.30)."""

THREE_CREEKS: Final = (
    Place("Aldine College Police", CAMPUS, "Calder", 34.94, -81.03, 15, 1),
    Place("Long Shoals Police Department", POLICE, "Hester", 34.57, -80.90, 6, 2),
    Place("Harrow Pine Police Department", POLICE, "Linden", 34.77, -80.40, 10, 4),
    Place("Blackwater Forge Police Department", POLICE, "Corrigan", 35.12, -81.52, 11, 4),
    Place("Asher Ridge Police Department", POLICE, "Calder", 35.11, -81.23, 16),
    Place("Elmore Ferry Police Department", POLICE, "Kinsler", 34.17, -80.79, 6, 1),
)
"""Six small agencies in South Carolina, within 50 miles of (34.80, -80.90): too few to hide among 40."""
