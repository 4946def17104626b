"""Two consortia of three small agencies each: alone neither can ask anybody; together each is outside the other."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from agreements import Clause, Fact, FactKind, Kind, PactId
from consortium.access.permissions import Role
from consortium.db import Transaction
from consortium.demo.texts import crisis_lines
from consortium.duty.override_duty import override_duty
from consortium.members.approve_notice import approve_notice
from consortium.members.enrol_agency import enrol_agency
from consortium.members.enrol_person import enrol_person
from consortium.members.kinds import AgencyKind
from consortium.members.plan_zones import plan_zones
from consortium.members.read_state_field import read_state_field
from consortium.members.set_crisis_lines import set_crisis_lines
from consortium.members.state_profile import YES
from consortium.signing.designate_peers import designate_peers
from consortium.signing.store import save_facts
from consortium.support.desk import Desk
from consortium.support.facts import Facts
from geo import AgencyId, PersonId
from scheduling import Line
from tests.harness import Ground, House
from tests.roles import Officer, Peer
from tests.stories.members_world import Town, a_consortium, a_peer, enrol, sign_all, terms_of
from tests.stories.request_world import attempts
from tests.stories.set_up_world import Member, change

FORK, BELL = "stone-fork", "three-bells"
TITLES = {FORK: "Stone Fork Peers", BELL: "Three Bells Peers"}
TOWNS = {
    FORK: (
        Town("Fork Town Police", 44.27, -121.18, 16),
        Town("Stony Creek Police", 44.20, -121.40, 15),
        Town("Cleft County Sheriff", 44.05, -121.20, 17),
    ),
    BELL: (
        Town("Bell Harbor Police", 43.37, -120.22, 18),
        Town("Chime Hill Police", 43.20, -120.10, 14),
        Town("Toll County Sheriff", 43.05, -120.40, 20),
    ),
}

MORE = (
    Town("Far Fork Police", 45.97, -118.18, 16),
    Town("Far Creek Police", 45.90, -118.40, 17),
    Town("Far County Sheriff", 45.75, -118.20, 18),
)
"""Three more, with whom the first three make two parts."""
WORDS = {clause: f"What clause {clause:d} says." for clause in Clause}


@dataclass(frozen=True)
class Half:
    """One of the two: its agencies, of which the first leads, its peers, and the other as its agreements name it."""

    slug: str
    id: UUID
    agencies: tuple[AgencyId, ...]
    peers: tuple[PersonId, ...]
    administrator: PersonId
    party: AgencyId
    pact: PactId
    home: PactId


async def two_halves(ground: Ground, *, parts: bool = False) -> tuple[Half, Half]:
    """Both with everything but the last word: neither has named the other as a sister.

    With ``parts`` the first one has six agencies in two parts, and the only one on call, since before they were made,
    belongs to one of them.
    """
    more = MORE if parts else ()
    return await _half(ground, FORK, BELL, *more), await _half(ground, BELL, FORK)


async def a_party(tx: Transaction, name: str) -> AgencyId:
    """Another consortium, as the party that it is in agreements with this one."""
    return await enrol_agency(
        tx,
        name=name,
        kind=AgencyKind.CONSORTIUM,
        county="",
        state="OR",
        lat=43.7,
        lon=-120.7,
        sworn=0,
        counted_on=tx.now.date(),
    )


async def _half(ground: Ground, slug: str, other: str, *more: Town) -> Half:
    consortium = await a_consortium(ground.database, slug, title=TITLES[slug], text_offered=True)
    async with ground.database.transaction(consortium) as tx:
        agencies = tuple((await enrol(tx, *TOWNS[slug], *more)).values())
        party = await a_party(tx, TITLES[other])
        peers = tuple([await _peer(tx, slug, home, number) for number, home in enumerate(agencies[:3])])
        home = await sign_all(tx, agencies, WORDS, terms=replace(terms_of(agencies), lead=agencies[0]))
        pact = await _between(tx, agencies, party)
        await designate_peers(tx, pact=pact, agencies=[party], peers=peers, since=tx.now)
        await _inform(tx)
        for line, person in zip((Line.PRIMARY,) if more else (Line.PRIMARY, Line.BACKUP), peers, strict=False):
            await override_duty(
                tx,
                line=line,
                starts_at=tx.now - timedelta(hours=1),
                ends_at=tx.now + timedelta(days=20),
                adds=person,
            )
        if more:
            await plan_zones(tx, live=home.standing.active, nobody_has_asked=True)
            await designate_peers(tx, pact=home.pact.id, agencies=agencies, peers=peers, since=tx.now)
        chief = await enrol_person(
            tx,
            name=f"Ada of {TITLES[slug]}",
            title="Administrator",
            email=f"ada@{slug}.example.org",
            roles=(Role.ADMINISTRATOR,),
        )
    await change(ground, slug, "update consortium set opened_on = current_date")
    return Half(slug, consortium, agencies, peers, chief, party, pact, home.pact.id)


async def _peer(tx: Transaction, slug: str, home: AgencyId, number: int) -> PersonId:
    name = f"{('Una', 'Vida', 'Wren')[number]} {slug.title().replace('-', '')}"
    return await a_peer(tx, home, name, talk_number=f"541 555 01{number}0")


async def _between(tx: Transaction, agencies: tuple[AgencyId, ...], party: AgencyId) -> PactId:
    """The agreement between the two as this side records it, on paper; each member lets the lead agency act for it."""
    parties = (agencies[0], party)
    recorded = await sign_all(
        tx, parties, WORDS, title="Between two consortia", terms=replace(terms_of(parties), kind=Kind.CONSORTIA)
    )
    let = (
        Fact(kind=FactKind.EMPOWERED, at=tx.now, attested_by="R. Odell", agency=each, about=agencies[0])
        for each in agencies[1:]
    )
    await save_facts(tx, recorded.pact.id, *let)
    return recorded.pact.id


async def _inform(tx: Transaction) -> None:
    await set_crisis_lines(tx, lines=crisis_lines(tx.now.date()))
    for language in ("en", "es"):
        await approve_notice(
            tx,
            state="OR",
            language=language,
            text="What a peer may have to pass on.",
            misconduct_duty="No sworn peer has to report misconduct.",
            approved_by="Example only",
            approved_on=tx.now.date(),
            example=True,
        )
    await read_state_field(tx, state="OR", field="text_allowed", value=YES, source="Read for this story")


async def administrator(home: House, half: Half) -> Member:
    return Member(await home.member(half.slug, half.administrator), half.slug, half.administrator)


async def named(home: House, half: Half, other: Half) -> str:
    """The administrator of one side names the other."""
    return await (await administrator(home, half)).sends("sisters", act="name", other=other.slug, party=str(half.party))


async def both_named(home: House, fork: Half, bell: Half) -> None:
    await named(home, fork, bell)
    await named(home, bell, fork)


async def facts_with_sisters(home: House, half: Half) -> Facts:
    async with home.ground.database.reading(half.id) as reading:
        desk: Desk = await home.litestar.state.desks.at(reading)
        return desk.facts


async def asking(home: House, slug: str = FORK, **more: str) -> Officer:
    home.litestar.state.help._kept.clear()
    officer = Officer.at(home, slug)
    await officer.ask(**more)
    await home.tick()
    return officer


async def paged(home: House, half: Half) -> Peer:
    """The peer of that side who was paged last, with her page open."""
    found = await Peer.signed_in(home, half.slug, (await attempts(home))[-1]["person"])
    await found.look()
    return found


async def talking(home: House, officer: Officer, half: Half) -> Peer:
    """The peer of that side who was paged last, in a talk with this officer."""
    first = await paged(home, half)
    await first.accept()
    await officer.look()
    await officer.do("talk")
    return first
