"""An annex that counts unless a head objects: all heads are told, its days run by themselves, one word stops it."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import httpx
import pytest

from agreements import Acceptance, Allow, Deny, Why
from consortium.access.permissions import Role
from consortium.members.store import load_peer_facts, load_today
from consortium.signing.annex_notice import Notice, begins_at, last_to_object
from consortium.signing.prepare_annex import prepare_annex
from consortium.signing.store import load_reach
from geo import AgencyId, PersonId
from tests.harness import Ground, House, MailCatcher, house, text_of
from tests.roles import shown
from tests.stories.life_world import in_force, somebody
from tests.stories.members_world import a_peer, terms_of
from tests.stories.paper_world import a_scan
from tests.stories.signing_world import SLUG, Signing

DAYS = 10
SURE = {"sure": "yes"}


@dataclass
class Annexed:
    """Three agencies in force, and an annex of the second one that lists a peer of the first."""

    home: House
    world: Signing
    annex: UUID
    peer: PersonId

    @property
    def page(self) -> str:
        return f"/{SLUG}/annexes/{self.annex}"

    @property
    def agency(self) -> AgencyId:
        return self.world.heads[1].agency

    async def read(self, browser: httpx.AsyncClient) -> str:
        answer = await browser.get(self.page)
        assert answer.status_code == 200, answer.text
        return shown(answer.text)

    async def coordinator(self) -> httpx.AsyncClient:
        return await self.home.member(SLUG, self.world.coordinator)

    async def head(self, number: int = 1) -> httpx.AsyncClient:
        return await self.home.member(SLUG, self.world.heads[number].person)

    async def told(self) -> None:
        """The coordinator mails it to the heads; the mails are handed over, and what follows is looked for."""
        answer = await (await self.coordinator()).post(f"{self.page}/tell", data=SURE)
        assert answer.status_code == 303, shown(answer.text)
        await self.later()

    async def later(self, **by: float) -> None:
        await self.home.advance(**by)
        await self.home.jobs.watch()
        await self.home.tick()

    async def gate(self) -> Allow | Deny:
        async with self.world.ground.database.reading(self.world.consortium) as reading:
            (peer,) = await load_peer_facts(reading)
            return (await load_reach(reading)).may_serve(frozenset({self.agency}), peer, reading.now, whenever=True)

    async def why(self) -> Why:
        answer = await self.gate()
        assert isinstance(answer, Deny)
        return answer.why

    async def today(self) -> date:
        async with self.world.ground.database.reading(self.world.consortium) as reading:
            return await load_today(reading)

    async def on_paper(self, **changes: str) -> httpx.Response:
        """The clerk takes the second head's objection in, of today."""
        clerk, head = await self.home.member(SLUG, self.world.clerk), self.world.heads[1]
        said_on = (await self.today()).isoformat()
        form = {"person": str(head.person), "name": head.name, "said_on": said_on, "held": "yes", **changes}
        return await clerk.post(
            f"{self.page}/objection", data=form, files={"scan": ("no.pdf", a_scan(), "application/pdf")}
        )

    def mails(self, name: str, words: str) -> int:
        """How many mails to somebody say this."""
        return sum(words in " ".join(text_of(each).split()) for each in self.home.mails.to(f"{name}@example.org"))


async def annexed(home: House, ground: Ground, *, acceptance: Acceptance = Acceptance.DEEMED) -> Annexed:
    deemed = acceptance is Acceptance.DEEMED
    world = await in_force(ground, acceptance=acceptance, deemed_days=DAYS if deemed else 0)
    await somebody(world, Role.AGENCY_HEAD, "Bo Ekstrand", world.heads[1])
    async with ground.database.transaction(world.consortium) as tx:
        peer = await a_peer(tx, world.heads[0].agency)
        annex = await prepare_annex(
            tx,
            pact=world.pact,
            agency=world.heads[1].agency,
            peers=[peer],
            zone="America/Los_Angeles",
            by=world.coordinator,
        )
    return Annexed(home, world, annex, peer)


