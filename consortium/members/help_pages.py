"""Help for members: the quick card of each role, and when mails that can wait come."""

from typing import Any

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission, Role
from consortium.access.store import Place
from consortium.access.web import ROLE_WORDS, HerePlace, SignedIn, form_of, page, see
from consortium.members.mail_diet import choose_diet
from consortium.members.store.mails import load_diet, wants_weekly
from consortium.problems import BadInput

AnyRequest = Request[Any, Any, State]
_OWN = {"permission": Permission.TAKE_OWN_LEAVE}
_FIELDS = ("quiet_from", "quiet_until", "digest_at")


@get("/{slug:str}/cards", opt={"permission": Permission.SIGNED_IN})
async def see_cards(request: AnyRequest, viewer: SignedIn, place: HerePlace) -> Response[str]:
    """A card for each role: one's own first and open, the others below."""
    roles = sorted(Role, key=lambda role: (role not in viewer.roles, list(Role).index(role)))
    return page(
        request,
        "members/cards.html",
        place=place,
        viewer=viewer,
        cards=[{"role": role.value, "title": ROLE_WORDS[role], "mine": role in viewer.roles} for role in roles],
    )


@get("/{slug:str}/me/mail", opt=_OWN)
async def see_mail(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """My quiet hours and my one mail a day."""
    return await _mail_page(request, viewer, place, state)


@post("/{slug:str}/me/mail", opt=_OWN, status_code=303)
async def change_mail(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Keep them."""
    form = await form_of(request)
    if form.get("keep") != "yes":
        wrong = BadInput("Press the button to keep your wishes. Nothing was changed.", "keep")
        return await _mail_page(request, viewer, place, state, form=form, wrong=wrong)
    try:
        async with state.database.transaction(place.id) as tx:
            weekly = form.get("weekly") == "yes" or not viewer.may(Permission.BUILD_ROTA)
            await choose_diet(tx, viewer.person, **{name: form.get(name, "") for name in _FIELDS}, weekly=weekly)
    except BadInput as wrong:
        return await _mail_page(request, viewer, place, state, form=form, wrong=wrong)
    return see(f"/{place.slug}/me/mail?did=kept")


HANDLERS = (see_cards, see_mail, change_mail)


async def _mail_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    *,
    form: dict[str, str] | None = None,
    wrong: BadInput | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        wishes = await load_diet(reading, viewer.person)
        weekly = await wants_weekly(reading, viewer.person)
    times = (wishes["quiet_from"], wishes["quiet_until"], wishes["digest_at"])
    kept = {name: at.strftime("%H:%M") if at else "" for name, at in zip(_FIELDS, times, strict=True)}
    return page(
        request,
        "members/mail.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        errors={wrong.field or "keep": str(wrong)} if wrong else {},
        typed={name: (form or {}).get(name, kept[name]) for name in _FIELDS},
        coordinates=viewer.may(Permission.BUILD_ROTA),
        weekly=weekly if form is None else form.get("weekly") == "yes",
        did=request.query_params.get("did", ""),
        here=f"/{place.slug}/me/mail",
    )
