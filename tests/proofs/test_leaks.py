"""After closing, nothing of an officer is anywhere: tables, logs (the database's too), mails, raw files, WAL.

Marks are planted in everything that an officer's browser sends. The search proves itself: a mark put on purpose into
each of these places is found there.
"""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import httpx
import pytest

from consortium.access.store import save_session
from consortium.access.tokens import fresh
from consortium.access.web import session_cookie
from consortium.embedded import EmbeddedPostgres
from tests.harness import Ground, MailCatcher, until
from tests.proofs.live import AppProcess, Fleet, fleet
from tests.roles import hidden, shown

pytestmark = pytest.mark.proof

# A number that no other test uses: another's peer may have it in her card, in plain, on the same server.
NUMBER = "9075550164"
TYPED_NUMBER = "907 555 0164"
MESSAGE = "zirconium-lantern-message"
BROWSER = "MarkedBrowser/77.31"
LANGUAGE = "xx-marked"
REFERRED = "marked-referrer.test"
ODD = "odd-marked-value"
CHECKS = dict.fromkeys(("not_there", "not_above", "not_close", "in_role", "limits"), "yes")


@dataclass
class Places:
    """Everywhere that something could have been left."""

    ground: Ground
    fleet: Fleet
    mails: MailCatcher
    data: Path
    marks: list[str] = field(default_factory=list)

    async def found(self) -> list[str]:
        """Which mark was found where; empty if nothing was left."""
        await self._flush()
        found = [f"{mark} in {place}" async for place, mark in self._in_tables()]
        found += [f"{mark} in a mail" for mark in self.marks for mail in self.mails.mails if mark in mail.as_string()]
        for file in self._files():
            content = file.read_bytes()
            found += [f"{mark} in {file.name}" for mark in self.marks if mark.encode() in content]
        return found

    async def _flush(self) -> None:
        """Let everything that the database still holds in memory reach its files."""
        connection = await asyncpg.connect(self.ground.owner)
        await connection.execute("vacuum analyze")
        await connection.close()

    async def _in_tables(self) -> AsyncIterator[tuple[str, str]]:
        connection = await asyncpg.connect(self.ground.owner)
        names = await connection.fetch(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
        )
        await connection.close()
        for name in names:
            for row in await self.ground.rows(name["relname"]):
                text = repr(row)
                for mark in self.marks:
                    if mark in text:
                        yield name["relname"], mark

    def _files(self) -> Iterator[Path]:
        yield from (file for file in self.data.rglob("*") if file.is_file())
        yield from (process.log for process in self.fleet.processes)


@dataclass
class Scene:
    """An officer and a peer on a real server."""

    process: AppProcess
    ground: Ground
    slug: str

    def officer(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=self.process.public,
            headers={
                "sec-fetch-site": "same-origin",
                "user-agent": BROWSER,
                "accept-language": LANGUAGE,
                "referer": f"{self.process.public}/{REFERRED}",
            },
        )

    async def peer(self) -> httpx.AsyncClient:
        newest = max(await self.ground.rows("attempt"), key=lambda row: row["step"])
        token, consortium = fresh(), await self.ground.consortium(self.slug)
        async with self.ground.database.transaction(consortium) as tx:
            await save_session(tx, newest["person"], token)
        return httpx.AsyncClient(
            base_url=self.process.public,
            headers={"sec-fetch-site": "same-origin"},
            cookies={session_cookie(self.slug, secure=False): token},
        )

    async def ask(self, officer: httpx.AsyncClient, **fields: str) -> dict[str, str]:
        page = (await officer.get(f"/{self.slug}/help")).text
        part = re.findall(r'name="part" value="([0-9a-f-]{36})"', page)[0]
        form = hidden(page, "ask") | {"part": part, "who": "peer", "topic": "loss", **fields}
        answer = await officer.post(f"/{self.slug}/help", data=form)
        assert "Your four words" in answer.text
        return form

    async def talk(self, officer: httpx.AsyncClient, form: dict[str, str], texts: tuple[str, ...] = ()) -> None:
        """Accept, talk, write, close."""
        async with await self.peer() as peer:
            await self._talk(officer, peer, form, texts)
        gone = await officer.post(f"/{self.slug}/help", data={"words": form["words"], "step": "status"})
        assert "Nothing is open under these words" in shown(gone.text)

    async def _talk(
        self, officer: httpx.AsyncClient, peer: httpx.AsyncClient, form: dict[str, str], texts: tuple[str, ...]
    ) -> None:
        duty = f"/{self.slug}/duty"
        attempt = re.search(r'name="attempt" value="([0-9a-f-]{36})"', (await peer.get(duty)).text)
        assert attempt is not None
        base = {"attempt": attempt.group(1)}
        await peer.post(duty, data=base | CHECKS | {"act": "accept", "talks_in": "0", "once": fresh()})
        step = {"words": form["words"]}
        await officer.post(f"/{self.slug}/help", data=step | {"step": "talk", "once": fresh()})
        for text in texts:
            said = await officer.post(f"/{self.slug}/help", data=step | {"step": "say", "body": text, "once": fresh()})
            assert text in said.text
            assert text in (await peer.get(duty)).text
        if not texts:
            assert NUMBER in (await peer.get(duty)).text
        answers = {
            "outcome": "first",
            "topic": "loss",
            "onward": "no",
        }
        closed = await peer.post(duty, data=base | answers | {"act": "close", "once": fresh()})
        assert "Done, and erased" in closed.text


