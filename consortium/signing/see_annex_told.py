"""How one roster annex stands, as its page and the lists show it: who was told, until when one may object. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from agreements import Reach, Terms
from agreements.times import day_of
from consortium.members.annex_values import Annex
from consortium.signing.annex_notice import (
    Copy,
    Notice,
    Stand,
    begins_at,
    last_to_object,
    lets_stand,
    stand_of_annex,
    terms_for,
)


def stands_of(
    annexes: Iterable[Annex], notices: Mapping[UUID, Notice], reach: Reach, at: datetime
) -> dict[UUID, Stand]:
    """How each of these annexes stands."""
    return {
        each.id: stand_of_annex(each, notices.get(each.id), terms_for(reach, each.agreement, each.agency, at), at)
        for each in annexes
    }


def see_told(annex: Annex, notice: Notice | None, terms: Terms | None, at: datetime) -> dict[str, Any]:
    """The name ``told`` of ``members/annex.html``; its days are those of the agreement's own calendar."""
    stand, begins = stand_of_annex(annex, notice, terms, at), begins_at(notice, terms) if notice else None
    calendar = terms.calendar if terms else "UTC"
    return {
        "state": stand.value,
        "days": terms.deemed_days if terms and lets_stand(terms) else 0,
        "sent_at": notice.sent_at if notice else None,
        "digest": notice.digest if notice else "",
        "told_on": day_of(notice.told_at, calendar) if notice and notice.told_at else None,
        "last_day": last_to_object(begins, terms) if begins and terms else None,
        "begins_on": day_of(begins, calendar) if begins else None,
        "heads": [{"name": each.name, "state": _state(each)} for each in notice.copies] if notice else [],
        "objection": _objection(notice),
    }


def _state(copy: Copy) -> str:
    if copy.handed_at is not None:
        return "told"
    return "waits" if copy.failed_at is None else "failed"


def _objection(notice: Notice | None) -> dict[str, Any] | None:
    said = notice.objection if notice else None
    if said is None:
        return None
    return {"at": said.at, "by": said.by, "said_on": said.said_on, "taken_by": said.taken_by, "scan": bool(said.scan)}