async def test_all_heads_are_told_and_when_nobody_objects_it_counts_by_itself_and_only_then(
    ground: Ground, catcher: MailCatcher
) -> None:
    async with house(ground, catcher) as home:
        it = await annexed(home, ground)
        steers = await it.coordinator()
        assert "10 days later, none has objected" in await it.read(steers)
        assert (await steers.post(f"{it.page}/tell", data={})).status_code == 422
        assert (await (await it.head()).post(f"{it.page}/tell", data=SURE)).status_code == 404
        assert (await steers.post(f"{it.page}/tell", data=SURE)).status_code == 303
        assert "not all its heads were told" in await it.read(steers)
        assert await it.why() is Why.NOT_DESIGNATED
        await it.later()
        in_time = (await it.today()).isoformat()

        assert "unless somebody objects" in await it.read(steers)
        assert await it.why() is Why.DESIGNATION_NOT_YET
        waits = shown((await (await it.head()).get(f"/{SLUG}/agreements")).text)
        assert "counts for Lodgepole Bend Police unless you object" in waits
        for name in ("lien.tran", "bo.ekstrand", "clerk"):
            assert it.mails(name, "Nadia Fontaine") == 1, name
        assert it.mails("denise.okafor", "Nadia Fontaine") == 0
        assert (await steers.post(f"{it.page}/tell", data=SURE)).status_code == 409
        await it.later(days=DAYS - 2)
        await it.later()
        assert it.mails("lien.tran", "unless a head objects. The last day to object is") == 1
        assert await it.why() is Why.DESIGNATION_NOT_YET
        await it.later(days=3)
        await it.later()

        assert isinstance(await it.gate(), Allow)
        steers = await it.coordinator()
        assert "deemed accepted" in await it.read(steers)
        assert it.mails("bo.ekstrand", "its heads were told, and nobody objected by") == 1
        assert "Counts: nobody objected" in shown((await steers.get(f"/{SLUG}/designations/{it.agency}")).text)
        assert "No paper waits" in shown((await steers.get(f"/{SLUG}/designations/annexes")).text)
        late = await (await it.head()).post(f"{it.page}/object", data=SURE)
        assert (late.status_code, "Its days are over and it counts" in shown(late.text)) == (409, True)
        assert (await steers.post(f"{it.page}/withdraw", data=SURE)).status_code == 409
        assert isinstance(await it.gate(), Allow)
        await a_paper_in_time_ends_it(it, in_time)
        assert home.faults == []


async def a_paper_in_time_ends_it(it: Annexed, in_time: str) -> None:
    """A clerk takes in what a head wrote while she still could; from then on nobody is designated by it."""
    for change, says in (
        ({"person": ""}, "person"),
        ({"name": "Somebody Else"}, "is not that of Lien Tran"),
        ({}, "The last day to object was"),
        ({"said_on": "2026-01-02"}, "told of this annex only later"),
        ({"said_on": in_time, "held": ""}, "Tick that you hold"),
    ):
        answer = await it.on_paper(**change)
        assert (answer.status_code, says in answer.text or says in shown(answer.text)) == (422, True), says
    assert isinstance(await it.gate(), Allow)
    assert (await it.on_paper(said_on=in_time)).status_code == 303
    assert await it.why() is Why.DESIGNATION_ENDED
    clerk = await it.home.member(SLUG, it.world.clerk)
    assert "Lien Tran objected on paper of" in await it.read(clerk)
    assert (await clerk.get(f"{it.page}/objection.pdf")).content == a_scan()
    assert (await (await it.head(0)).get(f"{it.page}/objection.pdf")).status_code == 404


