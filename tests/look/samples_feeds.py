"""Sample contexts of calendar feeds."""

from datetime import date

from tests.look.samples_common import Context, common

_ADDRESS = "peers.example.org/four-rivers/cal/" + "x" * 22 + ".ics"
_FEEDS = [
    {
        "what": "own",
        "made_on": date(2026, 11, 2),
        "fetched_on": date(2026, 11, 21),
        "end_href": "/four-rivers/me/calendar/1/end",
    },
    {"what": "primary", "made_on": date(2026, 11, 2), "fetched_on": None, "end_href": "/four-rivers/me/calendar/2/end"},
]


def feeds(**more: object) -> Context:
    return common("", feeds=_FEEDS, most=8, serves=True, errors={}, did="") | more


PAGES: dict[str, tuple[str, Context]] = {
    "feeds": ("duty/feeds.html", feeds()),
    "feeds-none": ("duty/feeds.html", feeds(feeds=[], serves=False)),
    "feeds-wrong": ("duty/feeds.html", feeds(errors={"what": "Choose whose turns the calendar shows."}, did="ended")),
    "feed-made": (
        "duty/feed_made.html",
        common(
            "",
            address=f"https://{_ADDRESS}",
            webcal=f"webcal://{_ADDRESS}",
            what="own",
            list_href="/four-rivers/me/calendar",
        ),
    ),
}
