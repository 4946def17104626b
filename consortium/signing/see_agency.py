"""One agency as its page shows it, and what its end or suspension would change, in plain values. Pure."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from agreements import Cause as PactCause
from agreements import Pact, PartyState, standing_at
from consortium.access.web import ROLE_WORDS
from consortium.members.agency_values import AgencyFile, Invitation, Tie
from consortium.members.onboarding import ATTESTED, Step, steps
from consortium.members.store import WayIn
from consortium.signing.rest import Cause, resting, rests_in
from consortium.signing.see_agreements import party_standing
from consortium.signing.what_follows import AgencyFacts, Following
from geo import AgencyId

_BOUND = frozenset({PartyState.ACTIVE, PartyState.NOTICE_GIVEN, PartyState.SUSPENDED})
_CAUSES = frozenset(cause.value for cause in Cause)


def see_agency(file: AgencyFile, facts: AgencyFacts, now: datetime) -> dict[str, Any]:
    """The name ``agency`` of ``members/agency.html``: what the agency is, and the part it stands in now."""
    return {
        "name": file.name,
        "kind": file.kind.value,
        "county": file.county,
        "state": file.state,
        "lat": f"{file.at.lat:.4f}",
        "lon": f"{file.at.lon:.4f}",
        "sworn": file.count.sworn,
        "part_time": file.count.part_time,
        "counted_on": file.count.counted_on,
        "counted_old": file.counted_long_ago,
        "earlier": [
            {"sworn": each.sworn, "part_time": each.part_time, "counted_on": each.counted_on} for each in file.earlier
        ],
        "part": parts_now(facts, now).get(file.id),
        "ends_on": file.ends_on,
        "ended": file.ends_on is not None and file.ends_on <= now.date(),
        "bound": file.id in facts.reach.bound(now),
    }


def parts_now(facts: AgencyFacts, now: datetime) -> Mapping[AgencyId, str]:
    """The label of the part of the region that each agency stands in now; who stands in none is left out."""
    standing = facts.standing(now)
    zones = standing.plan.zones if standing else ()
    return {agency: facts.labels[zone.id] for zone in zones for agency in zone.agencies}


def see_people(ties: Iterable[Tie], slug: str, *, linked: bool) -> list[dict[str, Any]]:
    """The people of an agency, those who head it first."""
    shown = [
        {
            "name": tie.name,
            "href": f"/{slug}/people/{tie.person}" if linked else None,
            "title": tie.title,
            "roles": [ROLE_WORDS[role] for role in sorted(tie.roles)],
            "bonds": [bond.value for bond in tie.bonds],
            "lent": tie.lent,
            "suspended": tie.suspended,
        }
        for tie in ties
    ]
    return sorted(shown, key=lambda each: ("Agency head" not in each["roles"], each["name"]))


def see_pacts(
    pacts: Iterable[Pact], agency: AgencyId, slug: str, now: datetime, *, linked: bool
) -> list[dict[str, Any]]:
    """Each agreement that has the agency as a party, with where its part stands."""
    return [
        {
            "title": pact.title,
            "href": f"/{slug}/agreements/{pact.id}" if linked else None,
            "notice_days": version.terms.notice_days if (version := standing_at(pact, now).in_force) else None,
            "binds": standing_at(pact, now).parties[agency] in _BOUND,
            **party_standing((pact,), agency, now),
        }
        for pact in pacts
        if agency in standing_at(pact, now).parties
    ]


def see_rest(
    pacts: Iterable[Pact], agency: AgencyId, slug: str, now: datetime, *, lifts: bool, knows: bool
) -> list[dict[str, Any]]:
    """Each cause for which the agency's part rests, the earliest first; ``key`` is empty for one not on our list.

    ``lifts`` are the pages on which her clerk lifts it, an agreement each; its own pause is none of hers to lift. Who
    is not one that ``knows`` the causes reads since when it rests, without any.
    """
    every = tuple(pacts)
    if not knows:
        since = min(resting(every, agency, now).values(), default=None)
        return [{"cause": "", "key": "", "since": since, "own": False, "lifts": []}] if since else []

    def pages(cause: str) -> list[tuple[str, str]]:
        query = urlencode({"rests": f"{agency} {cause}"})
        resting_in = [pact for pact in every if rests_in(pact, agency, now, cause)]
        return [(pact.title, f"/{slug}/agreements/{pact.id}/life/lift?{query}") for pact in resting_in]

    return [
        {
            "cause": cause,
            "key": cause if cause in _CAUSES else "",
            "since": since,
            "own": cause == PactCause.PAUSE.value,
            "lifts": pages(cause) if lifts and cause != PactCause.PAUSE.value else [],
        }
        for cause, since in sorted(resting(every, agency, now).items(), key=lambda each: each[1])
    ]


def see_steps(way: WayIn, agency: AgencyId, done: Collection[Step]) -> list[dict[str, Any]]:
    """The nine steps, each with where it stands."""
    attested = way.attested.get(agency, {})
    return [
        {
            "key": each.step.value,
            "stand": each.stand.value,
            "waits_for": [step.value for step in each.waits_for],
            "attested_on": attested.get(each.step),
            "attestable": each.step in ATTESTED,
        }
        for each in steps(done)
    ]


def see_following(following: Following, names: Mapping[UUID, str]) -> dict[str, Any]:
    """The name ``follows`` of the pages that ask first. Whom the viewer may not see is counted, not named."""
    seen = sorted(names[person] for person in following.peers if person in names)
    return {
        "part": following.part,
        "merged": [{"gone": gone, "into": into} for gone, into in following.merged],
        "lost": list(following.lost),
        "peers": seen,
        "unseen": len(following.peers) - len(seen),
        "turns": [
            {
                "line": shift.line.value,
                "name": names.get(shift.person, ""),
                "start": shift.span.start,
                "end": shift.span.end,
            }
            for shift in following.turns
        ],
    }


def see_invitations(invitations: Iterable[Invitation], slug: str, today: date) -> list[dict[str, Any]]:
    """An agency's invitations, each with where it stands."""
    return [
        {
            "href": f"/{slug}/invitations/{each.id}",
            "name": each.name,
            "role": each.role.value,
            "state": each.state(today),
            "on": each.state_on(today),
            "mail": each.mail,
        }
        for each in invitations
    ]
