"""The whole schedule for programs, as the file that ``scheduling.file`` writes."""

from typing import Any

import msgspec
from litestar import get
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.web import HerePlace
from consortium.duty.export_schedule import export_schedule
from consortium.programs.routes import ROOT, AnyRequest, answer, reads
from consortium.programs.scopes import Scope


class ScheduleFileOut(msgspec.Struct, frozen=True, kw_only=True):
    """`file` is the schedule file itself; its own description tells each of its fields."""

    file: dict[str, Any]


@get(f"{ROOT}/schedule/file", **reads(Scope.READ_SCHEDULE, "scheduleFile", "The whole schedule as a file"))
async def tell_schedule_file(request: AnyRequest, place: HerePlace, state: State) -> Response[ScheduleFileOut]:
    """All that decides who is on call, as `docs/schedule-file.md` describes it: with it any answer can be checked."""
    async with state.database.reading(place.id) as reading:
        text = await export_schedule(reading)
    return answer(request, ScheduleFileOut(file=msgspec.json.decode(text)))
