"""Who sets a consortium up, each with a browser: forms go out as a browser sends them, pages come back as words."""

from dataclasses import dataclass
from uuid import UUID

import httpx
from sqlalchemy import text

from consortium.access.permissions import Role
from consortium.support.help_desk import KEPT_SECONDS
from consortium.support.ready import Step
from consortium.support.see_go_live import see_go_live
from tests.harness import Ground, House
from tests.roles import shown


@dataclass
class Member:
    """Somebody who is signed in, in one consortium."""

    browser: httpx.AsyncClient
    slug: str
    person: UUID

    @classmethod
    async def with_role(cls, home: House, slug: str, role: Role) -> "Member":
        consortium = await home.ground.consortium(slug)
        person: UUID = next(
            row["person"]
            for row in await home.ground.rows("role")
            if (row["consortium"], row["role"]) == (consortium, role.value)
        )
        return cls(await home.member(slug, person), slug, person)

    async def reads(self, path: str, status: int = 200) -> str:
        answer = await self.browser.get(f"/{self.slug}/{path}")
        assert answer.status_code == status, (path, answer.status_code)
        return shown(answer.text)

    async def sends(self, path: str, status: int = 303, /, **fields: str) -> str:
        """Send a form; what the page says after it, followed once if the answer leads on."""
        answer = await self.browser.post(f"/{self.slug}/{path}", data=fields)
        assert answer.status_code == status, (path, answer.status_code, shown(answer.text) if answer.text else "")
        if answer.status_code != 303:
            return shown(answer.text)
        followed = await self.browser.get(answer.headers["location"].split("#")[0])
        assert followed.status_code == 200, answer.headers["location"]
        return shown(followed.text)


async def change(ground: Ground, slug: str, statement: str) -> None:
    """Change one consortium's rows behind the product's back."""
    async with ground.database.transaction(await ground.consortium(slug)) as tx:
        await tx.execute(text(statement))


async def help_says(home: House, slug: str, *, spanish: bool = False) -> str:
    """The officers' first page as it is rendered anew."""
    home.litestar.state.help._kept.clear()
    home.litestar.state.help_places._kept.clear()
    answer = await home.browser().get(f"/{slug}/{'es/' if spanish else ''}help")
    assert answer.status_code == 200
    assert KEPT_SECONDS < 10
    return shown(answer.text)


async def steps_of(ground: Ground, slug: str) -> dict[str, Step]:
    """The go-live list, by key."""
    async with ground.database.reading(await ground.consortium(slug)) as reading:
        return {step.key: step for step in await see_go_live(reading)}


async def red(ground: Ground, slug: str) -> set[str]:
    """The steps that are not done."""
    return {key for key, step in (await steps_of(ground, slug)).items() if not step.done}
