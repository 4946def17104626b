"""The schedule's pages: the timeline and the list of the same weeks, with what is to be mended before publishing."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from litestar import Request, get
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.web import HerePlace, SignedIn, page
from consortium.duty.lay_out_schedule import Laid, lay_out, with_suggestions
from consortium.duty.look_at_rota import duty_span, hands_over
from consortium.duty.planning.values import KeptRoster
from consortium.duty.timeline.address import Wanted, changing, drafting, giving, read_wanted, reading, week_href
from consortium.duty.timeline.bars import Drawn, HrefOf, final_lines
from consortium.duty.timeline.days import duty_days, week_lines
from consortium.duty.timeline.fair import A_YEAR, LATELY, counted_until
from consortium.duty.timeline.look import by_agency, timeline
from consortium.duty.timeline.problems import Problem, problems
from consortium.duty.timeline.values import Timeline, WeekLine
from consortium.duty.timeline.window import ZOOMS, Window, window_of
from consortium.pages import wall
from geo import PersonId
from scheduling import Line, Span
from scheduling.wallclock import zone

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.SEE_ON_CALL}
_PARTS_LOOKED_AT: Final = 1
"""In so many weeks the parts of the region are looked at one by one; more weeks have a page of their own."""


@get(["/{slug:str}/schedule", "/{slug:str}/schedule/{day:str}"], opt=_MAY)
async def see_schedule(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, day: FromPath[str] = ""
) -> Response[str]:
    """The final answer of some weeks, then the people by agency; for a draft, as it would be."""
    steering = viewer.may(Permission.BUILD_ROTA)
    async with state.database.reading(place.id) as inside:
        facts = (await state.desks.at(inside)).facts
        today = inside.now.astimezone(zone(place.timezone)).date()
        wanted = read_wanted(place.slug, day, request.query_params, today)
        window = window_of(wanted.day, wanted.weeks, place.timezone)
        wanted = replace(wanted, day=window.first)
        counted = counted_until(window.span.end, A_YEAR if wanted.yearly else LATELY)
        laid = await lay_out(inside, facts, window.span, counted, draft=wanted.draft, steering=steering)
        drawn = _drawn(laid, viewer, wanted, window)
        mend = with_suggestions(laid, _to_mend(laid, wanted, window, drawn)) if steering else ()
    return page(
        request,
        "duty/schedule.html",
        place=place,
        viewer=viewer,
        **_shown(laid, drawn, wanted, today),
        now=laid.now,
        problems=mend,
        may_change=steering,
        did=request.query_params.get("did", ""),
    )


HANDLERS = (see_schedule,)


def _drawn(laid: Laid, viewer: Viewer, wanted: Wanted, window: Window) -> Drawn:
    """What the lanes are drawn from, with links for this viewer."""
    if laid.draft is not None:
        href = drafting(wanted, window, laid.draft)
    elif viewer.may(Permission.BUILD_ROTA):
        href = changing(wanted, window, laid.now)
    elif viewer.may(Permission.GIVE_AWAY_DUTY):
        href = giving(wanted, window, laid.now, PersonId(viewer.person))
    else:
        href = reading(wanted, window)
    return Drawn(laid.facts, window, href, week_href(wanted), laid.published, laid.asked)


def _shown(laid: Laid, drawn: Drawn, wanted: Wanted, today: date) -> dict[str, Any]:
    """What the template names."""
    window = drawn.window
    view = timeline(drawn, laid.shares, laid.holidays, everybody=wanted.everybody, served_until=laid.served_until)
    longest = Span(window.span.start, max(window.span.end, duty_span(laid.facts, window.last).end))
    one = window.weeks == 1
    return {
        "view": view,
        "days": duty_days(laid.facts, window, final_lines(drawn, longest), laid.holidays) if one else (),
        "weeks": () if one else _weeks(drawn, view),
        "agencies": by_agency(drawn, laid.shares),
        "today": today,
        "hand_off": wall(hands_over(laid.facts, window.first).astimezone(zone(window.timezone)).time()),
        "go": _links(wanted, window, today),
        "only": wanted.view,
        "yearly": wanted.yearly,
        "draft": _draft(laid, drawn, wanted),
        "drafts": [(each.title, wanted.href(draft=each.id, day=_monday(each, window))) for each in laid.drafts],
        "plans": laid.plans,
    }


def _draft(laid: Laid, drawn: Drawn, wanted: Wanted) -> dict[str, Any] | None:
    """The draft that is shown: how many times it changes, and where it is worked on."""
    if laid.draft is None:
        return None
    here = f"/{wanted.slug}/rota/drafts/{laid.draft.id}"
    changed = sum(bar.mark == "new" for row in final_lines(drawn, laid.draft.span) for bar in row.bars)
    leave = wanted.href(draft=None)
    return {"title": laid.draft.title, "changes": changed, "href": here, "review": f"{here}/review", "leave": leave}


def _monday(draft: KeptRoster, window: Window) -> date:
    """The first week of a draft."""
    return window_of(draft.span.start.astimezone(zone(window.timezone)).date(), 1, window.timezone).first


def _weeks(drawn: Drawn, view: Timeline) -> tuple[WeekLine, ...]:
    window, href = drawn.window, drawn.week_href
    hrefs = {monday: href(window_of(monday, 1, window.timezone)) for monday in window.mondays}
    return week_lines(window, view.lines, hrefs)


def _links(wanted: Wanted, window: Window, today: date) -> dict[str, Any]:
    """Where the page's own tools lead."""
    length = timedelta(weeks=window.weeks)
    return {
        "earlier": wanted.href(day=window.first - length),
        "later": wanted.href(day=window.first + length),
        "this": wanted.href(day=today),
        "is_this": window.first <= today <= window.last,
        "zooms": [(weeks, wanted.href(weeks=weeks), weeks == window.weeks) for weeks in ZOOMS],
        "list": wanted.href(view="list"),
        "timeline": wanted.href(view="timeline"),
        "yearly": wanted.href(yearly=not wanted.yearly),
        "everybody": wanted.href(everybody=not wanted.everybody),
    }


def _to_mend(laid: Laid, wanted: Wanted, window: Window, drawn: Drawn) -> tuple[Problem, ...]:
    """What is to be mended from now on in the weeks shown, each with where that is done."""
    if window.span.end <= laid.now:
        return ()
    ahead = Span(max(window.span.start, laid.now), window.span.end)
    found = problems(laid.facts, ahead, laid.asked, laid.meant, parts=window.weeks <= _PARTS_LOOKED_AT)
    return tuple(replace(each, href=_mended_at(each, wanted, drawn.href)) for each in found)


def _mended_at(problem: Problem, wanted: Wanted, href: HrefOf) -> str:
    if problem.kind in {"agreement", "ending"}:
        return f"/{wanted.slug}/agreements/{problem.key}"
    if problem.kind == "swap":
        return f"/{wanted.slug}/swaps/{problem.key}"
    if problem.line and problem.start and problem.end:
        return href(Line(problem.line), Span(problem.start, problem.end), None)
    return f"/{wanted.slug}/zones"
