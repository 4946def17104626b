"""The coordinator's pages of one duty of a plan: why it is hers, who else could, and a small form to change it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.duty.holders import HOLDERS
from consortium.duty.links import read_line
from consortium.duty.planning.change_draft import add_duty, give_duty, remove_duty
from consortium.duty.planning.drafts import the_shift
from consortium.duty.planning.explain import explain
from consortium.duty.planning.look import Look, look_at
from consortium.duty.planning.question import slot_id
from consortium.duty.planning.read_forms import read_person
from consortium.duty.planning.see_draft import see_duty, see_finding, see_plan
from consortium.duty.planning.values import RosterState
from consortium.duty.see_changes import fields_of, read_times
from consortium.problems import BadInput, NotFound, Refused
from scheduling import Line, Span
from scheduling.roster import RosterId, ShiftId

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.BUILD_ROTA}
_TIMES = ("from_day", "from_time", "until_day", "until_time")


@get("/{slug:str}/rota/drafts/{roster:uuid}/shifts/{shift:uuid}", opt=_MAY)
async def see_shift(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, roster: FromPath[UUID], shift: FromPath[UUID]
) -> Response[str]:
    """One duty: who has it and why, who else could, who could not, and the form prefilled with it."""
    return await _shift_page(request, viewer, place, state, (roster, shift))


@post("/{slug:str}/rota/drafts/{roster:uuid}/shifts/{shift:uuid}", opt=_MAY, status_code=303)
async def change_shift(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, roster: FromPath[UUID], shift: FromPath[UUID]
) -> Response[Any]:
    """Give the duty or a part of it to somebody, clear it, or take it out of the draft."""
    form = await form_of(request)
    act, here = form.get("act", ""), f"/{place.slug}/rota/drafts/{roster}"
    given = ShiftId(shift)
    try:
        async with state.database.transaction(place.id) as tx:
            wanted: dict[str, Any] = {"roster": RosterId(roster), "shift": ShiftId(shift)}
            if act == "give":
                person = read_person(form)
                if person is None:
                    raise BadInput("Choose a person, or press “Clear”.", "person")
                given = await give_duty(tx, **wanted, to=person, during=_part(form, place.timezone))
            elif act == "clear":
                given = await give_duty(tx, **wanted, to=None, during=_part(form, place.timezone))
            elif act == "remove":
                await remove_duty(tx, **wanted)
            else:
                raise BadInput("Press one of the buttons.", "act")
    except NotFound:
        raise
    except Refused as refused:
        return await _shift_page(request, viewer, place, state, (roster, shift), refused=refused, form=form)
    if act == "remove":
        return see(f"{here}?did=removed")
    return see(f"{here}/shifts/{given}?did={'given' if act == 'give' else 'cleared'}")


@get("/{slug:str}/rota/drafts/{roster:uuid}/shifts/new", opt=_MAY)
async def see_new(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, roster: FromPath[UUID]
) -> Response[str]:
    """The form of one duty more."""
    return await _new_page(request, viewer, place, state, roster, None)


@post("/{slug:str}/rota/drafts/{roster:uuid}/shifts/new", opt=_MAY, status_code=303)
async def add_shift(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, roster: FromPath[UUID]
) -> Response[Any]:
    """Add a duty to the draft."""
    form = await form_of(request)
    try:
        line, during = read_line(form.get("line", "")), read_times(form, place.timezone)
        async with state.database.transaction(place.id) as tx:
            made = await add_duty(tx, roster=RosterId(roster), line=line, during=during, to=read_person(form))
    except NotFound:
        raise
    except Refused as refused:
        return await _new_page(request, viewer, place, state, roster, form, refused=refused)
    return see(f"/{place.slug}/rota/drafts/{roster}/shifts/{made}?did=added")


HANDLERS = (see_shift, change_shift, see_new, add_shift)


def _part(form: Mapping[str, str], timezone: str) -> Span | None:
    """The part of the duty that the form names; ``None``: all of it."""
    return read_times(form, timezone) if any(form.get(name) for name in _TIMES) else None


async def _shift_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    wanted: tuple[UUID, UUID],
    *,
    refused: Refused | None = None,
    form: Mapping[str, str] | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        look = await look_at(reading, (await state.desks.at(reading)).facts, wanted[0])
    shift, facts, now = the_shift(look.kept, ShiftId(wanted[1])), look.ground.facts, look.ground.now
    begun = fields_of(shift.line, shift.span, place.timezone) | {"person": str(shift.person or "")}
    shifts = {slot_id(each): each for each in look.kept.shifts}
    broken = [each for each in look.findings if each.hard and not each.settled and slot_id(shift) in each.slots]
    may = look.kept.state is RosterState.DRAFT and shift.span.end > now
    return page(
        request,
        "duty/draft_shift.html",
        place=place,
        viewer=viewer,
        status=refused.status if refused else 200,
        errors={getattr(refused, "field", None) or "act": str(refused)} if refused else {},
        did=request.query_params.get("did", ""),
        plan=see_plan(look.kept, facts, place.slug, now),
        duty=see_duty(shift, facts, place.slug, look.kept, now),
        broken=[see_finding(each, shifts, facts, place.slug, look.kept) for each in broken],
        form={**begun, **{name: (form or {}).get(name, value) for name, value in begun.items()}},
        people=_people(look, shift.line),
        may_change=may and not (look.run is not None and look.run.state.open),
        **explain(look, shift),
    )


async def _new_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    roster: UUID,
    form: Mapping[str, str] | None,
    *,
    refused: Refused | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        look = await look_at(reading, (await state.desks.at(reading)).facts, roster)
    kept, facts, now = look.kept, look.ground.facts, look.ground.now
    line = min(kept.lines, key=list(Line).index)
    return page(
        request,
        "duty/draft_shift_new.html",
        place=place,
        viewer=viewer,
        status=refused.status if refused else 200,
        errors={getattr(refused, "field", None) or "act": str(refused)} if refused else {},
        plan=see_plan(kept, facts, place.slug, now),
        form=dict(form or (fields_of(line, kept.span, place.timezone) | {"person": ""})),
        people=_people(look, None),
    )


def _people(look: Look, line: Line | None) -> list[dict[str, str]]:
    """Everybody who can be put on the line, or on any line of the plan, by name."""
    ground, lines = look.ground, look.kept.lines if line is None else frozenset({line})
    roles = frozenset().union(*(HOLDERS[each] for each in lines))
    found = [
        {"id": str(person), "name": card.name, "agency": card.agency_name or ""}
        for person, card in ground.facts.cards.items()
        if (peer := ground.facts.peers.get(person)) and peer.role in roles and not peer.papers.at(ground.now).suspended
    ]
    return sorted(found, key=lambda each: each["name"])
