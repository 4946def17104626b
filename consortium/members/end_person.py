"""End a person's membership on a day; carried out on that day, it can be taken back until the day is over."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from consortium.access.tables import PersonRow
from consortium.db import Transaction
from consortium.journal import record
from consortium.members.may_act import refuse_last_administrator, refuse_oneself, refuse_over_administrator
from consortium.members.store import (
    bring_back,
    delete_channels,
    departure_of,
    end_access,
    end_designations,
    forget_departure,
    keep,
    load_midnight,
    load_region,
    load_today,
    next_midnight,
    one_at_a_time,
    peer_row,
    person_row,
    take_roles,
    take_ties,
)
from consortium.members.store.people_tables import DepartureRow
from consortium.outbox import Mail, post
from consortium.pages import dated
from consortium.problems import BadInput, Conflict
from geo import PersonId

FURTHEST = timedelta(days=366)
PERSON = "person"


async def end_person(tx: Transaction, *, person: PersonId, day: date, by: UUID | None = None) -> None:
    """End her membership as of ``day``, her first day outside, by the consortium's own calendar.

    If that is today it is carried out now: she is signed out everywhere, passkeys, ways to page her and the number that
    officers were given are deleted for good; roles, ties and designations end. A talk that she is in goes to the next
    peer by itself, at the next look at what the agreements allow (``support.run_off``): nobody is told of it here. Her
    turns from that day on are gaps at once.

    Raises:
        BadInput: it is herself, the last administrator, an administrator and ``by`` is none, or no such day.
        Conflict: she has left already.
        NotFound: there is no such person.
    """
    refuse_oneself(person, by, "Nobody ends her own membership. Ask somebody else who may.", field="day")
    await one_at_a_time(tx)
    row, today = await person_row(tx, person), await load_today(tx)
    if not today <= day <= today + FURTHEST:
        raise BadInput(f"Choose a day from {dated(today)} on, within a year.", "day")
    departure = await departure_of(tx, person, PERSON)
    if row.ended_on is not None and (departure is None or departure.done):
        raise Conflict("This person has left already.")
    await refuse_over_administrator(tx, person, by, field="day")
    await refuse_last_administrator(tx, person, field="day")
    row.ended_on = day
    if departure is None:
        departure = DepartureRow(consortium=tx.consortium, id=uuid4(), person=person, kind=PERSON, kept={}, done=False)
    departure.ends_on = day
    departure.due_at = (await load_midnight(tx))(day)
    await keep(tx, departure)
    await record(tx, "ended person", by=by, subject=person, day=day.isoformat())
    await _write(tx, row, day)
    if day == today:
        await carry_out(tx, departure)


async def carry_out(tx: Transaction, departure: DepartureRow) -> None:
    """Do what belongs to a departure whose day has come; or, on the day after, forget what could be taken back."""
    if departure.done:
        await forget_departure(tx, departure)
        return
    person = departure.person
    peer = await peer_row(tx, person)
    answered = peer is not None and peer.ended_on is None
    if peer is not None and answered:
        peer.ended_on = departure.ends_on
    await end_access(tx, person)
    await delete_channels(tx, person)
    departure.kept = {
        "roles": await take_roles(tx, person),
        "ties": await take_ties(tx, person),
        "designations": await end_designations(tx, person),
        "answered": answered,
    }
    departure.done = True
    departure.due_at = await next_midnight(tx, await load_today(tx))
    await tx.flush()


async def take_back_end(tx: Transaction, *, person: PersonId, by: UUID | None = None) -> None:
    """She stays after all: while it is planned, and on the day on which it was carried out.

    Roles, ties and designations come back as they were. Sessions, passkeys, ways to page her and the number for
    officers do not: they were deleted.

    Raises:
        Conflict: there is nothing to take back any more.
        NotFound: there is no such person.
    """
    row = await person_row(tx, person)
    departure = await departure_of(tx, person, PERSON)
    if departure is None or (departure.done and departure.due_at <= tx.now):
        raise Conflict("The day is over on which this could be taken back. Add her anew.")
    row.ended_on = None
    if departure.done:
        peer = await peer_row(tx, person)
        if peer is not None and departure.kept.get("answered"):
            peer.ended_on = None
        await bring_back(tx, person, departure.kept)
    await tx.delete(departure)
    await tx.flush()
    await record(tx, "took back end of person", by=by, subject=person)


async def _write(tx: Transaction, row: PersonRow, day: date) -> None:
    """She hears it from us, too: nobody should find a closed door without a word."""
    if row.email is None:
        return
    region = await load_region(tx)
    await post(
        tx,
        Mail(
            kind="person",
            address=row.email,
            subject=f"{region.title}: your membership ends",
            body=(
                f"Your membership of {region.title} ends on {dated(day)}. From then on you cannot sign in, and you "
                "are not asked any more. The ways to reach you are deleted.\n\n"
                "If this is a mistake, call your coordinator.\n"
            ),
        ),
    )