@pytest.fixture
def places(region: Ground, catcher: MailCatcher, server: tuple[EmbeddedPostgres, Path]) -> Iterator[Places]:
    catcher.clear()
    with fleet(region, catcher) as running:
        yield Places(region, running, catcher, server[1])


async def test_nothing_of_the_officer_is_left_after_a_call_and_after_texts(places: Places) -> None:
    process = places.fleet.add()
    slugs = await _slugs(places.ground)
    await process.ready(slugs["call"])
    call = Scene(process, places.ground, slugs["call"])
    text = Scene(process, places.ground, slugs["text"])
    async with call.officer() as officer:
        form = await call.ask(officer, way="ring_me", number=TYPED_NUMBER)
        await until(lambda: bool(places.mails.mails), seconds=20)
        await call.talk(officer, form)
        places.marks += [NUMBER, TYPED_NUMBER, MESSAGE, BROWSER, LANGUAGE, REFERRED, form["words"]]
    async with text.officer() as officer:
        form = await text.ask(officer, way="text")
        await text.talk(officer, form, texts=(MESSAGE,))
        places.marks += [form["words"]]
    process.stop()

    assert await places.found() == []


async def test_no_error_on_the_officers_pages_writes_down_what_was_sent(places: Places) -> None:
    process = places.fleet.add()
    slug = (await _slugs(places.ground))["call"]
    await process.ready(slug)
    scene = Scene(process, places.ground, slug)
    places.marks += [NUMBER, ODD, BROWSER, LANGUAGE, REFERRED]
    async with scene.officer() as officer:
        await _bad_input(officer, slug)
        form = await scene.ask(officer, way="ring_me", number=TYPED_NUMBER)
        for table in ("once", "attempt", "timer", "request", "facts"):
            await places.ground.as_owner(f'alter table "{table}" rename to broken')
            for step in ("ask", "look", "change", "status", "talk", "else", "erase"):
                answer = await officer.post(
                    f"/{slug}/help", data=form | {"step": step, "number": ODD, "once": fresh(), "way": "ring_me"}
                )
                assert answer.status_code in {200, 500, 503}
                assert "988" in answer.text, "the lines are on every page, our own faults included"
            await places.ground.as_owner(f'alter table broken rename to "{table}"')
    process.stop()

    assert "a page failed" in process.log.read_text(), "the faults must have happened for this to say anything"
    assert await places.found() == []


async def _bad_input(officer: httpx.AsyncClient, slug: str) -> None:
    for fields in (
        {"step": "ask", "part": ODD, "way": ODD, "who": ODD, "topic": ODD, "number": NUMBER, "words": ODD},
        {"step": ODD, "words": f"{ODD} {ODD}"},
        {"step": "say", "kind": "sealed", "opaque": ODD, "words": "one two three four"},
        {"step": "ask", "number": "\x00" + NUMBER},
        {"step": "ask", "look": ODD, "part": ODD, "number": NUMBER, "words": ODD},
    ):
        assert (await officer.post(f"/{slug}/help", data=fields)).status_code == 200
    broken = await officer.post(
        f"/{slug}/help", content=b"\xff\xfe" + ODD.encode(), headers={"content-type": "multipart/form-data; boundary=x"}
    )
    assert broken.status_code in {200, 400}


async def test_the_search_finds_what_is_planted_in_each_place(places: Places) -> None:
    mark = "planted-mark-in-a-place"
    places.marks.append(mark)
    assert await places.found() == []

    consortium = await places.ground.consortium((await _slugs(places.ground))["call"])
    await places.ground.as_owner(f"do $$ begin raise log '{mark}'; end $$")
    assert any(mark in each for each in await places.found()), "a line of the database's log"

    places.marks[0] = "another-planted-mark"
    connection = await asyncpg.connect(places.ground.app)
    async with connection.transaction():
        await connection.execute("select set_config('app.consortium', $1, true)", str(consortium))
        await connection.execute(
            "insert into tally (consortium, span, period, measure, value, count) "
            "values ($1, 'year', current_date, 'x', $2, 1)",
            consortium,
            places.marks[0],
        )
    assert f"{places.marks[0]} in tally" in await places.found()
    async with connection.transaction():
        await connection.execute("select set_config('app.consortium', $1, true)", str(consortium))
        await connection.execute("delete from tally")
    await connection.close()
    left = await places.found()
    assert left, "a deleted row is still in the raw files: what was never sealed would be found there"
    assert not any("tally" in each for each in left)

    places.marks[0] = "a-third-planted-mark"
    process = places.fleet.add()
    process.stop()
    process.log.write_text(f"something {places.marks[0]} something")
    assert [f"{places.marks[0]} in {process.log.name}"] == await places.found()


async def _slugs(ground: Ground) -> dict[str, str]:
    """A consortium that offers text, and one that does not."""
    rows = [row for row in await ground.rows("consortium") if row["slug"] != "three-creeks"]
    return {
        "text": next(row["slug"] for row in rows if row["text_offered"]),
        "call": next(row["slug"] for row in rows if not row["text_offered"]),
    }
