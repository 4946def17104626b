"""The demo's door: enter anywhere as anybody, and look at the caught mails. Mounted only where the marker allows it."""

import mailbox
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.cookies import open_cookie
from consortium.access.store import known_consortia, save_session
from consortium.access.tokens import fresh
from consortium.access.web import ROLE_WORDS, form_of, page, see
from consortium.demo.door import DoorPerson, load_doors
from consortium.members.store import load_agencies, load_region
from consortium.problems import NotFound

AnyRequest = Request[Any, Any, State]
_OPEN = {"open": "the demo's door; mounted only beside a running demo on loopback"}
_LINK = re.compile(r"http://localhost:\d+/\S+")
_ZONE = "America/New_York"


@get("/demo", opt=_OPEN)
async def see_door(request: AnyRequest, state: State) -> Response[str]:
    """Three consortia and the people to enter as."""
    async with state.database.reading(None) as reading:
        known = await known_consortia(reading)
    consortia = [await _consortium(state, consortium) for consortium, _slug in known]
    consortia.sort(key=lambda one: -one["agencies"])
    return page(
        request,
        "demo/door.html",
        place=None,
        viewer=None,
        action="/demo/enter",
        consortia=consortia,
        mails_href="/demo/mails",
        mails=len(_mails(state)),
    )


@post("/demo/enter", opt=_OPEN, status_code=303)
async def enter(request: AnyRequest, state: State) -> Response[None]:
    """Be somebody of the demo, without a mail."""
    form = await form_of(request)
    place = await state.places.at(form.get("consortium", ""))
    if not place.invented:
        raise NotFound
    async with state.database.transaction(place.id) as tx:
        doors = {str(door.person) for door in await load_doors(tx)}
        if form.get("person") not in doors:
            raise NotFound
        token = fresh()
        await save_session(tx, UUID(form["person"]), token)
    response = see(f"/{place.slug}/")
    response.set_cookie(open_cookie(state, place, token))
    return response


@get("/demo/mails", opt=_OPEN)
async def see_mails(request: AnyRequest, state: State) -> Response[str]:
    """The mails that the demo caught instead of sending, newest first."""
    mails = [
        {"href": f"/demo/mails/{name}", "to": mail["To"], "subject": mail["Subject"], "at": at}
        for name, at, mail in _mails(state)
    ]
    return page(request, "demo/mails.html", place=None, viewer=None, mails=mails, zone=_ZONE, door_href="/demo")


@get("/demo/mails/{name:str}", opt=_OPEN)
async def see_mail(request: AnyRequest, state: State, name: FromPath[str]) -> Response[str]:
    """One caught mail, as its reader would see it."""
    for known, at, mail in _mails(state):
        if known == name:
            payload = mail.get_payload(decode=True)
            body = payload.decode() if isinstance(payload, bytes) else ""
            shown = {
                "to": mail["To"],
                "sender": mail["From"],
                "subject": mail["Subject"],
                "at": at,
                "body": body,
                "links": _LINK.findall(body),
            }
            return page(
                request,
                "demo/mail.html",
                place=None,
                viewer=None,
                mail=shown,
                zone=_ZONE,
                list_href="/demo/mails",
                door_href="/demo",
            )
    raise NotFound


HANDLERS = (see_door, enter, see_mails, see_mail)

_LEVELS = {
    1: "Directory and prevention only.",
    2: "Call-back within a stated time.",
    3: "Answers at set hours.",
    4: "Round the clock.",
}


async def _consortium(state: State, consortium: UUID) -> dict[str, Any]:
    async with state.database.reading(consortium) as reading:
        region = await load_region(reading)
        agencies = await load_agencies(reading)
        doors = await load_doors(reading) if region.invented else ()
        facts = (await state.desks.at(reading)).facts
        standing = facts.standing(reading.now)
    parts = len(standing.plan.zones) if standing else 0
    about = f"{parts} parts of the region." if parts else "Too small for its promise: nobody can be asked."
    return {
        "slug": region.slug,
        "title": region.title,
        "about": about + (" Text is offered." if region.text_offered else ""),
        "agencies": len(agencies.departments),
        "officers": sum(each.sworn for each in agencies.departments.values()),
        "level": _LEVELS[region.service_level],
        "help_href": f"/{region.slug}/help",
        "entries": [_entry(door) for door in doors],
    }


def _entry(door: DoorPerson) -> dict[str, Any]:
    role = (
        door.why
        if door.why.startswith("on call")
        else next((ROLE_WORDS[role] for role in door.roles if role.value.replace("_", " ") == door.why), door.why)
    )
    role = role[:1].upper() + role[1:]
    where = door.agency or ("" if door.title == role else door.title)
    return {"id": str(door.person), "role": role, "name": door.name, "agency": where}


def _mails(state: State) -> list[tuple[str, datetime, Any]]:
    """Each caught mail with its name in the folder and when it was written there."""
    folder: Path = state.settings.demo_mail
    if not folder.is_dir():
        return []
    box = mailbox.Maildir(folder, create=False)
    found = []
    for key in box.keys():  # noqa: SIM118 (a Maildir is no dict)
        message = box[key]
        found.append((key, datetime.fromtimestamp(message.get_date(), UTC), message))
    return sorted(found, key=lambda each: each[1], reverse=True)
