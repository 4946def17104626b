"""Dated facts: what was signed, suspended, noticed and ended is what the agreement's standing is made of."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from agreements import (
    Article,
    Fact,
    FactKind,
    Pact,
    PactId,
    Terms,
    Version,
    VersionId,
    VersionState,
    standing_at,
)
from agreements.facts import OF_A_CAUSE, OF_A_VERSION, OF_AN_AGENCY, OF_ANOTHER
from consortium.problems import BadInput, NotFound
from consortium.signing.add_fact import add_fact
from consortium.signing.missing import what_is_missing
from consortium.signing.store import save_version
from consortium.signing.tables import AgreementFactRow
from geo import AgencyId
from tests.harness import Ground
from tests.stories.members_world import (
    ARTICLES,
    CLERK,
    count,
    in_force,
    live,
    refused,
    sign_all,
    signed,
    terms_of,
    three_towns,
)


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


async def test_what_ends_is_the_version_in_force_and_not_the_draft_of_the_next_and_never_from_yesterday(
    ground: Ground,
) -> None:
    consortium, towns, recorded = await in_force(ground)
    [old] = recorded.pact.versions
    terms = replace(old.terms, notice_days=90)
    new = Version.of(VersionId(uuid4()), pact=old.pact, number=2, text=old.text, terms=terms)
    async with ground.database.transaction(consortium) as tx:
        await save_version(tx, new, title="Next")
    said: dict[str, Any] = {"pact": old.pact, "kind": FactKind.ENDS, "attested_by": CLERK}
    async with ground.database.reading(consortium) as reading:
        yesterday = reading.now - timedelta(days=1)
    async with refused(ground.database, consortium, BadInput, "This day is over") as tx:
        await add_fact(tx, at=yesterday, **said)
    async with refused(ground.database, consortium, BadInput, "Several versions are open") as tx:
        await add_fact(tx, at=tx.now, **said | {"kind": FactKind.IN_FORCE})
    async with ground.database.transaction(consortium) as tx:
        standing = await add_fact(tx, at=tx.now, **said)
    assert standing.versions[1] is VersionState.EXPIRED
    assert standing.active == frozenset()
    del towns


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
        ({"kind": FactKind.NOTICE_GIVEN, "leaves_on": now - timedelta(days=1)}, "names an earlier day"),
        ({"kind": FactKind.NOTICE_GIVEN, "attested_by": ""}, "must be filled in"),
        ({"kind": FactKind.NOTICE_GIVEN, "at": datetime(9999, 1, 1, tzinfo=UTC)}, "between 1971 and 2198"),
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
    at = START + timedelta(days=day)
    return Fact(
        kind=kind,
        at=at,
        attested_by=CLERK,
        agency=agency if kind in OF_AN_AGENCY else None,
        digest=version.digest if kind in OF_A_VERSION else None,
        cause="insurance" if kind in OF_A_CAUSE else None,
        leaves_on=at + timedelta(days=9) if kind in {FactKind.INSURED, FactKind.RENEWED} else None,
        about=AGENCIES[day % len(AGENCIES)] if kind in OF_ANOTHER else None,
    )


@settings(deadline=None, max_examples=200)
@given(lives(), st.integers(0, 40))
def test_something_is_said_to_be_missing_exactly_while_no_version_is_in_force(pact: Pact, day: int) -> None:
    at = START + timedelta(days=day)
    missing = what_is_missing(pact, at, {})
    assert bool(missing) == (standing_at(pact, at).in_force is None)
    assert all(sentence.endswith(".") for sentence in missing)
