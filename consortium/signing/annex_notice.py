"""A roster annex that counts unless a head objects: who was told when, how it stands, until when one may object. Pure.

Nothing is clicked: from the day on which the last head was told, its agreement's days run; then it counts, or it does
not because somebody objected. The one gate goes by the same dated designations, so page and gate cannot differ.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from agreements import Acceptance, PactId, Reach, Terms, digest
from agreements.times import day_of, days_after
from consortium.members.annex_values import Annex
from geo import AgencyId, PersonId

FORM: Final = "consortium roster annex, form 1"


class Stand(StrEnum):
    """How an annex stands at an instant."""

    PREPARED = "prepared"
    SENT = "sent"
    """Mails are under way, or one failed: not all heads were told, so no day runs."""
    RUNNING = "running"
    DEEMED = "deemed"
    RESTING = "resting"
    """Its heads were told, and no version in force lets an annex count so."""
    OBJECTED = "objected"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"


OPEN: Final = frozenset({Stand.SENT, Stand.RUNNING, Stand.RESTING})
"""While it stands so, a head may object."""
UNSIGNED: Final = OPEN | {Stand.PREPARED, Stand.OBJECTED}
"""While it stands so, its paper waits for a signature."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What became of the mails to one head: the first that was handed over; else the last that failed."""

    person: PersonId
    name: str
    handed_at: datetime | None
    failed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """That the annex does not count: who said so for the agency, when; on paper of which day, taken in by whom."""

    at: datetime
    by: str
    said_on: date | None
    taken_by: str
    scan: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """That an agency's heads are told of an annex; ``told_at`` is when the last of them had been."""

    id: UUID
    annex: UUID
    digest: str
    sent_at: datetime
    told_at: datetime | None
    number: int | None
    objection: Objection | None
    copies: tuple[Copy, ...]


def annex_digest(annex: Annex) -> str:
    """The fingerprint of everything that the annex says: SHA-256, hexadecimal.

    The annex's random id is in it, so that nobody can try out who is listed by guessing.
    """
    return digest(
        {
            "form": FORM,
            "id": str(annex.id),
            "agreement": str(annex.agreement),
            "agency": str(annex.agency),
            "agency_name": annex.agency_name,
            "reference": annex.reference,
            "law": annex.law,
            "prepared_on": annex.prepared_on.isoformat(),
            "people": [
                {"person": str(each.person), "name": each.name, "line": each.line}
                for each in sorted(annex.listed, key=lambda one: str(one.person))
            ],
        }
    )


def terms_for(reach: Reach, pact: UUID, agency: AgencyId, at: datetime) -> Terms | None:
    """The terms by which an agreement binds an agency now; ``None``: it does not."""
    accords = reach.scene(at).accords
    return next((each.terms for each in accords if each.binding.pact == pact and agency in each.through), None)


def lets_stand(terms: Terms | None) -> bool:
    """Whether an annex counts without a signature under these terms."""
    return terms is not None and terms.acceptance is Acceptance.DEEMED


def begins_at(notice: Notice, terms: Terms | None) -> datetime | None:
    """From when it counts, if nobody objects; ``None``: no day runs.

    The same days as those of the designations: :meth:`agreements.papers.Designation.begins`.
    """
    if notice.told_at is None or terms is None or not lets_stand(terms):
        return None
    return days_after(notice.told_at, terms.deemed_days, terms.calendar)


def last_to_object(begins: datetime, terms: Terms) -> date:
    """The last day on which a head may object."""
    return day_of(begins, terms.calendar) - timedelta(days=1)


def stand_of_annex(annex: Annex, notice: Notice | None, terms: Terms | None, at: datetime) -> Stand:
    """How it stands."""
    if annex.withdrawn_on is not None or annex.signed_on is not None:
        return Stand.SIGNED if annex.withdrawn_on is None else Stand.WITHDRAWN
    if notice is None:
        return Stand.PREPARED
    if notice.objection is not None:
        return Stand.OBJECTED
    begins = begins_at(notice, terms)
    if begins is None:
        return Stand.SENT if notice.told_at is None else Stand.RESTING
    return Stand.RUNNING if at < begins else Stand.DEEMED


def all_told(notice: Notice, heads: Collection[PersonId]) -> datetime | None:
    """When the last of the agency's heads had been told; ``None``: one of them was not, or it has none."""
    told = {each.person: each.handed_at for each in notice.copies if each.handed_at is not None}
    return max(told[each] for each in heads) if heads and told.keys() >= set(heads) else None


def pact_of(annex: Annex) -> PactId:
    """The agreement that it belongs to."""
    return PactId(annex.agreement)
