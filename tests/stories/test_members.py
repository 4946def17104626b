"""The members' desk: agencies, people and the parts of the region, on a real database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from agreements import Bond
from consortium.access.permissions import Role
from consortium.access.tables import ConsortiumRow, PersonRow, RoleRow
from consortium.journal import JournalRow
from consortium.members.add_channel import add_channel
from consortium.members.approve_notice import approve_notice
from consortium.members.enrol_agency import enrol_agency
from consortium.members.enrol_peer import enrol_peer
from consortium.members.enrol_person import enrol_person, warnings
from consortium.members.found_consortium import found_consortium
from consortium.members.kinds import AgencyKind, ChannelKind
from consortium.members.record_training import record_training
from consortium.members.set_crisis_lines import set_crisis_lines
from consortium.members.store import (
    load_agencies,
    load_agencies_page,
    load_cards,
    load_designations_page,
    load_leave,
    load_lines,
    load_mails,
    load_notices,
    load_peer_facts,
    load_region,
    load_roster_page,
    load_zone_plans,
)
from consortium.members.tables import AgencyRow, CrisisLineRow, NoticeRow, PeerRow, TrainingRow
from consortium.members.take_leave import take_leave
from consortium.members.values import CrisisLine
from consortium.problems import BadInput, Conflict, NotFound
from scheduling import Leave, Span
from tests.harness import Ground
from tests.stories.members_world import (
    TOWNS,
    Town,
    a_consortium,
    a_peer,
    a_viewer,
    count,
    enrol,
    refused,
    sign_all,
    statements,
)

TODAY = date(2026, 1, 15)
LINE = CrisisLine(
    name="988",
    number="988",
    href="tel:988",
    blurb_en="Suicide and crisis line",
    blurb_es="Línea de crisis",
    verified_on=TODAY,
)


async def test_a_consortium_is_founded_with_what_it_has_settled(ground: Ground) -> None:
    consortium = uuid4()
    async with ground.database.transaction(consortium) as tx:
        made = await found_consortium(
            tx,
            slug="juniper-rim",
            title="  Juniper   Rim ",
            timezone="America/Boise",
            crowd=30,
            least_departments=4,
            steps=(5, 3),
            service_level=2,
            text_offered=True,
        )
    async with ground.database.reading(consortium) as reading:
        found = await load_region(reading)
    assert found == made
    assert (found.title, found.timezone, found.steps) == ("Juniper Rim", "America/Boise", (5, 3))
    assert (found.policy.crowd, found.policy.least_departments, found.policy.small) == (30, 4, 25)
    assert not found.paused


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"timezone": "America/Nowhere"}, "timezone"),
        ({"timezone": "localtime"}, "timezone"),
        ({"slug": "Juniper"}, "slug"),
        ({"slug": "j"}, "slug"),
        ({"slug": "9-rivers"}, "slug"),
        ({"slug": "static"}, "slug"),
        ({"title": " \t "}, "title"),
        ({"title": "Juniper\u202eRim"}, "title"),
        ({"title": "Rim\x00"}, "title"),
        ({"title": "\ud800"}, "title"),
        ({"title": "R" * 121}, "title"),
        ({"steps": ()}, "steps"),
        ({"steps": (5, 0)}, "steps"),
        ({"service_level": 5}, "service_level"),
        ({"crowd": 1}, "crowd"),
        ({"least_departments": 1}, "least_departments"),
        ({"open_limit": 0}, "open_limit"),
    ],
)
async def test_a_consortium_that_cannot_be_is_refused_by_field(
    ground: Ground, change: dict[str, object], field: str
) -> None:
    facts = {"slug": "juniper-rim", "title": "Juniper Rim", "timezone": "America/Boise", **change}
    consortium = uuid4()
    async with refused(ground.database, consortium, BadInput, "", field) as tx:
        await found_consortium(tx, **facts)  # type: ignore[arg-type]
    async with ground.database.reading(consortium) as reading:
        assert await count(reading, ConsortiumRow) == 0


async def test_an_address_belongs_to_one_consortium(ground: Ground) -> None:
    await a_consortium(ground.database, "juniper-rim")
    async with refused(ground.database, uuid4(), Conflict, "The address “juniper-rim” is taken") as tx:
        await found_consortium(tx, slug="juniper-rim", title="Another", timezone="America/Boise")


async def test_no_consortium_no_region(ground: Ground) -> None:
    async with ground.database.reading(uuid4()) as reading:
        with pytest.raises(NotFound):
            await load_region(reading)


async def test_an_agency_is_a_department_with_its_place_and_count(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as tx:
        made = await enrol(tx, TOWNS[0])
    async with ground.database.reading(consortium) as reading:
        found = await load_agencies(reading)
    agency = made["Cinder Ford Police"]
    assert found.names == {agency: "Cinder Ford Police"}
    assert found.states == {agency: "OR"}
    assert (found.departments[agency].at.lat, found.departments[agency].sworn) == (44.27, 36)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"lat": 91.0}, "lat"),
        ({"lat": float("nan")}, "lat"),
        ({"lat": 0.0, "lon": 0.0}, "lat"),
        ({"sworn": -1}, "sworn"),
        ({"sworn": 10**9}, "sworn"),
        ({"part_time": -1}, "part_time"),
        ({"state": "Oregon"}, "state"),
        ({"name": ""}, "name"),
        ({"counted_on": date(9999, 1, 1)}, "counted_on"),
        ({"counted_on": date(1, 1, 1)}, "counted_on"),
        ({"federal_key": "1" * 21}, "federal_key"),
    ],
)
async def test_an_agency_that_cannot_be_is_refused_by_field(
    ground: Ground, change: dict[str, object], field: str
) -> None:
    consortium = await a_consortium(ground.database)
    facts: dict[str, object] = {
        "name": "Cinder Ford Police",
        "kind": AgencyKind.POLICE,
        "county": "Obsidian",
        "state": "or",
        "lat": 44.27,
        "lon": -121.18,
        "sworn": 36,
        "counted_on": TODAY,
        **change,
    }
    async with refused(ground.database, consortium, BadInput, "", field) as tx:
        await enrol_agency(tx, **facts)  # type: ignore[arg-type]


async def test_the_same_agency_is_not_enrolled_twice(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as tx:
        await enrol(tx, TOWNS[0])
    async with refused(ground.database, consortium, Conflict, "“Cinder Ford Police” is enrolled already") as tx:
        await enrol(tx, TOWNS[0])
    async with ground.database.reading(consortium) as reading:
        assert await count(reading, AgencyRow) == 1


async def test_nobody_is_head_of_an_agency_and_operator(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    async with refused(ground.database, consortium, BadInput, "cannot be both agency head and operator", "roles") as tx:
        await enrol_person(tx, name="Orrin Vance", roles=(Role.AGENCY_HEAD, Role.OPERATOR))
    async with ground.database.reading(consortium) as reading:
        assert await count(reading, PersonRow) == 0


async def test_a_head_who_coordinates_is_enrolled_and_warned_about(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    roles = (Role.AGENCY_HEAD, Role.COORDINATOR)
    async with ground.database.transaction(consortium) as tx:
        person = await enrol_person(tx, name="Orrin Vance", roles=roles)
    assert "agency head and coordinator" in warnings(roles)[0]
    assert warnings((Role.COORDINATOR,)) == ()
    async with ground.database.reading(consortium) as reading:
        held = await reading.scalars(select(RoleRow.role).where(RoleRow.person == person))
        assert set(held) == {"agency_head", "coordinator"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": "a@b"}, "email"),
        ({"email": "a b@example.org"}, "email"),
        ({"email": "a@example.org\nBcc: c@example.org"}, "email"),
        ({"email": "ä@example.org"}, "email"),
        ({"name": "\n"}, "name"),
        ({"bonds": [(uuid4(), Bond.FULL_TIME)]}, "bonds"),
    ],
)
async def test_a_person_who_cannot_be_is_refused_by_field(
    ground: Ground, change: dict[str, object], field: str
) -> None:
    consortium = await a_consortium(ground.database)
    facts: dict[str, object] = {"name": "Orrin Vance", "email": "orrin.vance@example.org", **change}
    async with refused(ground.database, consortium, BadInput, "", field) as tx:
        await enrol_person(tx, **facts)  # type: ignore[arg-type]


async def test_a_mail_address_belongs_to_one_member_in_any_case_of_letters(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as tx:
        await enrol_person(tx, name="Orrin Vance", email="orrin.vance@example.org")
    async with refused(ground.database, consortium, Conflict, "another member's") as tx:
        await enrol_person(tx, name="Odessa Vance", email="Orrin.Vance@Example.org")


async def test_nobody_is_tied_to_an_agency_of_another_consortium(ground: Ground) -> None:
    theirs, ours = await a_consortium(ground.database, "theirs"), await a_consortium(ground.database, "ours")
    async with ground.database.transaction(theirs) as tx:
        agency = (await enrol(tx, TOWNS[0]))[TOWNS[0].name]
    async with refused(ground.database, ours, BadInput, "not enrolled here", "bonds") as tx:
        await enrol_person(tx, name="Orrin Vance", bonds=((agency, Bond.FULL_TIME),))


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


async def test_crisis_lines_are_set_as_a_whole_and_in_order(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    second = CrisisLine(
        name="Copline",
        number="1-800-267-5463",
        href="tel:+18002675463",
        blurb_en="",
        blurb_es="",
        verified_on=TODAY,
    )
    async with ground.database.transaction(consortium) as tx:
        await set_crisis_lines(tx, lines=(LINE, second))
        await set_crisis_lines(tx, lines=(second, LINE))
    async with ground.database.reading(consortium) as reading:
        assert await load_lines(reading) == (second, LINE)
        assert await count(reading, CrisisLineRow) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"href": "javascript:alert(1)"},
        {"href": "http://example.org"},
        {"href": "tel: 988"},
        {"name": ""},
        {"verified_on": date(2999, 1, 1)},
    ],
)
async def test_a_crisis_line_that_cannot_be_leaves_the_others_as_they_were(
    ground: Ground, changes: dict[str, object]
) -> None:
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as tx:
        await set_crisis_lines(tx, lines=(LINE,))
    async with refused(ground.database, consortium, BadInput, "") as tx:
        await set_crisis_lines(tx, lines=(LINE, replace(LINE, **changes)))  # type: ignore[arg-type]
    async with refused(ground.database, consortium, BadInput, "at least one") as tx:
        await set_crisis_lines(tx, lines=())
    async with ground.database.reading(consortium) as reading:
        assert await load_lines(reading) == (LINE,)


async def test_the_newest_notice_that_an_advisor_approved_is_the_one_shown(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as tx:
        for state, language, text in (
            ("OR", "en", "First."),
            ("or", "en", "Second.\n\nMore."),
            ("OR", "es", "Primero."),
        ):
            await approve_notice(
                tx,
                state=state,
                language=language,
                text=text,
                misconduct_duty="A sworn peer must report misconduct.",
                approved_by="J. Counsel",
                approved_on=TODAY,
                example=True,
            )
        tx.add(
            NoticeRow(
                consortium=consortium,
                state="OR",
                language="en",
                version=3,
                text="Nobody has approved this.",
                misconduct_duty="",
                approved_by=None,
                approved_on=None,
            )
        )
    async with ground.database.reading(consortium) as reading:
        found = await load_notices(reading)
    assert {key: (notice.version, notice.text) for key, notice in found.items()} == {
        ("OR", "en"): (2, "Second.\n\nMore."),
        ("OR", "es"): (1, "Primero."),
    }
    assert found["OR", "en"].example
    for change in ({"language": "fr"}, {"state": "Oregon"}, {"approved_by": ""}, {"approved_on": date(2999, 1, 1)}):
        facts = {
            "state": "OR",
            "language": "en",
            "text": "T",
            "misconduct_duty": "M",
            "approved_by": "J. Counsel",
            "approved_on": TODAY,
            **change,
        }
        async with refused(ground.database, consortium, BadInput, "", next(iter(change))) as tx:
            await approve_notice(tx, **facts)  # type: ignore[arg-type]


async def test_a_peer_sees_the_roster_of_peers_without_addresses_and_a_coordinator_sees_all(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as tx:
        home, other = (await enrol(tx, *TOWNS[:2])).values()
        peer = await a_peer(tx, home, "Nadia Fontaine")
        away = await a_peer(tx, other, "Silas Doyle")
        await enrol_person(tx, name="Ada Clerk", roles=(Role.CLERK,))
        await enrol_person(tx, name="Chief Here", roles=(Role.AGENCY_HEAD,), bonds=((home, Bond.FULL_TIME),))
        await enrol_person(tx, name="Chief There", roles=(Role.AGENCY_HEAD,), bonds=((other, Bond.FULL_TIME),))
        await add_channel(tx, person=away, kind=ChannelKind.MAIL, address="silas@example.org", proved_on=TODAY)
        await take_leave(tx, person=away, starts_at=tx.now - timedelta(days=1), ends_at=tx.now + timedelta(days=1))
    as_peer = a_viewer(consortium, Role.PEER, person=peer, agencies=(home,))
    as_coordinator = a_viewer(consortium, Role.COORDINATOR)
    async with ground.database.reading(consortium) as reading:
        seen = await load_roster_page(reading, as_peer)
        everybody = await load_roster_page(reading, as_coordinator)
        agencies = await load_agencies_page(reading, as_peer)
        page = await load_designations_page(reading, as_peer)
    assert [line.name for line in seen] == ["Chief Here", "Nadia Fontaine", "Silas Doyle"]
    assert [line.name for line in everybody] == [
        "Ada Clerk",
        "Chief Here",
        "Chief There",
        "Nadia Fontaine",
        "Silas Doyle",
    ]
    assert [channel.address for channel in seen[2].channels] == [""]
    assert [channel.address for channel in everybody[4].channels] == ["silas@example.org"]
    assert (seen[2].on_leave, seen[2].answers_as, seen[2].lent_by) == (True, Role.PEER, TOWNS[1].name)
    assert (seen[0].answers_as, seen[0].trained_until, seen[0].on_leave) == (None, None, False)
    assert {line.name: (line.heads, line.peers) for line in agencies} == {
        TOWNS[0].name: (("Chief Here",), 1),
        TOWNS[1].name: ((), 1),
    }
    assert [card.name for card in page.peers] == ["Nadia Fontaine", "Silas Doyle"]
    assert set(page.facts) == {peer, away}


async def test_an_old_count_of_officers_is_shown_as_old(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as tx:
        await enrol(tx, *TOWNS[:2])
        await tx.execute(update(AgencyRow).where(AgencyRow.name == TOWNS[0].name).values(counted_on=date(2008, 9, 30)))
    async with ground.database.reading(consortium) as reading:
        found = await load_agencies_page(reading, a_viewer(consortium, Role.COORDINATOR))
    assert {line.name: line.counted_long_ago for line in found} == {TOWNS[0].name: True, TOWNS[1].name: False}


async def test_another_consortiums_members_are_seen_by_nobody_here(ground: Ground) -> None:
    theirs, ours = await a_consortium(ground.database, "theirs"), await a_consortium(ground.database, "ours")
    async with ground.database.transaction(theirs) as tx:
        (home,) = (await enrol(tx, TOWNS[0])).values()
        await a_peer(tx, home)
        await sign_all(tx, (await enrol(tx, *TOWNS[1:4])).values())
    async with ground.database.reading(ours) as reading:
        viewer = a_viewer(ours, Role.COORDINATOR, Role.ADMINISTRATOR)
        assert await load_roster_page(reading, viewer) == ()
        assert await load_agencies_page(reading, viewer) == ()
        assert await load_peer_facts(reading) == ()
        assert await load_cards(reading) == ()
        assert await load_mails(reading) == {}
        assert await load_zone_plans(reading) == ()


async def test_more_members_take_no_more_queries(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    viewer = a_viewer(consortium, Role.COORDINATOR)

    async def queries() -> list[int]:
        counts = []
        for load in (
            load_peer_facts,
            load_cards,
            load_mails,
            load_agencies,
            lambda reading: load_roster_page(reading, viewer),
            lambda reading: load_agencies_page(reading, viewer),
            lambda reading: load_designations_page(reading, viewer),
        ):
            async with ground.database.reading(consortium) as reading:
                with statements(ground.database) as seen:
                    await load(reading)
            counts.append(len(seen))
        return counts

    async with ground.database.transaction(consortium) as tx:
        (home,) = (await enrol(tx, TOWNS[0])).values()
        await a_peer(tx, home)
    few = await queries()
    async with ground.database.transaction(consortium) as tx:
        for number, agency in enumerate((await enrol(tx, *TOWNS[1:])).values()):
            await a_peer(tx, agency, f"Peer Number {'abcdefgh'[number]}")
    assert await queries() == few
    assert few[:4] == [5, 1, 1, 1]


async def test_each_act_stands_in_the_journal_with_who_did_it(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as tx:
        by = await enrol_person(tx, name="Ada Clerk", roles=(Role.ADMINISTRATOR,))
        agency = await enrol_agency(
            tx,
            name="Cinder Ford Police",
            kind=AgencyKind.POLICE,
            county="",
            state="OR",
            lat=44.27,
            lon=-121.18,
            sworn=36,
            counted_on=TODAY,
            by=by,
        )
        await a_peer(tx, agency)
    async with ground.database.reading(consortium) as reading:
        rows = (await reading.scalars(select(JournalRow))).all()
    assert sorted(row.act for row in rows) == [
        "enrolled agency",
        "enrolled peer",
        "enrolled person",
        "enrolled person",
        "founded consortium",
        "recorded training",
    ]
    assert [(row.actor, row.subject) for row in rows if row.act == "enrolled agency"] == [(by, agency)]
    assert not any("Finch" in str(row.detail) or "example.org" in str(row.detail) for row in rows)


def test_a_town_is_a_town() -> None:
    assert sum(town.sworn for town in TOWNS) == 141
    assert isinstance(TOWNS[0], Town)
