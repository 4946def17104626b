"""What the agreements' pages show. Pure: facts and an instant in, plain values out.

Nothing here makes a text look signed or in force: every state comes from ``agreements.standing_at``.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from agreements import (
    FactKind,
    Pact,
    PartyState,
    Standing,
    Version,
    VersionState,
    digest,
    next_change,
    standing_at,
)
from agreements.facts import OF_REST
from agreements.pauses import why_it_rests
from agreements.standing import OVER
from consortium.access.door import Viewer
from consortium.signing.knows_why import knows_why
from consortium.signing.lifecycle.rest_party import WHY
from consortium.signing.missing import what_is_missing
from consortium.signing.see_terms import see_terms
from consortium.signing.standing_words import NEAREST_FIRST, VERSION_WORDS, party_word, said_of
from geo import AgencyId

_MOMENT = timedelta(microseconds=1)
_NOT_SIGNED = frozenset({PartyState.INVITED, PartyState.REVIEWING, PartyState.AUTHORISED})
Names = Mapping[AgencyId, str]


def see_agreements(pacts: Iterable[Pact], names: Names, slug: str, at: datetime) -> list[dict[str, Any]]:
    """One line for each agreement: the version in force, or the newest with what it still waits for."""
    return [_line(pact, names, slug, at) for pact in pacts]


def see_agreement(
    pact: Pact, number: int | None, names: Names, slug: str, at: datetime, viewer: Viewer | None = None
) -> dict[str, Any] | None:
    """One version as it stands, with its parties; ``None`` if the agreement has no such version.

    ``viewer`` is who reads: the cause for which a part rests is told to whom it concerns only.
    """
    standing = standing_at(pact, at)
    shown = _shown(pact, standing) if number is None else next((v for v in pact.versions if v.number == number), None)
    if shown is None:
        return None
    return {
        "agreement": {
            "title": pact.title,
            "number": shown.number,
            **_version_standing(pact, shown, standing, at),
            "text": _text(shown),
            "digest": shown.digest,
            "digest_holds": digest_holds(shown),
            "missing": list(what_is_missing(pact, at, names)),
        },
        "terms": see_terms(shown.terms, names),
        "parties": [_party(pact, agency, standing, names, at, viewer) for agency in _by_name(standing.parties, names)],
        "versions": [
            {
                "number": version.number,
                "href": f"/{slug}/agreements/{pact.id}/{version.number}",
                **_version_standing(pact, version, standing, at),
                "current": version.number == shown.number,
            }
            for version in reversed(pact.versions)
        ],
        "list_href": f"/{slug}/agreements",
    }


def digest_holds(version: Version) -> bool:
    """Compute the digest again from text and terms, as they are shown now."""
    return digest(version.document()) == version.digest


def party_standing(pacts: Iterable[Pact], agency: AgencyId, at: datetime) -> dict[str, Any]:
    """Where an agency stands in the agreements: bound by one if by any, else what comes nearest to it."""
    order = list(NEAREST_FIRST)
    found = [
        _dated_party(pact, agency, state, at)
        for pact in pacts
        if (state := standing_at(pact, at).parties.get(agency)) is not None
    ]
    nothing = {"state": "none", "since": None, "until": None}
    return min(found, key=lambda each: order.index(each["state"]), default=nothing)


def _line(pact: Pact, names: Names, slug: str, at: datetime) -> dict[str, Any]:
    standing = standing_at(pact, at)
    shown = _shown(pact, standing)
    change = next_change(pact, at)
    unsigned = [agency for agency, state in standing.parties.items() if state in _NOT_SIGNED]
    return {
        "href": f"/{slug}/agreements/{pact.id}",
        "title": pact.title,
        "number": shown.number,
        **_version_standing(pact, shown, standing, at),
        "active": len(standing.active),
        "parties": len(standing.parties),
        "waiting_for": [names[agency] for agency in _by_name(unsigned, names)],
        "next_change": {"at": change, "what": _change(pact, change, names)} if change else None,
    }


def _shown(pact: Pact, standing: Standing) -> Version:
    return standing.in_force or pact.versions[-1]


def _version_standing(pact: Pact, version: Version, standing: Standing, at: datetime) -> dict[str, Any]:
    state = standing.versions[version.number]
    since = _since(pact, version, at) if state is VersionState.IN_FORCE or state in OVER else None
    return {"state": VERSION_WORDS[state], "since": since, "until": None}


def _since(pact: Pact, version: Version, at: datetime) -> datetime | None:
    """From when the version stands as it does."""
    state, since = standing_at(pact, at).versions[version.number], None
    for change in reversed([change for change in pact.changes if change <= at]):
        if standing_at(pact, change).versions[version.number] is not state:
            break
        since = change
    return since


def _party(
    pact: Pact, agency: AgencyId, standing: Standing, names: Names, at: datetime, viewer: Viewer | None
) -> dict[str, Any]:
    facts = sorted((fact for fact in pact.facts if fact.agency == agency), key=lambda fact: fact.at)
    knows = knows_why(viewer, agency)
    return {
        "name": names[agency],
        **_dated_party(pact, agency, standing.parties[agency], at),
        "why": _why(pact, agency, standing.parties[agency], at, knows=knows),
        "facts": [
            {
                "what": said_of(fact, pact),
                "at": fact.at,
                "attested_by": fact.attested_by if knows or fact.kind not in OF_REST else None,
            }
            for fact in facts
        ],
    }


def _dated_party(pact: Pact, agency: AgencyId, state: PartyState, at: datetime) -> dict[str, Any]:
    kinds = {
        PartyState.SIGNED: {FactKind.SIGNED, FactKind.JOINED},
        PartyState.DECLINED: {FactKind.DECLINED},
    }.get(state, set())
    facts = pact.facts if kinds else ()
    since = [fact.at for fact in facts if fact.agency == agency and fact.kind in kinds and fact.at <= at]
    last = _left(pact, agency, at) if state is PartyState.WITHDRAWN else max(since, default=None)
    if state is PartyState.SUSPENDED:
        last = min((each.since for each in why_it_rests(pact, agency, at)), default=None)
    return {"state": party_word(state, pact, agency), "since": last, "until": _leaves(pact, agency, state, at)}


def _left(pact: Pact, agency: AgencyId, at: datetime) -> datetime | None:
    """When it left: from when it has been out."""
    since = None
    for change in reversed([change for change in pact.changes if change <= at]):
        if standing_at(pact, change).parties.get(agency) is not PartyState.WITHDRAWN:
            break
        since = change
    return since


def _why(pact: Pact, agency: AgencyId, state: PartyState, at: datetime, *, knows: bool) -> str:
    """The reason that a party gave for declining; for one that rests, each cause in words, to whom it is told."""
    if state is PartyState.SUSPENDED and not knows:
        return ""
    if state is PartyState.SUSPENDED:
        said = {each.cause: each for each in why_it_rests(pact, agency, at)}
        return ", ".join(_rests_for(each.cause, by_itself=each.by_itself) for _, each in sorted(said.items()))
    if state is not PartyState.DECLINED:
        return ""
    mine = [fact for fact in pact.facts if fact.agency == agency and fact.kind is FactKind.DECLINED and fact.at <= at]
    return (mine[-1].cause or "") if mine else ""


def _rests_for(cause: str, *, by_itself: bool) -> str:
    known = {each.value: words for each, words in WHY.items()}.get(cause, cause.replace("_", " "))
    return f"{known} (by itself, until a new paper is recorded)" if by_itself else known


def _leaves(pact: Pact, agency: AgencyId, state: PartyState, at: datetime) -> datetime | None:
    """For who has given notice: the first instant at which the agreement no longer binds it."""
    if state is not PartyState.NOTICE_GIVEN:
        return None
    change = next_change(pact, at)
    while change is not None and agency in standing_at(pact, change).active:
        change = next_change(pact, change)
    return change


def _change(pact: Pact, at: datetime, names: Names) -> str:
    before, after = standing_at(pact, at - _MOMENT), standing_at(pact, at)
    gone = [names[agency] for agency in _by_name(before.active - after.active, names)]
    new = [names[agency] for agency in _by_name(after.active - before.active, names)]
    if before.in_force and not after.in_force:
        return "It is no longer in force from then on."
    if not before.in_force and after.in_force:
        return "It comes into force."
    lapsed = {number for number, state in after.versions.items() if state is VersionState.LAPSED}
    if any(before.versions[number] is not VersionState.LAPSED for number in lapsed):
        return "The time for signing is over."
    if gone:
        return f"It no longer binds {', '.join(gone)}."
    return f"It binds {', '.join(new)}." if new else "Its standing changes."


def _text(version: Version) -> str:
    """The words that the digest covers, clause by clause."""
    return "\n\n".join(
        f"{int(article.clause)}. {article.clause.subject}\n\n{article.words}" for article in version.text
    )


def _by_name(agencies: Iterable[AgencyId], names: Names) -> list[AgencyId]:
    return sorted(agencies, key=lambda agency: names[agency])
