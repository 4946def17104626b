"""Whom a roster shows, found and counted by the database, a page at a time."""

from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, and_, func, select

from agreements import TrainingKind
from consortium.access.door import Viewer, sees_contacts
from consortium.access.permissions import Role
from consortium.access.store import visible_people
from consortium.access.tables import AffiliationRow, PersonRow
from consortium.db import Reading
from consortium.members.people_values import PROOF_LASTS, SOON, Filter, RosterFound, Wanted
from consortium.members.store.people_tables import ChannelRow, PeerRow, TrainingRow
from consortium.members.store.rows import load_today
from consortium.members.tables import AgencyRow
from geo import PersonId

PAGE: Final = 50
SHARED: Final = "Shared by all"
NO_AGENCY: Final = "Of no agency"


async def find_roster(reading: Reading, viewer: Viewer, wanted: Wanted) -> RosterFound:
    """One page of the people whom this viewer may see and asked for, by agency and name; three queries.

    The counts are of everybody whom she may see, whatever words are searched for.
    """
    today = await load_today(reading)
    kinds = _kinds(today)
    seen = visible_people(viewer)
    proved = _has_channel(ChannelRow.proved_on > today - PROOF_LASTS)
    counted = await reading.execute(
        select(
            *(func.count().filter(kind).label(name.name) for name, kind in kinds.items()),
            func.count().filter(kinds[Filter.ANSWERING] & proved).label("reachable"),
        )
        .select_from(PersonRow)
        .outerjoin(PeerRow, PeerRow.person == PersonRow.id)
        .where(seen)
    )
    counts = counted.one()
    asked = and_(seen, kinds[wanted.show], *_searched(viewer, wanted.words))
    rows = (
        await reading.execute(
            select(
                PersonRow.id, PeerRow.person.is_not(None), AgencyRow.name, _tied_to().label("tied"), func.count().over()
            )
            .outerjoin(PeerRow, (PeerRow.person == PersonRow.id) & PeerRow.ended_on.is_(None))
            .outerjoin(AgencyRow, AgencyRow.id == PeerRow.lent_by)
            .where(asked)
            .order_by(
                func.coalesce(AgencyRow.name, _tied_to()).nulls_last(),
                PeerRow.person.is_(None),
                PersonRow.name,
                PersonRow.id,
            )
            .limit(PAGE)
            .offset((wanted.page - 1) * PAGE)
        )
    ).all()
    return RosterFound(
        people=tuple(
            (PersonId(person), lender or tied or (SHARED if answers else NO_AGENCY))
            for person, answers, lender, tied, _ in rows
        ),
        counts={kind: getattr(counts, kind.name) for kind in Filter},
        total=rows[0][-1] if rows else 0,
        reachable=counts.reachable,
    )


def _kinds(today: date) -> dict[Filter, ColumnElement[bool]]:
    here = PersonRow.ended_on.is_(None) | (PersonRow.ended_on > today)
    answering = here & PersonRow.id.in_(select(PeerRow.person).where(PeerRow.ended_on.is_(None)))
    counts = (TrainingRow.kind == TrainingKind.LICENCE.value) == (PeerRow.kind == Role.CLINICIAN.value)
    in_date = (
        select(TrainingRow.person)
        .join(PeerRow, PeerRow.person == TrainingRow.person)
        .where(counts, TrainingRow.expires_on > today + SOON)
    )
    suspended = select(PeerRow.person).where(PeerRow.suspended, PeerRow.ended_on.is_(None))
    off_the_list = select(PeerRow.person).where(PeerRow.ended_on.is_not(None))
    return {
        Filter.ANSWERING: answering,
        Filter.EVERYBODY: here,
        Filter.ENDING: answering & PersonRow.id.not_in(in_date),
        Filter.SUSPENDED: here & PersonRow.id.in_(suspended),
        Filter.LEFT: ~here | PersonRow.id.in_(off_the_list),
    }


def _searched(viewer: Viewer, words: str) -> list[ColumnElement[bool]]:
    """Every word stands somewhere in her name, title or agencies; in her mail address, for who sees those."""
    found: list[ColumnElement[bool]] = []
    for word in words.split()[:8]:
        places = PersonRow.name.icontains(word, autoescape=True) | PersonRow.title.icontains(word, autoescape=True)
        of_agency = (
            select(AffiliationRow.person)
            .join(AgencyRow, AgencyRow.id == AffiliationRow.agency)
            .where(AgencyRow.name.icontains(word, autoescape=True))
        )
        places |= PersonRow.id.in_(of_agency)
        if sees_contacts(viewer):
            places |= func.coalesce(PersonRow.email, "").icontains(word, autoescape=True)
        found.append(places)
    return found


def _tied_to() -> ColumnElement[str]:
    """The first agency that she belongs to, by name."""
    return (
        select(func.min(AgencyRow.name))
        .join(AffiliationRow, AffiliationRow.agency == AgencyRow.id)
        .where(AffiliationRow.person == PersonRow.id)
        .correlate(PersonRow)
        .scalar_subquery()
    )


def _has_channel(which: ColumnElement[bool]) -> ColumnElement[bool]:
    return PersonRow.id.in_(select(ChannelRow.person).where(which))
