"""A program with a key of its own: what it sends is JSON, and no cookie."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx

from consortium.access.permissions import Role
from consortium.demo.door import load_doors
from consortium.members.make_token import make_token
from consortium.programs.scopes import Scope
from tests.harness import PUBLIC, Ground, House

SLUG = "juniper-rim"


async def administrator(ground: Ground, slug: str = SLUG) -> UUID:
    """The demo's administrator of a consortium."""
    async with ground.database.transaction(await ground.consortium(slug)) as tx:
        return next(door.person for door in await load_doors(tx) if Role.ADMINISTRATOR in door.roles)


async def key_for(ground: Ground, *scopes: Scope, slug: str = SLUG, days: int = 90) -> str:
    """A new key with these scopes."""
    by = await administrator(ground, slug)
    async with ground.database.transaction(await ground.consortium(slug)) as tx:
        made = await make_token(tx, name="Dispatch screen", scopes=scopes, days=days, by=by)
    return made.token


@dataclass
class Program:
    """A program that talks to one consortium."""

    client: httpx.AsyncClient
    slug: str = SLUG
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def with_key(cls, home: House, key: str | None, slug: str = SLUG) -> "Program":
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app=home.outer), base_url=PUBLIC)
        return cls(client, slug, {"Authorization": f"Bearer {key}"} if key else {})

    @classmethod
    async def of(cls, home: House, *scopes: Scope, slug: str = SLUG) -> "Program":
        return cls.with_key(home, await key_for(home.ground, *scopes, slug=slug), slug)

    async def get(self, path: str, *, headers: dict[str, str] | None = None, **query: str) -> httpx.Response:
        return await self.client.get(
            f"/{self.slug}/api/v1{path}", params=query or None, headers={**self.headers, **(headers or {})}
        )

    async def post(self, path: str, body: dict[str, Any], *, key: str) -> httpx.Response:
        headers = {**self.headers, "Idempotency-Key": key}
        return await self.client.post(f"/{self.slug}/api/v1{path}", json=body, headers=headers)
