"""A clerk attests a step of an agency's way in, from the agency's own page; or takes that back."""

from typing import Any
from uuid import UUID

from litestar import Request, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.permissions import Permission
from consortium.access.web import HerePlace, SignedIn, form_of, see
from consortium.members import fields
from consortium.members.attest_step import attest_step, take_back_step
from consortium.members.onboarding import Step
from geo import AgencyId

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.ATTEST}


@post("/{slug:str}/agencies/{agency:uuid}/attest", opt=_MAY, status_code=303)
async def take_attest(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agency: FromPath[UUID]
) -> Response[None]:
    """Attest one step with its day."""
    form = await form_of(request)
    step, done_on = fields.one_of(form, "step", Step), fields.day(form, "done_on")
    async with state.database.transaction(place.id) as tx:
        await attest_step(tx, agency=AgencyId(agency), step=step, done_on=done_on, by=viewer.person)
    return see(f"/{place.slug}/agencies/{agency}?did=attested")


@post("/{slug:str}/agencies/{agency:uuid}/attest/back", opt=_MAY, status_code=303)
async def take_back(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agency: FromPath[UUID]
) -> Response[None]:
    """Take the attestation of one step back."""
    step = fields.one_of(await form_of(request), "step", Step)
    async with state.database.transaction(place.id) as tx:
        await take_back_step(tx, agency=AgencyId(agency), step=step, by=viewer.person)
    return see(f"/{place.slug}/agencies/{agency}?did=taken-back")


HANDLERS = (take_attest, take_back)
