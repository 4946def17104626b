"""An agreement of three agencies in force, signed by their heads' passkeys; and how its people use the pages."""

from html import unescape
from typing import Any
from uuid import UUID

import httpx

from agreements import Bond
from consortium.access.permissions import Role
from consortium.members.enrol_person import enrol_person
from geo import PersonId
from tests.harness import House
from tests.roles import shown
from tests.stories.signing_world import SLUG, Head, Signing, a_signing


async def in_force(ground: Any, **changes: Any) -> Signing:
    """Every head has signed."""
    world = await a_signing(ground, **changes)
    for head in world.heads:
        await world.sign(head)
    return world


async def somebody(world: Signing, role: Role, name: str, *agencies: Head) -> PersonId:
    """Somebody with a role, of these heads' agencies."""
    async with world.ground.database.transaction(world.consortium) as tx:
        email = f"{name.lower().replace(' ', '.')}@example.org"
        bonds = tuple((head.agency, Bond.FULL_TIME) for head in agencies)
        return await enrol_person(tx, name=name, title="", email=email, roles=(role,), bonds=bonds)


class Desk:
    """Somebody signed in, with the pages of one agreement before her."""

    def __init__(self, browser: httpx.AsyncClient, home: str) -> None:
        self.browser, self.home = browser, home

    async def open(self, path: str = "", status: int = 200) -> str:
        """The words of a page."""
        answer = await self.browser.get(path or self.home)
        assert answer.status_code == status, answer.text
        return shown(answer.text) if status == 200 else ""

    async def look(self, act: str, **typed: Any) -> str:
        """What an act would do; nothing is done."""
        answer = await self.browser.post(
            f"{self.home}/life/{act}", data={name: str(each) for name, each in typed.items()}
        )
        assert answer.status_code == 200, shown(answer.text)
        return shown(answer.text)

    async def does(self, act: str, **typed: Any) -> str:
        """She looks, presses the button, and reads the agreement's page."""
        looked = await self.look(act, **typed)
        assert "What would follow" in looked
        sent = {name: str(each) for name, each in typed.items()} | {"step": "do"}
        answer = await self.browser.post(f"{self.home}/life/{act}", data=sent)
        assert answer.status_code == 303, shown(answer.text)
        return await self.open(answer.headers["location"])

    async def refused(self, act: str, says: str, status: int = 422, **typed: Any) -> None:
        """She is told why not; what she typed is still there."""
        sent = {name: str(each) for name, each in typed.items()} | {"step": "do"}
        answer = await self.browser.post(f"{self.home}/life/{act}", data=sent)
        assert answer.status_code == status, shown(answer.text)
        assert says in unescape(shown(answer.text))


async def desk(home: House, world: Signing, person: UUID) -> Desk:
    """Her desk."""
    return Desk(await home.member(SLUG, person), f"/{SLUG}/agreements/{world.pact}")


async def desk_of(home: House, world: Signing, head: Head) -> Desk:
    """A head's desk."""
    return await desk(home, world, head.person)
