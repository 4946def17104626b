"""The coordinator's pages before a plan counts, and before it no longer does: what changes for whom, then one press."""

import hashlib
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements import Role as Capacity
from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.duty.planning.against import ahead, stands_against, with_plan, without_plan
from consortium.duty.planning.look import Look, look_at
from consortium.duty.planning.publish_draft import CHANGED, LOOK_AGAIN, publish_draft
from consortium.duty.planning.question import YEAR
from consortium.duty.planning.review import see_changes, see_fairness, see_gaps
from consortium.duty.planning.see_draft import see_findings, see_plan
from consortium.duty.planning.values import RosterState
from consortium.duty.planning.withdraw_plan import withdraw_plan
from consortium.problems import BadInput, Conflict, NotFound, Refused
from geo import PersonId
from scheduling import Schedule, Span
from scheduling.planner import broken
from scheduling.roster import RosterId
from scheduling.spans import EARLIEST

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.BUILD_ROTA}
_SURE = "The draft breaks rules that must be kept. Tick that you have looked at them, or change the draft."


@get("/{slug:str}/rota/drafts/{roster:uuid}/review", opt=_MAY)
async def see_review(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, roster: FromPath[UUID]
) -> Response[str]:
    """Who gains, who loses, who is told, which gaps stay, and how fair it is."""
    return await _review_page(request, viewer, place, state, roster)


@post("/{slug:str}/rota/drafts/{roster:uuid}/review", opt=_MAY, status_code=303)
async def publish(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, roster: FromPath[UUID]
) -> Response[Any]:
    """Publish the draft, if it is still what was looked at."""
    form = await form_of(request)
    try:
        if form.get("act") != "publish":
            raise BadInput("Press the button to publish the draft.", "act")
        async with state.database.reading(place.id) as reading:
            look = await look_at(reading, (await state.desks.at(reading)).facts, roster)
        if form.get("looked", _mark(look)) != _mark(look):
            raise Conflict(LOOK_AGAIN)
        if look.kept.state is RosterState.DRAFT and form.get("sure") != "yes" and broken(look.findings):
            raise BadInput(_SURE, "sure")
        async with state.database.transaction(place.id) as tx:
            await publish_draft(
                tx,
                roster=RosterId(roster),
                seen=look.kept.shifts,
                by=viewer.person,
                public_url=state.desks.public_url,
            )
    except NotFound:
        raise
    except Refused as refused:
        return await _review_page(request, viewer, place, state, roster, refused=refused)
    return see(f"/{place.slug}/rota/drafts/{roster}?did=published")


@get("/{slug:str}/rota/drafts/{roster:uuid}/withdraw", opt=_MAY)
async def see_withdrawal(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, roster: FromPath[UUID]
) -> Response[str]:
    """What withdrawing a published plan would change."""
    return await _withdraw_page(request, viewer, place, state, roster)


@post("/{slug:str}/rota/drafts/{roster:uuid}/withdraw", opt=_MAY, status_code=303)
async def withdraw(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, roster: FromPath[UUID]
) -> Response[Any]:
    """Withdraw a published plan for the time ahead."""
    form = await form_of(request)
    try:
        if form.get("act") != "withdraw":
            raise BadInput("Press the button to withdraw the plan.", "act")
        async with state.database.transaction(place.id) as tx:
            await withdraw_plan(tx, roster=RosterId(roster), by=viewer.person, public_url=state.desks.public_url)
    except NotFound:
        raise
    except Refused as refused:
        return await _withdraw_page(request, viewer, place, state, roster, refused=refused)
    return see(f"/{place.slug}/rota/drafts/{roster}?did=withdrawn")


HANDLERS = (see_review, publish, see_withdrawal, withdraw)


async def _review_page(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, roster: UUID, *, refused: Refused | None = None
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        look = await look_at(reading, (await state.desks.at(reading)).facts, roster)
    kept, ground = look.kept, look.ground
    rest = ahead(kept, ground.now)
    stale = kept.state is RosterState.DRAFT and stands_against(ground.published, kept) != kept.base
    return page(
        request,
        "duty/draft_review.html",
        place=place,
        viewer=viewer,
        status=refused.status if refused else 200,
        errors={getattr(refused, "field", None) or "act": str(refused)} if refused else {},
        did=request.query_params.get("did", ""),
        plan=see_plan(kept, ground.facts, place.slug, ground.now),
        withdrawing=False,
        running=look.run is not None and look.run.state.open,
        looked=_mark(look),
        stale=f"{CHANGED}." if stale else "",
        findings=see_findings(look.findings, look.question, kept, ground.facts, place.slug),
        over=rest is None,
        **_difference(look, viewer, rest, with_plan(ground.published, kept, ground.now)),
    )


async def _withdraw_page(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, roster: UUID, *, refused: Refused | None = None
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        look = await look_at(reading, (await state.desks.at(reading)).facts, roster)
    kept, ground = look.kept, look.ground
    if kept.state is RosterState.DRAFT:
        raise NotFound
    rest = ahead(kept, ground.now) if kept.state is RosterState.PUBLISHED else None
    return page(
        request,
        "duty/draft_review.html",
        place=place,
        viewer=viewer,
        status=refused.status if refused else 200,
        errors={"act": str(refused)} if refused else {},
        did="",
        plan=see_plan(kept, ground.facts, place.slug, ground.now),
        withdrawing=True,
        running=False,
        looked="",
        stale="",
        findings={"broken": [], "more": 0, "strained": []},
        over=rest is None,
        **_difference(look, viewer, rest, without_plan(ground.published, kept, ground.now)),
    )


def _mark(look: Look) -> str:
    """What tells this draft and what is wrong with it from any other that somebody may have looked at."""
    seen = (
        look.kept.shifts,
        sorted((each.rule, each.sentence, each.slots, str(each.person)) for each in broken(look.findings)),
    )
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:32]


def _difference(look: Look, viewer: Viewer, rest: Span | None, after: Schedule) -> dict[str, Any]:
    """What would not be the same: nothing, where the time is over."""
    if rest is None:
        return {"changes": {"people": [], "told": 0}, "left": {"gaps": [], "more": 0}, "fairness": []}
    ground, facts = look.ground, look.ground.facts
    before = ground.published
    year = Span(max(rest.end - YEAR, EARLIEST), rest.end)
    kinds: dict[bool, dict[PersonId, float]] = {True: {}, False: {}}
    for person, peer in facts.peers.items():
        if not peer.papers.at(ground.now).suspended:
            own = ground.available.get(person)
            kinds[peer.role is Capacity.CLINICIAN][person] = 1.0 if own is None else own.share
    return {
        "changes": see_changes(facts, before, after, rest, told=ground.reached - {viewer.person}),
        "left": see_gaps(facts, before, after, rest, look.kept.lines),
        "fairness": see_fairness(facts, before, after, year, ground.weights, tuple(kinds.values())),
    }
