"""Those who answer: their papers, how they are reached, and when they are away."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from sqlalchemy import select, update

from agreements import Bond
from consortium.access.permissions import Role
from consortium.access.tables import PersonRow, RoleRow
from consortium.members.add_channel import add_channel
from consortium.members.enrol_peer import enrol_peer
from consortium.members.enrol_person import enrol_person
from consortium.members.kinds import ChannelKind
from consortium.members.record_training import record_training
from consortium.members.store import (
    load_cards,
    load_leave,
    load_mails,
    load_peer_facts,
)
from consortium.members.store.people_tables import PeerRow, TrainingRow
from consortium.members.take_leave import take_leave
from consortium.problems import BadInput, Conflict, NotFound
from scheduling import Leave, Span
from tests.harness import Ground
from tests.stories.members_world import (
    TOWNS,
    a_consortium,
    a_peer,
    count,
    enrol,
    refused,
)

TODAY = date(2026, 1, 15)


async def test_a_peer_has_her_papers_and_gets_her_role(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as tx:
        made = await enrol(tx, *TOWNS[:3])
        home, contract, led = made.values()
        person = await a_peer(
            tx,
            home,
            talk_number="(541) 555-0142",
            ring_off_duty=True,
            bonds=((contract, Bond.CONTRACT_TOWN), (led, Bond.SUPERVISES)),
        )
    async with ground.database.reading(consortium) as reading:
        (facts,), (card,) = await load_peer_facts(reading), await load_cards(reading)
        roles = await reading.scalars(select(RoleRow.role).where(RoleRow.person == person))
        assert list(roles) == ["peer"]
        assert facts.affiliated(reading.now) == {home, contract, led}
        assert (facts.role.value, facts.lent_by, facts.papers.at(reading.now).hours) == ("peer", home, 40)
        assert facts.papers.at(reading.now).in_date
        assert not facts.papers.at(reading.now).suspended
    assert (card.name, card.agency_name, card.talk_number) == ("Nadia Fontaine", TOWNS[0].name, "(541) 555-0142")
    assert card.ring_off_duty


async def test_only_the_agency_that_employs_a_peer_lends_her(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as tx:
        home, other = (await enrol(tx, *TOWNS[:2])).values()
        person = await enrol_person(tx, name="Ezra Finch", bonds=((home, Bond.FULL_TIME), (other, Bond.SUPERVISES)))
    for lender, says in ((other, "does not employ"), (None, "is lent by the agency"), (uuid4(), "does not employ")):
        async with refused(ground.database, consortium, BadInput, says, "lent_by") as tx:
            await enrol_peer(tx, person=person, kind=Role.PEER, lent_by=lender)  # type: ignore[arg-type]
    async with refused(ground.database, consortium, BadInput, "a chaplain or a clinician", "kind") as tx:
        await enrol_peer(tx, person=person, kind=Role.COORDINATOR, lent_by=home)
    async with refused(ground.database, consortium, BadInput, "not a telephone number", "talk_number") as tx:
        await enrol_peer(tx, person=person, kind=Role.PEER, lent_by=home, talk_number="call me")
    async with refused(ground.database, consortium, NotFound, "") as tx:
        await enrol_peer(tx, person=uuid4(), kind=Role.PEER, lent_by=home)  # type: ignore[arg-type]
    async with ground.database.reading(consortium) as reading:
        assert await count(reading, PeerRow) == 0


async def test_a_chaplain_may_be_lent_by_nobody_and_nobody_is_listed_twice(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as tx:
        person = await enrol_person(tx, name="Silas Doyle", roles=(Role.CHAPLAIN,))
        await enrol_peer(tx, person=person, kind=Role.CHAPLAIN, lent_by=None)
    async with refused(ground.database, consortium, Conflict, "already") as tx:
        await enrol_peer(tx, person=person, kind=Role.CLINICIAN, lent_by=None)
    async with ground.database.reading(consortium) as reading:
        (card,) = await load_cards(reading)
    assert (card.kind, card.agency, card.agency_name) == (Role.CHAPLAIN, None, None)


async def test_training_lapses_with_the_day_by_the_consortiums_own_clock(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as tx:
        (home,) = (await enrol(tx, TOWNS[0])).values()
        person = await enrol_person(tx, name="Ezra Finch", bonds=((home, Bond.RESERVE),))
        await enrol_peer(tx, person=person, kind=Role.PEER, lent_by=home)
        await record_training(
            tx, person=person, course="Basic", hours=40, completed_on=date(2024, 3, 1), expires_on=date(2026, 3, 9)
        )
        await record_training(
            tx, person=person, course="Yearly", hours=8, completed_on=date(2025, 3, 1), expires_on=date(2026, 1, 1)
        )
    async with ground.database.reading(consortium) as reading:
        (facts,) = await load_peer_facts(reading)
    midnight = datetime(2026, 3, 9, 7, tzinfo=UTC)  # clocks went forward in Oregon the day before
    assert facts.papers.at(midnight - timedelta(microseconds=1)).in_date
    assert not facts.papers.at(midnight).in_date
    assert facts.papers.at(midnight).hours == 48


async def test_a_course_must_have_been_and_must_lapse_later(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as tx:
        person = await enrol_person(tx, name="Ezra Finch")
        today = tx.now.date()
    day = timedelta(days=1)
    for completed, expires, hours, field in (
        (today, today, 8, "expires_on"),
        (today + 2 * day, today + 9 * day, 8, "completed_on"),
        (today - day, today + day, -1, "hours"),
        (today - day, date(9999, 12, 31), 8, "expires_on"),
    ):
        async with refused(ground.database, consortium, BadInput, "", field) as tx:
            await record_training(
                tx, person=person, course="Basic", hours=hours, completed_on=completed, expires_on=expires
            )
    async with refused(ground.database, consortium, NotFound, "") as tx:
        await record_training(
            tx,
            person=uuid4(),  # type: ignore[arg-type]
            course="Basic",
            hours=8,
            completed_on=today - day,
            expires_on=today + day,
        )
    async with ground.database.reading(consortium) as reading:
        assert await count(reading, TrainingRow) == 0


async def test_who_leaves_serves_nobody_from_that_midnight_on(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as tx:
        (home,) = (await enrol(tx, TOWNS[0])).values()
        person = await a_peer(tx, home)
        last = (tx.now + timedelta(days=2)).date()
        await tx.execute(update(PersonRow).where(PersonRow.id == person).values(ended_on=last))
    async with ground.database.reading(consortium) as reading:
        (facts,) = await load_peer_facts(reading)
        assert not facts.papers.at(reading.now).suspended
        assert facts.papers.at(reading.now + timedelta(days=3)).suspended


async def test_who_has_left_is_not_put_on_the_list(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as tx:
        person = await enrol_person(tx, name="Silas Doyle")
        await tx.execute(update(PersonRow).values(ended_on=TODAY))
    async with refused(ground.database, consortium, BadInput, "has left", "person") as tx:
        await enrol_peer(tx, person=person, kind=Role.CHAPLAIN, lent_by=None)


async def test_a_suspended_peer_is_suspended_at_every_instant(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as tx:
        (home,) = (await enrol(tx, TOWNS[0])).values()
        await a_peer(tx, home)
        await tx.execute(update(PeerRow).values(suspended=True))
    async with ground.database.reading(consortium) as reading:
        (facts,) = await load_peer_facts(reading)
        assert facts.papers.at(reading.now).suspended


async def test_a_page_goes_to_the_mail_proved_last_then_unproved_then_to_her_own(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as tx:
        (home,) = (await enrol(tx, TOWNS[0])).values()
        proved, unproved, own, none = [
            await a_peer(tx, home, name, **changes)
            for name, changes in (
                ("Proved Finch", {}),
                ("Unproved Finch", {}),
                ("Own Finch", {}),
                ("None Finch", {"email": None}),
            )
        ]
        for person, address, day in (
            (proved, "old@example.org", date(2025, 1, 1)),
            (proved, "new@example.org", date(2025, 6, 1)),
            (proved, "never@example.org", None),
            (unproved, "unproved@example.org", None),
        ):
            await add_channel(tx, person=person, kind=ChannelKind.MAIL, address=address, proved_on=day)
        await add_channel(tx, person=none, kind=ChannelKind.SMS, address="(541) 555-0177", proved_on=TODAY)
    async with ground.database.reading(consortium) as reading:
        assert await load_mails(reading) == {
            proved: "new@example.org",
            unproved: "unproved@example.org",
            own: "own.finch@example.org",
        }


async def test_a_channel_must_be_one_and_is_there_once(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as tx:
        person = await enrol_person(tx, name="Ezra Finch")
        await add_channel(tx, person=person, kind=ChannelKind.VOICE, address="541 555 0142")
    for kind, address in ((ChannelKind.MAIL, "541 555 0142"), (ChannelKind.SMS, "911"), (ChannelKind.SMS, "a@b.org")):
        async with refused(ground.database, consortium, BadInput, "", "address") as tx:
            await add_channel(tx, person=person, kind=kind, address=address)
    async with refused(ground.database, consortium, Conflict, "already") as tx:
        await add_channel(tx, person=person, kind=ChannelKind.VOICE, address="541 555 0142")


async def test_leave_is_a_span_without_a_reason(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    start, end = datetime(2026, 7, 1, 7, tzinfo=UTC), datetime(2026, 7, 15, 7, tzinfo=UTC)
    async with ground.database.transaction(consortium) as tx:
        person = await enrol_person(tx, name="Ezra Finch")
        await take_leave(tx, person=person, starts_at=start, ends_at=end)
    async with ground.database.reading(consortium) as reading:
        assert await load_leave(reading) == (Leave(person, Span(start, end)),)
    for one, other in (
        (end, start),
        (start, start),
        (start.replace(tzinfo=None), end),
        (start, end.replace(year=3000)),
    ):
        async with refused(ground.database, consortium, BadInput, "") as tx:
            await take_leave(tx, person=person, starts_at=one, ends_at=other)
