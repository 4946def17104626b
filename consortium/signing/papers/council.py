"""Whom a packet is for: the agency, the body that decides for it, and the law by which it may. Pure."""

from dataclasses import dataclass
from typing import Final

from agreements.packs import PACKS, Authority, Office, Sure
from geo import AgencyId

_SURE: Final = {
    Sure.SEEN: "read by whoever put our list together; counsel confirms it",
    Sure.SECONDARY: "known to us second-hand; counsel looks it up",
    Sure.RECALLED: "from memory; counsel looks it up before it is used",
}
BLANK: Final = "______________"


@dataclass(frozen=True, slots=True)
class Body:
    """A governing body: what it is called in a choice and in a text, and what it passes."""

    key: str
    label: str
    name: str
    act: str
    chair: str


BODIES: Final = {
    each.key: each
    for each in (
        Body("council", "City or town council", f"City Council of {BLANK}", "resolution", "Mayor"),
        Body("county", "County board", f"Board of Commissioners of {BLANK} County", "resolution", "Chair"),
        Body("tribal", "Tribal council", f"Tribal Council of the {BLANK}", "resolution", "Chairperson"),
        Body("university", "Board of a university or college", f"Board of Trustees of {BLANK}", "resolution", "Chair"),
        Body("ordinance", "City or town council, by ordinance", f"City Council of {BLANK}", "ordinance", "Mayor"),
    )
}
"""The bodies that a packet can be made for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Council:
    """For whom a packet is made.

    Args:
        state: its postal code.
        office: what sort of agency it is; ``None`` for a party of which no state's list speaks, such as a consortium.
    """

    agency: AgencyId
    name: str
    state: str
    office: Office | None
    body: Body

    @property
    def authority(self) -> Authority | None:
        """By what it may be bound, as far as the state's list says."""
        pack = PACKS.get(self.state)
        return pack.authorities.get(self.office) if pack and self.office else None

    @property
    def statute(self) -> str:
        """The law for a text, or a blank for counsel."""
        return self.authority.cites if self.authority else f"[counsel names the statute or charter: {BLANK}]"

    @property
    def how_sure(self) -> str:
        """What a reader must know of that law."""
        if self.authority is None and self.state in PACKS:
            return f"Our list for {self.state} says nothing of a party of this kind. Counsel names the law."
        if self.authority is None:
            return f"We have no list of what {self.state} asks for. Counsel names the law."
        return f"{self.authority.cites}: {_SURE[self.authority.sure]}."
