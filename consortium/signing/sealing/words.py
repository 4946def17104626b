"""How documents say times, marks and manners. Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from agreements.counterparts import Counterpart, Manner
from agreements.signatures import Act, Capacity
from consortium.signing.sealing.fonts import not_shown

CAPACITIES: Final = {
    Capacity.HEAD: "Head of the agency",
    Capacity.DELEGATE: "For the head, by recorded authority",
    Capacity.SUCCESSOR: "Head of the agency, in succession",
}
ACTS: Final = {
    Act.SIGN: "Signed",
    Act.JOIN: "Joined",
    Act.AFFIRM: "Affirmed",
    Act.STOP: "Stopped the renewal",
    Act.NOTICE: "Gave notice",
    Act.CONSENT: "Consented to a joiner",
    Act.END: "Agreed to the end",
    Act.EMPOWER: "Let its lead agency act",
    Act.REVOKE: "Took back what its lead agency may do",
}
MANNERS: Final = {
    Manner.PASSKEY: "Electronic signature by passkey",
    Manner.PAPER: "Signed by hand on paper; a clerk attests it",
}


def timed(at: datetime, zone: str) -> str:
    """An instant on the wall in ``zone`` and in UTC: ``2026-11-21 14:05 PST (22:05 UTC)``."""
    local, plain = at.astimezone(ZoneInfo(zone)), at.astimezone(UTC)
    beside = f"{plain:%H:%M}" if local.date() == plain.date() else f"{plain:%Y-%m-%d %H:%M}"
    return f"{local:%Y-%m-%d %H:%M %Z} ({beside} UTC)"


def groups(mark: str, letters: int = 4) -> list[str]:
    """A digest or an id in groups, so that it can be compared by eye."""
    plain = mark.replace("-", "")
    return [plain[start : start + letters] for start in range(0, len(plain), letters)]


def when_signed(counterpart: Counterpart, zone: str) -> str:
    """When a party signed; for paper the day on it, which is all that it says."""
    day = getattr(counterpart.record, "signed_on", None)
    return timed(counterpart.signed_at, zone) if day is None else f"{day.isoformat()}, as dated on the paper"


def showable(text: str) -> str:
    """The text, with each character that no font of ours has as its code point in brackets: [U+674E].

    Only for names and remarks beside the text that is signed; the exact ones are attached. That text itself was
    checked before it was frozen.
    """
    for each in not_shown(text):
        text = text.replace(each, f"[U+{ord(each):04X}]")
    return text


def listed(names: Sequence[str]) -> str:
    """Names in a row: "A, B and C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
