"""A clerk records an agreement that was signed on paper, after a look, and what happened to it later."""

from datetime import date, time
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements import NEEDED, Clause, FactKind, PactId, Role, Service
from agreements.facts import OF_ALL, OF_REST
from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.db import Transaction
from consortium.members.store import load_agencies
from consortium.problems import BadInput
from consortium.signing.add_fact import add_fact
from consortium.signing.paper_form import DEFAULTS, read_paper
from consortium.signing.record_paper_agreement import Recorded, record_paper_agreement
from consortium.signing.see_agreements import see_agreement
from consortium.signing.signatures.by_hand import must_be_paper, must_not_coordinate
from consortium.signing.store import load_pact
from geo import AgencyId
from scheduling.wallclock import instant, zone

AnyRequest = Request[Any, Any, State]
Form = dict[str, str]
Wanted = FromPath[UUID]
_ATTEST = {"permission": Permission.ATTEST}
_CLERKS = 256 * 1024
_KINDS = {
    FactKind.SIGNED: "An agency that is named in it signed it",
    FactKind.JOINED: "Another agency joined by signing it",
    FactKind.IN_FORCE: "It takes effect; or an agency that signed later is admitted from this day on",
    FactKind.SUSPENDED: "An agency rests",
    FactKind.RESUMED: "An agency rests no longer",
    FactKind.NOTICE_GIVEN: "An agency has given notice to leave",
    FactKind.ENDS: "Its term ends",
    FactKind.TERMINATED: "The parties ended it",
}


class _OnlyLooked(Exception):  # noqa: N818 (it ends the transaction in which was looked)
    def __init__(self, recorded: Recorded) -> None:
        super().__init__()
        self.recorded = recorded


