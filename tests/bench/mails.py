"""From sending the form to the page's mail at the mail server: bursts of twenty, and two a second for five minutes.

Each officer comes from an address of her own on loopback, as officers do. Every request is erased after its mail has
come, so that the peers stay free. A mail says nothing of its request: a burst waits for as many as it asked for.
"""

import asyncio
import re
import secrets
import time
from dataclasses import dataclass, field
from email.message import Message

import httpx

from tests.bench.ground import SLUG, standing
from tests.bench.machine import percentile
from tests.harness import MailCatcher
from tests.proofs.live import AppProcess
from tests.roles import hidden

BURSTS, BURST, STEADY_SECONDS, A_SECOND = 10, 20, 300, 2


def main() -> None:
    """Print the percentiles of both."""
    asyncio.run(_run())


@dataclass
class Clock:
    """When each page's mail came."""

    mails: MailCatcher
    came: list[float] = field(default_factory=list)

    def watch(self) -> None:
        """Note the time at which each mail is kept."""
        keep = self.mails.mails

        class Noting(list[Message]):
            def append(inner, mail: Message) -> None:  # noqa: N805
                if "asking for a peer" in mail["Subject"]:
                    self.came.append(time.perf_counter())
                super().append(mail)

        self.mails.mails = Noting(keep)


async def _run() -> None:
    async with standing() as (_ground, fleet):
        process = fleet.add()
        await process.ready(SLUG)
        clock = Clock(fleet.mails)
        clock.watch()
        await _burst(process, clock, 5)
        bursts = [each for _ in range(BURSTS) for each in await _burst(process, clock, BURST)]
        _tell(f"mail in bursts of {BURST}", bursts)
        steady = []
        end = time.perf_counter() + STEADY_SECONDS
        while time.perf_counter() < end:
            began = time.perf_counter()
            steady += await _burst(process, clock, A_SECOND)
            await asyncio.sleep(max(0.0, 1 - (time.perf_counter() - began)))
        _tell(f"mail at {A_SECOND} a second for {STEADY_SECONDS} s", steady)


def _tell(what: str, took: list[float]) -> None:
    print(
        f"{what}: {len(took)} requests, p50 {percentile(took, 0.5):.2f} s, p99 {percentile(took, 0.99):.2f} s, "
        f"max {max(took):.2f} s (p99 wanted: under 1 s)"
    )


async def _burst(process: AppProcess, clock: Clock, number: int) -> list[float]:
    """Ask so many times at once; how long each mail took, the slowest pairing: first sent with first come."""
    forms = await asyncio.gather(*(_form(process) for _ in range(number)))
    before = len(clock.came)
    sent = await asyncio.gather(*(_send(process, form) for form in forms))
    for _ in range(3000):
        if len(clock.came) >= before + number:
            break
        await asyncio.sleep(0.01)
    came = sorted(clock.came[before : before + number])
    await asyncio.gather(*(_erase(process, form) for form in forms))
    return [mail - at for at, mail in zip(sorted(sent), came, strict=True)]


def _browser(process: AppProcess) -> httpx.AsyncClient:
    address = f"127.{secrets.randbelow(200) + 1}.{secrets.randbelow(250)}.{secrets.randbelow(250) + 1}"
    return httpx.AsyncClient(
        base_url=process.public,
        headers={"sec-fetch-site": "same-origin"},
        transport=httpx.AsyncHTTPTransport(local_address=address, verify=False),
        timeout=30,
    )


async def _form(process: AppProcess) -> dict[str, str]:
    async with _browser(process) as browser:
        page = (await browser.get(f"/{SLUG}/help")).text
    parts = re.findall(r'name="part" value="([0-9a-f-]{36})"', page)
    return hidden(page, "ask") | {"part": secrets.choice(parts), "way": "call_peer", "who": "peer", "topic": "none"}


async def _send(process: AppProcess, form: dict[str, str]) -> float:
    async with _browser(process) as browser:
        at = time.perf_counter()
        answer = await browser.post(f"/{SLUG}/help", data=form)
        assert "Your four words" in answer.text, answer.text
        return at


async def _erase(process: AppProcess, form: dict[str, str]) -> None:
    async with _browser(process) as browser:
        await browser.post(f"/{SLUG}/help", data={"step": "erase", "words": form["words"]})
