"""The pages of one person: as others may see her, the form to add one, and the form to end a membership."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements import Bond
from consortium.access.door import Viewer
from consortium.access.permissions import Permission, Role
from consortium.access.store import Place
from consortium.access.web import ROLE_WORDS, HerePlace, SignedIn, form_of, page, see
from consortium.db import Reading
from consortium.duty.see_person import BONDS, gaps_without, see_person
from consortium.members import fields
from consortium.members.end_person import end_person, take_back_end
from consortium.members.enrol_person import enrol_person
from consortium.members.give_role import GIVEN, give_role
from consortium.members.history import history_of
from consortium.members.store import load_agencies, load_midnight, load_person_sheet, load_today
from consortium.problems import BadInput, Conflict
from geo import AgencyId, PersonId

AnyRequest = Request[Any, Any, State]
Form = dict[str, str]
_SEE = {"permission": Permission.SEE_ON_CALL}
_MANAGE = {"permission": Permission.MANAGE_PEOPLE}


@get("/{slug:str}/people/new", opt=_MANAGE)
async def see_new_person(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The form to add a person."""
    return await _new_page(request, viewer, place, state)


@post("/{slug:str}/people/new", opt=_MANAGE, status_code=303)
async def add_person(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Add a person, with how she belongs to an agency; an administrator may give her a first role at once."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            person = await enrol_person(
                tx,
                name=fields.text(form, "name"),
                title=fields.text(form, "title"),
                email=fields.text(form, "email") or None,
                bonds=_bonds(form),
                by=viewer.person,
            )
            if fields.text(form, "role") and viewer.may(Permission.GIVE_ROLES):
                await give_role(tx, person=person, role=fields.one_of(form, "role", Role), by=viewer.person)
    except (BadInput, Conflict) as wrong:
        return await _new_page(request, viewer, place, state, form, wrong)
    return see(f"/{place.slug}/people/{person}?did=added")


@get("/{slug:str}/people/{person:uuid}", opt=_SEE)
async def see_one(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, person: FromPath[UUID]
) -> Response[str]:
    """One person, as far as the viewer may see her."""
    return await person_page(request, viewer, place, state, person)


@get("/{slug:str}/people/{person:uuid}/end", opt=_MANAGE)
async def see_end(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, person: FromPath[UUID]
) -> Response[str]:
    """What ending her membership does, before it is done."""
    return await _end_page(request, viewer, place, state, person)


@post("/{slug:str}/people/{person:uuid}/end", opt=_MANAGE, status_code=303)
async def end_membership(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, person: FromPath[UUID]
) -> Response[Any]:
    """End her membership on a day, or take that back."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            if fields.text(form, "act") == "take_back":
                await take_back_end(tx, person=PersonId(person), by=viewer.person)
                did = "stays"
            else:
                day = fields.day(form, "day")
                await end_person(tx, person=PersonId(person), day=day, by=viewer.person)
                did = "ended" if day <= await load_today(tx) else "leaves"
    except (BadInput, Conflict) as wrong:
        return await _end_page(request, viewer, place, state, person, form, wrong)
    return see(f"/{place.slug}/people/{person}?did={did}")


HANDLERS = (see_new_person, add_person, see_one, see_end, end_membership)


async def person_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    person: UUID,
    *,
    section: str = "",
    typed: Form | None = None,
    wrong: BadInput | Conflict | None = None,
) -> Response[str]:
    """The person's page; after bad input with what was typed, the open ``section`` and what is wrong.

    Raises:
        NotFound: there is no such person, or the viewer may not see her.
    """
    async with state.database.reading(place.id) as reading:
        sheet = await load_person_sheet(reading, viewer, person)
        facts = (await state.desks.at(reading)).facts
        now, today = reading.now, await load_today(reading)
        acts = await history_of(reading, viewer, (person,)) if sheet.sight.history else []
        agencies = await agency_choices(reading)
    shown = see_person(sheet, facts, now, today, place.slug)
    own = viewer.person == person
    return page(
        request,
        "members/person.html",
        place=place,
        viewer=viewer,
        status=200 if wrong is None else wrong.status,
        person=shown,
        acts=acts,
        today=today,
        now=now,
        may={
            "people": viewer.may(Permission.MANAGE_PEOPLE),
            "peers": viewer.may(Permission.MANAGE_PEERS),
            "roles": viewer.may(Permission.GIVE_ROLES) and not own,
            "designations": viewer.may(Permission.SEE_DESIGNATIONS),
            "roster": viewer.may(Permission.SEE_ROSTER),
            "journal": viewer.may(Permission.SEE_JOURNAL),
            "rota": viewer.may(Permission.BUILD_ROTA),
        },
        choices={
            "agencies": agencies,
            "bonds": [(bond.value, words) for bond, words in BONDS.items()],
            "roles": [(role.value, ROLE_WORDS[role]) for role in sorted(GIVEN - sheet.roles)],
            "lenders": [(tie.agency, tie.name) for tie in sheet.ties],
        },
        own=own,
        section=section,
        typed=typed or {},
        errors=errors_of(wrong),
        unsure=getattr(wrong, "code", None),
        did=request.query_params.get("did", ""),
    )


def errors_of(wrong: BadInput | Conflict | None) -> dict[str, str]:
    """What is wrong, by field; under ``form`` where no field is to blame."""
    return {} if wrong is None else {getattr(wrong, "field", None) or "form": str(wrong)}


async def agency_choices(reading: Reading) -> list[tuple[UUID, str]]:
    """Every agency, by name, for a form."""
    return list((await load_agencies(reading)).names.items())


async def _new_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    typed: Form | None = None,
    wrong: BadInput | Conflict | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        agencies = await agency_choices(reading)
    return page(
        request,
        "members/person_new.html",
        place=place,
        viewer=viewer,
        status=200 if wrong is None else wrong.status,
        agencies=agencies,
        bonds=[(bond.value, words) for bond, words in BONDS.items()],
        roles=[(role.value, ROLE_WORDS[role]) for role in sorted(GIVEN)] if viewer.may(Permission.GIVE_ROLES) else [],
        typed=typed or {},
        errors=errors_of(wrong),
    )


async def _end_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    person: UUID,
    typed: Form | None = None,
    wrong: BadInput | Conflict | None = None,
) -> Response[str]:
    asked = {**request.query_params, **(typed or {})}
    async with state.database.reading(place.id) as reading:
        sheet = await load_person_sheet(reading, viewer, person)
        facts = (await state.desks.at(reading)).facts
        today, midnight, now = await load_today(reading), await load_midnight(reading), reading.now
    try:
        day = max(fields.day(asked, "day"), today) if asked.get("day") else today
        rota = gaps_without(PersonId(person), facts.schedule, max(midnight(day), now), place.slug)
    except (BadInput, OverflowError, ValueError):
        day, rota = today, gaps_without(PersonId(person), facts.schedule, now, place.slug)
    return page(
        request,
        "members/person_end.html",
        place=place,
        viewer=viewer,
        status=200 if wrong is None else wrong.status,
        person=see_person(sheet, facts, now, today, place.slug),
        day=day,
        today=today,
        rota=rota,
        may_fill=viewer.may(Permission.BUILD_ROTA),
        errors=errors_of(wrong),
    )


def _bonds(form: Form) -> list[tuple[AgencyId, Bond]]:
    """The one tie of the form to add somebody; none where no agency was chosen."""
    if not fields.text(form, "agency"):
        return []
    return [(AgencyId(fields.id_of(form, "agency")), fields.one_of(form, "bond", Bond))]
