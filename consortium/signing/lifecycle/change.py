"""What an act did to an agreement: the agreement before and after it, whom a mail tells; and how it is carried out."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from agreements import FactKind, Pact, PactId, standing_at
from agreements.standing import OVER, PartyState
from consortium.access.door import Viewer
from consortium.access.permissions import Role
from consortium.db import Reading, Transaction
from consortium.members.store import load_agencies, load_region, one_at_a_time
from consortium.problems import NotFound
from consortium.signing.add_fact import add_fact
from consortium.signing.drafting.tell import flat, tell
from consortium.signing.signatures.letters import NOT_SO, Letters, tell_agency
from consortium.signing.signatures.read_scan import Scan
from consortium.signing.store import load_pact
from consortium.signing.store.people import load_holders
from consortium.signing.store.signatures import save_scan
from geo import AgencyId

BINDS: Final = frozenset({PartyState.ACTIVE, PartyState.NOTICE_GIVEN, PartyState.SUSPENDED})
_OUT: Final = frozenset({PartyState.WITHDRAWN, PartyState.ENDED, PartyState.DECLINED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What was done.

    Args:
        after: the agreement with what was added; the same as ``before`` where only a wish or a hold was kept.
        told: the agencies whose heads get a mail, by name.
        says: what else follows, in sentences.
    """

    before: Pact
    after: Pact
    told: tuple[str, ...] = ()
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """An agreement as an act finds it, under the lock that lets one act at a time through."""

    tx: Transaction
    viewer: Viewer
    pact: Pact
    names: Mapping[AgencyId, str]
    public_url: str | None

    @property
    def at(self) -> datetime:
        """Now."""
        return self.tx.now

    def state(self, agency: AgencyId) -> PartyState | None:
        """Where an agency stands in it; ``None`` if it was never named."""
        return standing_at(self.pact, self.at).parties.get(agency)

    def mine(self, agency: AgencyId) -> AgencyId:
        """An agency of the viewer's own.

        Raises:
            NotFound: it is none of hers.
        """
        if agency not in self.viewer.agencies:
            raise NotFound
        return agency

    def name(self, agency: AgencyId) -> str:
        """An agency's name."""
        return self.names.get(agency, "an agency")

    def number(self, agency: AgencyId) -> int:
        """The number of the newest version that binds an agency, else of the newest in force, else of the newest."""
        bindings = standing_at(self.pact, self.at).bindings
        mine = [bound for bound in bindings if agency in bound.members]
        found = [*mine, *bindings]
        return found[0].version.number if found else self.pact.versions[-1].number


async def enter(tx: Transaction, viewer: Viewer, pact: PactId, public_url: str | None) -> Scene:
    """Take the lock and look.

    Raises:
        NotFound: there is no such agreement.
    """
    await one_at_a_time(tx)
    names = (await load_agencies(tx)).names
    return Scene(tx=tx, viewer=viewer, pact=await load_pact(tx, pact), names=names, public_url=public_url)


News = Callable[[Pact], tuple[str, str]]
"""A mail's subject and words, from the agreement as it is after the act."""


async def carry_out(
    scene: Scene,
    kind: FactKind,
    *,
    attested_by: str,
    news: News,
    agency: AgencyId | None = None,
    version: int | None = None,
    at: datetime | None = None,
    cause: str | None = None,
    leaves_on: datetime | None = None,
    about: AgencyId | None = None,
    also: Collection[AgencyId] = (),
    own: AgencyId | None = None,
    own_words: str = "",
    scan: Scan | None = None,
    at_once: bool = False,
) -> Change:
    """Add one dated fact and tell the heads of everybody whom the agreement concerns, and of ``also``.

    ``scan`` is the paper that it stands on, kept with it; ``at_once``: its mail waits for nobody's quiet hours.

    ``own`` is the agency that acts, or about which it is; ``own_words`` are for it alone: see :func:`tell_heads`.

    Raises:
        BadInput: the fact cannot be taken, or would change nothing.
    """
    if scan is not None and scan.content:
        await save_scan(scene.tx, scene.pact.id, scan.sha256, scan.content, by=scene.viewer.person)
    await add_fact(
        scene.tx,
        pact=scene.pact.id,
        kind=kind,
        at=at or scene.at,
        attested_by=attested_by,
        agency=agency,
        version=version,
        cause=cause,
        leaves_on=leaves_on,
        about=about,
        by=scene.viewer.person,
        scan=scan.sha256 if scan is not None and scan.content else None,
    )
    after = await load_pact(scene.tx, scene.pact.id)
    subject, body = news(after)
    told = await tell_heads(scene, subject, body, also=also, own=own, own_words=own_words, at_once=at_once)
    return Change(before=scene.pact, after=after, told=told)


async def tell_heads(
    scene: Scene,
    subject: str,
    body: str,
    *,
    also: Collection[AgencyId] = (),
    own: AgencyId | None = None,
    own_words: str = "",
    at_once: bool = False,
) -> tuple[str, ...]:
    """Mail the heads of everybody whom the agreement concerns, when each wishes it; their agencies, by name.

    All heads of ``own`` and its clerk are told at once, her who acted too: so that what was done in its name is found.
    ``own_words`` are for them alone.
    """
    agencies = {*concerned(scene.pact, scene.at), *also} | ({own} if own else set())
    heads = await load_holders(scene.tx, Role.AGENCY_HEAD, agencies)
    if own is not None:
        await _tell_own(scene, own, subject, f"{body}\n\n{own_words}" if own_words else body)
    await tell(
        scene.tx,
        flat(found for agency, found in heads.items() if agency != own),
        subject=subject,
        body=body,
        path=f"agreements/{scene.pact.id}",
        public_url=scene.public_url,
        but=scene.viewer.person,
        at_once=at_once,
    )
    told = {agency for agency, found in heads.items() if any(each.person != scene.viewer.person for each in found)}
    return tuple(sorted(scene.name(each) for each in told))


async def _tell_own(scene: Scene, own: AgencyId, subject: str, body: str) -> None:
    if scene.public_url is None:
        return
    region = await load_region(scene.tx)
    home = f"{scene.public_url.rstrip('/')}/{region.slug}"
    letters = Letters(title=region.title, home=home, calendar=scene.pact.versions[-1].terms.calendar)
    words = f"{body}\n\n{NOT_SO}\n{home}/agreements/{scene.pact.id}\n"
    await tell_agency(scene.tx, letters, own, subject, words)


def on_the_page(viewer: Viewer) -> str:
    """How a fact says who did it here: somebody with recorded authority, in a session that her passkey opened."""
    return f"{viewer.name}, on the page"


def concerned(pact: Pact, at: datetime) -> frozenset[AgencyId]:
    """Everybody whom it binds, or who may still come in."""
    standing = standing_at(pact, at)
    if standing.versions and all(state in OVER for state in standing.versions.values()):
        return frozenset(standing.parties)
    return frozenset(agency for agency, state in standing.parties.items() if state not in _OUT)


async def title_of(reading: Reading, pact: UUID) -> str:
    """An agreement's title."""
    return (await load_pact(reading, PactId(pact))).title
