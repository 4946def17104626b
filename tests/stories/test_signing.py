"""Agreements on a real database: recorded from paper, kept exactly, and never in part."""

from collections.abc import Mapping
from datetime import timedelta
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
    Article,
    Clause,
    Pact,
    PactId,
    Service,
    Terms,
    TermsError,
    Version,
    VersionId,
    read_terms,
    terms_document,
)
from agreements import Role as Capacity
from agreements.errors import BrokenError
from consortium.problems import BadInput
from consortium.signing.missing import what_is_missing
from consortium.signing.record_paper_agreement import Attested, record_paper_agreement
from consortium.signing.store import load_broken, load_pact, load_pacts, load_reach, save_pact
from consortium.signing.tables import AgreementFactRow, AgreementRow, AgreementVersionRow
from geo import AgencyId
from tests.harness import Ground
from tests.stories.members_world import (
    ARTICLES,
    CLERK,
    a_consortium,
    count,
    in_force,
    refused,
    sign_all,
    signed,
    statements,
    terms_of,
    three_towns,
)


async def test_an_agreement_executed_on_paper_is_in_force_and_comes_back_as_it_was_signed(ground: Ground) -> None:
    consortium, towns = await three_towns(ground)
    async with ground.database.transaction(consortium) as tx:
        recorded = await sign_all(tx, towns)
    assert recorded.missing == ()
    assert recorded.standing.active == set(towns)
    async with ground.database.reading(consortium) as reading:
        with statements(ground.database) as seen:
            (found,) = await load_pacts(reading)
            assert await load_pacts(reading) == (found,)
        assert len(seen) <= 5 + 1, "once read, an agreement that nobody changes is only asked for its mark"
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
        assert await load_pacts(reading) == ()
        (broken,) = await load_broken(reading)
        assert "altered" in broken.wrong
        with pytest.raises(BrokenError, match="altered"):
            await load_pact(reading, broken.id)


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


async def test_agreements_of_another_consortium_are_not_seen(ground: Ground) -> None:
    await in_force(ground)
    other = await a_consortium(ground.database, "other")
    async with ground.database.reading(other) as reading:
        assert await load_pacts(reading) == ()