async def test_one_head_objects_everybody_is_told_and_only_a_paper_signed_since_settles_it(
    ground: Ground, catcher: MailCatcher
) -> None:
    async with house(ground, catcher) as home:
        it = await annexed(home, ground)
        early = (await it.today()).isoformat()
        await it.told()
        await it.later(days=2)
        mere = await home.member(SLUG, next(r["id"] for r in await ground.rows("person") if r["name"] == "Bo Ekstrand"))
        refused = await mere.post(f"{it.page}/object", data=SURE)
        assert (refused.status_code, "No authority to sign" in shown(refused.text)) == (409, True)
        assert (await (await it.head(0)).post(f"{it.page}/object", data=SURE)).status_code == 404
        assert (await (await it.head()).post(f"{it.page}/object", data={})).status_code == 422
        assert await it.why() is Why.DESIGNATION_NOT_YET
        assert (await (await it.head()).post(f"{it.page}/object", data=SURE)).status_code == 303
        await it.later()

        for name in ("lien.tran", "bo.ekstrand", "clerk", "coordinator"):
            assert it.mails(name, "objected to roster annex") == 1, name
        steers = await it.coordinator()
        assert "Lien Tran objected on" in await it.read(steers)
        await it.later(days=DAYS + 2)
        assert await it.why() is Why.DESIGNATION_ENDED
        assert (await it.on_paper()).status_code == 409
        steers = await it.coordinator()
        (agreement,) = {row["agreement"] for row in await ground.rows("roster_annex")}
        again = await steers.post(
            f"/{SLUG}/designations/{it.agency}/prepare", data={"pact": str(agreement), f"peer-{it.peer}": "yes"}
        )
        assert again.status_code == 303, shown(again.text)
        told = await steers.post(f"{again.headers['location'].split('?')[0]}/tell", data=SURE)
        assert (told.status_code, "has objected to Nadia Fontaine" in shown(told.text)) == (409, True)
        clerk = await home.member(SLUG, it.world.clerk)
        old = await clerk.post(f"{it.page}/attest", data={"signed_on": early, "seen": "yes"})
        assert (old.status_code, "Only a paper signed since" in shown(old.text)) == (422, True)
        new = {"signed_on": (await it.today()).isoformat(), "seen": "yes"}
        assert (await clerk.post(f"{it.page}/attest", data=new)).status_code == 303
        assert isinstance(await it.gate(), Allow)
        log = shown((await steers.get(f"/{SLUG}/agreements/log")).text)
        assert "a head objected to a roster annex" in log
        assert "Nadia Fontaine" not in log
        assert home.faults == []


async def test_a_head_whose_mail_fails_holds_the_days_up_until_she_is_told(
    ground: Ground, catcher: MailCatcher
) -> None:
    async with house(ground, catcher) as home:
        it = await annexed(home, ground)
        catcher.answer = "550 no such mailbox"
        await it.told()
        steers = await it.coordinator()
        assert "Mail failed" in await it.read(steers)
        await it.later(days=DAYS + 2)
        assert await it.why() is Why.NOT_DESIGNATED
        catcher.answer, steers = None, await it.coordinator()
        assert "Tell those who were not told" in await it.read(steers)
        await it.told()

        assert await it.why() is Why.DESIGNATION_NOT_YET
        assert it.mails("lien.tran", "have now been told of roster annex") == 1
        await it.later(days=DAYS + 1.1)
        assert isinstance(await it.gate(), Allow)


@pytest.mark.parametrize(
    ("told", "last", "begins"),
    [
        (datetime(2026, 10, 25, 18, tzinfo=UTC), date(2026, 11, 4), datetime(2026, 11, 5, 8, tzinfo=UTC)),
        (datetime(2027, 3, 10, 7, 59, tzinfo=UTC), date(2027, 3, 19), datetime(2027, 3, 20, 7, tzinfo=UTC)),
    ],
    ids=["over the end of summer time", "over its beginning, told before midnight there"],
)
def test_the_days_are_whole_days_of_the_agreements_own_calendar(told: datetime, last: date, begins: datetime) -> None:
    terms = terms_of([AgencyId(uuid4()), AgencyId(uuid4())], acceptance=Acceptance.DEEMED, deemed_days=DAYS)
    notice = Notice(
        id=uuid4(), annex=uuid4(), digest="", sent_at=told, told_at=told, number=1, objection=None, copies=()
    )
    assert begins_at(notice, terms) == begins
    assert last_to_object(begins, terms) == last
    assert begins_at(replace(notice, told_at=None, number=None), terms) is None
