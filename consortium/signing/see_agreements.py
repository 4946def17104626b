"""What the agreements' pages show. Pure: facts and an instant in, plain values out.

Nothing here makes a text look signed or in force: every state comes from ``agreements.standing_at``.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from agreements import (
    CLAUSE_OF,
    Fact,
    FactKind,
    Pact,
    PartyState,
    Standing,
    Terms,
    Version,
    VersionState,
    next_change,
    standing_at,
)
from consortium.signing.missing import what_is_missing
from geo import AgencyId

_MOMENT = timedelta(microseconds=1)
Names = Mapping[AgencyId, str]

_VERSION_WORDS = {
    VersionState.UNSIGNED: "draft",
    VersionState.PARTLY_SIGNED: "partly_signed",
    VersionState.EFFECT_PENDING: "signed",
    VersionState.IN_FORCE: "in_force",
    VersionState.SUPERSEDED: "superseded",
    VersionState.EXPIRED: "expired",
    VersionState.TERMINATED: "terminated",
    VersionState.LAPSED: "expired",
}
_PARTY_WORDS = {
    PartyState.INVITED: "invited",
    PartyState.SIGNED: "signed",
    PartyState.ACTIVE: "active",
    PartyState.NOTICE_GIVEN: "notice_given",
    PartyState.SUSPENDED: "suspended",
    PartyState.WITHDRAWN: "withdrawn",
    PartyState.ENDED: "terminated",
}
_FACT_WORDS = {
    FactKind.SIGNED: "Signed.",
    FactKind.IN_FORCE: "Recorded as taking effect.",
    FactKind.JOINED: "Joined.",
    FactKind.SUSPENDED: "Its part was suspended.",
    FactKind.RESUMED: "Its part was resumed.",
    FactKind.NOTICE_GIVEN: "Gave notice.",
    FactKind.ENDS: "The term ends.",
    FactKind.TERMINATED: "The agreement was ended.",
}


def see_agreements(pacts: Iterable[Pact], names: Names, slug: str, at: datetime) -> list[dict[str, Any]]:
    """One line for each agreement: the version in force, or the newest with what it still waits for."""
    return [_line(pact, names, slug, at) for pact in pacts]


def see_agreement(pact: Pact, number: int | None, names: Names, slug: str, at: datetime) -> dict[str, Any] | None:
    """One version as it stands, with its parties; ``None`` if the agreement has no such version."""
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
        "terms": _terms(shown.terms, names),
        "parties": [_party(pact, agency, standing, names, at) for agency in _by_name(standing.parties, names)],
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
    again = Version.of(version.id, pact=version.pact, number=version.number, text=version.text, terms=version.terms)
    return again.digest == version.digest


def party_standing(pacts: Iterable[Pact], agency: AgencyId, at: datetime) -> dict[str, Any]:
    """Where an agency stands in the agreements: bound by one if by any, else what comes nearest to it."""
    order = ["active", "notice_given", "suspended", "signed", "invited", "withdrawn", "terminated"]
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
    unsigned = [agency for agency, state in standing.parties.items() if state is PartyState.INVITED]
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
    kinds = {
        VersionState.IN_FORCE: {FactKind.IN_FORCE},
        VersionState.EXPIRED: {FactKind.ENDS},
        VersionState.LAPSED: {FactKind.ENDS, FactKind.TERMINATED},
        VersionState.TERMINATED: {FactKind.TERMINATED},
    }.get(state, set())
    since = [fact.at for fact in pact.facts if fact.kind in kinds and fact.at <= at and _about(fact, version)]
    first = min(since) if state is VersionState.IN_FORCE and since else max(since, default=None)
    return {"state": _VERSION_WORDS[state], "since": first, "until": None}


def _about(fact: Fact, version: Version) -> bool:
    return fact.agency is None and fact.digest in {None, version.digest}


def _party(pact: Pact, agency: AgencyId, standing: Standing, names: Names, at: datetime) -> dict[str, Any]:
    facts = sorted((fact for fact in pact.facts if fact.agency == agency), key=lambda fact: fact.at)
    return {
        "name": names[agency],
        **_dated_party(pact, agency, standing.parties[agency], at),
        "facts": [{"what": _FACT_WORDS[fact.kind], "at": fact.at, "attested_by": fact.attested_by} for fact in facts],
    }


def _dated_party(pact: Pact, agency: AgencyId, state: PartyState, at: datetime) -> dict[str, Any]:
    kinds = {
        PartyState.SIGNED: {FactKind.SIGNED, FactKind.JOINED},
        PartyState.SUSPENDED: {FactKind.SUSPENDED},
    }.get(state, set())
    facts = pact.facts if kinds else ()
    since = [fact.at for fact in facts if fact.agency == agency and fact.kind in kinds and fact.at <= at]
    return {"state": _PARTY_WORDS[state], "since": max(since, default=None), "until": _leaves(pact, agency, state, at)}


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
    if gone:
        return f"It no longer binds {', '.join(gone)}."
    return f"It binds {', '.join(new)}." if new else "Its standing changes."


def _text(version: Version) -> str:
    """The words that the digest covers, clause by clause."""
    return "\n\n".join(
        f"{int(article.clause)}. {article.clause.subject}\n\n{article.words}" for article in version.text
    )


def _terms(terms: Terms, names: Names) -> list[dict[str, str]]:
    values = {
        "services": ("Services", ", ".join(sorted(service.value.replace("_", " ") for service in terms.services))),
        "answer_minutes": (
            "Answered within",
            f"{terms.answer_minutes} minutes" if terms.answer_minutes else "not said",
        ),
        "roles": ("Who may serve", ", ".join(sorted(role.value for role in terms.roles))),
        "training_required": ("Training", "needed, in date" if terms.training_required else "not needed"),
        "least_training_hours": ("Least training", f"{terms.least_training_hours} hours"),
        "acceptance": ("How an annex designates", terms.acceptance.value),
        "least_parties": ("Least parties", str(terms.least_parties)),
        "required_parties": (
            "Not without",
            ", ".join(names[agency] for agency in _by_name(terms.required_parties, names)) or "nobody in particular",
        ),
        "notice_days": ("Notice", f"{terms.notice_days} days"),
        "run_off_days": ("Open talks may be finished within", f"{terms.run_off_days} days"),
    }
    return [
        {"label": label, "value": value, "clause": str(int(CLAUSE_OF[name]))} for name, (label, value) in values.items()
    ]


def _by_name(agencies: Iterable[AgencyId], names: Names) -> list[AgencyId]:
    return sorted(agencies, key=lambda agency: names[agency])
