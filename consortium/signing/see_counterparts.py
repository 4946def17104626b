"""What the clerk's desk and the page to sign in ink show. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from agreements import Fact
from agreements.counterparts import Counterpart, PaperRecord
from consortium.access.door import Viewer
from consortium.signing.signatures.authority import Authority, holding
from consortium.signing.signatures.clerks import attests_for
from consortium.signing.signatures.letters import stamp
from consortium.signing.signatures.progress import Progress, insured, resolved
from consortium.signing.signatures.signed_words import who_signed
from geo import AgencyId, PersonId

Names = Mapping[AgencyId, str]
Heads = Iterable[tuple[PersonId, str, str, frozenset[AgencyId]]]


def see_paper(at: Progress, names: Names, wanted: str) -> dict[str, Any]:
    """The text to print, and the page to sign: for one party, or with a blank for its name."""
    chosen = next((names[each] for each in at.version.terms.parties if str(each) == wanted and each in names), "")
    return {
        "title": at.pact.title,
        "number": at.version.number,
        "digest": at.version.digest,
        "articles": [(int(each.clause), each.clause.subject, each.words.split("\n")) for each in at.version.text],
        "party": chosen,
        "parties": sorted((names.get(each, ""), str(each)) for each in at.version.terms.parties),
        "closes": at.closes,
    }


def see_desk(
    viewer: Viewer,
    at: Progress,
    *,
    names: Names,
    heads: Heads,
    rights: tuple[Authority, ...],
    counterparts: tuple[Counterpart, ...],
    openings: Mapping[AgencyId, date],
) -> dict[str, Any]:
    """Each party with what is recorded of it, and whom a clerk may record something for."""
    heads = tuple(heads)
    day = at.at.astimezone(ZoneInfo(at.version.terms.calendar)).date()
    mine = [each for each in at.version.terms.parties | set(at.signed) if attests_for(viewer, each)]
    by_word = {each.attested: each for each in counterparts}
    return {
        "title": at.pact.title,
        "number": at.version.number,
        "digest": at.version.digest,
        "open": at.open,
        "closes": at.closes,
        "may": bool(mine),
        "parties": [
            {
                "id": str(agency),
                "name": names.get(agency, ""),
                "signed": _signed(at.signed.get(agency), by_word, at.version.terms.calendar),
                "declined": (at.declined[agency].cause or "") if agency in at.declined else "",
                "opened": openings.get(agency),
                "resolution": _said(resolved(at, agency)),
                "insurance": _said(insured(at, agency)),
            }
            for agency in sorted(mine, key=lambda each: names.get(each, ""))
        ],
        "gone": list(_gone(viewer, at, mine, {person: hers for person, _, _, hers in heads}, names, rights, day)),
        "signers": [
            (f"{agency} {person}", f"{names.get(agency, '')}: {name}", _right(rights, person, agency, day))
            for person, name, _, hers in heads
            for agency in sorted(hers & set(mine), key=lambda each: names.get(each, ""))
            if agency not in at.signed and person != viewer.person
        ],
        "needs_insurance": at.version.terms.insurance_needed,
        "needs_resolutions": at.version.terms.resolutions_required,
    }


def _signed(fact: Fact | None, by_word: Mapping[str, Counterpart], calendar: str) -> dict[str, Any] | None:
    if fact is None:
        return None
    found = by_word.get(fact.attested_by)
    scan = str(found.id) if found and isinstance(found.record, PaperRecord) else ""
    return {"who": who_signed(fact, found), "when": stamp(fact.at, calendar), "scan": scan}


def _gone(
    viewer: Viewer,
    at: Progress,
    mine: Iterable[AgencyId],
    heads: Mapping[PersonId, frozenset[AgencyId]],
    names: Names,
    rights: tuple[Authority, ...],
    today: date,
) -> Iterator[tuple[str, str, bool]]:
    """Who heads it no more, and held a right on some day since it went out: she may have signed a paper."""
    if at.sent_out is None or not at.open:
        return
    sent = at.sent_out.astimezone(ZoneInfo(at.version.terms.calendar)).date()
    days = [sent + timedelta(days=number) for number in range((today - sent).days + 1)]
    for agency in sorted(set(mine) - set(at.signed), key=lambda each: names.get(each, "")):
        past = {each.person: each.name for each in rights if each.agency == agency and each.person != viewer.person}
        for person, name in past.items():
            if agency not in heads.get(person, frozenset()) and any(_right(rights, person, agency, on) for on in days):
                yield f"{agency} {person}", f"{names.get(agency, '')}: {name}, who heads it no more", True


def _right(rights: tuple[Authority, ...], person: PersonId, agency: AgencyId, day: date) -> bool:
    return holding(rights, person, agency, day) is not None


def _said(fact: Fact | None) -> str:
    return fact.attested_by if fact else ""
