"""The one page of an invited person: who invites her to what, and her answer. She may hold no role yet."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import SessionKind
from consortium.access.store import Place, delete_session
from consortium.access.web import form_of, page, see, viewer_of
from consortium.members import fields, invitation_words
from consortium.members.answer_invitation import Reason, accept_invitation, decline_invitation
from consortium.members.store import load_own_invitations
from consortium.problems import BadInput, FullSessionNeeded, SignInNeeded
from geo import PersonId

AnyRequest = Request[Any, Any, State]
_OPEN = {"open": "who is invited holds no role before she accepts; nobody sees any but her own"}


@get("/{slug:str}/invitation", opt=_OPEN)
async def see_invited(request: AnyRequest, slug: FromPath[str], state: State) -> Response[str]:
    """What is offered to whoever is signed in; to others, how to sign in."""
    place = await state.places.at(slug)
    return await _page(request, place, state, await viewer_of(request, place))


@post("/{slug:str}/invitation", opt=_OPEN, status_code=303)
async def take_answer(request: AnyRequest, slug: FromPath[str], state: State) -> Response[Any]:
    """Accept, decline, or sign out: it is not meant for her."""
    place = await state.places.at(slug)
    viewer = await viewer_of(request, place)
    if viewer is None:
        raise SignInNeeded("Please sign in first.")
    if viewer.kind is not SessionKind.FULL:
        raise FullSessionNeeded("Sign in with your passkey first: an answer to an invitation needs it.")
    form = await form_of(request)
    try:
        return await _answer(place, state, viewer, form)
    except BadInput as wrong:
        return await _page(request, place, state, viewer, wrong=wrong)


HANDLERS = (see_invited, take_answer)


async def _answer(place: Place, state: State, viewer: Viewer, form: dict[str, str]) -> Response[Any]:
    act, person = fields.text(form, "act"), PersonId(viewer.person)
    async with state.database.transaction(place.id) as tx:
        if act == "sign_out":
            await delete_session(tx, viewer.session)
            return see(f"/{place.slug}/sign-in")
        if act == "accept":
            await accept_invitation(tx, invitation=fields.id_of(form, "invitation"), person=person)
            return see(f"/{place.slug}/")
        if act == "decline":
            wanted: UUID = fields.id_of(form, "invitation")
            reason = fields.one_of(form, "reason", Reason)
            await decline_invitation(tx, invitation=wanted, person=person, reason=reason)
            return see(f"/{place.slug}/invitation?did=declined")
    raise BadInput("Accept, or decline with a reason.", "act")


async def _page(
    request: AnyRequest, place: Place, state: State, viewer: Viewer | None, wrong: BadInput | None = None
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        found = () if viewer is None else await load_own_invitations(reading, viewer.person)
    return page(
        request,
        "members/invited.html",
        place=place,
        viewer=viewer if viewer and viewer.roles else None,
        status=422 if wrong else 200,
        me=viewer.name if viewer else "",
        invitations=[
            {
                "id": str(each.id),
                "role": each.role.value,
                "agency": each.agency_name,
                "number": each.number,
                "telephone": invitation_words.as_dialled(each.telephone),
                "inviter": each.inviter,
                "until": each.state_on(each.made_on),
            }
            for each in found
        ],
        reasons=[reason.value for reason in Reason],
        errors={} if wrong is None else {wrong.field or "act": str(wrong)},
        did=request.query_params.get("did", ""),
        here=f"/{place.slug}/invitation",
        sign_in_href=f"/{place.slug}/sign-in",
    )
