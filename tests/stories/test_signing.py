"""Agreements on a real database: recorded from paper, kept exactly, gated by dated facts, and never in part."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update
from sqlalchemy.exc import ProgrammingError

from agreements import (
    NEEDED,
    Acceptance,
    Allow,
    Article,
    Clause,
    Deny,
    DigestError,
    Fact,
    FactKind,
    Pact,
    PactId,
    Service,
    Terms,
    TermsError,
    Version,
    VersionId,
    VersionState,
    Why,
    may_finish,
    read_terms,
    standing_at,
    terms_document,
)
from agreements import Role as Capacity
from consortium.access.permissions import Role
from consortium.db import Transaction
from consortium.members.enrol_peer import enrol_peer
from consortium.members.enrol_person import enrol_person
from consortium.members.store import load_peer_facts
from consortium.members.tables import DesignationRow
from consortium.problems import BadInput, NotFound
from consortium.signing.add_fact import add_fact
from consortium.signing.designate_peers import designate_peers
from consortium.signing.missing import what_is_missing
from consortium.signing.record_paper_agreement import Attested, Recorded, record_paper_agreement
from consortium.signing.store import load_pacts, load_reach, save_pact
from consortium.signing.tables import AgreementFactRow, AgreementRow, AgreementVersionRow
from geo import AgencyId, PersonId
from tests.harness import Ground
from tests.stories.members_world import (
    ARTICLES,
    CLERK,
    TOWNS,
    a_consortium,
    a_peer,
    count,
    enrol,
    refused,
    sign_all,
    statements,
    terms_of,
)


async def three_towns(ground: Ground) -> tuple[UUID, tuple[AgencyId, AgencyId, AgencyId]]:
    """A consortium with three agencies and no agreement."""
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as tx:
        one, two, three = (await enrol(tx, *TOWNS[:3])).values()
    return consortium, (one, two, three)


def signed(tx: Transaction, *agencies: AgencyId, days_ago: float = 10) -> dict[AgencyId, Attested]:
    return {agency: Attested(at=tx.now - timedelta(days=days_ago), attested_by=CLERK) for agency in agencies}


async def test_an_agreement_executed_on_paper_is_in_force_and_comes_back_as_it_was_signed(ground: Ground) -> None:
    consortium, towns = await three_towns(ground)
    async with ground.database.transaction(consortium) as tx:
        recorded = await sign_all(tx, towns)
    assert recorded.missing == ()
    assert recorded.standing.active == set(towns)
    async with ground.database.reading(consortium) as reading:
        with statements(ground.database) as seen:
            (found,) = await load_pacts(reading)
        assert len(seen) <= 4
        assert (await load_reach(reading)).live(reading.now) == set(towns)
    assert found == recorded.pact
    assert found.versions[0].terms == terms_of(towns)


async def test_signed_is_not_in_force_and_what_is_missing_is_said_exactly(ground: Ground) -> None:
    consortium, (one, two, three) = await three_towns(ground)
    terms = terms_of((one, two, three), least_parties=3, required_parties=frozenset({three}))
    async with ground.database.transaction(consortium) as tx:
        recorded = await record_paper_agreement(
            tx, title="Pact", text=ARTICLES, terms=terms, signatures=signed(tx, one, two), takes_effect=None
        )
    assert recorded.missing == (
        "It needs the signatures of 3 parties and has 2. Not signed yet: Three Cones Police.",
        "It cannot take effect without Three Cones Police.",
        "The day on which it takes effect, with filings and resolutions done, has not been recorded.",
    )
    assert recorded.standing.active == frozenset()
    async with ground.database.reading(consortium) as reading:
        assert (await load_reach(reading)).live(reading.now) == frozenset()


async def test_an_agreement_may_wait_for_its_day_and_end_on_another(ground: Ground) -> None:
    consortium, towns = await three_towns(ground)
    async with ground.database.transaction(consortium) as tx:
        coming, over = tx.now + timedelta(days=5), tx.now + timedelta(days=50)
        recorded = await sign_all(
            tx,
            towns,
            takes_effect=Attested(at=coming, attested_by=CLERK),
            ends=Attested(at=over, attested_by="Board minute 12"),
        )
    (sentence,) = recorded.missing
    assert sentence.startswith("It takes effect on ")
    await ground.advance(days=6)
    async with ground.database.reading(consortium) as reading:
        reach = await load_reach(reading)
        assert reach.live(reading.now) == set(towns)
        assert reach.live(over) == frozenset()
        assert what_is_missing(reach.pacts[0], over, {}) == ("Its term is over.",)


def word_by_word(**changes: str) -> Mapping[Clause, str]:
    return {**ARTICLES, **{Clause[name]: words for name, words in changes.items()}}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"title": " "}, "must be filled in"),
        ({"text": {}}, "clauses that the text does not have"),
        ({"text": word_by_word(TERM="")}, "must be filled in"),
        ({"text": word_by_word(TERM="One\x00two")}, "cannot be seen"),
        ({"text": word_by_word(TERM="\ud800")}, "cannot be seen"),
        ({"text": word_by_word(TERM="w" * 20_001)}, "too long"),
    ],
)
async def test_an_agreement_that_cannot_be_is_refused_and_nothing_is_kept(
    ground: Ground, change: dict[str, Any], says: str
) -> None:
    consortium, towns = await three_towns(ground)
    async with refused(ground.database, consortium, BadInput, says) as tx:
        await sign_all(tx, towns, **change)
    async with ground.database.reading(consortium) as reading:
        for table in (AgreementRow, AgreementVersionRow, AgreementFactRow):
            assert await count(reading, table) == 0


async def test_paper_was_signed_by_its_parties_in_the_past(ground: Ground) -> None:
    consortium, (one, two, three) = await three_towns(ground)
    stranger = AgencyId(uuid4())
    async with refused(ground.database, consortium, BadInput, "not enrolled here", "parties") as tx:
        await sign_all(tx, (one, two, stranger))
    async with refused(ground.database, consortium, BadInput, "does not name Three Cones Police", "signatures") as tx:
        await sign_all(tx, (one, two), signatures=signed(tx, one, three))
    async with refused(ground.database, consortium, BadInput, "in the past", "signatures") as tx:
        await sign_all(tx, (one, two), signatures=signed(tx, one, two, days_ago=-1))
    async with refused(ground.database, consortium, BadInput, "end before it takes effect", "ends") as tx:
        await sign_all(tx, (one, two), ends=Attested(at=tx.now - timedelta(days=370), attested_by=CLERK))
    async with refused(ground.database, consortium, BadInput, "must be filled in", "attested_by") as tx:
        await sign_all(tx, (one, two), takes_effect=Attested(at=tx.now, attested_by=" "))
    async with refused(ground.database, consortium, BadInput, "with its zone") as tx:
        naive = Attested(at=tx.now.replace(tzinfo=None), attested_by=CLERK)
        await sign_all(tx, (one, two), takes_effect=naive)


def any_terms(random: Random, agencies: list[AgencyId]) -> Terms:
    """Terms of every kind that can be."""
    parties = random.sample(agencies, random.randint(2, len(agencies)))
    deemed = random.random() < 0.5
    trained = random.random() < 0.5
    return Terms(
        parties=frozenset(parties),
        calendar=random.choice(["America/Boise", "UTC", "Pacific/Apia"]),
        services=frozenset(random.sample(list(Service), random.randint(1, len(Service)))),
        answer_minutes=random.choice([None, 1, 1440]),
        roles=frozenset(random.sample(list(Capacity), random.randint(1, 3))),
        training_required=trained,
        least_training_hours=random.randint(0, 10_000) if trained else 0,
        acceptance=Acceptance.DEEMED if deemed else Acceptance.SIGNED,
        deemed_days=random.randint(1, 60) if deemed else 0,
        least_parties=random.randint(2, len(parties)),
        required_parties=frozenset(random.sample(parties, random.randint(0, len(parties)))),
        notice_days=random.randint(0, 3660),
        run_off_days=random.randint(0, 3660),
    )


WORDS = [
    "Ñandú, Đorđe, Þór, \u02bb\u014clelo, 李",
    'He said "no".\n\n(b) \\ / \u2028',
    "٣ days",
    "e\u0301 and é",
    "\U0001d49c \u00a0 z",
    "{}",
]


@pytest.mark.parametrize("seed", range(3))
async def test_text_and_terms_come_back_from_the_database_to_the_letter(ground: Ground, seed: int) -> None:
    consortium, towns = await three_towns(ground)
    random, made = Random(seed), []
    async with ground.database.transaction(consortium) as tx:
        for number in range(12):
            pact = PactId(uuid4())
            text = tuple(Article(clause, random.choice(WORDS)) for clause in sorted(NEEDED))
            terms = any_terms(random, list(towns))
            version = Version.of(VersionId(uuid4()), pact=pact, number=1, text=text, terms=terms)
            made.append(Pact(id=pact, title=f"{number:02}", versions=(version,)))
            await save_pact(tx, made[-1])
    async with ground.database.reading(consortium) as reading:
        found = await load_pacts(reading)
    assert found == tuple(made)
    assert [each.versions[0].canonical() for each in found] == [each.versions[0].canonical() for each in made]


@settings(deadline=None, max_examples=60)
@given(st.randoms(use_true_random=False), st.integers(2, 6))
def test_terms_as_json_read_back_are_the_same_terms(random: Random, number: int) -> None:
    terms = any_terms(random, [AgencyId(UUID(int=each)) for each in range(1, number + 1)])
    assert read_terms(terms_document(terms)) == terms
    name = random.choice(sorted(terms_document(terms)))
    with pytest.raises(TermsError):
        read_terms({each: value for each, value in terms_document(terms).items() if each != name})


async def test_a_version_that_somebody_altered_in_the_database_is_found_out(ground: Ground) -> None:
    consortium, towns = await three_towns(ground)
    async with ground.database.transaction(consortium) as tx:
        await sign_all(tx, towns)
    await ground.as_owner("alter table agreement_version no force row level security")
    await ground.as_owner("""update agreement_version set terms = jsonb_set(terms, '{notice_days}', '1')""")
    async with ground.database.reading(consortium) as reading:
        with pytest.raises(DigestError, match="altered"):
            await load_pacts(reading)


async def test_the_application_itself_cannot_change_or_delete_what_was_signed(ground: Ground) -> None:
    consortium, towns = await three_towns(ground)
    async with ground.database.transaction(consortium) as tx:
        await sign_all(tx, towns)
    for statement in (
        update(AgreementFactRow).values(attested_by="me"),
        delete(AgreementFactRow),
        update(AgreementVersionRow).values(number=9),
        delete(AgreementVersionRow),
    ):
        with pytest.raises(ProgrammingError, match="permission denied"):
            async with ground.database.transaction(consortium) as tx:
                await tx.execute(statement)


async def in_force(ground: Ground) -> tuple[UUID, tuple[AgencyId, AgencyId, AgencyId], Recorded]:
    """Three agencies with an agreement in force."""
    consortium, towns = await three_towns(ground)
    async with ground.database.transaction(consortium) as tx:
        return consortium, towns, await sign_all(tx, towns)


async def live(ground: Ground, consortium: UUID, later: float = 0) -> frozenset[AgencyId]:
    async with ground.database.reading(consortium) as reading:
        return (await load_reach(reading)).live(reading.now + timedelta(days=later))


async def test_a_party_rests_until_each_cause_is_lifted(ground: Ground) -> None:
    consortium, (one, two, three), recorded = await in_force(ground)
    pact = recorded.pact.id

    async def fact(kind: FactKind, cause: str) -> None:
        async with ground.database.transaction(consortium) as tx:
            await add_fact(tx, pact=pact, kind=kind, at=tx.now, attested_by=CLERK, agency=one, cause=cause)

    await fact(FactKind.SUSPENDED, "insurance")
    await fact(FactKind.SUSPENDED, "accreditation")
    assert await live(ground, consortium) == {two, three}
    await ground.advance(hours=1)
    await fact(FactKind.RESUMED, "insurance")
    assert await live(ground, consortium) == {two, three}
    await ground.advance(hours=1)
    await fact(FactKind.RESUMED, "accreditation")
    assert await live(ground, consortium) == {one, two, three}


async def test_a_party_that_gave_notice_serves_until_its_days_have_run(ground: Ground) -> None:
    consortium, (one, two, three), recorded = await in_force(ground)
    async with ground.database.transaction(consortium) as tx:
        await add_fact(tx, pact=recorded.pact.id, kind=FactKind.NOTICE_GIVEN, at=tx.now, attested_by=CLERK, agency=one)
    assert await live(ground, consortium, later=29) == {one, two, three}
    assert await live(ground, consortium, later=32) == {two, three}


async def test_the_whole_agreement_ends_for_all(ground: Ground) -> None:
    consortium, _, recorded = await in_force(ground)
    async with ground.database.transaction(consortium) as tx:
        standing = await add_fact(
            tx, pact=recorded.pact.id, kind=FactKind.TERMINATED, at=tx.now, attested_by="Board minute 14"
        )
    assert standing.versions == {1: VersionState.TERMINATED}
    assert await live(ground, consortium) == frozenset()


async def test_the_last_signature_and_the_recorded_day_bring_it_into_force(ground: Ground) -> None:
    consortium, (one, two, three) = await three_towns(ground)
    async with ground.database.transaction(consortium) as tx:
        recorded = await sign_all(
            tx,
            (one, two, three),
            terms=terms_of((one, two, three), least_parties=3),
            signatures=signed(tx, one, two),
            takes_effect=None,
        )
    async with ground.database.transaction(consortium) as tx:
        await add_fact(tx, pact=recorded.pact.id, kind=FactKind.SIGNED, at=tx.now, attested_by=CLERK, agency=three)
    assert await live(ground, consortium) == frozenset()
    async with ground.database.transaction(consortium) as tx:
        await add_fact(tx, pact=recorded.pact.id, kind=FactKind.IN_FORCE, at=tx.now, attested_by=CLERK, version=1)
    assert await live(ground, consortium) == {one, two, three}


async def test_a_fact_that_cannot_be_or_changes_nothing_is_refused(ground: Ground) -> None:
    consortium, (one, *_), recorded = await in_force(ground)
    stranger = AgencyId(uuid4())
    async with ground.database.reading(consortium) as reading:
        before = await count(reading, AgreementFactRow)
        now = reading.now
    usual: dict[str, Any] = {"pact": recorded.pact.id, "at": now, "attested_by": CLERK, "agency": one}
    for change, says in (
        ({"kind": FactKind.RESUMED, "cause": "insurance"}, "would change nothing"),
        ({"kind": FactKind.SIGNED}, "would change nothing"),
        ({"kind": FactKind.SUSPENDED, "cause": "insurance", "agency": stranger}, "would change nothing"),
        ({"kind": FactKind.SUSPENDED}, "needs a cause"),
        ({"kind": FactKind.NOTICE_GIVEN, "agency": None}, "needs an agency"),
        ({"kind": FactKind.SIGNED, "agency": stranger}, "does not name the agency"),
        ({"kind": FactKind.SIGNED, "version": 2}, "no version 2"),
        ({"kind": FactKind.TERMINATED}, "no use for an agency"),
        ({"kind": FactKind.NOTICE_GIVEN, "leaves_on": now - timedelta(days=1)}, "earlier day of leaving"),
        ({"kind": FactKind.NOTICE_GIVEN, "attested_by": ""}, "must be filled in"),
        ({"kind": FactKind.NOTICE_GIVEN, "at": datetime(9999, 1, 1, tzinfo=UTC)}, "between 1970 and 2199"),
        ({"kind": FactKind.JOINED, "agency": stranger}, "not enrolled here"),
    ):
        async with refused(ground.database, consortium, BadInput, says) as tx:
            await add_fact(tx, **{**usual, **change})
    async with refused(ground.database, consortium, NotFound, "") as tx:
        await add_fact(tx, **{**usual, "kind": FactKind.TERMINATED, "pact": PactId(uuid4()), "agency": None})
    async with ground.database.reading(consortium) as reading:
        assert await count(reading, AgreementFactRow) == before


async def test_the_same_fact_twice_is_one_fact(ground: Ground) -> None:
    consortium, (one, *_), recorded = await in_force(ground)
    async with ground.database.transaction(consortium) as tx:
        at = tx.now
        facts: dict[str, Any] = {"pact": recorded.pact.id, "kind": FactKind.NOTICE_GIVEN, "agency": one}
        await add_fact(tx, at=at, attested_by=CLERK, **facts)
    async with refused(ground.database, consortium, BadInput, "would change nothing") as tx:
        await add_fact(tx, at=at, attested_by=CLERK, **facts)


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


async def test_agreements_of_another_consortium_are_not_seen(ground: Ground) -> None:
    await in_force(ground)
    other = await a_consortium(ground.database, "other")
    async with ground.database.reading(other) as reading:
        assert await load_pacts(reading) == ()


AGENCIES = [AgencyId(UUID(int=number)) for number in range(1, 5)]
START = datetime(2026, 1, 1, tzinfo=UTC)


def a_version(terms: Terms) -> Version:
    text = tuple(Article(clause, words) for clause, words in sorted(ARTICLES.items()))
    return Version.of(VersionId(UUID(int=1)), pact=PactId(UUID(int=2)), number=1, text=text, terms=terms)


@st.composite
def lives(draw: st.DrawFn) -> Pact:
    """An agreement of up to four agencies and whatever may happen to it in some weeks."""
    terms = replace(
        terms_of(AGENCIES),
        least_parties=draw(st.integers(2, 4)),
        required_parties=draw(st.frozensets(st.sampled_from(AGENCIES), max_size=2)),
        notice_days=draw(st.integers(0, 3)),
    )
    version = a_version(terms)
    facts = draw(
        st.lists(
            st.tuples(
                st.sampled_from([kind for kind in FactKind if kind is not FactKind.JOINED]),
                st.sampled_from(AGENCIES),
                st.integers(0, 30),
            ),
            max_size=14,
        )
    )
    return Pact(
        id=version.pact,
        title="Pact",
        versions=(version,),
        facts=tuple(a_fact(version, kind, agency, day) for kind, agency, day in facts),
    )


def a_fact(version: Version, kind: FactKind, agency: AgencyId, day: int) -> Fact:
    of_all = kind in {FactKind.IN_FORCE, FactKind.ENDS, FactKind.TERMINATED}
    about = kind in {FactKind.SIGNED, FactKind.IN_FORCE, FactKind.ENDS}
    return Fact(
        kind=kind,
        at=START + timedelta(days=day),
        attested_by=CLERK,
        agency=None if of_all else agency,
        digest=version.digest if about else None,
        cause="insurance" if kind in {FactKind.SUSPENDED, FactKind.RESUMED} else None,
    )


@settings(deadline=None, max_examples=200)
@given(lives(), st.integers(0, 40))
def test_something_is_said_to_be_missing_exactly_while_no_version_is_in_force(pact: Pact, day: int) -> None:
    at = START + timedelta(days=day)
    missing = what_is_missing(pact, at, {})
    assert bool(missing) == (standing_at(pact, at).in_force is None)
    assert all(sentence.endswith(".") for sentence in missing)
