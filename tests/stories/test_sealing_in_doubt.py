"""What is sealed when signatures cross the release, when two look at once, and when somebody tampered meanwhile."""

import asyncio
import json
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from agreements import Fact, FactKind, PactId, VersionState
from agreements.counterparts import key_digest
from consortium.cli.look_at_seal import look_at_seal
from consortium.problems import BadInput
from consortium.signing.sealing.seal_agreements import Sealing
from consortium.signing.sealing.seal_key import SealKey
from consortium.signing.signatures.sign_agreement import sign_agreement
from consortium.signing.store import save_facts
from consortium.signing.store.signatures import save_signature
from tests.authenticator import Device
from tests.harness import PUBLIC, Ground, MailCatcher, house, text_of
from tests.sealing.executions import public_key
from tests.sealing.test_documents import attached
from tests.stories.members_world import refused
from tests.stories.signing_world import LETTERS, SITE, SLUG, Head, Signing, a_signing, put_out
from tests.stories.test_sealed_agreements import NOT_FORCED, a_seal, sealed_events, sealing


async def signs_while(world: Signing, other: Head, meanwhile: Callable[[], Awaitable[None]]) -> None:
    """She began to sign before the others did, waits for them, and is therefore dated as the last of them."""
    pending = await world.prepare(other)
    answer = await world.answer(other, pending)
    async with world.ground.database.transaction(world.consortium) as tx:
        await meanwhile()
        said: dict[str, Any] = {"person": other.person, "pact": world.pact, "letters": LETTERS}
        await sign_agreement(tx, SITE, pending=pending, answer=answer, **said)
    pens = [fact.at for fact in (await world.load()).facts if fact.kind is FactKind.SIGNED]
    assert pens.count(max(pens)) == 2, "both are dated alike"


async def test_whoever_signs_while_the_release_commits_stands_in_a_document_of_her_own(
    ground: Ground, tmp_path: Path
) -> None:
    world = await a_signing(ground, least_parties=2)
    first, last, beside = world.heads
    worker = sealing(ground, await a_seal(ground, tmp_path / "keys"))
    await world.sign(first)

    async def release() -> None:
        await world.sign(last)
        await worker.look()

    await signs_while(world, beside, release)
    await worker.look()

    assert [row["kind"] for row in await documents(ground)] == ["executed", "joinder"]
    assert await standing_in_documents(ground) == {each.id: 1 for each in await world.counterparts()}


async def documents(ground: Ground) -> list[dict[str, Any]]:
    return sorted(await ground.rows("agreement_document"), key=lambda row: row["sealed_at"])


async def standing_in_documents(ground: Ground) -> Counter[UUID]:
    """How many sealed files hold each signature, read from the files themselves."""
    files = [json.loads(attached(row["file"])["records.json"]) for row in await documents(ground)]
    found = Counter(UUID(each["record"]["id"]) for file in files for each in file["counterparts"])
    assert found.keys() == {row["signature"] for row in await ground.rows("agreement_document_signature")}
    return found


@dataclass(slots=True, kw_only=True)
class SlowSealing(Sealing):
    """A process that has looked, and is slow to take the seal out."""

    begun: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    def key(self, at: datetime, *, invented: bool) -> SealKey:
        self.begun.set()
        assert self.go_on.wait(60)
        return super(SlowSealing, self).key(at, invented=invented)


async def test_two_processes_that_saw_different_signatures_keep_one_executed_document(
    ground: Ground, tmp_path: Path
) -> None:
    world = await a_signing(ground, least_parties=2)
    folder = await a_seal(ground, tmp_path / "keys")
    first, last, beside = world.heads
    slow = SlowSealing(database=ground.database, folder=folder, public_url=PUBLIC)
    looking: list[asyncio.Task[None]] = []
    await world.sign(first)

    async def release() -> None:
        await world.sign(last)
        looking.append(asyncio.create_task(slow.look()))
        assert await asyncio.to_thread(slow.begun.wait, 60)

    await signs_while(world, beside, release)
    await sealing(ground, folder).look()
    slow.go_on.set()
    await asyncio.gather(*looking)
    await slow.look()

    assert [row["kind"] for row in await documents(ground)] == ["executed"]
    assert len(await sealed_events(ground)) == 1
    assert await standing_in_documents(ground) == {each.id: 1 for each in await world.counterparts()}
    told = Counter(row["address"] for row in await ground.rows("outbox") if "was sealed" in row["subject"])
    assert set(told.values()) == {1}


