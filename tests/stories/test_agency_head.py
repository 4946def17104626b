"""The agency head's page: covered tonight or not, what is lent, what binds, and never anything of a request."""

from datetime import time, timedelta
from uuid import UUID, uuid4

from consortium.access.permissions import Role
from consortium.access.tables import AffiliationRow, PersonRow, RoleRow
from consortium.members.take_leave import take_leave
from scheduling import Span, hours_by_person
from scheduling.wallclock import instant, zone
from tests.stories.request_world import SLUG, asked
from tests.stories.rota_world import Member, Rota


async def agencies_of(town: Rota, person: UUID) -> list[UUID]:
    return sorted({row["agency"] for row in await town.ground.rows("affiliation") if row["person"] == person})


async def a_head(town: Rota) -> tuple[Member, UUID]:
    """A head whose agency lends somebody and is in a part of the region."""
    facts, now = await town.facts()
    standing = facts.standing(now)
    assert standing is not None
    inside = {agency for each in standing.plan.zones for agency in each.agencies}
    lending = {card.agency for card in facts.cards.values()}
    heads = sorted(row["person"] for row in await town.ground.rows("role") if row["role"] == Role.AGENCY_HEAD)
    for person in heads:
        (agency, *_) = await agencies_of(town, person)
        if agency in inside and agency in lending:
            return await town.member(person), agency
    raise AssertionError("the demo has no such head")


async def test_a_head_lands_on_her_own_page_and_reads_that_her_people_are_covered(town: Rota) -> None:
    chief, agency = await a_head(town)
    facts, now = await town.facts()
    words = await chief.look("")
    assert "My agency" in words
    assert "Covered tonight: yes" in words
    assert "6:00 p.m." in words
    assert "6:00 a.m." in words
    assert facts.agency_names[agency] in words  # type: ignore[index]
    for card in facts.cards.values():
        assert (card.name in words) == (card.agency == agency), "our peers, and nobody else's"
    assert "In force" in words or "Bound since" in words
    assert "60 days" in words
    assert "What you will never see here" in words
    assert "whether an officer of yours has asked" in words
    home = zone(facts.region.timezone)
    today = now.astimezone(home).date()
    this = today.replace(day=1)
    month = Span(*(instant(day, time(0), home) for day in ((this - timedelta(days=1)).replace(day=1), this)))
    hours = hours_by_person(facts.schedule, month)
    lent = sum((hours.get(p, timedelta()) for p, c in facts.cards.items() if c.agency == agency), timedelta())
    assert f"Together {round(lent / timedelta(hours=1))} " in words


async def test_the_page_is_the_same_whether_or_not_somebody_asks(town: Rota) -> None:
    chief, _ = await a_head(town)
    before = await chief.look("agency")
    for _ in range(3):
        await asked(town.home)
    assert await chief.look("agency") == before


async def test_a_night_in_which_nobody_may_serve_is_said_with_its_hours(town: Rota) -> None:
    chief, _ = await a_head(town)
    facts, now = await town.facts()
    home = zone(facts.region.timezone)
    today = now.astimezone(home).date()
    starts, ends = (instant(today, time(hour), home) for hour in (20, 22))
    async with town.ground.database.transaction(await town.ground.consortium(SLUG)) as tx:
        for person in facts.peers:
            await take_leave(tx, person=person, starts_at=starts, ends_at=ends)
    words = await chief.look("agency")
    assert "Covered tonight: no, not throughout" in words
    assert "8:00 p.m. to" in words
    assert "10:00 p.m. (2 h)" in words
    assert "Now: yes, somebody on call may serve them." in words


async def test_a_head_of_two_sees_each_and_clerk_and_liaison_see_the_same(town: Rota) -> None:
    _, agency = await a_head(town)
    facts, _ = await town.facts()
    other = next(each for each in sorted(facts.departments) if each != agency)
    consortium = await town.ground.consortium(SLUG)
    for role in (Role.AGENCY_HEAD, Role.CLERK, Role.LIAISON):
        person = uuid4()
        async with town.ground.database.transaction(consortium) as tx:
            tx.add(PersonRow(consortium=consortium, id=person, name="Invented Person", email=None))
            await tx.flush()
            tx.add(RoleRow(consortium=consortium, person=person, role=role.value))
            tx.add_all(
                AffiliationRow(consortium=consortium, person=person, agency=each, kind="full_time")
                for each in (agency, other)
            )
        words = await (await town.member(person)).look("agency")
        assert facts.agency_names[agency] in words  # type: ignore[index]
        assert facts.agency_names[other] in words
        assert "What binds us" in words


async def test_who_is_tied_to_no_agency_is_told_so(town: Rota) -> None:
    consortium, person = await town.ground.consortium(SLUG), uuid4()
    async with town.ground.database.transaction(consortium) as tx:
        tx.add(PersonRow(consortium=consortium, id=person, name="Invented Person", email=None))
        await tx.flush()
        tx.add(RoleRow(consortium=consortium, person=person, role=Role.CLERK.value))
    assert "You are tied to no agency here" in await (await town.member(person)).look("agency")
