"""What the pages of a draft show besides its words: where it stands, what is next and for whom. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from agreements import Article, Terms, VersionState
from agreements.clause_library import in_plain_words
from agreements.drafts import DraftState, Finding, Severity
from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.signing.drafting.look import Look
from consortium.signing.drafting.send_out import OUT
from consortium.signing.drafting.terms_layout import FIELD_OF
from consortium.signing.store.people import Holder
from geo import AgencyId

Names = Mapping[AgencyId, str]
Advisors = Mapping[AgencyId, tuple[Holder, ...]]


def see_draft(look: Look, viewer: Viewer, slug: str) -> dict[str, Any]:
    """The head of every page of a draft."""
    file, href = look.file, f"/{slug}/agreements/drafts/{look.file.id}"
    return {
        "title": file.draft.title,
        "number": file.draft.number,
        "amends": file.amends,
        "href": href,
        "state": state_of(look),
        "open": file.open,
        "reason": file.reason,
        "digest": look.digest,
        "may_draft": viewer.may(Permission.DRAFT_AGREEMENTS),
        "agreement_href": f"/{slug}/agreements/{file.draft.pact}/{file.draft.number}" if file.frozen_at else None,
        "parties": see_names(file.draft.terms.parties, look.names),
    }


def state_of(look: Look) -> str:
    """One word for where it stands."""
    if look.issued is not None:
        return look.issued.value
    return DraftState.WITHDRAWN_DRAFT.value if look.file.withdrawn_at else look.review.state.value


def see_names(agencies: Iterable[AgencyId], names: Names) -> list[str]:
    """Agencies by name."""
    return sorted(names.get(each, str(each)) for each in agencies)


def see_findings(findings: Iterable[Finding], href: str) -> list[dict[str, Any]]:
    """Findings as lines, each with the page on which it is mended, and the field of its term."""
    return [
        {
            "stops": each.severity is Severity.STOPS,
            "clause": int(each.clause) if each.clause else None,
            "subject": each.clause.subject if each.clause else "",
            "message": each.message,
            "cites": each.cites,
            "href": f"{href}/clauses/{each.clause:d}" if each.clause else f"{href}/terms",
            "field_href": f"{href}/terms?open={field}#{field}" if (field := FIELD_OF.get(each.term or "")) else None,
        }
        for each in findings
    ]


def see_plain(text: Iterable[Article], terms: Terms, names: Names) -> dict[str, Any]:
    """The agreement in plain words: what the signing agency gets, what it will not do or get."""
    plain = in_plain_words(text, terms, names)
    return {
        "gives": [one for each in plain for one in each.gives],
        "never": [one for each in plain for one in each.never],
        "own": [int(each.clause) for each in plain if not each.edition],
        "summaries": {int(each.clause): each.summary for each in plain},
    }


def see_next(look: Look, advisors: Advisors, href: str) -> list[dict[str, Any]]:
    """What is next, and for whom; the first of these is what everybody waits for. ``act`` names the sentence."""
    if look.issued is VersionState.FROZEN:
        return [_step("send_out", "coordinator", href)]
    if look.issued in OUT:
        return [_step("sign", "heads", href, names=see_names(look.terms.parties, look.names))]
    return _before_it_is_frozen(look, advisors, href) if look.file.open else []


def _before_it_is_frozen(look: Look, advisors: Advisors, href: str) -> list[dict[str, Any]]:
    if look.stopping:
        return [_step("mend", "coordinator", f"{href}#findings", count=len(look.stopping))]
    if not look.in_review:
        return [_step("review", "coordinator", href)]
    if look.review.returned:
        return [_step("returned", "coordinator", f"{href}/review", names=see_names(look.review.returned, look.names))]
    if look.review.waiting:
        return [_waits(agency, look, advisors, href) for agency in _by_name(look.review.waiting, look.names)]
    return [_step("freeze", "coordinator", href)]


def _waits(agency: AgencyId, look: Look, advisors: Advisors, href: str) -> dict[str, Any]:
    """One party's advisor is to judge; or it has none here, and then its clerk says what a paper says."""
    asked = [each.name for each in advisors.get(agency, ())]
    who = "advisor" if asked else "clerk"
    return _step("judge" if asked else "nobody", who, f"{href}/review", agency=look.names[agency], names=asked)


def _step(
    act: str, who: str, href: str, *, names: list[str] | None = None, agency: str = "", count: int = 0
) -> dict[str, Any]:
    return {"act": act, "who": who, "href": href, "names": names or [], "agency": agency, "count": count}


def _by_name(agencies: Iterable[AgencyId], names: Names) -> list[AgencyId]:
    return sorted(agencies, key=lambda each: names.get(each, ""))
