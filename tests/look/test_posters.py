"""The sheets as paper: one page however much stands on it, in letters that can be read, the same to the byte."""

import io
import json
import re
import struct
import zlib
from typing import Any

import pytest
from pypdf import PdfReader

from consortium.posters.codes import qr_svg
from consortium.posters.press import FONTS, compiled

POINTS = re.compile(r"/[fF]\d+ ([\d.]+) Tf")


def said(*, lines: int = 4, named: int = 5, **more: Any) -> str:
    """Words for a sheet, as the desk would give them."""
    each = {"how": "Call", "number": "1-800-555-0100", "about": "An invented line, day and night, for an example."}
    words = {
        "language": "en",
        "title": "Peer support in East: Four Rivers Peer Support",
        "heading": ["Rough shift?", "Talk to a trained peer from outside your department."],
        "promise": "No name. No badge number. No sign-in.",
        "scan": "Scan it, or type this address:",
        "address": ["peers.example.org/", "four-rivers/", "help"],
        "code": qr_svg("https://peers.example.org/four-rivers/help#bcdf2345", title="QR code"),
        "code_says": "QR code. It opens peers.example.org/four-rivers/help.",
        "beside": ["A peer is on call day and night.", "Use your own phone and your own data."],
        "crowd": "A peer can only tell that you are one of 81 officers in 5 departments, also if you write again.",
        "departments": "They are: " + ", ".join(f"Invented County {n} Police" for n in range(named)) + ".",
        "now": "Right now:",
        "lines": [each] * lines,
        "few": [each] * min(lines, 4),
        "checked": "Numbers checked on November 10, 2026. They answer without us.",
        "from": "Four Rivers Peer Support",
        "small": ["A peer may have to pass on some things. The page says which, before you ask."],
        "card": "Talk to a trained peer from outside your department.",
        "own": "Use your own phone and your own data, not a work phone or station Wi-Fi.",
    }
    return json.dumps({**words, **more})


def size_of(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("kind", ["poster", "cards"])
def test_a_sheet_is_a_letter_page_and_has_a_picture(kind: str) -> None:
    assert size_of(compiled(kind, said(), picture=True)) == (510, 660)


@pytest.mark.parametrize(("lines", "departments"), [(1, 3), (4, 12), (12, 30)])
def test_it_stays_one_page_and_readable_however_much_stands_on_it(lines: int, departments: int) -> None:
    (page,) = PdfReader(io.BytesIO(compiled("poster", said(lines=lines, named=departments)))).pages
    contents = page.get_contents()
    assert contents is not None
    sizes = [float(found) for found in POINTS.findall(contents.get_data().decode("latin-1"))]

    assert min(sizes) >= 7, "the smallest letters can be read at arm's length"
    assert max(sizes) >= 24, "the heading can be read across a room"


def test_without_anything_to_ask_there_is_no_address_and_still_one_page() -> None:
    bare = said(address=[], code="", code_says="", beside=[], crowd="", departments="", promise="", small=[])
    for kind in ("poster", "cards"):
        (page,) = PdfReader(io.BytesIO(compiled(kind, bare))).pages
        assert "peers.example.org" not in page.extract_text()


def test_the_same_words_give_the_same_bytes_and_others_do_not() -> None:
    assert compiled("poster", said()) == compiled("poster", said())
    assert compiled("poster", said()) != compiled("poster", said(named=6))


def test_only_the_first_card_is_read_aloud() -> None:
    """Eight times the same words would be a torment; the tags hold them once."""
    cards = compiled("cards", said())
    streams = [_plain(found) for found in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", cards, re.DOTALL)]

    assert sum(each.count(b"/Artifact") for each in streams) >= 7


def test_the_letters_come_along_with_their_licence() -> None:
    assert sorted(path.name for path in FONTS.iterdir()) == [
        "LICENSE-public-sans.txt",
        "public-sans-400.ttf",
        "public-sans-600.ttf",
        "public-sans-700.ttf",
    ]
    fonts = {
        str(font["/BaseFont"]).split("+")[-1]
        for page in PdfReader(io.BytesIO(compiled("poster", said()))).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert fonts
    assert all(name.startswith("PublicSans") for name in fonts), fonts


def test_a_code_alone_has_the_white_around_it_that_readers_need() -> None:
    bare, framed = (qr_svg("https://peers.example.org/help#bcdf2345", title="QR", border=n) for n in (0, 4))

    (small, large) = (float(re.findall(r'viewBox="0 0 (\d+)', svg)[0]) for svg in (bare, framed))
    assert large == small + 8
    assert "#fff" in framed
    assert framed == qr_svg("https://peers.example.org/help#bcdf2345", title="QR", border=4)


def _plain(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""
