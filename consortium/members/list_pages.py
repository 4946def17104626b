"""What the pages of lists that somebody brings in have in common: the file, its columns, how far a taking is."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any, Final

from litestar import Request
from litestar.response import Stream

from consortium.access.door import Viewer
from consortium.access.files import file_of
from consortium.access.store import Place
from consortium.access.web import frame
from consortium.members.rosters.any_sheet import Sheet, read_any
from consortium.pages import render
from consortium.problems import BadInput, Refused

STREAMED_FROM: Final = 500
"""A list that adds so many or more tells how far it is while it is taken."""
LARGEST_OF_PEOPLE: Final = 5_000_000
_TOO_LARGE_OF_PEOPLE: Final = "The file is larger than 5 MB. A list of people is not; part it."
_SAMPLES: Final = 3

Told = Callable[[int, int], Awaitable[None]]
"""Takes how many rows are done, and of how many."""


async def list_in(request: Request[Any, Any, Any], *, largest: int, too_large: str) -> bytes:
    """The list that a form brings, of ``largest`` bytes at most.

    Raises:
        BadInput: there is none, or it is larger, which ``too_large`` says.
    """
    try:
        data = await file_of(request)
    except BadInput as broken:
        raise BadInput("What arrived was not a form of ours. Choose the file again.", "file") from broken
    if not data:
        raise BadInput("Choose a file: CSV or XLSX.", "file")
    if len(data) > largest:
        raise BadInput(too_large, "file")
    return data


async def sheet_of_people(request: Request[Any, Any, Any], *, times: bool = False) -> Sheet:
    """The list of people that a form brings; ``times`` as :func:`read_any` takes it.

    Raises:
        BadInput: there is none, or it can't be read.
    """
    data = await list_in(request, largest=LARGEST_OF_PEOPLE, too_large=_TOO_LARGE_OF_PEOPLE)
    return await asyncio.to_thread(read_any, data, times=times)


def see_columns(sheet: Sheet, chosen: Sequence[str]) -> list[dict[str, Any]]:
    """The columns of a sheet with a few of their cells, and what each is chosen to mean."""
    return [
        {
            "heading": heading,
            "samples": [cells[number] for _, cells in sheet.rows if cells[number]][:_SAMPLES],
            "chosen": meant,
        }
        for number, (heading, meant) in enumerate(zip(sheet.headings, chosen, strict=True))
    ]


def taking(
    request: Request[Any, Any, Any], viewer: Viewer, place: Place, here: str, take: Callable[[Told], Awaitable[None]]
) -> Stream:
    """The page of a list that is being taken, a line at a time. If the browser goes away before, nothing was taken."""
    return Stream(_lines(request, viewer, place, here, take), media_type="text/html", status_code=200)


async def _lines(
    request: Request[Any, Any, Any], viewer: Viewer, place: Place, here: str, take: Callable[[Told], Awaitable[None]]
) -> AsyncIterator[str]:
    lines: asyncio.Queue[str | None] = asyncio.Queue()

    async def told(done: int, of: int) -> None:
        await lines.put(render("members/roster_taking_line.html", done=done, of=of, over=None))

    async def work() -> None:
        try:
            await take(told)
        finally:
            await lines.put(None)

    head, _, foot = render("members/roster_taking.html", **frame(request, place, viewer)).partition("<!-- lines -->")
    yield head
    task = asyncio.create_task(work())
    over = {"good": True, "sentence": "", "href": f"{here}?did=taken"}
    try:
        while (line := await lines.get()) is not None:
            yield line
        await task
    except Refused as no:
        over = {"good": False, "sentence": str(no), "href": here}
    finally:
        if not task.done():
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
    yield render("members/roster_taking_line.html", done=0, of=0, over=over)
    yield foot
