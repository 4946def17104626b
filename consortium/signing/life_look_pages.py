"""What an act on an agreement would do, and the pages that say so before anything is done."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NoReturn
from uuid import UUID

from litestar.datastructures import State
from litestar.response import Response

from agreements import Pact, PactId, standing_at
from consortium.access.door import Viewer
from consortium.access.store import Place
from consortium.access.web import AnyRequest, page
from consortium.members.store import load_agencies
from consortium.problems import NotFound, Refused
from consortium.signing.desk_form import Form
from consortium.signing.lifecycle.act_ground import ActGround
from consortium.signing.lifecycle.act_kinds import LifeAct
from consortium.signing.lifecycle.attest_instead import Ink
from consortium.signing.lifecycle.change import Change
from consortium.signing.lifecycle.cover import cover_changes
from consortium.signing.lifecycle.empower_lead import led_to
from consortium.signing.lifecycle.hand import looking
from consortium.signing.lifecycle.see_act import choices_of
from consortium.signing.lifecycle.what_changes import first_loss, what_changes
from consortium.signing.signatures.consent import CONSENT_WORDS
from consortium.signing.store import load_pact
from consortium.signing.store.life import load_holds, load_wishes
from geo import AgencyId

_TYPED_HERE: Final = frozenset({"step", "name", "passkey", "allowed", "consent"})


class OnlyLooked(Exception):  # noqa: N818 (it ends the transaction in which was looked)
    """It ends the transaction in which an act was only looked at."""

    def __init__(self, change: Change) -> None:
        super().__init__()
        self.change = change


async def looked(
    act: LifeAct, said: Mapping[str, Any], viewer: Viewer, place: Place, state: State, pact: PactId
) -> Change:
    """What an act that is signed would do: worked out with nobody's hand, and undone again.

    Raises:
        BadInput, Conflict: it cannot be done; the message says why.
        NotFound: the agency is none of hers.
    """
    if said["agency"] not in viewer.agencies:
        raise NotFound
    url = state.settings.public_url
    try:
        async with state.database.transaction(place.id) as tx:
            change = await act.does(tx, viewer, pact=pact, public_url=url, hand=looking(viewer.name), **said)
            _undo(change)
    except OnlyLooked as found:
        return found.change


def _undo(change: Change) -> NoReturn:
    """End the transaction in which was only looked."""
    raise OnlyLooked(change)


async def form_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    act: LifeAct,
    agreement: UUID,
    typed: Mapping[str, str],
    *,
    wrong: Refused | None = None,
) -> Response[str]:
    """What an act means, and its form."""
    async with state.database.reading(place.id) as reading:
        pact = await load_pact(reading, PactId(agreement))
        names = (await load_agencies(reading)).names
        wishes, holds = await load_wishes(reading, pact.id), await load_holds(reading, pact.id)
        led, now = await led_to(reading, pact), reading.now
        choices = choices_of(act, pact, viewer, names, wishes, holds, led, now)
    field = (getattr(wrong, "field", None) or "act") if wrong else ""
    return page(
        request,
        "signing/life_act.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        errors={field: str(wrong)} if wrong else {},
        typed=dict(typed),
        choices=choices,
        **frame(act, pact, place, now),
    )


async def look_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    act: LifeAct,
    form: Form,
    change: Change,
    *,
    ground: ActGround | None = None,
    wrong: Refused | None = None,
) -> Response[str]:
    """What an act would do, and the button that does it; for one that is signed, the form to sign it."""
    async with state.database.reading(place.id) as reading:
        names = (await load_agencies(reading)).names
        now = reading.now
        loses = first_loss(change.before, change.after, now)
        cover = cover_changes((await state.desks.at(reading)).facts, change.after, loses) if loses else []
    return page(
        request,
        "signing/life_look.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        errors={getattr(wrong, "field", None) or "name": str(wrong)} if wrong else {},
        typed={name: value for name, value in form.items() if name not in _TYPED_HERE},
        signing={name: value for name, value in form.items() if name in _TYPED_HERE},
        to_sign=see_ground(ground) if ground else None,
        follows=see_follows(change, now, names),
        says=list(change.says),
        told=list(change.told),
        cover=cover,
        cover_at=loses if loses and loses > now else None,
        **frame(act, change.after, place, now),
    )


def see_follows(change: Change, now: datetime, names: Mapping[AgencyId, str]) -> list[dict[str, Any]]:
    """What an act changes, each with its day; ``at`` is ``None`` for what changes at once."""
    return [
        {"at": each.at if each.at > now else None, "words": each.words}
        for each in what_changes(change.before, change.after, now, names)
    ]


def see_ground(ground: ActGround) -> dict[str, Any]:
    """What the form to sign an act shows."""
    right = ground.right
    return {
        "agency": ground.room.names.get(ground.agency, ""),
        "stops": [(each.words, each.mends) for each in ground.blockers],
        "right": right.words() if right else "",
        "office": right.office if right else "",
        "keys": [(str(key.id), key.name) for key in ground.room.signer.confirmed],
        "consent": CONSENT_WORDS,
    }


def _on_paper(act: LifeAct, pact: Pact, home: str, at: datetime) -> str:
    """Where the sheet to do the same in ink is; nowhere for what is no head's to do."""
    if act.act is not None:
        return f"{home}/life/{act.key}/paper"
    if act.key in {Ink.PAUSE.value, Ink.RESUME.value}:
        version = standing_at(pact, at).in_force or pact.versions[-1]
        return f"{home}/{version.number}/paper/{act.key}"
    return ""


def frame(act: LifeAct, pact: Pact, place: Place, at: datetime) -> dict[str, Any]:
    """What every page of an act shows."""
    home = f"/{place.slug}/agreements/{pact.id}"
    return {
        "key": act.key,
        "act_title": act.title,
        "act_says": act.says,
        "button": act.button,
        "asks": list(act.asks),
        "scanned": act.scanned,
        "title": pact.title,
        "home": home,
        "here": f"{home}/life/{act.key}",
        "paper_href": _on_paper(act, pact, home, at),
        "list_href": f"/{place.slug}/agreements",
    }
