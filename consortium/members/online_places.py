"""A search for places over the net, asked through geopy as Nominatim is; only where whoever runs us has set one.

What goes out is a town's or an agency's name with its state, never a street or a number, and nothing of who asks.
At most one question a second goes out of a process. The answers are somebody else's: read with care, shown with the
credit that the service asks for, and never taken without a person's choice.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from geopy.adapters import AdapterHTTPError, BaseAsyncAdapter
from geopy.exc import (
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderParseError,
    GeocoderQuotaExceeded,
    GeocoderRateLimited,
    GeopyError,
)
from geopy.extra.rate_limiter import AsyncRateLimiter
from geopy.geocoders import Nominatim

from consortium.fetcher import Fetcher, FetchError
from consortium.members.county_outlines import county_outlines
from consortium.members.gazetteer import Spot
from consortium.members.us_states import STATE_NAMES
from consortium.settings import PlaceService
from geo import PlaceError, Point

MOST: Final = 5
_PAUSE: Final = 1.0
"""Seconds from one question to the next: what the public service of OpenStreetMap asks for."""
_MOST_WAITING: Final = 4
_WRONG: Final = 400
_LONGEST: Final = 60
_ASKABLE: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|[ '’.,&-])*")  # noqa: RUF001 (people type it)
_STREET: Final = re.compile(
    r"\s(?:street|avenue|ave|road|rd|boulevard|blvd|lane|highway|hwy)\b|\s(?:st|drive|dr|court|ct|way|ln|place|pl)\.?$",
    re.IGNORECASE,
)
_TOWNS: Final = frozenset(
    {
        *("city", "town", "village", "hamlet", "borough", "suburb", "locality"),
        *("municipality", "township", "census", "island", "administrative"),
    }
)
_TOO_WIDE: Final = frozenset({"country", "state", "region", "county", "postcode"})
_OFFICES: Final = frozenset({"police", "townhall", "courthouse"})


class OnlineError(Exception):
    """The service could not be asked, or answered something else; the message says so in words."""


@dataclass(slots=True)
class OnlinePlaces:
    """The service, as one process asks it. ``agent`` says who asks, as its terms want: our public address."""

    service: PlaceService
    fetcher: Fetcher
    agent: str
    pause: float = _PAUSE
    _waiting: int = 0
    _ask: Any = field(init=False)

    def __post_init__(self) -> None:
        """Speak as geopy does, through our own way out."""
        asked = _Keyed(self.service, self.fetcher, f"consortium ({self.agent})")
        self._ask = AsyncRateLimiter(
            asked.geocode,
            min_delay_seconds=self.pause,
            error_wait_seconds=self.pause,
            max_retries=0,
            swallow_exceptions=False,
        )

    @property
    def host(self) -> str:
        """Whom we ask: for the sentence that says so."""
        return self.service.host

    async def find(self, typed: str, state: str) -> tuple[Spot, ...]:
        """What the service knows by this name, in this state if one is given; at most ``MOST``.

        Raises:
            OnlineError: it cannot be asked now, or what it answers cannot be read.
        """
        if self._waiting >= _MOST_WAITING:
            raise OnlineError("Too many questions are waiting. Try again in a few seconds.")
        self._waiting += 1
        where = ", ".join(each for each in (typed, STATE_NAMES.get(state, "")) if each)
        try:
            found = await self._ask(where, exactly_one=False, limit=MOST, country_codes="us", timeout=None)
            return _spots(found or (), state)
        except FetchError as wrong:
            raise OnlineError(str(wrong)) from wrong
        except (GeocoderRateLimited, GeocoderQuotaExceeded) as wrong:
            raise OnlineError("It asks us to wait. Try again later.") from wrong
        except (GeocoderAuthenticationFailure, GeocoderInsufficientPrivileges) as wrong:
            raise OnlineError("It refuses us. Whoever runs this installation should look at GEOCODER_KEY.") from wrong
        except (GeocoderParseError, PlaceError, KeyError, TypeError, ValueError, AttributeError) as wrong:
            raise OnlineError("Its answer could not be read.") from wrong
        except GeopyError as wrong:
            raise OnlineError("It did not answer as it should. Try again later.") from wrong
        finally:
            self._waiting -= 1


def may_be_asked(typed: str) -> bool:
    """Whether this could be the name of a town or an agency: no number, no street, no mail address, not too long."""
    return len(typed) <= _LONGEST and _ASKABLE.fullmatch(typed) is not None and _STREET.search(typed) is None


class _ThroughOurDoor(BaseAsyncAdapter):  # type: ignore[misc]
    """geopy's way out, by our own fetcher: addresses checked, five seconds, one megabyte, no redirect."""

    def __init__(self, fetcher: Fetcher) -> None:
        super().__init__(proxies=None, ssl_context=None)
        self.fetcher = fetcher

    async def get_text(self, url: str, *, timeout: float | None, headers: Mapping[str, str]) -> str:  # noqa: ASYNC109, ARG002 (geopy's signature)
        answer = await self.fetcher.get(url, headers)
        if answer.status >= _WRONG:
            raise AdapterHTTPError(f"HTTP {answer.status}", status_code=answer.status, headers={}, text=None)
        return answer.body.decode(errors="replace")

    async def get_json(self, url: str, *, timeout: float | None, headers: Mapping[str, str]) -> Any:  # noqa: ASYNC109 (geopy's signature)
        return json.loads(await self.get_text(url, timeout=timeout, headers=headers))


class _Keyed(Nominatim):  # type: ignore[misc]
    """Nominatim at the very address that is set, with a key in the query where the service takes one."""

    geocode_path = ""

    def __init__(self, service: PlaceService, fetcher: Fetcher, agent: str) -> None:
        scheme, _, domain = service.url.partition("://")
        super().__init__(
            domain=domain,
            scheme=scheme,
            user_agent=agent,
            adapter_factory=lambda **_: _ThroughOurDoor(fetcher),
        )
        self.key = service.key

    def _parse_code(self, place: Mapping[str, Any]) -> Any:
        Point(float(place["lat"]), float(place["lon"]))  # geopy would only warn, and bend it
        return super()._parse_code(place)

    def _construct_url(self, base_api: str, params: dict[str, Any]) -> str:
        url: str = super()._construct_url(base_api, params | ({"key": self.key} if self.key else {}))
        return url


def _spots(found: Any, state: str) -> tuple[Spot, ...]:
    """The towns and offices among what was found, each in the state that our own outlines put it in."""
    spots = {}
    for each in found:
        raw = each.raw
        at = Point(round(float(each.latitude), 4), round(float(each.longitude), 4))
        county = county_outlines().at(at)
        if not _is_meant(raw) or county is None or (state and county.state != state):
            continue
        name = _plain(raw.get("name") or str(each.address).partition(",")[0])
        if name:
            spots[name, at] = Spot(name, county.state, at, "online", _plain(raw.get("licence"), 120))
    return tuple(spots.values())[:MOST]


def _is_meant(raw: Mapping[str, Any]) -> bool:
    """Whether this is a town or a public office, and no house, street or state."""
    kind, wide = str(raw.get("type", "")), str(raw.get("addresstype", ""))
    group = str(raw.get("category") or raw.get("class", ""))
    if kind in _OFFICES or wide in _OFFICES:
        return True
    return group in {"place", "boundary"} and kind in _TOWNS and wide not in _TOO_WIDE


def _plain(value: object, longest: int = 80) -> str:
    """Somebody else's text as one short line."""
    return " ".join("".join(each for each in str(value or "") if each.isprintable()).split())[:longest]
