"""Where an agreement stands, in one sentence; since when; and the whole of one agreement's page. Pure."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from agreements import Pact, PartyState, VersionState, standing_at
from agreements.standing import Bound
from consortium.access.door import Viewer
from consortium.signing.lifecycle.acts import open_acts, paper_acts, waiting_to_join
from consortium.signing.lifecycle.ahead_words import coming
from consortium.signing.lifecycle.days import last_day, said_day
from consortium.signing.lifecycle.hold_agreement import why_kept
from consortium.signing.lifecycle.join_agreement import WHOSE, consents
from consortium.signing.lifecycle.see_instead import paper_ways
from consortium.signing.lifecycle.told_facts import told_facts
from consortium.signing.missing import what_a_version_misses
from consortium.signing.store.life import END, Hold, Wish
from geo import AgencyId

Names = Mapping[AgencyId, str]
_HURTS: Final = frozenset(
    {"leave", "stop", "agree-to-end", "end", "void", "withdraw", "suspend", "release", "take-back-lead"}
)
_OVER: Final = {
    VersionState.SUPERSEDED: "A later version has taken its place.",
    VersionState.EXPIRED: "Its term is over. It binds nobody any more.",
    VersionState.TERMINATED: "It has ended for all. It binds nobody any more.",
    VersionState.LAPSED: "It lapsed: it never came into force.",
    VersionState.VOID: "It was declared void: it never counted.",
    VersionState.WITHDRAWN: "It was taken back before it took effect.",
}


def sentence(pact: Pact, number: int, at: datetime, names: Names) -> str:
    """The standing of one version, in one sentence or two."""
    standing = standing_at(pact, at)
    state, terms = standing.versions[number], pact.version(number).terms
    signed, asked = len(standing.signed[number]), len(terms.parties)
    if state in _OVER:
        return _OVER[state]
    if state is VersionState.FROZEN:
        return "Its words are settled. It has not gone out to be signed."
    if state is VersionState.OUT_FOR_SIGNATURE:
        return f"It is out to be signed. {asked} parties are asked, and nobody has signed yet."
    if state is VersionState.ESCROW:
        return f"{signed} of {asked} have signed. It binds nobody before those needed have."
    if state is VersionState.EFFECT_PENDING:
        left = what_a_version_misses(pact, pact.version(number), at, names)
        return f"Those needed have signed, and it is not in force yet. {left[0] if left else ''}".strip()
    bound = next(each for each in standing.bindings if each.version.number == number)
    return _in_force(bound, at)


def _in_force(bound: Bound, at: datetime) -> str:
    calendar = bound.version.terms.calendar
    rest = len(bound.members - bound.active)
    resting = f", {rest} of which rest{'s' if rest == 1 else ''}" if rest else ""
    ends = f"Its term ends with {last_day(bound.term.at(at).ends, calendar)}." if bound.term else "It has no last day."
    return f"In force since {said_day(bound.since, calendar)}. It binds {len(bound.members)} agencies{resting}. {ends}"


def see_whole(
    pact: Pact,
    number: int,
    viewer: Viewer,
    names: Names,
    slug: str,
    at: datetime,
    *,
    wishes: Iterable[Wish] = (),
    holds: Iterable[Hold] = (),
    led: Collection[AgencyId] = (),
    past: bool = False,
) -> dict[str, Any]:
    """What the page of one agreement shows besides text, terms and parties. Of another day nothing can be done."""
    home, kept, wished = f"/{slug}/agreements/{pact.id}", tuple(holds), tuple(wishes)
    acts = [] if past else open_acts(pact, viewer, at, wished, kept, led)
    return {
        "sentence": sentence(pact, number, at, names),
        "missing": list(what_a_version_misses(pact, pact.version(number), at, names)),
        "ahead": [
            {"at": each.at, "what": each.what, "clause": each.clause, "number": each.version}
            for each in coming(pact, at, names)
        ],
        "acts": [
            {"title": act.title, "href": f"{home}/life/{act.key}", "hurts": act.key in _HURTS, "own": act.own}
            for act in acts
        ],
        "paper_acts": [
            {"title": act.title, "href": f"{home}/life/{act.key}/paper"}
            for act in ([] if past else paper_acts(pact, viewer, at, wished, led))
        ]
        + [{"title": title, "href": href} for title, href in ([] if past else paper_ways(pact, viewer, at, home))],
        "joining": _joining(pact, wished, names, at),
        "ending": sorted(names.get(each.agency, "") for each in wished if each.kind == END),
        "history": told_facts(pact, viewer, names, at),
        "keeps": why_kept(pact, kept, at),
        "holds": [
            {"reason": hold.reason, "by": hold.set_by, "at": hold.set_at, "ended": hold.ended_at} for hold in kept
        ],
    }


def _joining(pact: Pact, wishes: tuple[Wish, ...], names: Names, at: datetime) -> list[dict[str, Any]]:
    standing = standing_at(pact, at)
    version = standing.in_force
    if version is None:
        return []
    return [
        {
            "name": names.get(agency, ""),
            "signed": standing.parties.get(agency) is PartyState.JOINING,
            "needs": WHOSE[version.terms.joinder],
            "consents": sorted(names.get(each, "") for each in consents(pact, version, agency, at)),
        }
        for agency in sorted(waiting_to_join(standing, wishes), key=lambda each: names.get(each, ""))
    ]
