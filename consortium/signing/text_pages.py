"""The whole text of one version on a page of its own, to read and to print."""

from uuid import UUID

from litestar import get
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements import PactId
from consortium.access.permissions import Permission
from consortium.access.web import AnyRequest, HerePlace, SignedIn, page
from consortium.members.store import load_agencies
from consortium.problems import NotFound
from consortium.signing.see_agreements import see_agreement
from consortium.signing.store import load_pact


@get("/{slug:str}/agreements/{agreement:uuid}/{number:int}/text", opt={"permission": Permission.SEE_AGREEMENTS})
async def read_text(
    request: AnyRequest,
    viewer: SignedIn,
    place: HerePlace,
    state: State,
    agreement: FromPath[UUID],
    number: FromPath[int],
) -> Response[str]:
    """Every clause, with the fingerprint that covers it."""
    async with state.database.reading(place.id) as reading:
        pact = await load_pact(reading, PactId(agreement))
        names = (await load_agencies(reading)).names
        shown = see_agreement(pact, number, names, place.slug, reading.now)
    if shown is None:
        raise NotFound
    return page(
        request,
        "signing/text.html",
        place=place,
        viewer=viewer,
        agreement=shown["agreement"],
        subjects=[(int(each.clause), each.clause.subject) for each in pact.version(number).text],
        home=f"/{place.slug}/agreements/{agreement}/{number}",
        list_href=shown["list_href"],
    )


HANDLERS = (read_text,)
