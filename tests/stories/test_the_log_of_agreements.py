"""Every version and fact of an agreement is an event of a log that only grows, with a signed head after each."""

import asyncio
import re
from datetime import timedelta
from json import loads
from pathlib import Path

import asyncpg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import consortium as application
from agreements import Fact, FactKind
from agreements.log import Checkpoint, Event, check_note, leaf_hash, read_note, root_of
from agreements.log.leaves import plain
from consortium.signing.evidence.check_log import check_log
from consortium.signing.evidence.own_witness import WitnessKey
from consortium.signing.evidence.register_witness import register_witness
from consortium.signing.evidence.take_back_witness import take_back_witness
from consortium.signing.store import load_pacts, save_facts
from consortium.signing.store.events import note_event, signs_as
from consortium.signing.store.hushed import hushed
from consortium.signing.store.life import save_hold
from consortium.signing.store.witnesses import load_witnesses
from tests.harness import Ground, MailCatcher
from tests.stories.evidence_world import executed
from tests.stories.request_world import NUMBER, asked, nothing_open, open_house, talking
from tests.stories.test_closing_and_erasing import ANSWERS

SLUG = "blue-ledge"


async def test_versions_and_facts_are_events_and_each_head_is_signed(region: Ground) -> None:
    place = await region.consortium(SLUG)
    async with region.database.transaction(place) as tx:
        (pact, *_) = await load_pacts(tx)
        party = min(pact.versions[0].terms.parties)
        digest = pact.versions[0].digest
        await save_facts(
            tx,
            pact.id,
            Fact(kind=FactKind.SUSPENDED, at=tx.now, attested_by="The clerk", agency=party, cause="insurance"),
        )
        key = await signs_as(tx)

    events = sorted((row for row in await region.rows("agreement_event") if row["consortium"] == place), key=_seq)
    heads = {row["size"]: row for row in await region.rows("agreement_checkpoint") if row["consortium"] == place}
    leaves = [leaf_hash(row["leaf"].encode()) for row in events]
    read = [Event.read(row["leaf"].encode()) for row in events]

    assert [row["seq"] for row in events] == list(range(len(events)))
    mine = [each for each in read if each.agreement == pact.id]
    facts = [each for each in mine if each.kind == "fact"]
    assert read[0].kind == "log"
    assert [each.body["digest"] for each in mine if each.kind == "version"] == [digest]
    assert len(facts) == len(pact.facts) + 1
    assert (read[-1].agreement, read[-1].body["kind"]) == (pact.id, "suspended")
    for size in range(1, len(events) + 1):
        note = read_note(heads[size]["note"])
        check_note(note, key)
        assert Checkpoint.of(note.text) == Checkpoint(key.name, size, root_of(leaves[:size]))
    assert key.name == f"peers.test/{SLUG}/agreements"


@pytest.mark.parametrize("table", ["agreement_event", "agreement_checkpoint"])
@pytest.mark.parametrize("verb", ["update {} set at = at", "delete from {}", "truncate {}"])
async def test_neither_the_application_nor_the_owner_can_change_what_is_logged(
    region: Ground, table: str, verb: str
) -> None:
    place = await region.consortium(SLUG)
    for address in (region.app, region.owner):
        connection = await asyncpg.connect(address)
        await connection.execute(f"select set_config('app.consortium', '{place}', false)")
        if address == region.owner:
            await connection.execute(f"alter table {table} no force row level security")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(verb.format(table))
        await connection.close()


async def test_what_was_here_before_the_log_is_its_first_part_and_said_to_be_older(region: Ground) -> None:
    place = await region.consortium(SLUG)
    for table in ("agreement_event", "agreement_checkpoint"):
        for statement in (
            f"alter table {table} disable trigger user",
            f"alter table {table} no force row level security",
            f"delete from {table}",
            f"alter table {table} enable trigger user",
            f"alter table {table} force row level security",
        ):
            await region.as_owner(statement)

    async with region.database.transaction(place) as tx:
        (pact, *_) = await load_pacts(tx)
        await save_facts(
            tx, pact.id, Fact(kind=FactKind.TERMINATED, at=tx.now + timedelta(days=9), attested_by="The board")
        )

    said = [loads(row["leaf"]) for row in sorted(await region.rows("agreement_event"), key=_seq)]
    older = [each["body"].get("before_the_log", False) for each in said]
    assert older == [False, *[True] * (len(said) - 2), False]
    assert len([each for each in said if each["agreement"] == str(pact.id)]) == 2 + len(pact.facts)
    assert said[-1]["body"]["kind"] == "terminated"


async def test_writers_at_the_same_time_make_one_line_without_forks(region: Ground) -> None:
    place = await region.consortium(SLUG)
    async with region.database.reading(place) as reading:
        (pact, *_) = await load_pacts(reading)
    before = len([row for row in await region.rows("agreement_event") if row["consortium"] == place])

    async def write(writer: int) -> None:
        for number in range(10):
            async with region.database.transaction(place) as tx:
                await note_event(tx, kind="hold", agreement=pact.id, body={"writer": writer, "number": number})

    await asyncio.gather(*(write(writer) for writer in range(8)))

    rows = sorted((row for row in await region.rows("agreement_event") if row["consortium"] == place), key=_seq)
    assert [row["seq"] for row in rows] == list(range(before + 80))
    newest = max(
        (row for row in await region.rows("agreement_checkpoint") if row["consortium"] == place),
        key=lambda row: row["size"],
    )
    assert newest["root"] == root_of([leaf_hash(row["leaf"].encode()) for row in rows])


