"""What binds one agency: its agreements with their dates, how notice is given, and the words of that clause. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from agreements import Clause, Pact, Version, standing_at
from consortium.signing.see_agreements import party_standing
from geo import AgencyId


def bindings_of(pacts: Iterable[Pact], agency: AgencyId, slug: str, at: datetime) -> list[dict[str, Any]]:
    """Every agreement in which the agency stands, with where it stands; by title."""
    return [_binding(pact, agency, slug, at) for pact in pacts if agency in standing_at(pact, at).parties]


def _binding(pact: Pact, agency: AgencyId, slug: str, at: datetime) -> dict[str, Any]:
    version = standing_at(pact, at).in_force or pact.versions[-1]
    where = party_standing([pact], agency, at)
    if where["state"] == "active":
        where["since"] = _bound_since(pact, agency, at)
    return {
        "title": pact.title,
        "number": version.number,
        "href": f"/{slug}/agreements/{pact.id}",
        **where,
        "notice_days": version.terms.notice_days,
        "run_off_days": version.terms.run_off_days,
        "withdrawal": _words(version, Clause.WITHDRAWAL),
        "notices": _words(version, Clause.NOTICES),
    }


def _bound_since(pact: Pact, agency: AgencyId, at: datetime) -> datetime | None:
    """The instant from which the agreement has bound the agency without a break until ``at``."""
    since = None
    for change in sorted((each for each in pact.changes if each <= at), reverse=True):
        if agency not in standing_at(pact, change).active:
            break
        since = change
    return since


def _words(version: Version, clause: Clause) -> dict[str, str] | None:
    """A clause as it was signed, with its number."""
    found = next((article for article in version.text if article.clause is clause), None)
    return None if found is None else {"number": str(int(clause)), "words": found.words}
