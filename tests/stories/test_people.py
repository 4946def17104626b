"""A coordinator's work on people: add, change, tie, give roles, and what she must not do."""

from uuid import UUID

from agreements import Allow, Deny, Why
from consortium.access.permissions import Role
from geo import PersonId
from tests.harness import Ground, MailCatcher, text_of
from tests.stories.people_world import Desk, anybody, row_of, rows_of
from tests.stories.request_world import NUMBER, a_part, asked, attempts, facts_of, go, open_house


async def test_a_coordinator_adds_somebody_and_makes_a_peer_of_her(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        desk = await Desk.of(home, Role.COORDINATOR)
        here = await region.consortium("blue-ledge")
        agency = next(str(row["id"]) for row in await region.rows("agency") if row["consortium"] == here)
        said = await desk.refused("people/new", name="", agency=agency, bond="full_time")
        assert "This must be filled in" in said
        said = await desk.send(
            "people/new", name="Ines Okafor", title="Deputy", email="ines@example.org", agency=agency, bond="full_time"
        )
        assert "Added." in said
        person = next(row["id"] for row in await region.rows("person") if row["name"] == "Ines Okafor")
        page = f"people/{person}"
        said = await desk.refused(f"{page}/peer", act="enrol", kind="peer", lent_by="")
        assert "A peer is lent by the agency that employs her" in said
        said = await desk.send(f"{page}/peer", act="enrol", kind="peer", lent_by=agency, talk_number=NUMBER)
        assert "Missing: training on record" in said
        course = {"paper": "course", "course": "Basic course", "completed_on": "2026-01-15", "expires_on": "2099-01-15"}
        said = await desk.send(f"{page}/training", **course, hours="40")
        assert "40 hours, completed January 15, 2026" in said
        assert "training on record" not in said
        assert "Recorded training of Ines Okafor: Basic course." in said
        found = await desk.page("roster?words=okafor")
        assert "Ines Okafor" in found
        assert "No way to page" in found


async def test_no_course_hides_that_a_clinicians_licence_has_lapsed(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        desk, clinician = await Desk.of(home, Role.COORDINATOR), await anybody(region, Role.CLINICIAN)
        page = f"people/{clinician}"
        (licence,) = await rows_of(region, clinician, "training")
        assert (licence["kind"], licence["hours"]) == ("licence", 0)
        assert "Licence in date" in await desk.page(page)

        later = {"paper": "course", "course": "Refresher", "completed_on": "2026-01-15", "expires_on": "2099-01-15"}
        await desk.send(f"{page}/training", **later, hours="24")
        over = {"paper": "licence", "course": "LPC", "completed_on": "2020-01-15", "expires_on": "2026-02-15"}
        assert "A licence has no hours" in await desk.refused(
            f"{page}/training/{licence['id']}", 422, **over, hours="3"
        )
        said = await desk.send(f"{page}/training/{licence['id']}", **over, hours="")
        assert "a licence that is in date (it lapsed on February 15, 2026)" in said
        assert "Lapsed February 15, 2026" in said
        assert "24 hours, completed January 15, 2026" in said
        name = str((await row_of(region, clinician))["name"])
        assert name in await desk.page("roster?show=ending")
        facts, now = await facts_of(region)
        assert facts.peers[PersonId(clinician)].papers.at(now).in_date is False

        await desk.send(f"{page}/training", **over | {"expires_on": "2099-02-15"}, hours="")
        assert "Licence in date" in await desk.page(page)
        assert name not in await desk.page("roster?show=ending")


async def test_a_change_of_address_is_written_to_the_old_one(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        desk = await Desk.of(home, Role.COORDINATOR)
        peer, other = await anybody(region, Role.PEER), await anybody(region, Role.CLERK)
        before, taken = await row_of(region, peer), (await row_of(region, other))["email"]
        form = {"name": "Nell Hart", "title": "Sergeant"}
        said = await desk.refused(f"people/{peer}/change", 409, email=str(taken), **form)
        assert "another member's" in said
        said = await desk.send(f"people/{peer}/change", email="new@example.org", **form)
        assert f"name (was {before['name']})" in said
        assert "mail address" in said
        await home.tick()
        (told,) = catcher.to(str(before["email"]))
        assert "another mail address was put in the place of this one" in text_of(told)


async def test_a_new_tie_takes_a_peer_out_of_the_order_for_that_part_at_once(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        part = await a_part(region)
        facts, now = await facts_of(region)
        zone = facts.zone(UUID(part), now)
        assert zone is not None
        ladder = facts.ladder(zone, now, wanted="peer", way="call_peer", without=frozenset(), draw=0)
        first = ladder[0].person
        assert isinstance(facts.gate(first, zone, now), Allow)
        desk = await Desk.of(home, Role.COORDINATOR)
        agency = min(zone.inside)
        await desk.send(f"people/{first}/ties", act="add", agency=str(agency), bond="supervises")

        facts, now = await facts_of(region)
        assert facts.gate(first, zone, now) == Deny(Why.OWN_AGENCY, agency)
        await asked(home, part=part)
        for _ in range(5):
            assert first not in {attempt["person"] for attempt in await attempts(home)}
            await go(home, minutes=5)
        assert len(await attempts(home)) > 2, "the others were asked"

        said = await desk.send(f"people/{first}/ties", act="end", agency=str(agency), bond="supervises")
        assert "Ended the tie of" in said
        facts, now = await facts_of(region)
        assert isinstance(facts.gate(first, zone, now), Allow)


async def test_the_tie_by_which_an_agency_lends_a_peer_stays_while_it_does(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        desk = await Desk.of(home, Role.COORDINATOR)
        peer = await anybody(region, Role.PEER)
        lender = (await row_of(region, peer, "peer"))["lent_by"]
        said = await desk.refused(f"people/{peer}/ties", act="end", agency=str(lender), bond="full_time")
        assert "because it employs her" in said


async def test_roles_are_given_and_taken_but_never_ones_own_and_never_the_last(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        admin = await Desk.of(home, Role.ADMINISTRATOR)
        coordinator = await Desk.of(home, Role.COORDINATOR)
        head, clerk = await anybody(region, Role.AGENCY_HEAD), await anybody(region, Role.CLERK)
        assert "Nobody changes her own roles" in await admin.refused(
            f"people/{admin.person}/roles", act="give", role="clerk"
        )
        await coordinator.refused(f"people/{clerk}/roles", 404, act="give", role="clerk")
        assert "This role is held for an agency" in await admin.refused(
            f"people/{clerk}/roles", act="give", role="agency_head"
        )
        assert "cannot be both" in await admin.refused(f"people/{head}/roles", act="give", role="operator")
        assert "when they are enrolled" in await admin.refused(f"people/{head}/roles", act="give", role="peer")

        unusual = await admin.refused(f"people/{head}/roles", act="give", role="coordinator")
        assert "let somebody else look at what she does" in unusual
        assert "I have read this, and give the role all the same." in unusual
        assert "The role is given" in await admin.send(
            f"people/{head}/roles", act="give", role="coordinator", sure="yes"
        )
        assert "The role is taken" in await admin.send(f"people/{head}/roles", act="take", role="coordinator")

        assert "only administrator" in await coordinator_ends(coordinator, admin.person)
        await admin.send(f"people/{head}/roles", act="give", role="administrator")
        second = await Desk.as_person(home, head)
        await second.send(f"people/{admin.person}/roles", act="take", role="administrator")
        assert [row["role"] for row in await rows_of(region, admin.person, "role")] == []


async def coordinator_ends(coordinator: Desk, person: UUID) -> str:
    """What a coordinator is told who reaches for an administrator: the address, then the membership."""
    said = await coordinator.refused(f"people/{person}/change", name="A", title="", email="mine@example.org")
    assert "Only an administrator can do this" in said
    today = await coordinator.raw(f"people/{person}/end")
    day = today.split('name="day" value="')[1][:10]
    said = await coordinator.refused(f"people/{person}/end", day=day)
    assert "Only an administrator can do this" in said
    return "only administrator"


async def test_what_each_kind_of_viewer_sees_of_a_person(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        peers = sorted((row for row in await region.rows("peer") if row["lent_by"]), key=lambda row: row["person"])
        mine = await region.consortium("blue-ledge")
        one = next(row for row in peers if row["consortium"] == mine and row["kind"] == "peer")
        other = next(row for row in peers if row["consortium"] == mine and row["lent_by"] != one["lent_by"])
        row = await row_of(region, one["person"])
        here, address = f"people/{one['person']}", str(row["email"])

        as_peer = await Desk.as_person(home, other["person"])
        said = await as_peer.page(here)
        assert str(row["name"]) in said
        assert "lent by" in said
        for hidden in (
            address,
            "Training",
            "Ways to reach",
            "Leave",
            "What was done",
            "Missing",
            "Change",
            one["talk_number"],
        ):
            assert hidden not in said, hidden

        as_head = await Desk.of(home, Role.AGENCY_HEAD)
        said = await as_head.page(here)
        assert "Basic" in said or "basic" in said
        assert address not in said
        assert "What was done" not in said

        as_coordinator = await Desk.of(home, Role.COORDINATOR)
        said = await as_coordinator.page(here)
        for seen in (address, "Training", "Ways to reach", "Leave", "What was done", one["talk_number"]):
            assert seen in said, seen

        clerk = await anybody(region, Role.CLERK)
        answer = await as_peer.browser.get(f"/blue-ledge/people/{clerk}")
        assert answer.status_code == 404, "who steers is not on the roster that the agreement names"


async def test_the_roster_is_searched_filtered_and_paged(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        desk = await Desk.of(home, Role.COORDINATOR)
        everybody = await desk.raw("roster?show=everybody")
        assert everybody.count('<th role="rowheader"') == 50
        assert 'rel="next"' in everybody
        after = await desk.raw("roster?show=everybody&page=2")
        assert 'rel="prev"' in after
        first = {line.split('"')[0] for line in everybody.split("/people/")[1:]}
        second = {line.split('"')[0] for line in after.split("/people/")[1:]}
        assert first & second <= {"new"}
        peer = await anybody(region, Role.PEER)
        await desk.send(f"people/{peer}/peer", act="suspend")
        name = str((await row_of(region, peer))["name"])
        assert name in await desk.page("roster?show=suspended")
        assert name not in await desk.page("roster?show=ending")
        assert "Nobody here fits what you typed" in await desk.page("roster?words=zzzzz")
        assert await desk.page("roster?show=nonsense&page=-3&words=%25_%27")


async def test_the_journal_tells_acts_in_sentences_and_skips_none_of_one_instant(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        desk = await Desk.of(home, Role.COORDINATOR)
        peer = await anybody(region, Role.PEER)
        name = str((await row_of(region, peer))["name"])
        await desk.send(f"people/{peer}/peer", act="suspend")
        said = await desk.page("journal")
        assert f"Suspended {name}: not asked until resumed." in said
        about = await desk.page(f"journal?about={peer}")
        assert f"Journal of {name}" in about
        assert f"Enrolled {name} as a peer." in about

        consortium = await region.consortium("blue-ledge")
        written = [row for row in await region.rows("journal") if row["consortium"] == consortium]
        read, path = 0, "journal"
        while path:
            page = await desk.raw(path)
            read += page.split("<main", 1)[1].count("<li>")
            older = [
                line for line in page.split('<a class="btn ghost" href="/blue-ledge/')[1:] if ">Older" in line[:300]
            ]
            path = older[0].split('"')[0].replace("&amp;", "&") if older else ""
        assert read == len(written)
        await (await Desk.of(home, Role.PEER)).page("journal", 404)
