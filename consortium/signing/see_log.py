"""The log of agreements as its page shows it, in plain values. Pure."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from agreements import FactKind
from agreements.log import Event, LogError, VerifierKey
from agreements.log.leaves import (
    ANNEX,
    BEGUN,
    FACT,
    HOLD,
    KEY,
    KEY_CONFIRMED,
    SEALED,
    SIGNATURE,
    SITE,
    VERDICT,
    VERSION,
    WITNESS,
    WITNESS_ENDED,
)
from consortium.signing.evidence.loose_parts import shown_key
from consortium.signing.evidence.seen_before import Seen
from consortium.signing.standing_words import FACT_WORDS
from consortium.signing.store.events import OLDER
from consortium.signing.store.evidence import Logged
from consortium.signing.store.log_looks import LogLook
from consortium.signing.store.witnesses import Countersigned, Witness
from geo import AgencyId

Names = Mapping[AgencyId, str]


def see_event(logged: Logged, names: Names, titles: Mapping[UUID, str], slug: str) -> dict[str, Any]:
    """One event: its number, when it was written down, what it says, and about which agreement."""
    try:
        event = Event.read(logged.leaf)
        what, older = event_words(event, names), bool(event.body.get(OLDER))
    except LogError:
        what, older = "This event was altered: it cannot be read.", False
    title = titles.get(logged.agreement, "") if logged.agreement else ""
    return {
        "number": logged.number,
        "at": logged.at,
        "what": what,
        "older": older,
        "title": title,
        "href": f"/{slug}/agreements/{logged.agreement}" if title else None,
    }


_ANNEX: Final = {
    "sent": "a roster annex was mailed to its heads",
    "told": "all its heads had been told of a roster annex",
    "objected": "a head objected to a roster annex",
    "withdrawn": "a roster annex of which its heads were told was withdrawn",
}
"""What became of an annex; who is on it is no matter of the log."""


def event_words(event: Event, names: Names) -> str:
    """What an event says, as a sentence."""
    body = event.body
    said: Mapping[str, Callable[[], str]] = {
        BEGUN: lambda: "The log began.",
        KEY: lambda: "The log's key became another one. Ask why.",
        SITE: lambda: f"From here on passkeys are asked on {body.get('site')}.",
        VERSION: lambda: f"Version {body.get('number')} of “{body.get('title')}” was written down.",
        FACT: lambda: _fact_words(body, names),
        SIGNATURE: lambda: _signature_words(body),
        SEALED: lambda: f"A document of version {body.get('version')} was sealed.",
        VERDICT: lambda: "A legal advisor gave a verdict on a draft.",
        HOLD: lambda: "A legal hold was set or lifted.",
        ANNEX: lambda: f"{_agency(body, names)}: {_ANNEX.get(str(body.get('what')), 'a roster annex was noted')}.",
        "stamped": lambda: "An authority's time stamp was put beside a sealed document.",
        KEY_CONFIRMED: lambda: f"{_agency(body, names)}: the fingerprint of its head's passkey was confirmed.",
        WITNESS: lambda: f"{_agency(body, names)}: {body.get('by')} registered a key for countersigning this log.",
        WITNESS_ENDED: lambda: f"{_agency(body, names)}: {body.get('by')} took a key for countersigning back.",
    }
    return said[event.kind]() if event.kind in said else f"Noted: {event.kind.replace('_', ' ')}."


def _agency(body: Mapping[str, object], names: Names) -> str:
    try:
        return names.get(AgencyId(UUID(str(body.get("agency")))), "An agency")
    except ValueError:
        return "An agency"


def _fact_words(body: Mapping[str, object], names: Names) -> str:
    try:
        said = FACT_WORDS[FactKind(str(body.get("kind")))]
        agency = names.get(AgencyId(UUID(str(body["agency"]))), "An agency") if body.get("agency") else ""
    except (KeyError, ValueError):
        return "A fact was written down."
    return f"{agency}: {said[:1].lower()}{said[1:]}" if agency else said


def _signature_words(body: Mapping[str, object]) -> str:
    record = body.get("record")
    said = record if isinstance(record, Mapping) else {}
    how = "a passkey" if body.get("manner") == "passkey" else "paper"
    return f"{said.get('name')} signed version {said.get('version')} for {said.get('agency_name')}, by {how}."


def see_key(key: VerifierKey) -> dict[str, str]:
    """The log's key: the line that commands take, and groups to compare by eye."""
    return {"name": key.name, "line": key.line(), "shown": shown_key(key)}


def see_witnesses(signed: Iterable[Countersigned], names: Names, size: int) -> list[dict[str, Any]]:
    """The newest countersignature of each agency, those of the newest head first."""
    newest: dict[UUID, Countersigned] = {}
    for each in signed:
        newest[each.agency] = each
    shown = [
        {
            "agency": names.get(AgencyId(each.agency), "An agency"),
            "size": each.size,
            "behind": size - each.size,
            "at": each.at,
            "manner": "key" if each.line is not None else "passkey",
        }
        for each in newest.values()
    ]
    return sorted(shown, key=lambda each: (each["behind"], each["agency"]))


def see_keys(witnesses: Iterable[Witness], names: Names, ours: Collection[UUID]) -> list[dict[str, Any]]:
    """The registered keys of agencies, those too that were taken back; whoever is of the agency may take one back."""
    return [
        {
            "id": str(each.id),
            "agency": names.get(AgencyId(each.agency), "An agency"),
            "line": each.key.line(),
            "since": each.added_at,
            "by": each.added_by,
            "ended": None if each.ended is None else {"at": each.ended.at, "by": each.ended.by},
            "ours": each.agency in ours and each.ended is None,
        }
        for each in witnesses
    ]


def see_look(look: LogLook | None) -> dict[str, Any] | None:
    """What the nightly look found."""
    return None if look is None else {"at": look.at, "size": look.size, "faults": look.faults, "said": look.said}


def see_turn(agency: UUID, name: str, seen: Seen | None, events: list[dict[str, Any]], left: int) -> dict[str, Any]:
    """What one agency is asked to look at: where it was, where the log is now, and what happened between.

    ``left``: how many more events there are than are shown. ``seen`` is ``None`` where what the agency countersigned
    can't be found again.
    """
    at: datetime | None = seen.at if seen else None
    return {
        "agency": str(agency),
        "name": name,
        "forked": seen is None or not seen.grown,
        "old": seen.old if seen else 0,
        "size": seen.now.size if seen else 0,
        "at": at,
        "events": events,
        "left": left,
    }