FIELDS = {
    "log": {"public_key", "site"},
    "key": {"public_key"},
    "site": {"site"},
    "key_confirmed": {"public_key", "agency", "by", "on"},
    "witness": {"agency", "agency_name", "key", "by", "public_key", "confirmed_by", "confirmed_on"},
    "witness_ended": {"agency", "key", "by"},
    "version": {"id", "title", "number", "digest", "before_the_log"},
    "fact": {"id", "kind", "at", "agency", "attested_by_record", "attested_by_sha256", "digest", "cause"}
    | {"cause_sha256", "leaves_on", "about", "scan", "before_the_log"},
    "signature": {"record", "manner", "assertion"},
    "ending": {"agency", "what"},
    "sealed": {"document", "kind", "version", "inputs_digest", "sha256", "sealed_with"},
    "stamped": {"document", "sha256", "stamped_at", "stamped_by"},
    "verdict": {"number", "digest", "agency", "answer", "manner", "by"},
    "hold": {"hold", "what"},
    "annex": {"agency", "digest", "what", "at", "scan"},
}
"""Every kind of event, and all that one may say. Nothing of an officer, a request, a rota or a peer has a place."""

_WRITES = re.compile(r"\b(?:note_events?|Noted)\(")
_KIND = re.compile(r"\bkind=\"(\w+)\"")


async def test_from_asking_to_erasing_no_request_adds_to_the_log_and_no_event_says_more_than_it_may(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        before = await logged(region)
        officer, first = await talking(home, way="ring_me", number=NUMBER)
        await first.do("finish")
        await first.do("close", **ANSWERS)
        officer = await asked(home)
        await officer.do("erase")
        await nothing_open(region)
        await home.jobs.tidy()
        after = await logged(region)

    assert after == before
    for leaf in map(loads, after["agreement_event"]):
        assert set(leaf["body"]) <= FIELDS[leaf["kind"]], leaf


async def test_what_heads_clerks_and_counsel_do_adds_events_that_say_no_more_than_they_may(ground: Ground) -> None:
    made = await executed(ground)
    world = made.world
    own = WitnessKey("witness.example.org", Ed25519PrivateKey.generate())
    eyes = await world.eyes_of(world.heads[0])
    async with ground.database.transaction(world.consortium) as tx:
        await register_witness(tx, eyes, agency=world.heads[0].agency, line=own.public.line())
        (witness,) = await load_witnesses(tx)
        await take_back_witness(tx, eyes, witness.id, sure=True)
        await save_hold(tx, world.pact, "a matter that stays here", by=world.coordinator)

    events = [loads(row["leaf"]) for row in await ground.rows("agreement_event")]

    assert {each["kind"] for each in events} == {
        *("log", "version", "fact", "key_confirmed", "signature", "sealed", "witness", "witness_ended", "hold")
    }
    for leaf in events:
        assert set(leaf["body"]) <= FIELDS[leaf["kind"]], leaf
    assert "a matter that stays here" not in str(events)


def test_only_the_desk_of_agreements_writes_into_the_log_and_only_kinds_that_are_known() -> None:
    home = Path(application.__file__).parent
    sources = {file.relative_to(home).as_posix(): file.read_text() for file in home.rglob("*.py")}
    writers = {name: text for name, text in sources.items() if _WRITES.search(text)}
    kinds = {
        kind for text in writers.values() for call in _WRITES.split(text)[1:] for kind in _KIND.findall(call[:200])
    }

    assert {name.split("/")[0] for name in writers} == {"signing"}
    assert kinds
    assert kinds <= FIELDS.keys()


async def logged(ground: Ground) -> dict[str, list[str]]:
    """All that the log holds."""
    tables = {"agreement_event": "leaf", "agreement_checkpoint": "note"}
    return {table: sorted(str(row[name]) for row in await ground.rows(table)) for table, name in tables.items()}


def _seq(row: dict[str, int]) -> int:
    return row["seq"]


async def test_the_log_holds_nobodys_words_and_events_that_hold_them_are_still_compared(region: Ground) -> None:
    place = await region.consortium(SLUG)
    async with region.database.transaction(place) as tx:
        (pact, *_) = await load_pacts(tx)
        [version] = pact.versions
        fact = Fact(
            kind=FactKind.VOIDED,
            at=tx.now,
            digest=version.digest,
            cause="She never signed it",
            attested_by="Minute 14, seen by Cleo Page",
        )
        await save_facts(tx, pact.id, fact)
    [leaf] = [row["leaf"] for row in await region.rows("agreement_event") if '"voided"' in row["leaf"]]
    assert "Cleo Page" not in leaf
    assert "She never signed it" not in leaf
    [row] = [row for row in await region.rows("agreement_fact") if row["kind"] == "voided"]
    names = ("id", "kind", "at", "agency", "attested_by", "digest", "cause", "leaves_on", "about")
    older = {name: plain(row[name]) for name in names}
    body = loads(leaf)["body"]
    assert hushed(older) == body
    assert hushed(body) == body
    assert hushed(older | {"cause": "She signed it"}) != body
    async with region.database.reading(place) as reading:
        assert not any("was changed after" in each.said for each in await check_log(reading))
