"""Three processes, one database, kill -9 at random: no request is lost, no step is done twice, no two peers accept one.

The clock of the database runs sixty times faster, so that an escalation of twenty minutes takes twenty seconds. A table
of the test's own, filled by triggers, remembers every attempt and acceptance, because a closed request leaves nothing.
"""

import asyncio
import random
import re
from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

import asyncpg
import httpx
import pytest
from sqlalchemy import update

from consortium.access.store import save_session
from consortium.access.tables import ConsortiumRow
from consortium.access.tokens import fresh
from consortium.access.web import session_cookie
from tests.harness import Ground, MailCatcher
from tests.proofs.live import AppProcess, Fleet, fleet
from tests.proofs.size import seed, tenth
from tests.roles import hidden

SLUG = "blue-ledge"
SPEED = 60
STEPS_OVER = 25.0  # seconds in which four steps of five minutes pass, with room

WATCH = """
create table proof_log (n bigint generated always as identity, what text, request uuid, step int, person uuid);
create function proof_watch() returns trigger language plpgsql security definer set search_path = public as $$
begin
  if tg_op = 'INSERT' then
    insert into proof_log (what, request, step, person) values ('paged', new.request, new.step, new.person);
  elsif tg_op = 'DELETE' then
    if old.state = 'accepted' then
      insert into proof_log (what, request, step, person) values ('closed', old.request, old.step, old.person);
    end if;
    return old;
  elsif new.state = 'accepted' and old.state <> 'accepted' then
    insert into proof_log (what, request, step, person) values ('accepted', new.request, new.step, new.person);
  elsif old.state = 'accepted' and new.state <> 'accepted' then
    insert into proof_log (what, request, step, person) values ('gave back', new.request, new.step, new.person);
  end if;
  return new;
end $$;
create trigger proof_watch after insert or update or delete on attempt for each row execute function proof_watch();
"""


@dataclass
class Town:
    """The officers and peers of the proof, and what they have seen."""

    fleet: Fleet
    chance: random.Random
    asked: list[str] = field(default_factory=list)
    lost_answers: int = 0
    closed: int = 0
    kills: int = 0
    going: bool = True

    def process(self) -> AppProcess:
        return self.chance.choice(self.fleet.processes)

    async def send(self, method: str, path: str, *, cookies: dict[str, str] | None = None, **more: object) -> str:
        """One page from any process; a process that is dead right now is tried again elsewhere, as a person would."""
        while True:
            process = self.process()
            try:
                async with httpx.AsyncClient(
                    base_url=process.public, headers={"sec-fetch-site": "same-origin"}, cookies=cookies, timeout=10
                ) as browser:
                    answer = await browser.request(method, path, **more)  # type: ignore[arg-type]
            except httpx.HTTPError:
                self.lost_answers += 1
                await asyncio.sleep(0.2)
                continue
            if answer.status_code == 200:
                return answer.text
            assert answer.status_code in {500, 503}, answer.text
            self.lost_answers += 1
            await asyncio.sleep(0.2)

    async def ask(self) -> None:
        """One officer asks; the same form again if the answer was lost."""
        page = await self.send("GET", f"/{SLUG}/help")
        part = self.chance.choice(re.findall(r'name="part" value="([0-9a-f-]{36})"', page))
        form = hidden(page, "ask") | {"part": part, "way": "call_peer", "who": "peer", "topic": "none"}
        await self.send("POST", f"/{SLUG}/help", data=form)
        self.asked.append(form["words"])

    async def answer(self, token: str) -> None:
        """A peer who looks, accepts on two windows at once, and closes; sometimes she passes."""
        cookies = {session_cookie(SLUG, secure=False): token}
        while self.going:
            page = await self.send("GET", f"/{SLUG}/duty", cookies=cookies)
            found = re.search(r'name="attempt" value="([0-9a-f-]{36})"', page)
            if found is None or self.chance.random() < 0.5:
                await asyncio.sleep(0.5)
                continue
            await self._act(cookies, found.group(1), page)

    async def _act(self, cookies: dict[str, str], attempt: str, page: str) -> None:
        base = {"attempt": attempt}
        if 'value="check"' in page:
            checks = dict.fromkeys(("not_there", "not_above", "not_close", "in_role", "limits"), "yes")
            once = [f"{self.chance.getrandbits(64):016x}" for _ in range(2)]
            forms = [base | checks | {"act": "accept", "talks_in": "0", "once": key} for key in once]
            await asyncio.gather(*(self.send("POST", f"/{SLUG}/duty", cookies=cookies, data=form) for form in forms))
            return
        closing = base | {
            "act": "close",
            "once": f"{self.chance.getrandbits(64):016x}",
            "outcome": "no_contact",
        }
        if "Done, and erased" in await self.send("POST", f"/{SLUG}/duty", cookies=cookies, data=closing):
            self.closed += 1
        else:
            await self.send("POST", f"/{SLUG}/duty", cookies=cookies, data=base | {"act": "hand_over", "once": fresh()})

    async def kill(self, times: int) -> None:
        """Kill one process after the other, at random moments, and start it again."""
        for _ in range(times):
            await asyncio.sleep(self.chance.uniform(0.3, 1.5))
            process = self.process()
            process.kill()
            process.start()
            self.kills += 1


