"""The forms of a roster annex that counts unless a head objects: tell the heads, object, take a paper in."""

from typing import Any, Final
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.files import file_of, to_keep
from consortium.access.permissions import Permission
from consortium.access.web import AnyRequest, HerePlace, SignedIn, form_of, see
from consortium.members import fields
from consortium.members.store import load_annex
from consortium.problems import BadInput, Conflict, NotFound
from consortium.signing.annex_notice import pact_of
from consortium.signing.annex_pages import annex_page
from consortium.signing.object_to_annex import PaperObjection, object_to_annex, take_in_objection
from consortium.signing.sign_pages import letters_of
from consortium.signing.signatures.clerks import attests_for
from consortium.signing.signatures.read_scan import LARGEST, read_scan
from consortium.signing.store.annex_notices import load_notices
from consortium.signing.store.signatures import load_scan
from consortium.signing.tell_annex import tell_heads
from geo import PersonId

_MANAGE: Final = {"permission": Permission.MANAGE_ANNEXES}
_HEADS: Final = {"permission": Permission.SIGN_AGREEMENTS}
_CLERKS: Final = {"permission": Permission.ATTEST}
_SEE: Final = {"permission": Permission.SEE_DESIGNATIONS}
_SPARE: Final = 64 * 1024
Wanted = FromPath[UUID]


@post("/{slug:str}/annexes/{annex:uuid}/tell", opt=_MANAGE, status_code=303)
async def take_tell(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, annex: Wanted
) -> Response[Any]:
    """Mail the annex to the agency's heads."""
    fields.sure(await form_of(request))
    try:
        async with state.database.transaction(place.id) as tx:
            await tell_heads(tx, viewer, annex=annex, letters=letters_of(place, state))
    except Conflict as wrong:
        return await annex_page(request, viewer, place, state, annex, wrong=wrong, part="tell")
    return see(f"/{place.slug}/annexes/{annex}?did=told")


@post("/{slug:str}/annexes/{annex:uuid}/object", opt=_HEADS, status_code=303)
async def take_object(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, annex: Wanted
) -> Response[Any]:
    """A head objects."""
    fields.sure(await form_of(request))
    try:
        async with state.database.transaction(place.id) as tx:
            await object_to_annex(tx, viewer, annex=annex, letters=letters_of(place, state))
    except Conflict as wrong:
        return await annex_page(request, viewer, place, state, annex, wrong=wrong, part="object")
    return see(f"/{place.slug}/annexes/{annex}?did=objected")


@post(
    "/{slug:str}/annexes/{annex:uuid}/objection",
    opt=_CLERKS,
    status_code=303,
    request_max_body_size=LARGEST + _SPARE,
)
async def take_paper(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, annex: Wanted
) -> Response[Any]:
    """A clerk takes in an objection on paper, with its scan."""
    async with state.database.reading(place.id) as reading:
        found = await load_annex(reading, annex)
    if not attests_for(viewer, found.agency):
        raise NotFound
    form = await form_of(request)
    try:
        paper = PaperObjection(
            person=PersonId(fields.id_of(form, "person")),
            name=form.get("name", ""),
            said_on=fields.day(form, "said_on"),
        )
        scan = await read_scan(await file_of(request, "scan"))
        async with state.database.transaction(place.id) as tx:
            letters, held = letters_of(place, state), form.get("held") == "yes"
            await take_in_objection(tx, viewer, annex=annex, paper=paper, scan=scan, held=held, letters=letters)
    except (BadInput, Conflict) as wrong:
        return await annex_page(request, viewer, place, state, annex, form=form, wrong=wrong, part="person")
    return see(f"/{place.slug}/annexes/{annex}?did=objected")


@get("/{slug:str}/annexes/{annex:uuid}/objection.pdf", opt=_SEE)
async def scan_of_objection(viewer: SignedIn, place: HerePlace, state: State, annex: Wanted) -> Response[bytes]:
    """The scan of an objection on paper: for the agency's own people and its clerk, as somebody may have said why."""
    async with state.database.reading(place.id) as reading:
        found = await load_annex(reading, annex)
        if found.agency not in viewer.agencies and not attests_for(viewer, found.agency):
            raise NotFound
        notice = (await load_notices(reading, [annex])).get(annex)
        said = notice.objection if notice else None
        scan = await load_scan(reading, pact_of(found), said.scan) if said and said.scan else None
    if scan is None:
        raise NotFound
    name = f"objection-{found.reference.replace(' ', '-')}.pdf"
    return to_keep(scan, "application/pdf", name, {"Content-Security-Policy": "sandbox; default-src 'none'"})


HANDLERS = (take_tell, take_object, take_paper, scan_of_objection)
