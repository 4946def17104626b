"""Signed sheets of paper, scanned: good ones and those that nobody should take."""

from functools import cache
from io import BytesIO
from typing import Any
from uuid import UUID

import httpx
from pyhanko.pdf_utils import generic as untyped
from pyhanko.pdf_utils import writer as writers
from pyhanko.pdf_utils.crypt import StandardSecurityHandler
from pyhanko.pdf_utils.generic import pdf_name, pdf_string

from consortium.members.store import load_today
from tests.harness import House
from tests.stories.signing_world import SLUG, Head, Signing

generic: Any = untyped
PdfFileWriter: Any = writers.PdfFileWriter


@cache
def a_scan(kind: str = "good") -> bytes:
    """A PDF of one blank page; ``kind`` says what is wrong with it."""
    writer = PdfFileWriter()
    page = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Page"),
            pdf_name("/MediaBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 612, 792))),
            pdf_name("/Resources"): generic.DictionaryObject(),
        }
    )
    writer.insert_page(page)
    if kind in _WRONG:
        _WRONG[kind](writer)
    if kind == "encrypted":
        writer._assign_security_handler(StandardSecurityHandler.build_from_pw("secret"))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _script(writer: Any) -> None:
    action = {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string("app.alert(1)")}
    writer.root[pdf_name("/OpenAction")] = generic.DictionaryObject(action)


def _launch(writer: Any) -> None:
    action = {pdf_name("/S"): pdf_name("/Launch"), pdf_name("/F"): pdf_string("cmd.exe")}
    writer.root[pdf_name("/OpenAction")] = writer.add_object(generic.DictionaryObject(action))


def _embedded(writer: Any) -> None:
    stream = generic.StreamObject(stream_data=b"MZ", dict_data={pdf_name("/Type"): pdf_name("/EmbeddedFile")})
    held = {
        pdf_name("/Type"): pdf_name("/Filespec"),
        pdf_name("/EF"): generic.DictionaryObject({pdf_name("/F"): writer.add_object(stream)}),
    }
    names = generic.ArrayObject([pdf_string("x.exe"), writer.add_object(generic.DictionaryObject(held))])
    tree = generic.DictionaryObject({pdf_name("/Names"): names})
    writer.root[pdf_name("/Names")] = generic.DictionaryObject({pdf_name("/EmbeddedFiles"): tree})


def _indirect(writer: Any) -> None:
    """A kind that stands in an object of its own, so that it is seen only by whoever looks it up."""
    kind = writer.add_object(pdf_name("/Launch"))
    action = {pdf_name("/S"): kind, pdf_name("/F"): pdf_string("cmd.exe")}
    _linked(writer, writer.add_object(generic.DictionaryObject(action)))


def _address(writer: Any) -> None:
    action = {pdf_name("/S"): pdf_name("/URI"), pdf_name("/URI"): pdf_string("https://example.org/?who")}
    writer.root[pdf_name("/OpenAction")] = generic.DictionaryObject(action)


def _named(writer: Any) -> None:
    _linked(writer, generic.DictionaryObject({pdf_name("/S"): pdf_name("/Named"), pdf_name("/N"): pdf_name("/Print")}))


def _linked(writer: Any, action: Any) -> None:
    link = {pdf_name("/Type"): pdf_name("/Annot"), pdf_name("/Subtype"): pdf_name("/Link"), pdf_name("/A"): action}
    writer.root[pdf_name("/Outlines")] = writer.add_object(generic.DictionaryObject(link))


_WRONG = {
    "script": _script,
    "launch": _launch,
    "indirect": _indirect,
    "address": _address,
    "named": _named,
    "embedded": _embedded,
}


def on_paper(world: Signing, head: Head) -> dict[str, str]:
    """The clerk's form for a sheet that this head signed today."""
    return {
        "who": f"{head.agency} {head.person}",
        "name": head.name,
        "fingerprint": world.digest[:16],
        "held": "yes",
    }


async def sends_paper(
    clerk: httpx.AsyncClient, world: Signing, head: Head, *, scan: bytes | None = None, to: str = "", **changes: Any
) -> httpx.Response:
    """The clerk fills her form in and sends the scan along: that of her desk, or the one at another address."""
    async with world.ground.database.reading(world.consortium) as reading:
        today = await load_today(reading)
    form = {**on_paper(world, head), "signed_on": today.isoformat(), **changes}
    file = {"scan": ("sheet.pdf", a_scan() if scan is None else scan, "application/pdf")}
    return await clerk.post(to or world.address("desk/paper"), data=form, files=file)


async def takes_in(
    home: House, world: Signing, head: Head, to: str, scan: bytes, *, by: UUID | None = None, **changes: Any
) -> httpx.Response:
    """The consortium's clerk, or another one, takes in what a head wrote."""
    clerk = await home.member(SLUG, by or world.clerk)
    return await sends_paper(clerk, world, head, scan=scan, to=to, **changes)
