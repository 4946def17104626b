"""An agreement of three agencies in force, signed by their heads' passkeys; and how its people use the pages."""

from html import unescape
from typing import Any
from uuid import UUID

import httpx

from agreements import Bond
from consortium.access.permissions import Role
from consortium.members.enrol_person import enrol_person
from consortium.signing.lifecycle.desk_acts import DESK_ACTS
from consortium.signing.lifecycle.head_acts import SIGNED_ACTS
from geo import PersonId
from tests.harness import House
from tests.roles import shown
from tests.stories.paper_world import a_scan
from tests.stories.signing_world import SLUG, Head, Signing, a_signing, answers

SCANNED = frozenset(act.key for act in DESK_ACTS if act.scanned)
"""Acts for which a clerk sends a paper along."""
SIGNED = frozenset(act.key for act in SIGNED_ACTS)
"""Acts that are done by a signed record."""


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

    def __init__(self, browser: httpx.AsyncClient, home: str, head: Head | None = None) -> None:
        self.browser, self.home, self.head = browser, home, head

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
        if act in SIGNED:
            answer = await self.signs(act, **typed)
            assert answer.status_code == 303, shown(answer.text)
            return await self.open(answer.headers["location"])
        sent = {name: str(each) for name, each in typed.items()} | {"step": "do"}
        file = {"scan": ("paper.pdf", a_scan(), "application/pdf")} if act in SCANNED else None
        answer = await self.browser.post(f"{self.home}/life/{act}", data=sent, files=file)
        assert answer.status_code == 303, shown(answer.text)
        return await self.open(answer.headers["location"])

    async def ready(self, act: str, **typed: Any) -> httpx.Response:
        """A head fills the form in, so that the record waits for her passkey."""
        assert self.head is not None
        sent = {name: str(each) for name, each in typed.items()}
        signs = {"step": "ready", "name": self.head.name, "allowed": "yes", "consent": "yes"}
        return await self.browser.post(f"{self.home}/life/{act}", data={**signs, **sent})

    async def signs(self, act: str, **typed: Any) -> httpx.Response:
        """She looks the record over, and her passkey signs it."""
        waiting = await self.ready(act, **typed)
        assert waiting.status_code == 303, shown(waiting.text)
        assert self.head is not None
        assert "What will follow" in await self.open(waiting.headers["location"])
        return await answers(self.browser, waiting.headers["location"], self.head)

    async def refused(self, act: str, says: str, status: int = 422, **typed: Any) -> None:
        """She is told why not; what she typed is still there."""
        sent = {name: str(each) for name, each in typed.items()} | {"step": "do"}
        file = {"scan": ("paper.pdf", a_scan(), "application/pdf")} if act in SCANNED else None
        answer = await self.browser.post(f"{self.home}/life/{act}", data=sent, files=file)
        assert answer.status_code == status, shown(answer.text)
        assert says in unescape(shown(answer.text))


async def desk(home: House, world: Signing, person: UUID) -> Desk:
    """Her desk."""
    return Desk(await home.member(SLUG, person), f"/{SLUG}/agreements/{world.pact}")


async def desk_of(home: House, world: Signing, head: Head) -> Desk:
    """A head's desk."""
    return Desk(await home.member(SLUG, head.person), f"/{SLUG}/agreements/{world.pact}", head)
