"""The dated facts of an agreement as its history tells them, newest first. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from agreements import Fact, FactKind, Pact
from agreements.facts import OF_REST
from consortium.access.door import Viewer
from consortium.signing.knows_why import knows_why
from consortium.signing.lifecycle.days import last_day, said_day
from consortium.signing.lifecycle.rest_party import WHY
from consortium.signing.standing_words import said_of
from geo import AgencyId

Names = Mapping[AgencyId, str]
_SAYS_WHY: Final = frozenset({FactKind.DECLINED, FactKind.WITHDRAWN, FactKind.VOIDED})
_SIGNATURE: Final = "signature "


def told_facts(pact: Pact, viewer: Viewer, names: Names, at: datetime) -> list[dict[str, Any]]:
    """Every fact: from when it holds, what it says, about whom, who attests it, and whether it lies ahead.

    Why a part rests, and by whose word, is told to whom it concerns only.
    """
    numbers = {version.digest: version.number for version in pact.versions}
    return [
        {
            "at": fact.at,
            "ahead": fact.at > at,
            "agency": names.get(fact.agency, "") if fact.agency else "",
            "number": numbers.get(fact.digest) if fact.digest else None,
            "what": fact_words(fact, viewer, names, pact),
            "scan": "",
            "by": fact.attested_by if told_by(fact, viewer) else "",
        }
        for fact in reversed(pact.facts)
    ]


def hushed(fact: Fact, viewer: Viewer) -> bool:
    """Whether the fact is about a rest whose cause is not for this viewer."""
    return fact.kind in OF_REST and not (fact.agency and knows_why(viewer, fact.agency))


def told_by(fact: Fact, viewer: Viewer) -> bool:
    """Whether the viewer reads who attests the fact: a signature says it itself."""
    return not fact.attested_by.startswith(_SIGNATURE) and not hushed(fact, viewer)


def fact_words(fact: Fact, viewer: Viewer, names: Names, pact: Pact) -> str:
    """What one fact says to this viewer, with its reason and its later day."""
    said, calendar = said_of(fact, pact), pact.versions[-1].terms.calendar
    if fact.kind in _SAYS_WHY:
        return f"{said} Reason: {fact.cause}"
    if fact.cause and not hushed(fact, viewer):
        known = {cause.value: words for cause, words in WHY.items()}
        return f"{said} Cause: {known.get(fact.cause, fact.cause.replace('_', ' '))}."
    if fact.about:
        return f"{said} About: {names.get(fact.about, 'an agency')}."
    if fact.leaves_on and fact.kind is FactKind.NOTICE_GIVEN:
        return f"{said} For {said_day(fact.leaves_on, calendar)} at the earliest."
    if fact.leaves_on:
        return f"{said} Until {last_day(fact.leaves_on, calendar)}."
    return said
