"""A newcomer's acts, counted as they are done: at a terminal, and at the windows of those who set a region up."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from playwright.async_api import Locator

from tests.browser.windows import Window
from tests.harness import MailCatcher, text_of, until
from tests.set_up.commands import command

_CODE = re.compile(r": (\d[\d ]{4,16}\d)\s")


@dataclass
class Acts:
    """Everything that was done, in order, in words."""

    done: list[str] = field(default_factory=list)

    def add(self, who: str, what: str) -> None:
        self.done.append(f"{who}: {what}")

    def __str__(self) -> str:
        return "\n".join(f"{number:3} {what}" for number, what in enumerate(self.done, start=1))

    async def run(self, who: str, *words: str, **settings: str) -> str:
        """Run a command; what it told."""
        self.add(who, f"runs consortium {words[0]}")
        ended = await asyncio.to_thread(lambda: command(*words, **settings))
        assert ended.returncode == 0, ended.stderr
        return ended.stdout


@dataclass
class Somebody:
    """Somebody with a window. Whatever she follows or sends is an act; what she types or ticks before is part of it."""

    name: str
    email: str
    slug: str
    window: Window
    acts: Acts
    mails: MailCatcher

    @property
    def main(self) -> Locator:
        return self.window.page.locator("main")

    async def opens(self, address: str, what: str) -> None:
        """Open an address that she was told: by a mail, by the terminal, or by a colleague."""
        self.acts.add(self.name, f"opens {what}")
        answer = await self.window.page.goto(address)
        assert answer is not None
        assert answer.status == 200, address

    async def follows(self, link: str, *, within: str = "main") -> None:
        """Follow a link, by its whole name."""
        self.acts.add(self.name, f"follows “{link}”")
        await self._pressed(self.window.page.locator(within).get_by_role("link", name=link, exact=True).first)

    async def sends(self, button: str) -> None:
        """Send a form by its button; the answer must be no complaint."""
        self.acts.add(self.name, f"sends “{button}”")
        await self._pressed(self.main.get_by_role("button", name=button, exact=True))
        complaint = self.window.page.locator(".summary, .field-error")
        if await complaint.count():
            raise AssertionError(f"“{button}” was refused: {await complaint.all_inner_texts()}")

    async def fills(self, **fields: str) -> None:
        """Type into the fields with these ids."""
        for name, value in fields.items():
            await self.main.locator(f"[id='{name}']").fill(value)

    async def signs_in(self) -> None:
        """By mail: the address, then the digits."""
        await self.opens(f"{self.window.home}/{self.slug}/sign-in", "the page to sign in")
        await self.fills(mail=self.email)
        await self.sends("Send me a link")
        await self.fills(code=await self.digits("sign in"))
        await self.sends("Sign in")

    async def digits(self, subject: str) -> str:
        """The code of the last mail to her about this."""
        found: Sequence[str] = ()

        def came() -> bool:
            nonlocal found
            mails = [text_of(mail) for mail in self.mails.to(self.email) if subject in mail["Subject"]]
            found = _CODE.findall(mails[-1]) if mails else ()
            return bool(found)

        await until(came, seconds=20)
        return found[0]

    async def _pressed(self, thing: Locator) -> None:
        if not await thing.count():
            raise AssertionError(f"{self.acts}\nis not on {self.window.page.url}: {await self.window.text()}")
        async with self.window.page.expect_navigation():
            await thing.click()
