"""Every version and fact of an agreement is an event of a log that only grows, with a signed head after each."""

import asyncio
from datetime import timedelta
from json import loads

import asyncpg
import pytest

from agreements import Fact, FactKind
from agreements.log import Checkpoint, Event, check_note, leaf_hash, read_note, root_of
from consortium.signing.store import load_pacts, save_facts
from consortium.signing.store.events import note_event, signs_as
from tests.harness import Ground

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


def _seq(row: dict[str, int]) -> int:
    return row["seq"]