async def forge(world: Signing, head: Head) -> None:
    """Whoever may write into the database adds a signature that nobody made, and the fact that counts it."""
    record = await world.record(head, await world.prepare(head))
    (real, *_) = await world.counterparts()
    assert real.assertion is not None
    hers = Device(PUBLIC)
    record = replace(record, credential=hers.id.hex(), public_key=key_digest(public_key(hers)))
    answer = replace(real.assertion, credential=hers.id, public_key=public_key(hers))
    made = replace(real, record=record, canonical=record.canonical(), assertion=answer, person=head.person)
    fact = Fact(
        kind=FactKind.SIGNED, at=real.signed_at, agency=head.agency, digest=world.digest, attested_by=made.attested
    )
    async with world.ground.database.transaction(world.consortium) as tx:
        await save_signature(tx, made)
        await save_facts(tx, world.pact, fact)


async def test_a_signature_that_nobody_made_is_sealed_by_nobody_and_told_in_words(
    ground: Ground, catcher: MailCatcher, tmp_path: Path
) -> None:
    world = await a_signing(ground)
    folder = await a_seal(ground, tmp_path / "keys")
    for head in world.heads[:2]:
        await world.sign(head)
    await forge(world, world.heads[2])
    async with house(ground, catcher, installation_keys=folder) as home:
        for _ in range(2):
            await home.jobs.seal()
            await ground.advance(minutes=6)
        await home.tick()
        browser = await home.member(SLUG, world.coordinator)
        page = (await browser.get(world.address("").rstrip("/"))).text

        assert await ground.rows("agreement_document") == []
        assert "something in it does not hold, so nothing is sealed" in page
        for address in ("coordinator@example.org", "clerk@example.org"):
            (mail,) = [each for each in catcher.to(address) if "not sealed" in str(each["subject"])]
            assert f"The signature of {world.heads[2].name}" in text_of(mail)
            assert "does not hold" in text_of(mail)
            assert "is not in the log of agreements" in text_of(mail)
    found = await look_at_seal(ground.app, folder, {})
    assert any("is not sealed, as something in it does not hold" in each.found for each in found)


async def test_a_bare_word_that_somebody_signed_counts_nothing(ground: Ground) -> None:
    world = await a_signing(ground, parties=2)
    one, two = world.heads
    counterpart = await world.sign(one)
    for attested in ("Orla Penhallow, clerk", counterpart.attested):
        async with refused(ground.database, world.consortium, BadInput, "Nobody's word alone") as tx:
            said = Fact(kind=FactKind.SIGNED, at=tx.now, agency=two.agency, digest=world.digest, attested_by=attested)
            await save_facts(tx, world.pact, said)

    await ground.as_owner(
        f"{NOT_FORCED}; alter table agreement_fact disable trigger fact_has_its_signature; "
        "insert into agreement_fact (consortium, id, agreement, kind, agency, at, attested_by, digest) "
        f"select consortium, gen_random_uuid(), agreement, kind, '{two.agency}', at, attested_by, digest "
        "from agreement_fact where kind = 'signed'"
    )
    assert (await world.stands()).versions[1] is VersionState.ESCROW
    assert (await world.stands()).signed[1] == {one.agency}


async def test_a_record_that_was_altered_holds_up_no_other_agreement(ground: Ground, tmp_path: Path) -> None:
    world = await a_signing(ground, parties=2)
    for head in world.heads:
        await world.sign(head)
    await ground.as_owner(
        "alter table agreement_signature no force row level security; "
        "alter table agreement_signature disable trigger never_changes; "
        "update agreement_signature set record = replace(record, 'Chief of police', 'Sheriff')"
    )
    altered, world.pact = world.pact, PactId(uuid4())
    async with ground.database.transaction(world.consortium) as tx:
        await put_out(tx, world)
    for head in world.heads:
        await world.sign(head)
    await sealing(ground, await a_seal(ground, tmp_path / "keys")).look()

    assert [row["agreement"] for row in await documents(ground)] == [world.pact]
    (told,) = [row for row in await ground.rows("journal") if row["act"] == "could not seal agreement"]
    assert told["subject"] == altered
