"""Another agency joins, let in by more than half of the parties or by the lead; and what is over is kept."""

from uuid import uuid4

from agreements import Joinder, PactId, PartyState
from consortium.access.permissions import Role
from consortium.members.record_accreditation import record_accreditation
from consortium.members.store import load_today
from tests.harness import Ground, MailCatcher, house
from tests.stories.life_world import desk, desk_of, in_force, somebody
from tests.stories.members_world import TOWNS, a_viewer, enrol
from tests.stories.signing_world import SLUG, Head, Signing, a_head, put_out, signs_on_the_page
from tests.stories.test_life_of_agreements_dates import mails_of, reminded


async def a_joiner(world: Signing) -> Head:
    """A fourth agency, whose head has a confirmed passkey and recorded authority."""
    async with world.ground.database.transaction(world.consortium) as tx:
        [(town, agency)] = (await enrol(tx, TOWNS[3])).items()
        eyes = a_viewer(world.consortium, Role.CLERK, person=world.clerk, agencies=[agency])
        return await a_head(tx, eyes, agency, town, "Rafael Voss", world.consortium)


async def state_of(world: Signing, head: Head) -> PartyState | None:
    return (await world.stands()).parties.get(head.agency)


async def test_more_than_half_of_the_parties_or_the_lead_alone_let_a_further_party_in_once_it_has_signed_on_the_page(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await in_force(ground, joinder=Joinder.MAJORITY)
    one, two, three = world.heads
    joiner = await a_joiner(world)
    async with house(ground, catcher) as home:
        steers = await desk(home, world, world.coordinator)
        assert "would join, and has not signed" in await steers.does("invite", agency=joiner.agency)
        await steers.refused("invite", "was invited, already", 409, agency=joiner.agency)
        theirs = await desk_of(home, world, joiner)
        assert "Sign the joinder" in await theirs.open(f"/{SLUG}/agreements")
        await (await desk_of(home, world, one)).does("consent", agency=one.agency, about=joiner.agency)
        assert await state_of(world, joiner) is None, "one of three is not more than half, and it has not signed"
        assert (await signs_on_the_page(home, world, joiner)).status_code == 303
        assert await state_of(world, joiner) is PartyState.JOINING
        await (await desk_of(home, world, three)).does("consent", agency=three.agency, about=joiner.agency)
        assert await state_of(world, joiner) is PartyState.ACTIVE

        world.pact = PactId(uuid4())
        async with ground.database.transaction(world.consortium) as tx:
            await put_out(tx, world, joinder=Joinder.LEAD, lead=two.agency)
        for head in world.heads:
            await world.sign(head)
        await (await desk_of(home, world, joiner)).does("join", agency=joiner.agency)
        assert (await signs_on_the_page(home, world, joiner)).status_code == 303
        assert "Let it join, or not" not in await (await desk_of(home, world, one)).open(f"/{SLUG}/agreements")
        assert await state_of(world, joiner) is PartyState.JOINING
        await (await desk_of(home, world, two)).does("consent", agency=two.agency, about=joiner.agency)
        assert await state_of(world, joiner) is PartyState.ACTIVE
        assert home.faults == []


async def test_an_accreditation_that_runs_out_is_told_once_and_what_is_over_is_kept_while_counsel_holds_it(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await in_force(ground, agreement_years=1)
    one = world.heads[0]
    counsel = await somebody(world, Role.LEGAL_ADVISOR, "Cleo Marchetti", one)
    async with ground.database.transaction(world.consortium) as tx:
        today = await load_today(tx)
        until = today.replace(year=today.year + 1, day=1)
        await record_accreditation(
            tx, agency=one.agency, authority="State board", paper="Letter 7", begins_on=today, ends_on=until
        )
    async with house(ground, catcher) as home:
        await ground.advance(days=(until - today).days - 30)
        await reminded(world)
        for address, times in (
            ("denise.okafor@example.org", 1),
            ("clerk@example.org", 1),
            ("lien.tran@example.org", 0),
        ):
            told = [body for body in await mails_of(world, address) if "accreditation of the team" in body]
            assert len(told) == times, address
        for head in world.heads:
            await (await desk_of(home, world, head)).does("agree-to-end", agency=head.agency)
        hold = await desk(home, world, counsel)
        assert "are kept until" in await hold.open()
        await hold.does("hold", reason="Matter 2026-14")
        await ground.advance(days=800)
        hold = await desk(home, world, counsel)
        assert "Kept because of a legal hold" in await hold.open(), "long after its years are over"
        [row] = await ground.rows("agreement_hold")
        assert "Kept because of a legal hold" not in await hold.does("release", hold=row["id"])
        assert home.faults == []
