"""Where an agency is, from what a coordinator typed: coordinates, or a town, ZIP code or county. Nothing is silent.

Plain coordinates of the state are taken. Everything else is answered with what it would be read as, to be chosen. What
the packaged lists do not know may be asked elsewhere, where whoever runs the installation has set that.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from consortium.members import checks, fields
from consortium.members.coordinates import check_state, read_coordinates
from consortium.members.county_outlines import county_outlines
from consortium.members.gazetteer import Spot, gazetteer
from consortium.problems import BadInput
from geo import Point

Form = Mapping[str, str]
Elsewhere = Callable[[str, str], Awaitable[tuple[Spot, ...]]]
"""Asked with what was typed and the state, when the lists know nothing."""

_MEANT: Final = "Is this the place? Choose it and save again."
_SEVERAL: Final = "Several places are called so. Choose one and save again."


@dataclass(frozen=True, slots=True)
class Offer:
    """A place to choose: ``value`` comes back as the field ``spot``; ``exact`` as in ``Spot``, or "typed".

    ``how`` is how a typed one was read, or the credit of an online one.
    """

    value: str
    name: str
    exact: str
    how: str


class WhichPlace(BadInput):
    """What was typed can be read, but not as plain coordinates: ``offers`` say as what."""

    slug = "which-place"

    def __init__(self, message: str, field: str, offers: tuple[Offer, ...]) -> None:
        super().__init__(message, field)
        self.offers = offers


async def settle_place(form: Form, elsewhere: Elsewhere | None = None) -> tuple[float, float]:
    """Latitude and longitude in degrees.

    Raises:
        WhichPlace: there is something to choose.
        BadInput: nothing can be made of it, or it lies in another state, or none is given; the field is named.
    """
    state = checks.state(fields.text(form, "state"))
    spot, where = fields.text(form, "spot"), fields.text(form, "where")
    if spot:
        lat, _, lon = spot.partition(",")
        chosen = read_coordinates(lat, lon, state).at
        check_state(county_outlines(), chosen, state)
        return chosen.lat, chosen.lon
    typed, second = fields.text(form, "lat"), fields.text(form, "lon")
    if where:
        lists = await gazetteer()
        spots = await asyncio.to_thread(lists.find, where, state)
        raise _found(spots or (await elsewhere(where, state) if elsewhere else ()), where)
    if not typed and not second:
        raise BadInput("Give a town, a ZIP code or a county, or latitude and longitude.", "where")
    read = read_coordinates(typed, second, state)
    if read.how:
        offer = Offer(_value(read.at), _value(read.at).replace(",", ", "), "typed", read.how)
        raise WhichPlace(f"Is it {offer.name}? It looks as if {_because(read.how)}.", "lat", (offer,))
    check_state(county_outlines(), read.at, state)
    return read.at.lat, read.at.lon


def _found(spots: tuple[Spot, ...], where: str) -> BadInput:
    if not spots:
        return BadInput(
            f"“{where[:60]}” is no town, ZIP code or county that our lists know. Streets they don't know; "
            "give the town, or latitude and longitude.",
            "where",
        )
    offers = tuple(Offer(_value(each.at), f"{each.name}, {each.state}", each.exact, each.credit) for each in spots)
    return WhichPlace(_MEANT if len(offers) == 1 else _SEVERAL, "where", offers)


def _because(how: str) -> str:
    return "these are degrees and minutes" if how.startswith("read as") else how


def _value(at: Point) -> str:
    return ",".join(f"{each:.5f}".rstrip("0").rstrip(".") for each in (at.lat, at.lon))
