"""The members' desk: consortia, agencies and people, on a real database."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from agreements import Bond
from consortium.access.permissions import Role
from consortium.access.tables import ConsortiumRow, PersonRow, RoleRow
from consortium.journal import JournalRow, record
from consortium.members.enrol_agency import enrol_agency
from consortium.members.enrol_person import enrol_person, warnings
from consortium.members.found_consortium import found_consortium
from consortium.members.kinds import AgencyKind
from consortium.members.store import (
    load_agencies,
    load_agencies_page,
    load_cards,
    load_designations_page,
    load_mails,
    load_peer_facts,
    load_region,
    load_roster_page,
    load_zone_plans,
    one_at_a_time,
)
from consortium.members.tables import AgencyRow
from consortium.problems import BadInput, Conflict, NotFound
from tests.harness import Ground
from tests.stories.members_world import (
    TOWNS,
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
    await queries()  # what is kept between two looks is kept by now
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


async def test_who_changes_the_lists_lets_nobody_else_wait_but_who_changes_them_too(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as changing:
        await one_at_a_time(changing)
        async with ground.database.transaction(consortium) as asking:
            await asking.execute(text("set local lock_timeout = '2s'"))
            await record(asking, "wrote something that belongs to the consortium", by=None)
        async with ground.database.transaction(consortium) as other:
            await other.execute(text("set local lock_timeout = '50ms'"))
            with pytest.raises(DBAPIError, match="lock timeout"):
                await one_at_a_time(other)