@pytest.mark.proof
async def test_killed_processes_lose_nothing_and_do_nothing_twice(region: Ground, catcher: MailCatcher) -> None:
    chance = random.Random(seed())
    catcher.clear()
    tokens = await _prepare(region)
    with fleet(region, catcher) as running:
        for _ in range(3):
            running.add()
        await asyncio.gather(*(process.ready(SLUG) for process in running.processes))
        town = Town(running, chance)
        peers = [asyncio.create_task(town.answer(token)) for token in tokens]
        killer = asyncio.create_task(town.kill(tenth(50)))
        await _in_turns(town, tenth(500))
        await killer
        await _until_all_have_an_end(region, town)
        town.going = False
        await asyncio.gather(*peers)
    await _check(region, catcher, town)


async def _prepare(ground: Ground) -> list[str]:
    """A fast clock, a log of what happens, room for many requests, and the sessions of those on call."""
    await ground.as_owner(
        "create or replace function consortium_now() returns timestamptz language sql stable as "
        f"$$ select timestamptz '{{now}}' + (now() - timestamptz '{{now}}') * {SPEED} $$".replace(
            "{now}", (await _now(ground))
        )
    )
    await ground.as_owner(WATCH)
    consortium = await ground.consortium(SLUG)
    tokens = []
    async with ground.database.transaction(consortium) as tx:
        await tx.execute(update(ConsortiumRow).values(open_limit=5000))
        for row in await ground.rows("peer"):
            if row["consortium"] == consortium:
                tokens.append(fresh())
                await save_session(tx, row["person"], tokens[-1])
    return tokens[:12]


async def _now(ground: Ground) -> str:
    async with ground.database.reading(None) as reading:
        return reading.now.isoformat()


async def _in_turns(town: Town, number: int) -> None:
    """Ask, twenty officers at a time."""
    for start in range(0, number, 20):
        await asyncio.gather(*(town.ask() for _ in range(min(20, number - start))))


async def _until_all_have_an_end(ground: Ground, town: Town) -> None:
    """Every request is closed or has been told the truth, or is in a talk."""
    waiting = []
    for _ in range(240):
        waiting = [row for row in await ground.rows("request") if row["state"] == "waiting" and not row["truth_told"]]
        if not waiting:
            return
        await asyncio.sleep(0.5)
    raise AssertionError(f"{len(waiting)} requests hang without an answer and without the truth")


async def _check(ground: Ground, catcher: MailCatcher, town: Town) -> None:
    connection = await asyncpg.connect(ground.owner)
    log = await connection.fetch("select * from proof_log order by n")
    await connection.close()
    open_now = {row["id"] for row in await ground.rows("request")}
    closed = [row["request"] for row in log if row["what"] == "closed"]
    seen: set[UUID] = {row["request"] for row in log} | open_now
    print(
        f"asked {len(town.asked)}, open {len(open_now)}, closed {len(closed)}, kills {town.kills}, "
        f"answers lost {town.lost_answers}, attempts {sum(row['what'] == 'paged' for row in log)}, "
        f"mails {len(catcher.mails)}"
    )
    assert len(town.asked) == len(set(town.asked)) == len(open_now) + len(set(closed)), "a request was lost or doubled"
    assert len(seen) == len(town.asked)
    steps = Counter((row["request"], row["step"]) for row in log if row["what"] == "paged")
    assert {1} == set(steps.values()), "a step was done twice"
    people = Counter((row["request"], row["person"]) for row in log if row["what"] == "paged")
    assert {1} == set(people.values()), "a peer was paged twice for one request"
    _one_at_a_time(log)
    pages = [mail["Message-ID"] for mail in catcher.mails if "asking for a peer" in mail["Subject"]]
    still_to_send = {row["message_id"] for row in await ground.rows("outbox") if row["kind"] == "page"}
    assert len(set(pages) | still_to_send) <= len(steps), "a page was sent under two names"
    told = [row for row in await ground.rows("request") if row["state"] == "waiting"]
    assert all(row["truth_told"] for row in told)


def _one_at_a_time(log: list[asyncpg.Record]) -> None:
    """Between two acceptances of one request by different peers, somebody gave it back: never two at once."""
    holder: dict[UUID, UUID] = {}
    for row in log:
        if row["what"] == "accepted":
            assert row["request"] not in holder, "two peers accepted one request"
            holder[row["request"]] = row["person"]
        elif row["what"] in {"closed", "gave back"}:
            holder.pop(row["request"], None)
