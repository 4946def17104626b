"""Ask, order, page, accept, talk, close, erased: through HTTP, on PostgreSQL, with a moving clock."""

from uuid import UUID

from tests.harness import Ground, House, MailCatcher, house, text_of
from tests.roles import Officer, Peer

SLUG = "blue-ledge"
OPEN_TABLES = ("request", "attempt", "relay", "once", "timer", "outbox")


async def paged(home: House, slug: str = SLUG) -> Peer:
    """The peer who was paged last, signed in."""
    newest = max(await home.ground.rows("attempt"), key=lambda row: row["step"])
    return await Peer.signed_in(home, slug, newest["person"])


async def test_a_request_crosses_agency_lines_and_vanishes(region: Ground, catcher: MailCatcher) -> None:
    async with house(region, catcher) as home:
        officer = Officer.at(home, SLUG)
        assert "The page to a peer has not gone out yet" in await officer.ask(topic="family")
        assert len(officer.words.split()) == 4
        await home.tick()
        assert "A peer has been paged" in await officer.look()

        peer = await paged(home)
        (mail,) = catcher.mails
        assert "someone is asking for a peer" in text_of(mail)
        assert await _outside(region, peer.person)
        assert "An officer is asking for a peer" in await peer.look()
        assert "You said yes" in await peer.accept()

        assert "has accepted" in await officer.look()
        assert "Call " in await officer.do("talk")
        assert "555" in officer.page
        assert "The officer will call you" in await peer.look()
        assert "Done, and erased" in await peer.close()
        assert "Nothing is open under these words" in await officer.look()
        for table in OPEN_TABLES:
            assert await region.rows(table) == [], table


async def _outside(ground: Ground, person: UUID) -> bool:
    """Whether this peer belongs to no agency of the request's part of the region."""
    (request,) = await ground.rows("request")
    inside = {row["agency"] for row in await ground.rows("zone_member") if row["zone"] == request["zone"]}
    mine = {row["agency"] for row in await ground.rows("affiliation") if row["person"] == person}
    return inside.isdisjoint(mine)
