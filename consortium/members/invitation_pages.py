"""The pages of invitations, for who invites: the form, one invitation with its letter, and what can be done with it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements import Bond
from consortium.access.permissions import Permission
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.members import fields, invitation_words
from consortium.members.history import history_of
from consortium.members.invitation_end import send_again, withdraw_invitation
from consortium.members.invite import BY_ADMINISTRATOR, INVITABLE, invite
from consortium.members.kinds import EMPLOYED
from consortium.members.papers import typeset
from consortium.members.store import load_agency, load_invitation
from consortium.problems import BadInput, Conflict
from geo import AgencyId, PersonId

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.MANAGE_AGENCIES}
_NOTHING: Mapping[str, str] = {}
_TYPED = ("role", "bond", "name", "title", "email", "telephone")
_BONDS = tuple(bond.value for bond in Bond if bond in EMPLOYED)


@get("/{slug:str}/agencies/{agency:uuid}/invite", opt=_MAY)
async def see_invite(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agency: FromPath[UUID]
) -> Response[str]:
    """The form, with what happens next in words."""
    return await _form(request, viewer, place, state, agency)


@post("/{slug:str}/agencies/{agency:uuid}/invite", opt=_MAY, status_code=303)
async def take_invite(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agency: FromPath[UUID]
) -> Response[Any]:
    """Invite."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            bond = fields.text(form, "bond")
            made = await invite(
                tx,
                place=place,
                public_url=state.settings.public_url,
                agency=AgencyId(agency),
                role=fields.one_of(form, "role", invitation_words.Invited).role,
                bond=fields.one_of(form, "bond", Bond) if bond else None,
                name=fields.text(form, "name"),
                title=fields.text(form, "title"),
                email=fields.text(form, "email"),
                telephone=fields.text(form, "telephone"),
                by=PersonId(viewer.person),
            )
    except (BadInput, Conflict) as wrong:
        return await _form(request, viewer, place, state, agency, form=form, wrong=wrong)
    return see(f"/{place.slug}/invitations/{made}?did=invited")


@get("/{slug:str}/invitations/{invitation:uuid}", opt=_MAY)
async def read_invitation(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, invitation: FromPath[UUID]
) -> Response[str]:
    """One invitation: where it stands, its number to read out, its letter, and what became of its mail."""
    async with state.database.reading(place.id) as reading:
        found = await load_invitation(reading, invitation)
        acts = [act for act in await history_of(reading, viewer, [found.agency], most=200) if found.name in act["what"]]
        today = reading.now.date()
    return page(
        request,
        "members/invitation.html",
        place=place,
        viewer=viewer,
        invitation={
            "name": found.name,
            "title": found.title,
            "email": found.email,
            "role": found.role.value,
            "agency": found.agency_name,
            "number": found.number,
            "telephone": invitation_words.as_dialled(found.telephone),
            "inviter": found.inviter,
            "state": found.state(today),
            "on": found.state_on(today),
            "reason": found.decline_reason,
            "sent_on": found.sent_on,
            "mail": found.mail,
            "again": found.sent_on < today,
        },
        acts=acts,
        did=request.query_params.get("did", ""),
        here=f"/{place.slug}/invitations/{invitation}",
        agency_href=f"/{place.slug}/agencies/{found.agency}",
        list_href=f"/{place.slug}/agencies",
    )


@get("/{slug:str}/invitations/{invitation:uuid}/letter.pdf", opt=_MAY)
async def print_letter(viewer: SignedIn, place: HerePlace, state: State, invitation: FromPath[UUID]) -> Response[bytes]:
    """The letter, ready to print: letter size, tagged."""
    del viewer
    async with state.database.reading(place.id) as reading:
        found = await load_invitation(reading, invitation)
    address = f"{state.settings.public_url}/{place.slug}/invitation"
    paper = typeset(
        "invitation", invitation_words.letter(found, title=place.title, address=address), dated=found.made_on
    )
    name = f"invitation-{found.number.replace(' ', '-')}.pdf"
    return Response(
        paper,
        media_type="application/pdf",
        headers={"content-disposition": f'inline; filename="{name}"', "cache-control": "no-store"},
    )


@post("/{slug:str}/invitations/{invitation:uuid}/again", opt=_MAY, status_code=303)
async def take_again(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, invitation: FromPath[UUID]
) -> Response[Any]:
    """Send its mail again."""
    fields.sure(await form_of(request))
    async with state.database.transaction(place.id) as tx:
        await send_again(
            tx,
            invitation=invitation,
            place=place,
            public_url=state.settings.public_url,
            by=PersonId(viewer.person),
        )
    return see(f"/{place.slug}/invitations/{invitation}?did=again")


@post("/{slug:str}/invitations/{invitation:uuid}/withdraw", opt=_MAY, status_code=303)
async def take_withdraw(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, invitation: FromPath[UUID]
) -> Response[Any]:
    """Take it back."""
    fields.sure(await form_of(request))
    async with state.database.transaction(place.id) as tx:
        await withdraw_invitation(tx, invitation=invitation, by=PersonId(viewer.person))
    return see(f"/{place.slug}/invitations/{invitation}?did=withdrawn")


HANDLERS = (see_invite, take_invite, read_invitation, print_letter, take_again, take_withdraw)


async def _form(
    request: AnyRequest,
    viewer: SignedIn,
    place: HerePlace,
    state: State,
    agency: UUID,
    *,
    form: Mapping[str, str] = _NOTHING,
    wrong: BadInput | Conflict | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        file = await load_agency(reading, viewer, AgencyId(agency))
    gives_roles = viewer.may(Permission.GIVE_ROLES)
    return page(
        request,
        "members/invite.html",
        place=place,
        viewer=viewer,
        status=200 if wrong is None else wrong.status,
        agency=file.name,
        roles=[role.value for role in INVITABLE if gives_roles or role not in BY_ADMINISTRATOR],
        bonds=_BONDS,
        form={name: form.get(name, "") for name in _TYPED},
        errors={} if wrong is None else {getattr(wrong, "field", None) or "email": str(wrong)},
        here=f"/{place.slug}/agencies/{agency}",
        list_href=f"/{place.slug}/agencies",
    )
