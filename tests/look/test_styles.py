"""The colours can be read in both lights, and the styles stay small and at home."""

import re
from itertools import product

import pytest

from consortium import pages

CSS = (pages.STATIC / "app.css").read_text(encoding="utf-8")
LIGHTS = {
    "light": r":root \{(.*?)\n\}",
    "night": r":root\[data-theme=\"night\"\] \{(.*?)\n\}",
    "system": r":root:not\(\[data-theme=\"light\"\]\) \{(.*?)\n\}",
}
GROUNDS = ("ground", "paper", "sunk")
WORDS = [  # text on what it stands on: 4.5 to 1
    *product(("ink", "ink-2", "brand", "ok", "warn", "bad"), GROUNDS),
    *((name, f"{name}-soft") for name in ("ok", "warn", "bad", "back", "clin")),
    *(("ink", f"{name}-soft") for name in ("ok", "warn", "bad", "brand")),
    *(("ink-2", f"{name}-soft") for name in ("ok", "warn", "bad")),
    *(("brand-ink", "brand-soft"), ("brand", "brand-soft"), ("on-brand", "brand"), ("on-brand", "brand-2")),
    *(("bad", "warn-soft"), ("focus-ink", "focus")),
]
EDGES = [*product(("edge", "brand"), GROUNDS)]  # what shows where a field or a button ends: 3 to 1


def tokens(light: str) -> dict[str, str]:
    block = re.search(LIGHTS[light], CSS, re.DOTALL)
    assert block
    return dict(re.findall(r"--([\w-]+): ?(#\w+)", block[1]))


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, from 1 to 21."""
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("light", "pair"), list(product(LIGHTS, WORDS)))
def test_words_stand_out_from_what_they_stand_on(light: str, pair: tuple[str, str]) -> None:
    colours = tokens(light)
    assert contrast(colours[pair[0]], colours[pair[1]]) >= 4.5


@pytest.mark.parametrize(("light", "pair"), list(product(LIGHTS, EDGES)))
def test_the_edges_of_fields_and_buttons_can_be_seen(light: str, pair: tuple[str, str]) -> None:
    colours = tokens(light)
    assert contrast(colours[pair[0]], colours[pair[1]]) >= 3


def test_the_night_that_is_chosen_is_the_night_of_the_system() -> None:
    assert tokens("night") == tokens("system")


def test_the_styles_stay_under_forty_kilobytes_and_load_nothing_from_elsewhere() -> None:
    assert len(CSS.encode()) < 40_000
    assert {address.split("/")[0] for address in re.findall(r"url\(([^)]*)\)", CSS)} == {"fonts"}
    assert all((pages.STATIC / address).is_file() for address in re.findall(r"url\(([^)]*)\)", CSS))
