"""A clerk records what happened to an agreement that was executed on paper, from the paper in her hands."""

from datetime import date, time
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements import Cause, FactKind, PactId
from agreements.facts import OF_A_VERSION, OF_ALL, OF_REST
from consortium.access.door import Viewer
from consortium.access.files import file_of
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import AnyRequest, HerePlace, SignedIn, form_of, page, see
from consortium.members import fields
from consortium.members.store import load_agencies
from consortium.problems import BadInput, Conflict
from consortium.signing.lifecycle.rest_party import CAUSES, WHY
from consortium.signing.paper_pages import by_name, must_hold_it
from consortium.signing.record_happening import Happening, record_happening
from consortium.signing.sign_pages import letters_of
from consortium.signing.signatures.by_hand import must_not_coordinate
from consortium.signing.signatures.clerks import attests_for
from consortium.signing.signatures.read_scan import LARGEST, read_scan
from consortium.signing.store import load_pact
from geo import AgencyId
from scheduling.wallclock import instant, zone

Form = dict[str, str]
Wanted = FromPath[UUID]
_ATTEST = {"permission": Permission.ATTEST}
_CLERKS = LARGEST + 256 * 1024
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


@get("/{slug:str}/agreements/{agreement:uuid}/happened", opt=_ATTEST)
async def see_happened(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted
) -> Response[str]:
    """What may be recorded of an agreement."""
    return await _happened_page(request, viewer, place, state, agreement, {})


@post("/{slug:str}/agreements/{agreement:uuid}/happened", opt=_ATTEST, status_code=303, request_max_body_size=_CLERKS)
async def send_happened(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted
) -> Response[Any]:
    """Record a dated fact of an agreement on paper. None is ever changed."""
    form = await form_of(request)
    try:
        said = _said(form, place)
        must_not_coordinate(viewer)
        scan, letters = await read_scan(await file_of(request, "scan")), letters_of(place, state)
        async with state.database.transaction(place.id) as tx:
            await record_happening(tx, viewer, pact=PactId(agreement), said=said, scan=scan, letters=letters)
    except (BadInput, Conflict) as wrong:
        return await _happened_page(request, viewer, place, state, agreement, form, wrong=wrong)
    return see(f"/{place.slug}/agreements/{agreement}?did=happened")


HANDLERS = (see_happened, send_happened)


def _said(form: Form, place: Place) -> Happening:
    kind = next((each for each in _KINDS if each == form.get("kind")), None)
    if kind is None:
        raise BadInput("Choose what happened.", "kind")
    must_hold_it(form)
    agency, leaves, version = form.get("agency", ""), form.get("leaves_on", ""), form.get("version", "")
    return Happening(
        kind=kind,
        at=_day(form, "at", place),
        agency=_agency(agency) if agency and kind not in OF_ALL else None,
        cause=fields.one_of(form, "cause", Cause) if kind in OF_REST else None,
        leaves_on=_day(form, "leaves_on", place) if leaves and kind is FactKind.NOTICE_GIVEN else None,
        version=fields.whole(form, "version") if version and kind in OF_A_VERSION else None,
    )


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


async def _happened_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    agreement: UUID,
    form: Form,
    *,
    wrong: BadInput | Conflict | None = None,
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
        errors={getattr(wrong, "field", None) or "kind": str(wrong)} if wrong else {},
        typed=form,
        title=pact.title,
        here=f"/{place.slug}/agreements/{agreement}/happened",
        back_href=f"/{place.slug}/agreements/{agreement}",
        kinds=[(kind.value, words) for kind, words in _KINDS.items()],
        agencies=[(str(agency), name) for agency, name in by_name(names) if attests_for(viewer, agency)],
        causes=[(cause.value, WHY[cause]) for cause in CAUSES],
        versions=[(str(each.number), each.number) for each in reversed(pact.versions)],
    )
