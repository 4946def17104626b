"""What was done to something, in sentences: for the history at the foot of a page, and for the journal."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from agreements.signatures import Act as Deed
from consortium.access.door import Viewer
from consortium.db import Reading
from consortium.journal import Act, load_acts
from consortium.members.act_sentences import SENTENCES
from consortium.members.onboarding import Step
from consortium.members.state_profile import FIELDS
from consortium.members.store import load_names
from consortium.pages import N_, catalogue, dated

SOMEBODY: Final = N_("somebody whom you may not see")
SOMETHING: Final = N_("something")

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NONE: Mapping[UUID, str] = MappingProxyType({})
_KEYED: Final[Mapping[str, Mapping[str, str]]] = {
    "step": {
        Step.REACHED: N_("head reached by telephone"),
        Step.KEY: N_("how the head signs"),
        Step.READ: N_("agreement read by the head"),
        Step.BRIEFED: N_("posters up, officers briefed"),
    },
    "what": {
        Deed.AFFIRM.value: N_("one more term"),
        Deed.STOP.value: N_("no further term"),
        Deed.NOTICE.value: N_("notice to leave"),
        Deed.CONSENT.value: N_("that an agency may join"),
        Deed.END.value: N_("that it ends for all"),
        Deed.EMPOWER.value: N_("that its lead agency acts for it"),
        Deed.REVOKE.value: N_("that its lead agency acts for it no more"),
    },
    "field": {field.key: f"“{field.label}”" for field in FIELDS},
}
"""Details that are kept as keys, in words."""


async def history_of(
    reading: Reading,
    viewer: Viewer,
    subjects: Collection[UUID],
    *,
    names: Mapping[UUID, str] = _NONE,
    most: int = 50,
) -> list[dict[str, Any]]:
    """The newest acts about these subjects first, for the macro ``history``: ``at``, ``by`` and ``what``.

    People and agencies are named as far as the viewer may see them; ``names`` adds what only the caller's desk can
    name (an agreement, a rotation). ``by`` is empty where the command line acted.
    """
    return await told(reading, viewer, await load_acts(reading, subjects=subjects, most=most), names=names)


async def told(
    reading: Reading, viewer: Viewer, acts: Collection[Act], *, names: Mapping[UUID, str] = _NONE
) -> list[dict[str, Any]]:
    """These acts as the macro ``history`` shows them, in their order."""
    known = {**await load_names(reading, viewer, _named_in(acts)), **names}
    return [
        {"at": act.at, "by": known.get(act.by, SOMEBODY) if act.by else "", "what": act_words(act, known)}
        for act in acts
    ]


def act_words(act: Act, names: Mapping[UUID, str]) -> str:
    """One act as a sentence with its full stop; an act that the table lacks is told in its own words.

    ``names`` holds what the viewer may see: an id that it lacks is told as "something", and an act on it stays an act.
    """
    sentence = SENTENCES.get(act.act)
    if sentence is None:
        words = act.act[:1].upper() + act.act[1:]
    else:
        told = {key: _told(_keyed(key, value), names) for key, value in act.detail.items()}
        told["subject"] = names.get(act.subject, SOMETHING) if act.subject else ""
        words = catalogue("en").gettext(sentence).format_map(_Blank(told))
    return " ".join(words.split()).rstrip(":, .") + "."


class _Blank(dict[str, str]):
    """What an older act did not keep is left blank."""

    def __missing__(self, _key: str) -> str:
        return ""


def _keyed(key: str, value: Any) -> Any:
    words = _KEYED.get(key, {}).get(value) if isinstance(value, str) else None
    return value if words is None else catalogue("en").gettext(words)


def _told(value: Any, names: Mapping[UUID, str]) -> str:
    """A detail as people read it: an id by its name, a day with its month, a constant without its underscores."""
    words = "" if value is None else str(value)
    if _ID.fullmatch(words):
        return names.get(UUID(words), SOMETHING)
    if _DAY.fullmatch(words):
        return dated(date.fromisoformat(words))
    return words.replace("_", " ")


def _named_in(acts: Iterable[Act]) -> set[UUID]:
    """Every id that the sentences of these acts may name."""
    found: set[UUID] = set()
    for act in acts:
        found |= {each for each in (act.by, act.subject) if each is not None}
        found |= {UUID(value) for value in act.detail.values() if isinstance(value, str) and _ID.fullmatch(value)}
    return found
