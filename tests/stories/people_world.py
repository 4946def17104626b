"""Members at work on people: browsers that are signed in, forms that are sent, and what the pages then say."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import httpx

from consortium.access.permissions import Role
from tests.harness import Ground, House
from tests.roles import shown
from tests.stories.request_world import SLUG


async def anybody(ground: Ground, role: Role, *, but: UUID | None = None, slug: str = SLUG) -> UUID:
    """Somebody of the demo with this role."""
    consortium = await ground.consortium(slug)
    people = sorted(
        row["person"]
        for row in await ground.rows("role")
        if row["consortium"] == consortium and row["role"] == role.value and row["person"] != but
    )
    found = people[0]
    assert isinstance(found, UUID)
    return found


async def quiet(ground: Ground, *, but: UUID | None = None) -> UUID:
    """A peer of the demo who has said nothing yet about when she can serve."""
    told = {
        row["person"]
        for name in ("availability", "availability_time", "work_pattern")
        for row in await ground.rows(name)
    }
    consortium = await ground.consortium(SLUG)
    rows = await ground.rows("role")
    peers = {row["person"] for row in rows if row["consortium"] == consortium and row["role"] == Role.PEER.value}
    found = min(peers - told - {but})
    assert isinstance(found, UUID)
    return found


async def row_of(ground: Ground, person: UUID, table: str = "person") -> Mapping[str, object]:
    """The one row of this person in a table."""
    key = "id" if table == "person" else "person"
    (found,) = [row for row in await ground.rows(table) if row[key] == person]
    return found


async def rows_of(ground: Ground, person: UUID, table: str) -> list[dict[str, object]]:
    """The rows of this person in a table."""
    return [row for row in await ground.rows(table) if row["person"] == person]


@dataclass
class Desk:
    """A member's browser: she opens pages and sends forms."""

    browser: httpx.AsyncClient
    person: UUID
    slug: str = SLUG

    @classmethod
    async def of(cls, home: House, role: Role, slug: str = SLUG) -> "Desk":
        person = await anybody(home.ground, role, slug=slug)
        return cls(await home.member(slug, person), person, slug)

    @classmethod
    async def as_person(cls, home: House, person: UUID, slug: str = SLUG) -> "Desk":
        return cls(await home.member(slug, person), person, slug)

    async def page(self, path: str, status: int = 200) -> str:
        """The words of a page."""
        answer = await self.browser.get(f"/{self.slug}/{path}")
        assert answer.status_code == status, (path, answer.status_code)
        return shown(answer.text)

    async def raw(self, path: str) -> str:
        answer = await self.browser.get(f"/{self.slug}/{path}")
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    async def send(self, path: str, **form: str) -> str:
        """Send a form that is taken; the words of the page that follows."""
        answer = await self.browser.post(f"/{self.slug}/{path}", data=form)
        assert answer.status_code == 303, shown(answer.text)
        followed = await self.browser.get(answer.headers["location"])
        assert followed.status_code == 200
        return shown(followed.text)

    async def refused(self, path: str, status: int = 422, **form: str) -> str:
        """Send a form that is not taken; the words of the page that comes instead."""
        answer = await self.browser.post(f"/{self.slug}/{path}", data=form)
        assert answer.status_code == status, (answer.status_code, answer.headers.get("location"))
        return shown(answer.text) if status != 404 else ""