@get("/{slug:str}/agreements/record", opt=_ATTEST)
async def see_form(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The form, filled with words of the library."""
    return await _form_page(request, viewer, place, state, dict(DEFAULTS))


@post("/{slug:str}/agreements/record", opt=_ATTEST, status_code=200, request_max_body_size=_CLERKS)
async def send_form(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Look at what would be in force; then, with the paper in hand, record it."""
    form = await form_of(request)
    sure = form.get("step") == "record"
    try:
        if sure:
            _held(form)
            must_not_coordinate(viewer)
        async with state.database.transaction(place.id) as tx:
            recorded = await _record(tx, form, viewer, place)
            if not sure:
                raise _OnlyLooked(recorded)  # noqa: TRY301 (so that nothing of it is kept)
    except _OnlyLooked as looked:
        return await _look_page(request, viewer, place, state, form, looked.recorded)
    except BadInput as wrong:
        if sure and wrong.field == "held":
            return await _look_again(request, viewer, place, state, form, wrong)
        return await _form_page(request, viewer, place, state, form, wrong=wrong)
    return see(f"/{place.slug}/agreements/{recorded.pact.id}?did=recorded")


@get("/{slug:str}/agreements/{agreement:uuid}/happened", opt=_ATTEST)
async def see_happened(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted
) -> Response[str]:
    """What may be recorded of an agreement."""
    return await _happened_page(request, viewer, place, state, agreement, {})


@post("/{slug:str}/agreements/{agreement:uuid}/happened", opt=_ATTEST, status_code=303)
async def send_happened(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted
) -> Response[Any]:
    """Record a dated fact. None is ever changed."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            await _happen(tx, form, viewer, place, PactId(agreement))
    except BadInput as wrong:
        return await _happened_page(request, viewer, place, state, agreement, form, wrong=wrong)
    return see(f"/{place.slug}/agreements/{agreement}?did=happened")


HANDLERS = (see_form, send_form, see_happened, send_happened)


async def _record(tx: Transaction, form: Form, viewer: Viewer, place: Place) -> Recorded:
    names = (await load_agencies(tx)).names
    try:
        paper = read_paper(form, place.timezone, viewer.name, names)
    except ValueError as wrong:
        raise BadInput("Choose the parties on the page.", "parties") from wrong
    return await record_paper_agreement(
        tx,
        title=paper.title,
        text=paper.text,
        terms=paper.terms,
        signatures=paper.signatures,
        takes_effect=paper.takes_effect,
        ends=paper.ends,
        by=viewer.person,
    )


async def _happen(tx: Transaction, form: Form, viewer: Viewer, place: Place, pact: PactId) -> None:
    kind = next((each for each in _KINDS if each == form.get("kind")), None)
    if kind is None:
        raise BadInput("Choose what happened.", "kind")
    _held(form)
    await must_be_paper(tx, viewer, pact, kind)
    agency = form.get("agency", "")
    cause = (form.get("cause", "").strip() or "at its own wish") if kind in OF_REST else None
    on, leaves = _day(form, "at", place), form.get("leaves_on", "")
    await add_fact(
        tx,
        pact=pact,
        kind=kind,
        at=on,
        attested_by=viewer.name,
        agency=_agency(agency) if agency and kind not in OF_ALL else None,
        cause=cause,
        leaves_on=_day(form, "leaves_on", place) if leaves and kind is FactKind.NOTICE_GIVEN else None,
        by=viewer.person,
    )


def _held(form: Form) -> None:
    if form.get("held") != "yes":
        raise BadInput("Tick that you hold the signed paper in your hands.", "held")


def _agency(text: str) -> AgencyId:
    try:
        return AgencyId(UUID(text))
    except ValueError as wrong:
        raise BadInput("Choose an agency.", "agency") from wrong


def _day(form: Form, field: str, place: Place) -> Any:
    try:
        return instant(date.fromisoformat(form.get(field, "")), time(0), zone(place.timezone))
    except ValueError as wrong:
        raise BadInput("Type the day, like 2026-11-21.", field) from wrong


async def _form_page(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, form: Form, *, wrong: BadInput | None = None
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        agencies = await load_agencies(reading)
    return page(
        request,
        "signing/paper.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        errors={wrong.field or "title": str(wrong)} if wrong else {},
        typed=form,
        here=f"/{place.slug}/agreements/record",
        agencies=[(str(agency), name) for agency, name in sorted(agencies.names.items(), key=lambda each: each[1])],
        clauses=[(f"clause-{clause:d}", int(clause), clause.subject, clause in NEEDED) for clause in Clause],
        services=[(f"service-{each.value}", each.value) for each in Service],
        roles=[(f"role-{each.value}", each.value) for each in Role],
    )


async def _look_again(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, form: Form, wrong: BadInput
) -> Response[Any]:
    try:
        async with state.database.transaction(place.id) as tx:
            looked = await _record(tx, form, viewer, place)
            raise _OnlyLooked(looked)  # noqa: TRY301 (so that nothing of it is kept)
    except _OnlyLooked as only:
        return await _look_page(request, viewer, place, state, form, only.recorded, wrong=wrong)
    except BadInput as other:
        return await _form_page(request, viewer, place, state, form, wrong=other)


async def _look_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    form: Form,
    recorded: Recorded,
    *,
    wrong: BadInput | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        names = (await load_agencies(reading)).names
        shown = see_agreement(recorded.pact, None, names, place.slug, reading.now)
    return page(
        request,
        "signing/paper_look.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        errors={"held": str(wrong)} if wrong else {},
        typed={name: value for name, value in form.items() if name not in {"step", "held"}},
        here=f"/{place.slug}/agreements/record",
        in_force=recorded.standing.in_force is not None,
        missing=list(recorded.missing),
        shown=shown,
    )


async def _happened_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    agreement: UUID,
    form: Form,
    *,
    wrong: BadInput | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        pact = await load_pact(reading, PactId(agreement))
        names = (await load_agencies(reading)).names
    return page(
        request,
        "signing/happened.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        errors={wrong.field or "kind": str(wrong)} if wrong else {},
        typed=form,
        title=pact.title,
        here=f"/{place.slug}/agreements/{agreement}/happened",
        back_href=f"/{place.slug}/agreements/{agreement}",
        kinds=[(kind.value, words) for kind, words in _KINDS.items()],
        agencies=[(str(agency), name) for agency, name in sorted(names.items(), key=lambda each: each[1])],
    )
