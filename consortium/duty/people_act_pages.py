"""The forms on a person's page: each posts to an address of its own, calls one verb, and comes back to the page."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements import Bond, TrainingKind
from consortium.access.door import Viewer
from consortium.access.permissions import ANSWERERS, Permission, Role
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.db import Transaction
from consortium.duty.leave_form import read_leave
from consortium.duty.people_pages import AnyRequest, Form, errors_of, person_page
from consortium.members import fields
from consortium.members.cancel_leave import cancel_leave
from consortium.members.change_person import change_person
from consortium.members.correct_training import correct_training, remove_training
from consortium.members.end_peer import end_peer, take_back_end_of_peer
from consortium.members.enrol_peer import enrol_peer
from consortium.members.give_role import give_role, take_role
from consortium.members.record_training import record_training
from consortium.members.say_sworn import say_sworn
from consortium.members.store import load_person_sheet, load_today
from consortium.members.suspend_peer import resume_peer, suspend_peer
from consortium.members.take_leave import take_leave
from consortium.members.tie_person import tie_person, untie_person
from consortium.problems import BadInput, Conflict, NotFound
from geo import AgencyId, PersonId

_PEOPLE = {"permission": Permission.MANAGE_PEOPLE}
_PEERS = {"permission": Permission.MANAGE_PEERS}
_ROLES = {"permission": Permission.GIVE_ROLES}
_AGAIN = "Nothing was done. Open the page again and press one of its buttons."

Act = Callable[[Transaction, PersonId, Form, UUID], Awaitable[str]]


@post("/{slug:str}/people/{person:uuid}/change", opt=_PEOPLE, status_code=303)
async def change(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, person: FromPath[UUID]
) -> Response[Any]:
    """Name, title, mail address."""
    return await _do(request, viewer, place, state, person, "change", _change)


@post("/{slug:str}/people/{person:uuid}/ties", opt=_PEOPLE, status_code=303)
async def tie(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, person: FromPath[UUID]
) -> Response[Any]:
    """Add or end a tie to an agency."""
    return await _do(request, viewer, place, state, person, "ties", _tie)


@post("/{slug:str}/people/{person:uuid}/roles", opt=_ROLES, status_code=303)
async def roles(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, person: FromPath[UUID]
) -> Response[Any]:
    """Give or take a role."""
    return await _do(request, viewer, place, state, person, "roles", _role)


@post("/{slug:str}/people/{person:uuid}/peer", opt=_PEERS, status_code=303)
async def peer(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, person: FromPath[UUID]
) -> Response[Any]:
    """Enrol, suspend, resume, end; or take the end back."""
    return await _do(request, viewer, place, state, person, "peer", _peer)


@post("/{slug:str}/people/{person:uuid}/training", opt=_PEERS, status_code=303)
async def training(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, person: FromPath[UUID]
) -> Response[Any]:
    """Record a course or a licence."""
    return await _do(request, viewer, place, state, person, "training", _training)


@post("/{slug:str}/people/{person:uuid}/leave", opt=_PEERS, status_code=303)
async def leave(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, person: FromPath[UUID]
) -> Response[Any]:
    """Put somebody on leave, or cancel it."""
    return await _do(request, viewer, place, state, person, "leave", _leave)


@get("/{slug:str}/people/{person:uuid}/training/{entry:uuid}", opt=_PEERS)
async def see_training(
    request: AnyRequest,
    viewer: SignedIn,
    place: HerePlace,
    state: State,
    person: FromPath[UUID],
    entry: FromPath[UUID],
) -> Response[str]:
    """The form to correct or remove one entry."""
    return await _training_page(request, viewer, place, state, person, entry)


@post("/{slug:str}/people/{person:uuid}/training/{entry:uuid}", opt=_PEERS, status_code=303)
async def change_training(
    request: AnyRequest,
    viewer: SignedIn,
    place: HerePlace,
    state: State,
    person: FromPath[UUID],
    entry: FromPath[UUID],
) -> Response[Any]:
    """Correct or remove one entry; what stood there is kept in the history."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            if fields.text(form, "act") == "remove":
                await remove_training(tx, person=PersonId(person), training=entry, by=viewer.person)
                did = "training-removed"
            else:
                course = _course(form)
                await correct_training(tx, person=PersonId(person), training=entry, by=viewer.person, **course)
                did = "training-corrected"
    except (BadInput, Conflict) as wrong:
        return await _training_page(request, viewer, place, state, person, entry, form, wrong)
    return see(f"/{place.slug}/people/{person}?did={did}")


