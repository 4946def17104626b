"""The crowds of an audit as a picture: how many officers hide the likeliest one, by requests put together. SVG."""

import math
from collections.abc import Mapping
from html import escape
from typing import Any, Final

WIDTH, HEIGHT = 760, 440
LEFT, RIGHT, TOP, BOTTOM = 64, 210, 48, 56
_LOOKS: Final = (("#8a3b12", "2 5"), ("#6b5b95", "8 4"), ("#1f5f8b", "12 4 2 4"), ("#0b6b3a", ""))
"""Colour and dashes: no line is told by its colour alone."""
_TICKS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_GAP: Final = 16.0


def plot(found: Mapping[str, Any]) -> str:
    """The picture; crowds on a logarithmic scale, the promise as a line across."""
    ways = [way for way in found["ways"] if way["linked"]]
    most = max([found["crowd"], *(each["worst_crowd"] for way in ways for each in way["linked"])]) * 1.2
    links = sorted({each["links"] for way in ways for each in way["linked"]})

    def across(count: int) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * links.index(count) / max(len(links) - 1, 1)

    def up(crowd: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * math.log(max(crowd, 1.0)) / math.log(most)

    ends = _apart([up(way["linked"][-1]["worst_crowd"]) for way in ways])
    body = [
        *(_rule(up(tick), str(tick)) for tick in _TICKS if tick <= most),
        *(
            f'<text x="{across(each):.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{each}</text>'
            for each in links
        ),
        _promise(up(found["crowd"]), found["crowd"]),
    ]
    for (colour, dashes), way, end in zip(_LOOKS, ways, ends, strict=False):
        points = " ".join(f"{across(each['links']):.1f},{up(each['worst_crowd']):.1f}" for each in way["linked"])
        body.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="3" stroke-dasharray="{dashes}"/>'
        )
        body.append(f'<text x="{WIDTH - RIGHT + 10}" y="{end + 4:.1f}" fill="{colour}">{escape(way["way"])}</text>')
    return _page(body, found)


def _page(body: list[str], found: Mapping[str, Any]) -> str:
    title = f"Fewest officers among whom the likeliest was hidden, of {found['requests']:,} requests drawn"
    under = "requests of one officer put together"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(title)}" font-family="system-ui, sans-serif" font-size="13" fill="#222">\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>\n'
        f'<text x="{LEFT}" y="26" font-size="15" font-weight="600">{escape(title)}</text>\n'
        + "\n".join(body)
        + f'\n<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 14}" text-anchor="middle">{under}</text>\n</svg>\n'
    )


def _rule(y: float, label: str) -> str:
    return (
        f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>'
        f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{label}</text>'
    )


def _promise(y: float, crowd: int) -> str:
    return (
        f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#222" stroke-width="1.5" stroke-dasharray="3 3"/>'
        f'<text x="{LEFT + 6}" y="{y - 6:.1f}" font-weight="600">promised: {crowd}</text>'
    )


def _apart(places: list[float]) -> list[float]:
    """The same places from top to bottom, moved so that no two labels meet."""
    order = sorted(range(len(places)), key=lambda each: places[each])
    moved, last = list(places), -math.inf
    for each in order:
        moved[each] = last = max(places[each], last + _GAP)
    return moved
