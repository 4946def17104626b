"""The people of the stories, each with a browser of her own: what she sees is HTML, what she does is a form."""

import re
from dataclasses import dataclass, field
from html import unescape
from uuid import UUID

import httpx

from tests.harness import House

_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
_MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def shown(page: str) -> str:
    """The words of a page's main part, without its marks."""
    found = _MAIN.search(page)
    assert found is not None
    return " ".join(unescape(_TAG.sub(" ", found.group(0))).split())


def hidden(page: str, step: str) -> dict[str, str]:
    """The hidden fields of the form of this step."""
    for form in page.split("<form")[1:]:
        fields = {name: unescape(value) for name, value in _HIDDEN.findall(form.split("</form>")[0])}
        if fields.get("step") == step:
            return fields
    raise AssertionError(f"the page has no form for {step!r}: {shown(page)}")


@dataclass
class Officer:
    """An officer on the help page of one consortium."""

    browser: httpx.AsyncClient
    slug: str
    path: str = "help"
    page: str = ""
    words: str = ""

    @classmethod
    def at(cls, home: House, slug: str, *, spanish: bool = False) -> "Officer":
        return cls(home.browser(), slug, "es/help" if spanish else "help")

    @property
    def address(self) -> str:
        return f"/{self.slug}/{self.path}"

    async def open(self) -> str:
        answer = await self.browser.get(self.address)
        assert answer.status_code == 200, answer.text
        self.page = answer.text
        return self.page

    def parts(self) -> dict[str, str]:
        """The parts of the region that can be chosen: label to value."""
        found = re.findall(r'name="part" value="([0-9a-f-]{36})"[^>]*><span><b>([^<]*)</b>', self.page)
        return {unescape(label): value for value, label in found}

    async def ask(self, part: str | None = None, **fields: str) -> str:
        """Fill the first page in and send it."""
        await self.open()
        values = {"way": "call_peer", "who": "peer", "topic": "none", **fields}
        values["part"] = fields.get("part") or part or next(iter(self.parts().values()))
        sent = hidden(self.page, "ask") | values
        self.words = sent["words"]
        return await self.post(sent)

    async def do(self, step: str, **fields: str) -> str:
        """Press the button of this step on the page as it is."""
        return await self.post(hidden(self.page, step) | fields)

    async def look(self) -> str:
        """Check again."""
        return await self.post({"step": "status", "words": self.words, "once": "0" * 32})

    async def post(self, fields: dict[str, str]) -> str:
        answer = await self.browser.post(self.address, data=fields)
        assert answer.status_code == 200, answer.text
        assert answer.headers["cache-control"] == "no-store"
        assert "set-cookie" not in answer.headers
        self.page = answer.text
        return shown(self.page)


@dataclass
class Peer:
    """A duty peer who is signed in."""

    browser: httpx.AsyncClient
    slug: str
    person: UUID
    page: str = ""
    checks: dict[str, str] = field(
        default_factory=lambda: dict.fromkeys(("not_there", "not_above", "not_close", "in_role", "limits"), "yes")
    )

    @classmethod
    async def signed_in(cls, home: House, slug: str, person: UUID) -> "Peer":
        return cls(await home.member(slug, person), slug, person)

    async def look(self) -> str:
        answer = await self.browser.get(f"/{self.slug}/duty")
        assert answer.status_code == 200, answer.text
        self.page = answer.text
        return shown(self.page)

    @property
    def attempt(self) -> str:
        found = re.search(r'name="attempt" value="([0-9a-f-]{36})"', self.page)
        return found.group(1) if found else ""

    async def do(self, act: str, **fields: str) -> str:
        once = re.search(r'name="once" value="([0-9a-f]+)"', self.page)
        sent = {"act": act, "attempt": self.attempt, "once": once.group(1) if once else "", **fields}
        answer = await self.browser.post(f"/{self.slug}/duty", data=sent)
        assert answer.status_code == 200, answer.text
        self.page = answer.text
        return shown(self.page)

    async def accept(self, talks_in: int = 0) -> str:
        await self.do("check")
        return await self.do("accept", talks_in=str(talks_in), **self.checks)

    async def close(self, **answers: str) -> str:
        await self.do("finish")
        chosen = {
            "outcome": "first",
            "topic": "none",
            "onward": "no",
            **answers,
        }
        return await self.do("close", **chosen)