HANDLERS = (change, tie, roles, peer, training, leave, see_training, change_training)


async def _do(
    request: Request[Any, Any, State],
    viewer: Viewer,
    place: Place,
    state: State,
    person: UUID,
    section: str,
    act: Act,
) -> Response[Any]:
    """Do one form's act in one transaction; on bad input the same page again, with what was typed."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            await load_person_sheet(tx, viewer, person)
            did = await act(tx, PersonId(person), form, viewer.person)
    except (BadInput, Conflict) as wrong:
        return await person_page(request, viewer, place, state, person, section=section, typed=form, wrong=wrong)
    return see(f"/{place.slug}/people/{person}?did={did}")


async def _change(tx: Transaction, person: PersonId, form: Form, by: UUID) -> str:
    await change_person(
        tx,
        person=person,
        name=fields.text(form, "name"),
        title=fields.text(form, "title"),
        email=fields.text(form, "email") or None,
        by=by,
    )
    return "changed"


async def _tie(tx: Transaction, person: PersonId, form: Form, by: UUID) -> str:
    agency, bond = AgencyId(fields.id_of(form, "agency")), fields.one_of(form, "bond", Bond)
    if fields.text(form, "act") == "end":
        await untie_person(tx, person=person, agency=agency, bond=bond, by=by)
        return "untied"
    await tie_person(tx, person=person, agency=agency, bond=bond, by=by)
    return "tied"


async def _role(tx: Transaction, person: PersonId, form: Form, by: UUID) -> str:
    role = fields.one_of(form, "role", Role)
    if fields.text(form, "act") == "take":
        await take_role(tx, person=person, role=role, by=by)
        return "role-taken"
    await give_role(tx, person=person, role=role, sure=fields.text(form, "sure") == "yes", by=by)
    return "role-given"


async def _peer(tx: Transaction, person: PersonId, form: Form, by: UUID) -> str:
    wish = fields.text(form, "act")
    if wish == "enrol":
        kind = fields.one_of(form, "kind", Role)
        if kind not in ANSWERERS:
            raise BadInput("Choose one of these.", "kind")
        lent_by = AgencyId(fields.id_of(form, "lent_by")) if fields.text(form, "lent_by") else None
        number = fields.text(form, "talk_number") or None
        await enrol_peer(tx, person=person, kind=kind, lent_by=lent_by, talk_number=number, by=by)
        return "enrolled"
    if wish in {"sworn", "unsworn"}:
        await say_sworn(tx, person=person, sworn=wish == "sworn", by=by)
        return f"peer-{wish}"
    acts = {"suspend": suspend_peer, "resume": resume_peer, "end": end_peer, "take_back": take_back_end_of_peer}
    if wish not in acts:
        raise BadInput(_AGAIN, "form")
    await acts[wish](tx, person=person, by=by)
    return f"peer-{wish.replace('_', '-')}"


async def _training(tx: Transaction, person: PersonId, form: Form, by: UUID) -> str:
    await record_training(tx, person=person, by=by, **_course(form))
    return "training"


async def _leave(tx: Transaction, person: PersonId, form: Form, by: UUID) -> str:
    if fields.text(form, "act") == "cancel":
        await cancel_leave(tx, person=person, leave=fields.id_of(form, "leave"), by=by)
        return "leave-cancelled"
    starts_at, ends_at = await read_leave(tx, form)
    await take_leave(tx, person=person, starts_at=starts_at, ends_at=ends_at, by=by)
    return "leave"


def _course(form: Form) -> dict[str, Any]:
    kind = fields.one_of(form, "paper", TrainingKind)
    bare = kind is TrainingKind.LICENCE and not fields.text(form, "hours")
    return {
        "kind": kind,
        "course": fields.text(form, "course"),
        "hours": 0 if bare else fields.whole(form, "hours"),
        "completed_on": fields.day(form, "completed_on"),
        "expires_on": fields.day(form, "expires_on"),
    }


async def _training_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    person: UUID,
    entry: UUID,
    typed: Form | None = None,
    wrong: BadInput | Conflict | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        sheet = await load_person_sheet(reading, viewer, person)
        today = await load_today(reading)
    course = next((each for each in sheet.training if each.id == entry), None)
    if course is None:
        raise NotFound
    return page(
        request,
        "members/training.html",
        place=place,
        viewer=viewer,
        status=200 if wrong is None else wrong.status,
        name=sheet.name,
        back_href=f"/{place.slug}/people/{person}",
        course=course,
        today=today,
        typed=typed or {},
        errors=errors_of(wrong),
    )
