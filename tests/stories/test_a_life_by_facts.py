"""A drafted agreement goes through its life by dated facts alone, each refused in words where it is of no use."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from agreements import (
    Article,
    Clause,
    Effect,
    FactKind,
    Filing,
    Joinder,
    Pact,
    PactId,
    PartyState,
    Renewal,
    Version,
    VersionId,
    VersionState,
    Window,
    standing_at,
)
from agreements.counterparts import Counterpart, PaperRecord
from agreements.signatures import Act, Capacity
from consortium.access.permissions import Role
from consortium.db import Transaction
from consortium.members.enrol_person import enrol_person
from consortium.problems import BadInput
from consortium.signing.add_fact import add_fact
from consortium.signing.missing import what_a_version_misses, what_is_missing
from consortium.signing.store import load_pact, save_pact
from consortium.signing.store.signatures import save_signature
from consortium.signing.would_do import why_useless
from geo import AgencyId, PersonId
from tests.agreements.lives import a_fact_of, each_day, lives
from tests.agreements.strategies import numbers
from tests.harness import Ground
from tests.stories.members_world import CLERK, live, refused, terms_of, three_towns

ACT_OF = {FactKind.SIGNED: Act.SIGN, FactKind.JOINED: Act.JOIN}
WORDS = tuple(Article(clause, f"What clause {clause:d} says.") for clause in Clause)


@dataclass
class Desk:
    """One drafted agreement of three towns, and a hand that adds facts to it now."""

    ground: Ground
    consortium: UUID
    towns: tuple[AgencyId, AgencyId, AgencyId]
    pact: PactId
    clerk: PersonId

    async def say(self, kind: FactKind, of: AgencyId | None = None, **rest: Any) -> None:
        async with self.ground.database.transaction(self.consortium) as tx:
            by = await self.pen(tx, kind, of) if of and kind in ACT_OF else CLERK
            await add_fact(tx, pact=self.pact, kind=kind, at=tx.now, attested_by=by, agency=of, **rest)
        await self.ground.advance(minutes=1)

    async def pen(self, tx: Transaction, kind: FactKind, of: AgencyId) -> str:
        """A paper that an agency signed, as a clerk attests it; what the fact of it is attested by."""
        version = (await load_pact(tx, self.pact)).version(1)
        record = PaperRecord(
            id=uuid4(),
            act=ACT_OF[kind],
            pact=self.pact,
            version=version.number,
            digest=version.digest,
            agency=of,
            agency_name="A town",
            name="Dana Reyes",
            title="Chief",
            capacity=Capacity.HEAD,
            authority="City charter § 12",
            scan="00" * 32,
            signed_on=tx.now.date(),
            attester=self.clerk,
            attested_by=CLERK,
            at=tx.now.replace(microsecond=0),
        )
        found = Counterpart(
            record=record, canonical=record.canonical(), signed_at=tx.now, assertion=None, person=self.clerk
        )
        await save_signature(tx, found)
        return found.attested

    async def refuses(self, words: str, kind: FactKind, of: AgencyId | None = None, **rest: Any) -> None:
        async with refused(self.ground.database, self.consortium, BadInput, words) as tx:
            await add_fact(
                tx, **{"pact": self.pact, "kind": kind, "at": tx.now, "agency": of, "attested_by": CLERK, **rest}
            )

    async def missing(self) -> str:
        async with self.ground.database.reading(self.consortium) as reading:
            pact = await load_pact(reading, self.pact)
            names = dict(zip(self.towns, ("One", "Two", "Three"), strict=True))
            return " ".join(what_is_missing(pact, reading.now, names))

    async def state(self, of: AgencyId | None = None) -> VersionState | PartyState:
        async with self.ground.database.reading(self.consortium) as reading:
            now = standing_at(await load_pact(reading, self.pact), reading.now)
            return now.parties[of] if of else now.versions[max(now.versions)]


async def a_desk(ground: Ground, *more: Callable[[Version], Version], **changes: Any) -> Desk:
    consortium, towns = await three_towns(ground)
    one, two, three = towns
    terms = terms_of((one, two), **{"effect": Effect.EVALUATED, "agreement_years": 7, **changes})
    first = Version.of(VersionId(uuid4()), pact=PactId(uuid4()), number=1, text=WORDS, terms=terms)
    versions = (first, *(make(first) for make in more))
    async with ground.database.transaction(consortium) as tx:
        await save_pact(tx, Pact(id=first.pact, title="Drafted", versions=versions))
        clerk = await enrol_person(tx, name=CLERK, title="Clerk", email="clerk@example.org", roles=(Role.CLERK,))
    return Desk(ground, consortium, (one, two, three), first.pact, clerk)


async def test_it_takes_effect_with_the_last_thing_it_needs_and_says_until_then_what_that_is(ground: Ground) -> None:
    desk = await a_desk(ground, filing=Filing.RECORDED, resolutions_required=True, signing_days=30)
    one, two, _ = desk.towns

    assert "It has not been sent out to be signed." in await desk.missing()
    await desk.refuses("takes effect by its own conditions", FactKind.IN_FORCE)
    await desk.say(FactKind.SENT_OUT)
    await desk.refuses("Nobody's word alone", FactKind.SIGNED, one)
    await desk.refuses("would change nothing", FactKind.SENT_OUT)
    assert "has 0. Not signed yet: One, Two." in await desk.missing()
    await desk.say(FactKind.SIGNED, one)
    assert "Not resolved yet: One." in await desk.missing()
    await desk.say(FactKind.RESOLVED, one)
    await desk.say(FactKind.RESOLVED, two)
    assert await desk.state(two) is PartyState.AUTHORISED
    await desk.refuses("Record it when it has been made", FactKind.SIGNED, two, at=await tomorrow(desk))
    await desk.refuses("Record it when it has been done", FactKind.FILED, at=await tomorrow(desk))
    await desk.say(FactKind.SIGNED, two)
    assert await desk.missing() == (
        "It has not been filed with the county's records, which the law asks for before it takes effect."
    )
    await desk.refuses("no signature is taken back alone", FactKind.RETRACTED, one)
    assert await live(ground, desk.consortium) == frozenset()
    await desk.say(FactKind.FILED)
    assert await live(ground, desk.consortium) == {one, two}
    await desk.refuses("can be ended, and not be taken back", FactKind.WITHDRAWN, cause="A mistake")


async def tomorrow(desk: Desk) -> Any:
    async with desk.ground.database.reading(desk.consortium) as reading:
        return reading.now + timedelta(days=1)


async def test_who_declines_ends_for_itself_alone_and_the_window_closes_by_the_clock(ground: Ground) -> None:
    desk = await a_desk(ground, signing_days=30)
    one, two, _ = desk.towns
    await desk.say(FactKind.SENT_OUT)
    await desk.say(FactKind.SIGNED, one)
    await desk.refuses("needs a cause", FactKind.DECLINED, two)
    await desk.say(FactKind.DECLINED, two, cause="Our council did not approve it")
    await desk.refuses("has declined to sign", FactKind.SIGNED, two)
    said = await desk.missing()
    assert "Declined to sign: Two." in said
    assert "It can no longer take effect as it stands" in said
    await desk.say(FactKind.RETRACTED, one)
    await ground.advance(days=32)
    assert await desk.state() is VersionState.LAPSED
    assert "did not have the signatures it needs" in await desk.missing()
    await desk.refuses("time for signing this version is over", FactKind.SIGNED, one)


async def test_a_joiner_comes_in_by_the_consents_that_name_it(ground: Ground) -> None:
    desk = await a_desk(ground, joinder=Joinder.ALL)
    one, two, three = desk.towns
    for step in ((FactKind.SENT_OUT, None), (FactKind.SIGNED, one), (FactKind.SIGNED, two), (FactKind.JOINED, three)):
        await desk.say(*step)
    assert await desk.state(three) is PartyState.JOINING
    await desk.refuses("needs another agency", FactKind.CONSENTED, one)
    await desk.refuses("Only a party that this version binds", FactKind.CONSENTED, three, about=three)
    await desk.refuses("not enrolled here", FactKind.CONSENTED, one, about=AgencyId(uuid4()))
    await desk.say(FactKind.CONSENTED, one, about=three)
    assert await live(ground, desk.consortium) == {one, two}
    await desk.say(FactKind.CONSENTED, two, about=three)
    assert await live(ground, desk.consortium) == {one, two, three}
    await desk.refuses("That agency is a party already", FactKind.CONSENTED, one, about=three)


def with_hours(first: Version) -> Version:
    return _next(first, 2, hours=(Window(480, 1080),))


def with_less_notice(first: Version) -> Version:
    return _next(first, 3, notice_days=1)


def _next(first: Version, number: int, **changes: Any) -> Version:
    terms = replace(first.terms, **changes)
    return Version.of(VersionId(uuid4()), pact=first.pact, number=number, text=first.text, terms=terms)


async def test_the_board_changes_what_it_may_and_a_term_is_stopped_and_renewed(ground: Ground) -> None:
    desk = await a_desk(
        ground,
        with_hours,
        with_less_notice,
        board_may_change=frozenset({"hours"}),
        term_months=12,
        renewal=Renewal.AUTO,
    )
    one, two, _ = desk.towns
    await desk.refuses("No version is in force", FactKind.ADOPTED, version=2)
    for step in ((FactKind.SENT_OUT, None), (FactKind.SIGNED, one), (FactKind.SIGNED, two)):
        await desk.say(*step, version=1)
    await desk.refuses("does not let the board change notice_days", FactKind.ADOPTED, version=3)
    await desk.say(FactKind.ADOPTED, version=2)
    assert await live(ground, desk.consortium) == {one, two}
    await desk.refuses("The term runs longer", FactKind.RENEWED, version=2, leaves_on=await tomorrow(desk))
    await desk.say(FactKind.STOPPED, two, version=2)
    assert await live(ground, desk.consortium, later=300) == {one, two}
    assert await live(ground, desk.consortium, later=370) == frozenset()
    await desk.say(FactKind.AFFIRMED, two, version=2)
    assert await live(ground, desk.consortium, later=370) == {one, two}


often = settings(max_examples=80, deadline=None)


@often
@given(lives, st.sampled_from(each_day))
def test_something_is_missing_exactly_while_a_version_is_not_in_force(pact: Pact, at: Any) -> None:
    now = standing_at(pact, at)
    assert bool(what_is_missing(pact, at, {})) == (now.in_force is None)
    for version in pact.versions:
        said = what_a_version_misses(pact, version, at, {})
        assert bool(said) == (now.versions[version.number] is not VersionState.IN_FORCE)
        assert all(sentence.endswith(".") for sentence in said)


@often
@given(lives, numbers)
def test_a_fact_that_is_refused_as_useless_would_have_changed_nothing(pact: Pact, number: int) -> None:
    fact = a_fact_of(number, pact.versions)
    reason = why_useless(pact, fact)
    if reason is not None:
        assert reason.endswith(".")
        assert fact.kind is FactKind.CONSENTED or pact.with_fact(fact).history == pact.history
