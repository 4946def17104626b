"""What the pages of authority show: who may sign by what right, and what binds an agency whoever signed it. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from agreements import Pact, PactId, VersionState, standing_at
from agreements.counterparts import Counterpart
from consortium.access.door import Viewer
from consortium.pages import N_
from consortium.signing.signatures.authority import Authority, Right, holding
from consortium.signing.signatures.clerks import attests_for
from consortium.signing.signatures.letters import stamp
from consortium.signing.signatures.progress import progress
from consortium.signing.signatures.signed_words import who_signed
from geo import AgencyId, PersonId

Names = Mapping[AgencyId, str]
Heads = Iterable[tuple[PersonId, str, str, frozenset[AgencyId]]]

RIGHTS = (
    (Right.ELECTED.value, N_("Elected to the office")),
    (Right.APPOINTED.value, N_("Appointed to the office")),
    (Right.ACTING.value, N_("Acting in the office")),
    (Right.DELEGATED.value, N_("By delegation of the head")),
)


def see_authority(viewer: Viewer, rights: Iterable[Authority], heads: Heads, names: Names, day: date) -> dict[str, Any]:
    """What was recorded of the agencies for which this clerk attests."""
    known = tuple(each for each in rights if attests_for(viewer, each.agency))
    signers = [
        (f"{agency} {person}", f"{names.get(agency, '')}: {name}", str(person), name)
        for person, name, _, hers in heads
        for agency in sorted(hers, key=lambda each: names.get(each, ""))
        if attests_for(viewer, agency) and person != viewer.person
    ]
    return {
        "may": any(attests_for(viewer, agency) for agency in names),
        "rights": [_line(each, known, names, day) for each in sorted(known, key=lambda each: _place(each, names))],
        "signers": sorted(((value, label) for value, label, _, _ in signers), key=lambda each: each[1]),
        "heads": sorted(
            ((value, UUID(person), label) for value, label, person, _ in signers), key=lambda each: each[2]
        ),
        "givers": sorted({(person, name) for _, _, person, name in signers}, key=lambda each: each[1]),
        "kinds": RIGHTS,
    }


def see_bound(
    viewer: Viewer,
    pacts: Iterable[Pact],
    signed: Mapping[PactId, tuple[Counterpart, ...]],
    names: Names,
    rights: tuple[Authority, ...],
    now: datetime,
    slug: str,
) -> dict[str, Any]:
    """What binds her agencies now, what waits for her, and what she delegated."""
    pacts = tuple(pacts)
    mine = {AgencyId(agency) for agency in viewer.agencies}
    return {
        "bound": [line for pact in pacts for line in _bound(pact, signed[pact.id], mine, names, now, slug)],
        "waiting": [line for pact in pacts for line in _waiting(pact, mine, names, now, slug)],
        "given": [
            {"id": str(each.id), "name": each.name, "agency": names.get(each.agency, ""), "words": each.words()}
            for each in rights
            if each.given_by == viewer.person and each.ended_on is None
        ],
    }


def _line(each: Authority, known: tuple[Authority, ...], names: Names, day: date) -> dict[str, Any]:
    return {
        "id": str(each.id),
        "agency": names.get(each.agency, ""),
        "name": each.name,
        "words": each.words(),
        "holds": each.in_its_days(day),
        "counts": holding(known, each.person, each.agency, day) is not None,
        "ended_on": each.ended_on,
        "until": each.until,
    }


def _place(each: Authority, names: Names) -> tuple[str, int]:
    return names.get(each.agency, ""), -each.since.toordinal()


def _bound(
    pact: Pact, signed: tuple[Counterpart, ...], mine: set[AgencyId], names: Names, now: datetime, slug: str
) -> Iterable[dict[str, Any]]:
    standing = standing_at(pact, now)
    version = standing.in_force
    if version is None:
        return
    found = progress(pact, version.number, now)
    by_word = {each.attested: each for each in signed}
    for agency in sorted(mine & standing.active, key=lambda each: names.get(each, "")):
        fact = found.signed.get(agency)
        counterpart = by_word.get(fact.attested_by) if fact else None
        yield {
            "title": pact.title,
            "number": version.number,
            "href": f"/{slug}/agreements/{pact.id}/{version.number}",
            "sign_href": f"/{slug}/agreements/{pact.id}/{version.number}/sign?for={agency}",
            "agency": names.get(agency, ""),
            "who": who_signed(fact, counterpart, title=False) if fact else "",
            "when": stamp(fact.at, version.terms.calendar) if fact else "",
            "binds": version.terms.binds_successors,
            "notice_days": version.terms.notice_days,
        }


def _waiting(pact: Pact, mine: set[AgencyId], names: Names, now: datetime, slug: str) -> Iterable[dict[str, Any]]:
    standing = standing_at(pact, now)
    for version in pact.versions:
        state = standing.versions[version.number]
        if state not in {VersionState.OUT_FOR_SIGNATURE, VersionState.ESCROW, VersionState.EFFECT_PENDING}:
            continue
        found = progress(pact, version.number, now)
        for agency in sorted(mine & version.terms.parties - set(found.signed) - set(found.declined)):
            if found.open:
                yield {
                    "title": pact.title,
                    "number": version.number,
                    "href": f"/{slug}/agreements/{pact.id}/{version.number}/sign?for={agency}",
                    "agency": names.get(agency, ""),
                    "closes": found.closes,
                }
