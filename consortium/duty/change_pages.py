"""The coordinator's pages of single changes: who is on a line in a span, and taking such a change back."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.duty.override_duty import override_duty
from consortium.duty.see_changes import (
    Wish,
    changes_in,
    fields_of,
    on_the_line,
    read_address,
    read_times,
    read_wish,
    see_change,
    still_ahead,
)
from consortium.duty.see_rotations import what_would_be_missing
from consortium.duty.see_shifts import by_least_duty
from consortium.duty.take_back_override import find_override, take_back_override, without
from consortium.duty.takers import load_opening
from consortium.duty.views import RotaFacts
from consortium.problems import BadInput, NotFound, Refused
from scheduling import Line, Override, OverrideId, SchedulingError, Span, with_override
from scheduling.wallclock import zone

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.BUILD_ROTA}
_HALF_DAY = timedelta(hours=12)


@get("/{slug:str}/schedule/change", opt=_MAY)
async def see_change_form(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The form, for the line and the span that the address names, or for primary in the next twelve hours."""
    query = dict(request.query_params)
    if "from_day" in query:
        return await _form_page(request, viewer, place, state, query)
    try:
        line, span = read_address(query)
    except BadInput:
        async with state.database.reading(place.id) as reading:
            hour = reading.now.replace(minute=0, second=0, microsecond=0)
        line, span = Line.PRIMARY, Span(hour, hour + _HALF_DAY)
    return await _form_page(request, viewer, place, state, fields_of(line, span, place.timezone))


@post("/{slug:str}/schedule/change", opt=_MAY, status_code=200)
async def change_duty(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Change who is on; what would newly be missing is asked about first."""
    form = await form_of(request)
    try:
        wish = read_wish(form, place.timezone)
        async with state.database.reading(place.id) as reading:
            facts = (await state.desks.at(reading)).facts
        missing = [] if form.get("sure") == "yes" else _left_open(facts, wish)
        if missing:
            return await _form_page(request, viewer, place, state, form, missing=missing)
        async with state.database.transaction(place.id) as tx:
            await override_duty(
                tx,
                line=wish.line,
                starts_at=wish.during.start,
                ends_at=wish.during.end,
                adds=wish.adds,
                removes=wish.removes,
                by=viewer.person,
                public_url=state.desks.public_url,
            )
    except Refused as wrong:
        errors = {getattr(wrong, "field", None) or "adds": str(wrong)}
        return await _form_page(request, viewer, place, state, form, errors=errors, status=wrong.status)
    first = wish.during.start.astimezone(zone(place.timezone)).date()
    return see(f"/{place.slug}/schedule/{first.isoformat()}?did=changed")


@get("/{slug:str}/schedule/changes/{change:uuid}", opt=_MAY)
async def see_one_change(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, change: FromPath[UUID]
) -> Response[str]:
    """One change, with what taking it back would leave open."""
    return await _change_page(request, viewer, place, state, change)


@post("/{slug:str}/schedule/changes/{change:uuid}", opt=_MAY, status_code=200)
async def take_back(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, change: FromPath[UUID]
) -> Response[Any]:
    """Take a change back."""
    if (await form_of(request)).get("act") != "take back":
        return await _change_page(request, viewer, place, state, change, refused=BadInput("Press the button below."))
    try:
        async with state.database.transaction(place.id) as tx:
            await take_back_override(
                tx, override=OverrideId(change), by=viewer.person, public_url=state.desks.public_url
            )
    except NotFound:
        raise
    except Refused as refused:
        return await _change_page(request, viewer, place, state, change, refused=refused)
    return see(f"/{place.slug}/schedule?did=taken-back")


HANDLERS = (see_change_form, change_duty, see_one_change, take_back)


async def _form_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    form: Mapping[str, str],
    *,
    errors: dict[str, str] | None = None,
    missing: list[dict[str, Any]] | None = None,
    status: int = 200,
) -> Response[str]:
    shown: dict[str, Any] = {"on": [], "able": [], "changes": []}
    errors = dict(errors or {})
    async with state.database.reading(place.id) as reading:
        facts, now = (await state.desks.at(reading)).facts, reading.now
        try:
            line, during = Line(form.get("line", "")), still_ahead(read_times(form, place.timezone), now)
            opening = await load_opening(reading, line=line, holder=None, during=during, schedule=facts.schedule)
            shown["able"] = by_least_duty(facts, opening.takers(), now)
            shown["on"] = on_the_line(facts, line, during)
            shown["changes"] = changes_in(facts, line, during, place.slug, now)
        except BadInput as wrong:
            errors.setdefault(wrong.field or "from_day", str(wrong))
        except ValueError:
            errors.setdefault("line", "Choose a line.")
    return page(
        request,
        "duty/change_duty.html",
        place=place,
        viewer=viewer,
        status=status if not errors or status != 200 else 422,
        action=f"/{place.slug}/schedule/change",
        schedule_href=f"/{place.slug}/schedule",
        form=dict(form),
        errors=errors,
        missing=missing or [],
        **shown,
    )


async def _change_page(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, change: UUID, *, refused: Refused | None = None
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        facts, now = (await state.desks.at(reading)).facts, reading.now
    made = find_override(facts.schedule, OverrideId(change))
    over = made.during.end <= now
    return page(
        request,
        "duty/change_of_duty.html",
        place=place,
        viewer=viewer,
        status=refused.status if refused else 200,
        action=f"/{place.slug}/schedule/changes/{change}",
        schedule_href=f"/{place.slug}/schedule",
        change=see_change(facts, made, place.slug),
        over=over,
        begun=made.during.start < now,
        missing=[] if over else _without(facts, made, Span(max(now, made.during.start), made.during.end)),
        errors={"act": str(refused)} if refused else {},
    )


def _without(facts: RotaFacts, made: Override, rest: Span) -> list[dict[str, Any]]:
    return what_would_be_missing(facts, without(facts.schedule, made), made.line, rest)


def _left_open(facts: RotaFacts, wish: Wish) -> list[dict[str, Any]]:
    """What the change would newly leave open; nothing where the verb refuses it anyway."""
    if wish.removes is None:
        return []
    number = max((made.number for made in facts.schedule.overrides), default=0) + 1
    try:
        override = Override(
            id=OverrideId(uuid4()),
            number=number,
            line=wish.line,
            during=wish.during,
            adds=wish.adds,
            removes=wish.removes,
        )
    except SchedulingError:
        return []
    return what_would_be_missing(facts, with_override(facts.schedule, override), wish.line, wish.during)
