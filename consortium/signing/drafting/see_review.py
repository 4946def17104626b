"""What the page of a legal review shows: each party, its advisor, what she said of which text, and who says it now."""

from collections.abc import Mapping
from typing import Any

from agreements.drafts import Answer
from agreements.packs import PACKS, Pack, requirements
from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.signing.drafting.look import Look
from consortium.signing.signatures.clerks import attests_for
from consortium.signing.store.people import Holder
from consortium.signing.store.reviews import Approval, Given
from geo import AgencyId, PersonId

People = Mapping[PersonId, Holder]
Approvals = Mapping[tuple[str, int], tuple[Approval, ...]]


def see_review(
    look: Look,
    viewer: Viewer,
    advisors: Mapping[AgencyId, tuple[Holder, ...]],
    people: People,
    approvals: Approvals,
) -> dict[str, Any]:
    """The parties, and the forms of whoever looks."""
    order = sorted(look.terms.parties, key=lambda each: look.names[each])
    reviews = viewer.may(Permission.REVIEW_AGREEMENTS)
    mine = [each for each in order if each in viewer.agencies and reviews]
    shown = {look.states[each] for each in (mine or order)}
    return {
        "parties": [_party(look, each, advisors, people) for each in order],
        "in_review": look.in_review,
        "may_freeze": look.in_review and look.review.may_freeze,
        "may_recall": look.in_review and viewer.may(Permission.DRAFT_AGREEMENTS),
        "mine": [(str(each), look.names[each]) for each in mine],
        "papers": [(str(each), look.names[each]) for each in order if attests_for(viewer, each)],
        "answers": [each.value for each in Answer],
        "packs": [see_pack(PACKS[state], approvals, people, look.names) for state in sorted(shown & PACKS.keys())],
        "without_pack": sorted(shown - PACKS.keys()),
    }


def see_pack(pack: Pack, approvals: Approvals, people: People, names: Mapping[AgencyId, str]) -> dict[str, Any]:
    """One state's rules: what they ask for, what to know, and for which agencies this edition was approved."""
    return {
        "state": pack.state,
        "edition": pack.edition,
        "dated": pack.dated,
        "needs": [
            {"clause": int(each.clause), "what": each.what, "source": each.source, "hard": each.hard}
            for each in requirements([pack], {pack.state})
        ],
        "notes": [
            {
                "subject": each.subject.value,
                "says": each.says,
                "cites": f"{each.cites} ({each.sure.value})",
                "ask": each.ask,
            }
            for each in pack.notes
        ],
        "authorities": [
            {
                "office": office.value,
                "signs": each.signs,
                "evidence": each.evidence,
                "cites": f"{each.cites} ({each.sure.value})",
            }
            for office, each in pack.authorities.items()
        ],
        "approved": [
            {
                "by": people[PersonId(each.by)].name if PersonId(each.by) in people else "",
                "agency": names.get(each.agency, ""),
                "at": each.at,
                "note": each.note,
            }
            for each in approvals.get((pack.state, pack.edition), ())
        ],
    }


def _party(
    look: Look, agency: AgencyId, advisors: Mapping[AgencyId, tuple[Holder, ...]], people: People
) -> dict[str, Any]:
    last = look.last_of(agency)
    return {
        "name": look.names[agency],
        "advisors": [each.name for each in advisors.get(agency, ())],
        "verdict": _given(last, people) if last else None,
        "earlier": [_given(each, people) for each in look.earlier_of(agency)],
    }


def _given(given: Given, people: People) -> dict[str, Any]:
    said = given.verdict
    return {
        "answer": said.answer.value,
        "manner": given.manner,
        "words": said.words,
        "by": people[said.advisor].name if said.advisor in people else "",
        "advisor": given.advisor,
        "paper_on": given.paper_on,
        "at": said.at,
        "digest": said.digest[:8],
    }
