"""A town that no packaged list knows is looked up online where that is set, seldom, and never a street or a person."""

import json
from time import monotonic
from urllib.parse import parse_qs, urlsplit

import pytest

from consortium.fetcher import Fetcher
from consortium.members.online_places import OnlineError, OnlinePlaces, may_be_asked
from consortium.settings import PlaceService, SettingsError
from tests.harness import PUBLIC, Ground, MailCatcher, house
from tests.roles import shown
from tests.stand_in import StandIn, standing_in
from tests.stories.test_agencies import NEW, SLUG, coordinator, read

TOWN = {
    "name": "Hollowmere",
    "display_name": "Hollowmere, Deschutes County, Oregon, United States",
    "lat": "44.05123456",
    "lon": "-121.2",
    "class": "place",
    "type": "hamlet",
    "addresstype": "hamlet",
    "licence": "Data © those who drew it",
}
OFFICE = {**TOWN, "name": "Hollowmere Police", "class": "amenity", "type": "police", "addresstype": "amenity"}
HOUSE = {**TOWN, "name": "12", "type": "house", "addresstype": "place"}
STATE = {**TOWN, "name": "Oregon", "class": "boundary", "type": "administrative", "addresstype": "state"}
ELSEWHERE = {**TOWN, "name": "Hollowmere", "lat": "47.6", "lon": "-122.3"}


class Search(StandIn):
    """Speaks as Nominatim does."""

    asked: list[tuple[dict[str, list[str]], str]]
    answer: tuple[int, bytes] = 200, json.dumps([TOWN, OFFICE, HOUSE, STATE, ELSEWHERE]).encode()

    def hear(self) -> None:
        parts = urlsplit(self.path)
        assert parts.path == "/search"
        self.asked.append((parse_qs(parts.query), self.headers["User-Agent"]))
        status, body = self.answer
        self.answer_with(body, status)


async def test_a_hamlet_is_looked_up_once_and_only_where_that_is_set(region: Ground, catcher: MailCatcher) -> None:
    typed = NEW | {"where": "Hollowmere", "lat": ""}
    with standing_in(Search) as (host, search):
        async with house(region, catcher) as home:
            browser = await coordinator(home)
            assert "looked up at" not in await read(browser, f"/{SLUG}/agencies/new")
            unknown = await browser.post(f"/{SLUG}/agencies/new", data=typed)
            assert "“Hollowmere” is no town, ZIP code or county that our lists know" in shown(unknown.text)
            assert home.faults == []
        service = PlaceService(f"http://{host}/search", "a-key")
        async with house(region, catcher, places=service, trusted_hosts=frozenset({host})) as home:
            browser = await coordinator(home)
            assert f"lists don't know is looked up at {host}" in await read(browser, f"/{SLUG}/agencies/new")
            for known_or_never in ("Redmond", "12 Elm Street", "Elm Street", "97756", "o.brandt@example.org"):
                await browser.post(f"/{SLUG}/agencies/new", data=typed | {"where": known_or_never})
            assert search.asked == []

            found = await browser.post(f"/{SLUG}/agencies/new", data=typed)
            words = shown(found.text)
            assert found.status_code == 422
            assert "Hollowmere, OR as the online search tells (Data © those who drew it), 44.0512,-121.2" in words
            assert "Hollowmere Police, OR" in words
            assert [words.count(each) for each in ("12, OR", "Oregon, OR", "47.6")] == [0, 0, 0]
            again = await browser.post(f"/{SLUG}/agencies/new", data=typed | {"where": " hollowmere"})
            assert "Hollowmere Police, OR" in shown(again.text)
            ((query, agent),) = search.asked
            assert query["q"] == ["Hollowmere, Oregon"]
            assert (query["key"], query["countrycodes"]) == (["a-key"], ["us"])
            assert PUBLIC in agent

            chosen = await browser.post(f"/{SLUG}/agencies/new", data=typed | {"spot": "44.0512,-121.2"})
            assert chosen.status_code == 303
            search.answer = 429, b""
            later = await browser.post(f"/{SLUG}/agencies/new", data=typed | {"where": "Fernhollow"})
            assert f"{host} could not tell: It asks us to wait" in shown(later.text)
            assert home.faults == []
        (row,) = await region.rows("place_asked")
        assert (row["asked"], row["state"]) == ("hollowmere", "OR")


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (403, b"no", "should look at GEOCODER_KEY"),
        (500, b"", "did not answer as it should"),
        (302, b"", "sends on to another address"),
        (200, b"<html>", "could not be read"),
        (200, b'[{"lat": "north", "lon": "1"}]', "could not be read"),
        (200, b'[{"lat": "1e9", "lon": "1", "display_name": "x"}]', "could not be read"),
        (200, b'["x"]', "could not be read"),
        (200, b'{"error": "out of order"}', "could not be read"),
        (200, b"[" + b" " * 1_100_000 + b"]", "more than a megabyte"),
    ],
)
async def test_what_a_search_gets_wrong_is_said_in_words(status: int, body: bytes, says: str) -> None:
    with standing_in(Search) as (host, search):
        search.answer = status, body
        online = OnlinePlaces(PlaceService(f"http://{host}/search"), Fetcher(frozenset({host})), PUBLIC, pause=0.0)
        with pytest.raises(OnlineError, match=says):
            await online.find("Hollowmere", "OR")


async def test_nobody_is_asked_faster_than_the_pause_and_nothing_found_is_an_answer() -> None:
    with standing_in(Search) as (host, search):
        search.answer = 200, b"[]"
        online = OnlinePlaces(PlaceService(f"http://{host}/search"), Fetcher(frozenset({host})), PUBLIC, pause=0.3)
        began = monotonic()
        assert [await online.find(each, "") for each in ("Hollowmere", "Fernhollow")] == [(), ()]
        assert monotonic() - began >= 0.29, "the second question waited for its turn"
        _, (query, _) = search.asked
        assert query["q"] == ["Fernhollow"]
        assert "key" not in query


@pytest.mark.parametrize(
    ("typed", "may"),
    [
        ("Hollowmere", True),
        ("King and Queen Court House", True),
        ("Cinder Ford Police Department", True),
        ("Cañon City", True),
        ("O'Brien, OR", True),
        ("12 Elm", False),
        ("Elm St.", False),
        ("Elm Avenue, Bend", False),
        ("a@example.org", False),
        ("https://example.org", False),
        ("", False),
        ("a." * 31, False),
    ],
)
def test_only_what_can_be_a_town_or_an_agency_may_be_asked(typed: str, *, may: bool) -> None:
    assert may_be_asked(typed) is may


def test_the_setting_is_an_address_and_a_key_apart_from_it() -> None:
    assert PlaceService.from_env({}) is None
    found = PlaceService.from_env({"GEOCODER_URL": "https://places.example.org/search/", "GEOCODER_KEY": "hush"})
    assert found == PlaceService("https://places.example.org/search", "hush")
    assert "hush" not in repr(found)
    for wrong in (
        "places.example.org",
        "ftp://places.example.org",
        "https://x:y@example.org",
        "https://e.org/?key=hush",
    ):
        with pytest.raises(SettingsError, match="a key goes elsewhere"):
            PlaceService.from_env({"GEOCODER_URL": wrong})
