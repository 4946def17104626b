"""Roster annexes: a peer serves only whom each agency has let her serve, while the agreement holds."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from agreements import (
    Acceptance,
    Allow,
    Deny,
    FactKind,
    PactId,
    Why,
    may_finish,
)
from consortium.access.permissions import Role
from consortium.members.enrol_peer import enrol_peer
from consortium.members.enrol_person import enrol_person
from consortium.members.store import load_peer_facts
from consortium.members.tables import DesignationRow
from consortium.problems import BadInput, NotFound
from consortium.signing.add_fact import add_fact
from consortium.signing.designate_peers import designate_peers
from consortium.signing.store import load_reach
from geo import AgencyId, PersonId
from tests.harness import Ground
from tests.stories.members_world import (
    CLERK,
    TOWNS,
    a_peer,
    count,
    enrol,
    in_force,
    refused,
    sign_all,
    terms_of,
    three_towns,
)


async def with_a_peer(ground: Ground) -> tuple[UUID, tuple[AgencyId, AgencyId, AgencyId], PactId, PersonId]:
    """Three agencies in an agreement in force; the first lends a trained peer."""
    consortium, towns, recorded = await in_force(ground)
    async with ground.database.transaction(consortium) as tx:
        person = await a_peer(tx, towns[0])
    return consortium, towns, recorded.pact.id, person


async def gate(ground: Ground, consortium: UUID, *members: AgencyId, later: float = 0) -> Allow | Deny:
    """Whether the one peer may serve all these agencies."""
    async with ground.database.reading(consortium) as reading:
        (peer,) = await load_peer_facts(reading)
        return (await load_reach(reading)).may_serve(frozenset(members), peer, reading.now + timedelta(days=later))


async def test_a_peer_serves_only_whom_each_agency_has_let_her_serve(ground: Ground) -> None:
    consortium, (home, two, three), pact, person = await with_a_peer(ground)
    answer = await gate(ground, consortium, two, three)
    assert isinstance(answer, Deny)
    assert answer.why is Why.NOT_DESIGNATED
    async with ground.database.transaction(consortium) as tx:
        assert await designate_peers(tx, pact=pact, agencies=[two], peers=[person], since=tx.now) == 1
    assert isinstance(await gate(ground, consortium, two), Allow)
    answer = await gate(ground, consortium, two, three)
    assert isinstance(answer, Deny)
    assert (answer.why, answer.agency) == (Why.NOT_DESIGNATED, three)
    async with ground.database.transaction(consortium) as tx:
        assert await designate_peers(tx, pact=pact, agencies=[three, home], peers=[person], since=tx.now) == 2
    assert isinstance(await gate(ground, consortium, two, three), Allow)
    answer = await gate(ground, consortium, home, two)
    assert isinstance(answer, Deny)
    assert answer.why is Why.OWN_AGENCY


async def test_a_lapsed_agreement_or_course_or_suspension_takes_the_peer_away(ground: Ground) -> None:
    consortium, (_, two, three), pact, person = await with_a_peer(ground)
    async with ground.database.transaction(consortium) as tx:
        await designate_peers(tx, pact=pact, agencies=[two, three], peers=[person], since=tx.now)
    lapsed = await gate(ground, consortium, two, three, later=300)
    assert isinstance(lapsed, Deny)
    assert lapsed.why is Why.TRAINING_LAPSED
    async with ground.database.transaction(consortium) as tx:
        began = tx.now
        await add_fact(
            tx,
            pact=pact,
            kind=FactKind.SUSPENDED,
            at=began + timedelta(hours=1),
            attested_by=CLERK,
            agency=two,
            cause="insurance",
        )
    assert isinstance(await gate(ground, consortium, two, three), Allow)
    suspended = await gate(ground, consortium, two, three, later=1)
    assert isinstance(suspended, Deny)
    assert (suspended.why, suspended.agency) == (Why.AGENCY_SUSPENDED, two)
    async with ground.database.reading(consortium) as reading:
        (peer,) = await load_peer_facts(reading)
        reach = await load_reach(reading)
    open_talk = may_finish(reach, frozenset({two, three}), peer, opened=began, at=began + timedelta(days=1))
    assert isinstance(open_talk, Allow)


async def test_an_annex_that_was_only_notified_counts_when_its_days_have_run(ground: Ground) -> None:
    consortium, towns = await three_towns(ground)
    async with ground.database.transaction(consortium) as tx:
        terms = terms_of(towns, acceptance=Acceptance.DEEMED, deemed_days=14)
        recorded = await sign_all(tx, towns, terms=terms)
        person = await a_peer(tx, towns[0])
        await designate_peers(
            tx,
            pact=recorded.pact.id,
            agencies=towns,
            peers=[person],
            since=tx.now,
            manner=Acceptance.DEEMED,
        )
    early = await gate(ground, consortium, towns[1])
    assert isinstance(early, Deny)
    assert early.why is Why.DESIGNATION_NOT_YET
    assert isinstance(await gate(ground, consortium, towns[1], later=16), Allow)


async def test_an_annex_lists_parties_and_those_who_answer_and_is_not_of_the_future(ground: Ground) -> None:
    consortium, (_, two, _), pact, person = await with_a_peer(ground)
    async with ground.database.transaction(consortium) as tx:
        outsider = (await enrol(tx, TOWNS[5]))[TOWNS[5].name]
        clerk = await enrol_person(tx, name="Ada Clerk")
    for change, field in (
        ({"agencies": [outsider]}, "agencies"),
        ({"agencies": []}, "peers"),
        ({"peers": []}, "peers"),
        ({"peers": [clerk]}, "peers"),
        ({"peers": [PersonId(uuid4())]}, "peers"),
        ({"later": 1}, "since"),
    ):
        async with refused(ground.database, consortium, BadInput, "", field) as tx:
            facts: dict[str, Any] = {"agencies": [two], "peers": [person], **change}
            since = tx.now + timedelta(days=facts.pop("later", 0))
            await designate_peers(tx, pact=pact, since=since, **facts)
    async with refused(ground.database, consortium, NotFound, "") as tx:
        await designate_peers(tx, pact=PactId(uuid4()), agencies=[two], peers=[person], since=tx.now)
    async with ground.database.reading(consortium) as reading:
        assert await count(reading, DesignationRow) == 0


async def test_two_annexes_at_the_same_time_get_two_numbers(ground: Ground) -> None:
    consortium, (_, two, three), pact, person = await with_a_peer(ground)

    async def issue(agency: AgencyId) -> int:
        async with ground.database.transaction(consortium) as tx:
            return await designate_peers(tx, pact=pact, agencies=[agency], peers=[person], since=tx.now)

    assert sorted(await asyncio.gather(issue(two), issue(three))) == [1, 2]


async def test_a_chaplain_lent_by_nobody_needs_only_the_members(ground: Ground) -> None:
    consortium, (one, two, three), recorded = await in_force(ground)
    async with ground.database.transaction(consortium) as tx:
        chaplain = await enrol_person(tx, name="Silas Doyle")
        await enrol_peer(tx, person=chaplain, kind=Role.CHAPLAIN, lent_by=None)
        await designate_peers(tx, pact=recorded.pact.id, agencies=[one, two, three], peers=[chaplain], since=tx.now)
    answer = await gate(ground, consortium, one, two, three)
    assert isinstance(answer, Deny)
    assert answer.why is Why.UNTRAINED
