"""A head's page: what binds her agency, since when, until when, what comes next, and what she can do. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from agreements import Pact, Version, standing_at
from agreements.counterparts import Counterpart, PaperRecord
from agreements.standing import OVER, Bound
from consortium.access.door import Viewer
from consortium.signing.lifecycle.acts import open_acts
from consortium.signing.lifecycle.ahead_words import coming
from consortium.signing.lifecycle.change import BINDS
from consortium.signing.lifecycle.see_standing import sentence
from consortium.signing.see_agreements import party_standing
from consortium.signing.signatures.letters import stamp
from consortium.signing.signatures.progress import progress
from consortium.signing.signatures.signed_words import who_signed
from consortium.signing.store.life import Wish
from geo import AgencyId, PersonId

Names = Mapping[AgencyId, str]


def see_binds(
    pacts: Iterable[Pact],
    agency: AgencyId,
    viewer: Viewer,
    names: Names,
    slug: str,
    at: datetime,
    *,
    wishes: tuple[Wish, ...],
    signed: Mapping[Any, tuple[Counterpart, ...]],
) -> dict[str, Any]:
    """One agency: what binds it now, and what it has a part in that does not bind it."""
    binds: list[dict[str, Any]] = []
    rest: list[dict[str, Any]] = []
    for pact in pacts:
        state = standing_at(pact, at).parties.get(agency)
        if state is None:
            continue
        line = _line(pact, agency, viewer, names, slug, at, wishes, signed.get(pact.id, ()))
        (binds if state in BINDS else rest).append(line)
    return {"id": str(agency), "name": names.get(agency, ""), "binds": binds, "others": rest}


def _line(
    pact: Pact,
    agency: AgencyId,
    viewer: Viewer,
    names: Names,
    slug: str,
    at: datetime,
    wishes: tuple[Wish, ...],
    counterparts: tuple[Counterpart, ...],
) -> dict[str, Any]:
    standing = standing_at(pact, at)
    bound = next((each for each in standing.bindings if agency in each.members), None)
    version = bound.version if bound else _newest(pact, at)
    home = f"/{slug}/agreements/{pact.id}"
    mine = tuple(wish for wish in wishes if wish.pact == pact.id)
    ahead = [each for each in coming(pact, at, names) if each.own in {None, agency}]
    return {
        "title": pact.title,
        "number": version.number,
        "href": f"{home}/{version.number}",
        "sentence": sentence(pact, version.number, at, names),
        **party_standing((pact,), agency, at),
        "since_bound": bound.since if bound else None,
        "ends": _ends(bound, agency, at),
        "next": [{"at": each.at, "what": each.what} for each in ahead[:3]],
        "signed": _signed(pact, version, agency, counterparts, at),
        "successors": version.terms.binds_successors,
        "notice_days": version.terms.notice_days,
        "acts": [
            {"title": act.title, "href": f"{home}/life/{act.key}?agency={agency}"}
            for act in open_acts(pact, viewer, at, mine, ())
            if act.own and bound is not None
        ],
        "sign_href": f"{home}/{version.number}/sign?for={agency}",
    }


def _newest(pact: Pact, at: datetime) -> Version:
    states = standing_at(pact, at).versions
    return next((each for each in reversed(pact.versions) if states[each.number] not in OVER), pact.versions[-1])


def _ends(bound: Bound | None, agency: AgencyId, at: datetime) -> datetime | None:
    """Until when it binds this agency: to its own leaving, else to the end of the term; ``None``: no end is known."""
    if bound is None:
        return None
    term = bound.term.at(at).ends if bound.term else None
    return min((each for each in (bound.leaving.get(agency), term) if each), default=None)


def _signed(
    pact: Pact, version: Version, agency: AgencyId, counterparts: tuple[Counterpart, ...], at: datetime
) -> dict[str, Any] | None:
    """Who signed for it, and when; whether it was somebody else than now heads it is hers to say."""
    fact = progress(pact, version.number, at).signed.get(agency)
    if fact is None:
        return None
    found = next((each for each in counterparts if each.attested == fact.attested_by), None)
    return {
        "who": who_signed(fact, found),
        "when": stamp(fact.at, version.terms.calendar),
        "paper": found is not None and isinstance(found.record, PaperRecord),
        "person": str(PersonId(found.person)) if found and found.person else "",
    }
