"""A clerk records an agreement that was signed on paper, after a look; what happened to it later is another page."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements import NEEDED, Clause, Role, Service
from consortium.access.door import Viewer
from consortium.access.files import file_of
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.db import Transaction
from consortium.members.store import load_agencies
from consortium.problems import BadInput, Conflict
from consortium.signing.paper_form import DEFAULTS, RESTS, read_paper
from consortium.signing.see_agreements import see_agreement
from consortium.signing.sign_pages import letters_of
from consortium.signing.signatures.by_hand import must_not_coordinate
from consortium.signing.signatures.clerks import attests_for
from consortium.signing.signatures.read_scan import LARGEST, LOOKED_AT, Scan, read_scan
from consortium.signing.take_in_agreement import TakenIn, take_in_agreement
from geo import AgencyId

AnyRequest = Request[Any, Any, State]
Form = dict[str, str]
Wanted = FromPath[UUID]
_ATTEST = {"permission": Permission.ATTEST}
_CLERKS = LARGEST + 256 * 1024


class _OnlyLooked(Exception):  # noqa: N818 (it ends the transaction in which was looked)
    def __init__(self, taken: TakenIn) -> None:
        super().__init__()
        self.taken = taken


@get("/{slug:str}/agreements/record", opt=_ATTEST)
async def see_form(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The form, filled with words of the library."""
    return await _form_page(request, viewer, place, state, dict(DEFAULTS))


@post("/{slug:str}/agreements/record", opt=_ATTEST, status_code=200, request_max_body_size=_CLERKS)
async def send_form(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Look at what would be in force; then, with the paper in hand, record it."""
    form = await form_of(request)
    sure = form.get("step") == "record"
    scan = LOOKED_AT
    try:
        if sure:
            must_hold_it(form)
            must_not_coordinate(viewer)
            scan = await read_scan(await file_of(request, "scan"))
        async with state.database.transaction(place.id) as tx:
            taken = await _record(tx, form, viewer, place, state, scan)
            if not sure:
                raise _OnlyLooked(taken)  # noqa: TRY301 (so that nothing of it is kept)
    except _OnlyLooked as looked:
        return await _look_page(request, viewer, place, state, form, looked.taken)
    except Conflict as no:
        return await _form_page(request, viewer, place, state, form, wrong=BadInput(str(no), "parties"))
    except BadInput as wrong:
        if sure and wrong.field in {"held", "scan"}:
            return await _look_again(request, viewer, place, state, form, wrong)
        return await _form_page(request, viewer, place, state, form, wrong=wrong)
    return see(f"/{place.slug}/agreements/{taken.recorded.pact.id}?did=recorded")


HANDLERS = (see_form, send_form)


async def _record(tx: Transaction, form: Form, viewer: Viewer, place: Place, state: State, scan: Scan) -> TakenIn:
    names = (await load_agencies(tx)).names
    try:
        paper = read_paper(form, place.timezone, viewer.name, names)
    except ValueError as wrong:
        raise BadInput("Choose the parties on the page.", "parties") from wrong
    return await take_in_agreement(tx, viewer, paper=paper, scan=scan, letters=letters_of(place, state))


def must_hold_it(form: Form) -> None:
    """Refuse whoever does not say that the paper is in her hands.

    Raises:
        BadInput: she did not tick it.
    """
    if form.get("held") != "yes":
        raise BadInput("Tick that you hold the signed paper in your hands.", "held")


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
        agencies=[(str(agency), name, attests_for(viewer, agency)) for agency, name in by_name(agencies.names)],
        clauses=[(f"clause-{clause:d}", int(clause), clause.subject, clause in NEEDED) for clause in Clause],
        services=[(f"service-{each.value}", each.value) for each in Service],
        roles=[(f"role-{each.value}", each.value) for each in Role],
        rests=[(f"rests-{each.value}", each.value) for each in RESTS],
    )


async def _look_again(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, form: Form, wrong: BadInput
) -> Response[Any]:
    try:
        async with state.database.transaction(place.id) as tx:
            looked = await _record(tx, form, viewer, place, state, LOOKED_AT)
            raise _OnlyLooked(looked)  # noqa: TRY301 (so that nothing of it is kept)
    except _OnlyLooked as only:
        return await _look_page(request, viewer, place, state, form, only.taken, wrong=wrong)
    except (BadInput, Conflict) as other:
        shown = wrong if isinstance(other, Conflict) else other
        return await _form_page(request, viewer, place, state, form, wrong=shown)


async def _look_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    form: Form,
    taken: TakenIn,
    *,
    wrong: BadInput | None = None,
) -> Response[str]:
    recorded = taken.recorded
    async with state.database.reading(place.id) as reading:
        names = (await load_agencies(reading)).names
        shown = see_agreement(recorded.pact, None, names, place.slug, reading.now)
    return page(
        request,
        "signing/paper_look.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        errors={wrong.field or "held": str(wrong)} if wrong else {},
        typed={name: value for name, value in form.items() if name not in {"step", "held"}},
        here=f"/{place.slug}/agreements/record",
        in_force=recorded.standing.in_force is not None,
        missing=list(recorded.missing),
        differs=list(taken.differs),
        shown=shown,
    )


def by_name(names: Mapping[AgencyId, str]) -> list[tuple[AgencyId, str]]:
    """Agencies in the order of their names."""
    return sorted(names.items(), key=lambda each: each[1])
