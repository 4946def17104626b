"""The three consortia of the demo, and what is special in each."""

from dataclasses import dataclass
from typing import Final

from agreements import Bond
from consortium.demo.places import BLUE_LEDGE, JUNIPER_RIM, THREE_CREEKS, Place


@dataclass(frozen=True, slots=True)
class ExtraBond:
    """The first peer of the agency ``home`` also belongs to the agency ``other``; both by their short names."""

    home: str
    bond: Bond
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRegion:
    """One invented consortium.

    Attributes:
        skip: how many surnames to pass over, so that no two consortia share their people.
        unsigned: the short name of the agency that is named in the agreement and has not signed it.
        lapsed: the short name of an agency whose last peer's training has run out.
        gap: the short names of the agency that has not designated a certain peer, and of that peer's agency.
        away: whether a peer is on leave, so that one night of primary has nobody.
    """

    slug: str
    title: str
    state: str
    timezone: str
    state_network: str
    text_offered: bool
    places: tuple[Place, ...]
    area_codes: tuple[str, ...]
    skip: int
    clinicians: int
    bonds: tuple[ExtraBond, ...]
    unsigned: str | None = None
    lapsed: str | None = None
    gap: tuple[str, str] | None = None
    away: bool = False

    @property
    def size(self) -> int:
        """How many agencies it has."""
        return len(self.places)

    @property
    def officers(self) -> int:
        """How many sworn officers they have together."""
        return sum(place.sworn for place in self.places)


DEMO: Final = (
    DemoRegion(
        slug="blue-ledge",
        title="Blue Ledge Peer Support",
        state="VA",
        timezone="America/New_York",
        state_network="Commonwealth Peer Network (invented)",
        text_offered=False,
        places=BLUE_LEDGE,
        area_codes=("540", "276"),
        skip=0,
        clinicians=3,
        bonds=(
            ExtraBond("Harlow County", Bond.CONTRACT_TOWN, "Quillby"),
            ExtraBond("Larkin Springs", Bond.JOINT_TEAM, "Corwen County"),
            ExtraBond("Thornby", Bond.RESERVE, "Brandle County"),
            ExtraBond("Tansy County", Bond.PART_TIME, "Fennimore"),
            ExtraBond("Oakhollow", Bond.SUPERVISES, "Oakhollow City"),
        ),
        unsigned="Stannard Community College",
        lapsed="Oakhollow",
        gap=("Gannet Crossing", "Fennimore"),
        away=True,
    ),
    DemoRegion(
        slug="juniper-rim",
        title="Juniper Rim Peer Support",
        state="OR",
        timezone="America/Los_Angeles",
        state_network="Cascade Peer Network (invented)",
        text_offered=True,
        places=JUNIPER_RIM,
        area_codes=("541",),
        skip=17,
        clinicians=2,
        bonds=(
            ExtraBond("Rook County", Bond.CONTRACT_TOWN, "Yarrow County"),
            ExtraBond("Cinder Ford", Bond.JOINT_TEAM, "Rook County"),
        ),
    ),
    DemoRegion(
        slug="three-creeks",
        title="Three Creeks Peer Support",
        state="SC",
        timezone="America/New_York",
        state_network="Palmetto Peer Network (invented)",
        text_offered=False,
        places=THREE_CREEKS,
        area_codes=("803",),
        skip=41,
        clinicians=2,
        bonds=(ExtraBond("Asher Ridge", Bond.RESERVE, "Aldine College"),),
    ),
)
"""Thirty, twelve and six agencies."""
