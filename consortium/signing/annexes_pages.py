"""Roster annexes on their way, all on one page: prepare one for each agency with gaps, and attest those in hand."""

from typing import Any

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.response import Response

from agreements import Reach
from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.db import Reading, Transaction
from consortium.members import fields
from consortium.members.annex_values import Annex
from consortium.members.store import load_designations_page, load_waiting_annexes
from consortium.problems import BadInput, Conflict
from consortium.signing.annex_notice import UNSIGNED, Stand
from consortium.signing.attest_annex import attest_annex
from consortium.signing.prepare_annex import prepare_annex
from consortium.signing.see_annex_told import stands_of
from consortium.signing.see_annexes import Closable, pact_titles, see_closable
from consortium.signing.sign_pages import letters_of
from consortium.signing.signatures.clerks import attests_for
from consortium.signing.signatures.letters import Letters
from consortium.signing.store.annex_notices import load_notices
from geo import PersonId

AnyRequest = Request[Any, Any, State]
Form = dict[str, str]
_SEE = {"permission": Permission.SEE_DESIGNATIONS}
_MANAGE = {"permission": Permission.MANAGE_ANNEXES}
_ATTEST = {"permission": Permission.ATTEST}


@get("/{slug:str}/designations/annexes", opt=_SEE)
async def see_annexes(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """Agencies whose gaps an annex would close, and the papers that wait for a signature."""
    return await _page(request, viewer, place, state)


@post("/{slug:str}/designations/annexes/prepare", opt=_MANAGE, status_code=303)
async def take_prepare(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Prepare one annex for each agency that is ticked, with everybody whose gap it closes."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            await _prepare(tx, viewer, place, state, form)
    except BadInput as wrong:
        return await _page(request, viewer, place, state, errors={wrong.field or "agencies": str(wrong)})
    return see(f"/{place.slug}/designations/annexes?did=prepared")


@post("/{slug:str}/designations/annexes/attest", opt=_ATTEST, status_code=303)
async def take_attest(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Attest each paper that is ticked, with the day beside its own signature: all of them or none."""
    form, errors = await form_of(request), dict[str, str]()
    try:
        async with state.database.transaction(place.id) as tx:
            await _attest(tx, viewer, form, errors, letters_of(place, state))
    except (BadInput, Conflict) as wrong:
        errors = errors or {"annexes": str(wrong)}
        return await _page(request, viewer, place, state, form=form, errors=errors, status=wrong.status)
    return see(f"/{place.slug}/designations/annexes?did=attested")


HANDLERS = (see_annexes, take_prepare, take_attest)


async def _prepare(tx: Transaction, viewer: Viewer, place: Place, state: State, form: Form) -> None:
    closable = await _closable(tx, viewer, state)
    wanted = [each for each in closable if form.get(f"agency-{each.agency}-{each.pact}") == "yes"]
    if not wanted:
        raise BadInput("Tick the agencies whose paper is to be prepared.", "agencies")
    for each in wanted:
        await prepare_annex(
            tx, pact=each.pact, agency=each.agency, peers=each.people, zone=place.timezone, by=PersonId(viewer.person)
        )


async def _attest(tx: Transaction, viewer: Viewer, form: Form, errors: dict[str, str], letters: Letters) -> None:
    ticked = [each for each in await load_waiting_annexes(tx) if form.get(f"seen-{each.id}") == "yes"]
    for annex in ticked:
        day = f"signed-{annex.id}"
        try:
            signed_on = fields.day(form, day)
            await attest_annex(tx, viewer, annex=annex.id, signed_on=signed_on, letters=letters)
        except (BadInput, Conflict) as wrong:
            errors[day] = str(wrong)
    if errors or not ticked:
        raise BadInput("Tick the papers that you hold in your hands.", "annexes")


async def _closable(reading: Reading, viewer: Viewer, state: State) -> tuple[Closable, ...]:
    """What annexes would close, without what a paper that waits already lists."""
    facts = (await state.desks.at(reading)).facts
    shown = await load_designations_page(reading, viewer, facts)
    waiting = [annex for annex, _ in await _unsigned(reading, facts.reach)]
    return see_closable(shown, facts.standing(reading.now), facts.reach, waiting, reading.now)


async def _unsigned(reading: Reading, reach: Reach) -> list[tuple[Annex, Stand]]:
    """The annexes that a signature would settle, each with how it stands; not those that count without one."""
    waiting = await load_waiting_annexes(reading)
    stands = stands_of(waiting, await load_notices(reading, [each.id for each in waiting]), reach, reading.now)
    return [(each, stands[each.id]) for each in waiting if stands[each.id] in UNSIGNED]


async def _page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    *,
    form: Form | None = None,
    errors: dict[str, str] | None = None,
    status: int = 422,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        closable = await _closable(reading, viewer, state)
        facts = (await state.desks.at(reading)).facts
        shown = await load_designations_page(reading, viewer, facts)
        names, cards = dict(shown.agencies), {card.person: card.name for card in shown.peers}
        waiting = await _unsigned(reading, facts.reach)
        titles = pact_titles(facts.reach.pacts)
    return page(
        request,
        "members/annexes.html",
        place=place,
        viewer=viewer,
        status=status if errors else 200,
        gaps=[
            {
                "field": f"agency-{each.agency}-{each.pact}",
                "agency": names[each.agency],
                "agreement": titles[each.pact],
                "people": [cards[person] for person in each.people],
            }
            for each in closable
        ],
        waiting=[_waiting(each, stand, viewer, place) for each, stand in waiting],
        may={"attest": viewer.may(Permission.ATTEST), "manage": viewer.may(Permission.MANAGE_ANNEXES)},
        form=form or {},
        errors=errors or {},
        did=request.query_params.get("did", ""),
        here=f"/{place.slug}/designations/annexes",
        list_href=f"/{place.slug}/designations",
    )


def _waiting(annex: Annex, stand: Stand, viewer: Viewer, place: Place) -> dict[str, Any]:
    return {
        "id": str(annex.id),
        "href": f"/{place.slug}/annexes/{annex.id}",
        "agency": annex.agency_name,
        "reference": annex.reference,
        "state": stand.value,
        "prepared_on": annex.prepared_on,
        "people": [each.name for each in annex.listed],
        "mine": annex.prepared_by == viewer.person,
        "attests": attests_for(viewer, annex.agency),
    }
