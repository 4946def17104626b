"""Whatever officers, peers, the mail server and the clock do, in whatever order: nothing is lost or left waiting.

Walks of random acts, each from a seed that its name tells. After each act the rows are looked at: a request that waits
is waited for by a timer, at most one peer has it, and a number is seen by nobody but her.
"""

import os
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

import pytest

from consortium.channels import MailChannel
from tests.harness import Ground, House, MailCatcher
from tests.roles import Officer, Peer, hidden
from tests.stories.request_world import DIGITS, NUMBER, SLUG, go, nothing_open, open_house

PROVE = os.environ.get("CONSORTIUM_PROVE") == "1"
STEPS = 60 if PROVE else 40
BUTTONS = ("talk", "else", "hold", "resume", "erase", "status")
ACTS = ("seen", "pass", "know", "hand_over", "lost", "hold", "resume")


@dataclass
class Walk:
    """One night of a region, as chance has it."""

    home: House
    chance: Random
    mail: MailChannel
    officers: list[Officer] = field(default_factory=list)
    peers: dict[UUID, Peer] = field(default_factory=dict)
    old_forms: list[tuple[Officer, dict[str, str]]] = field(default_factory=list)

    async def step(self) -> None:
        acts: dict[Callable[[], Awaitable[None]], int] = {
            self.somebody_asks: 2,
            self.an_officer_presses: 4,
            self.a_peer_looks: 6,
            self.an_old_form_comes_again: 1,
            self.time_passes: 3,
            self.the_mail_server_changes: 1,
        }
        (act,) = self.chance.choices(list(acts), list(acts.values()))
        await act()
        await self.home.tick()

    async def somebody_asks(self) -> None:
        if len(self.officers) < 4:
            officer = Officer.at(self.home, SLUG)
            await officer.open()
            part = self.chance.choice(sorted(officer.parts().values()))
            way = self.chance.choice(["call_peer", "ring_me"])
            away = self.chance.choice(["yes", "no"])
            await officer.ask(part=part, way=way, number=NUMBER if way == "ring_me" else "", ring_away=away)
            self.officers.append(officer)

    async def an_officer_presses(self) -> None:
        if self.officers:
            officer = self.chance.choice(self.officers)
            await officer.look()
            there = [step for step in BUTTONS if f'name="step" value="{step}"' in officer.page]
            form = hidden(officer.page, self.chance.choice(there))
            self.old_forms.append((officer, form))
            await officer.post(form)
            if "Nothing is open" in officer.page or "Your request is deleted" in officer.page:
                self.officers.remove(officer)

    async def a_peer_looks(self) -> None:
        rows = await self.home.ground.rows("attempt")
        if rows:
            row = self.chance.choice(sorted(rows, key=lambda each: (str(each["request"]), int(each["step"]))))
            if row["person"] not in self.peers:
                self.peers[row["person"]] = await Peer.signed_in(self.home, SLUG, row["person"])
            peer = self.peers[row["person"]]
            await peer.look()
            await self._answer(peer)

    async def _answer(self, peer: Peer) -> None:
        there = [act for act in ACTS if f'value="{act}"' in peer.page]
        if 'value="check"' in peer.page and self.chance.random() < 0.6:
            await peer.accept(self.chance.choice([0, 5, 15, 30]))
        elif 'value="finish"' in peer.page and self.chance.random() < 0.3:
            await peer.close()
        elif there:
            await peer.do(self.chance.choice(there))

    async def an_old_form_comes_again(self) -> None:
        if self.old_forms:
            officer, form = self.chance.choice(self.old_forms)
            await officer.post(form)

    async def time_passes(self) -> None:
        await go(self.home, minutes=self.chance.choice([0.5, 2, 5, 5, 5, 61]))

    async def the_mail_server_changes(self) -> None:
        down = self.home.jobs.mail is self.mail and self.chance.random() < 0.5
        self.home.jobs.mail = self.mail
        if down:
            await self.home.mail_is_down()


async def sound(walk: Walk) -> None:
    """Nothing is lost, and nobody is left waiting."""
    ground = walk.home.ground
    requests, attempts = await ground.rows("request"), await ground.rows("attempt")
    timers = {(row["request"], row["kind"], row["step"]): row["due_at"] for row in await ground.rows("timer")}
    kinds: dict[UUID, set[str]] = {row["id"]: set() for row in requests}
    for request, kind, _ in timers:
        kinds[request].add(kind)
    yes = Counter(row["request"] for row in attempts if row["state"] == "accepted")
    people = [row["person"] for row in attempts if row["state"] == "accepted"]
    assert len(people) == len(set(people))
    for row in requests:
        assert "expire" in kinds[row["id"]]
        assert yes[row["id"]] == (row["state"] != "waiting")
        if row["state"] == "waiting":
            assert (row["id"], "step", row["step"]) in timers or "retry" in kinds[row["id"]]
            assert row["truth_told"] or "truth" in kinds[row["id"]] or "retry" in kinds[row["id"]]
        else:
            assert not kinds[row["id"]] & {"truth", "retry"}
            assert "hold" not in kinds[row["id"]] or row["state"] == "hold"
            assert "hold" in kinds[row["id"]] or row["state"] != "hold"
    await _only_hers(walk)
    assert walk.home.faults == []


async def _only_hers(walk: Walk) -> None:
    """A number is on the page of nobody but the peer who talks with that officer."""
    talking = {row["id"] for row in await walk.home.ground.rows("request") if row["state"] in {"talking", "hold"}}
    mine = {
        row["person"]
        for row in await walk.home.ground.rows("attempt")
        if row["state"] == "accepted" and row["request"] in talking
    }
    for person, peer in walk.peers.items():
        await peer.look()
        assert DIGITS not in peer.page or person in mine
    assert all(DIGITS not in officer.page for officer in walk.officers)


@pytest.mark.parametrize("seed", range(1, 21) if PROVE else [1])
async def test_no_request_is_ever_lost_or_left_without_its_next_step(
    region: Ground, catcher: MailCatcher, seed: int
) -> None:
    async with open_house(region, catcher) as home:
        walk = Walk(home, Random(seed), home.jobs.mail)
        for _ in range(STEPS):
            await walk.step()
            await sound(walk)
        home.jobs.mail = walk.mail
        for _ in range(4):
            await go(home, hours=20)
        await nothing_open(region)
