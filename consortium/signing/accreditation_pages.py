"""The page on which an accreditation of an agency's team is recorded, and on which it is ended early."""

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
from consortium.members import fields
from consortium.members.record_accreditation import end_accreditation, record_accreditation
from consortium.members.store import load_agency, load_today
from consortium.members.store.accreditations import load_accreditations
from consortium.problems import BadInput, Conflict
from consortium.signing.signatures.clerks import attests_for, must_attest
from geo import AgencyId

AnyRequest = Request[Any, Any, State]
_SEE = {"permission": Permission.SEE_DESIGNATIONS}
_MAY = {"permission": Permission.ATTEST}
_FIELDS = ("authority", "paper", "begins_on", "ends_on")


@get("/{slug:str}/agencies/{agency:uuid}/accreditation", opt=_SEE)
async def see_accreditations(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agency: FromPath[UUID]
) -> Response[str]:
    """What is recorded, and the form to record more."""
    return await _shown(request, viewer, place, state, agency)


@post("/{slug:str}/agencies/{agency:uuid}/accreditation", opt=_MAY, status_code=303)
async def take_accreditation(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agency: FromPath[UUID]
) -> Response[Any]:
    """Record one, or end one early: its clerk does, with the paper; nobody who runs the consortium."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            must_attest(viewer, AgencyId(agency))
            if fields.text(form, "accreditation"):
                await end_accreditation(
                    tx,
                    agency=AgencyId(agency),
                    accreditation=fields.id_of(form, "accreditation"),
                    ends_on=fields.day(form, "ends_on"),
                    by=viewer.person,
                )
                did = "ended"
            else:
                await record_accreditation(
                    tx,
                    agency=AgencyId(agency),
                    authority=fields.text(form, "authority"),
                    paper=fields.text(form, "paper"),
                    begins_on=fields.day(form, "begins_on"),
                    ends_on=fields.day(form, "ends_on"),
                    by=viewer.person,
                )
                did = "recorded"
    except (BadInput, Conflict) as wrong:
        return await _shown(request, viewer, place, state, agency, form, wrong)
    return see(f"/{place.slug}/agencies/{agency}/accreditation?did={did}")


HANDLERS = (see_accreditations, take_accreditation)


async def _shown(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    agency: UUID,
    form: dict[str, str] | None = None,
    wrong: BadInput | Conflict | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        file = await load_agency(reading, viewer, AgencyId(agency))
        kept = await load_accreditations(reading, AgencyId(agency))
        today = await load_today(reading)
    typed = form or {}
    ending = bool(typed.get("accreditation"))
    return page(
        request,
        "members/accreditation.html",
        place=place,
        viewer=viewer,
        status=200 if wrong is None else wrong.status,
        name=file.name,
        kept=[
            {
                "id": str(each.id),
                "authority": each.authority,
                "paper": each.paper,
                "begins_on": each.begins_on,
                "ends_on": each.ends_on,
                "over": each.ends_on <= today,
            }
            for each in kept
        ],
        form={name: "" if ending else typed.get(name, "") for name in _FIELDS},
        errors={} if wrong is None else {getattr(wrong, "field", None) or "authority": str(wrong)},
        here=f"/{place.slug}/agencies/{agency}/accreditation",
        attests=attests_for(viewer, AgencyId(agency)),
        back_href=f"/{place.slug}/agencies/{agency}",
        did=request.query_params.get("did", ""),
    )
