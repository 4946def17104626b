"""An agency lets its lead agency act for it with another consortium, in writing, and takes that back.

Its head does, by a record that she signs with her passkey or in ink; or a clerk records a paper of the agency's that
says so, such as a resolution. It holds for one agreement, in all its versions, until it is taken back.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from agreements import FactKind, Kind, Pact, PactId, standing_at
from agreements.standing import OVER
from consortium.access.door import Viewer
from consortium.db import Reading, Transaction
from consortium.members import checks
from consortium.members.store import load_agencies
from consortium.problems import BadInput, Conflict
from consortium.signing.lifecycle.act_ground import between_consortia
from consortium.signing.lifecycle.change import Change, Scene, carry_out, enter
from consortium.signing.lifecycle.hand import Hand
from consortium.signing.signatures.clerks import must_attest
from consortium.signing.signatures.read_scan import Scan
from consortium.signing.store import load_reach
from geo import AgencyId

NO_LEAD: Final = (
    "No agreement in force binds this agency to a lead agency that is a party here, so there is nobody who could act "
    "for it."
)
LET_NOBODY: Final = "This agency has let no lead agency act for it here."


async def empower_lead(
    tx: Transaction,
    viewer: Viewer,
    *,
    pact: PactId,
    agency: AgencyId,
    paper: str,
    scan: Scan,
    public_url: str | None = None,
) -> Change:
    """Record that an agency has let its lead agency act for it under an agreement between two consortia.

    Raises:
        BadInput: the paper is not named, or no agreement in force binds the agency to a lead agency that is a party.
        Conflict: it has let it already, or this viewer must not attest it.
        NotFound: there is no such agreement, or this viewer does not attest for that agency.
    """
    scene = await enter(tx, viewer, pact, public_url)
    must_attest(viewer, agency)
    words = checks.line(paper, "paper", most=80)
    lead = min(await leads_of(scene.tx, scene.pact, agency), default=None)
    if lead is None:
        raise BadInput(NO_LEAD, "agency")
    _not_twice(scene, agency, lead)
    return await _say(scene, FactKind.EMPOWERED, agency, lead, _recorded(scene, words), scan=scan)


async def revoke_lead(
    tx: Transaction,
    viewer: Viewer,
    *,
    pact: PactId,
    agency: AgencyId,
    paper: str,
    scan: Scan,
    public_url: str | None = None,
) -> Change:
    """Record that an agency took that back: from now on it is bound by no agreement of its lead agency's.

    Raises:
        BadInput: the paper is not named.
        Conflict: it had let nobody act for it, or this viewer must not attest it.
        NotFound: there is no such agreement, or this viewer does not attest for that agency.
    """
    scene = await enter(tx, viewer, pact, public_url)
    must_attest(viewer, agency)
    words = checks.line(paper, "paper", most=80)
    lead = min(empowered_by(scene.pact, agency, scene.at), default=None)
    if lead is None:
        raise Conflict(LET_NOBODY)
    return await _say(scene, FactKind.REVOKED, agency, lead, _recorded(scene, words), scan=scan)


async def let_lead(
    tx: Transaction,
    viewer: Viewer,
    *,
    pact: PactId,
    agency: AgencyId,
    about: AgencyId,
    hand: Hand,
    public_url: str | None = None,
) -> Change:
    """Let the lead agency ``about`` act for an agency under an agreement between two consortia, as its head signed.

    Raises:
        BadInput: no agreement in force binds the agency to that lead agency, or that one is no party here.
        Conflict: it has let it already.
        NotFound: there is no such agreement.
    """
    scene = await enter(tx, viewer, pact, public_url)
    if about not in await leads_of(tx, scene.pact, agency):
        raise BadInput(NO_LEAD, "about")
    _not_twice(scene, agency, about)
    return await _say(scene, FactKind.EMPOWERED, agency, about, hand)


async def take_back_lead(
    tx: Transaction,
    viewer: Viewer,
    *,
    pact: PactId,
    agency: AgencyId,
    about: AgencyId,
    hand: Hand,
    public_url: str | None = None,
) -> Change:
    """Take back that the lead agency ``about`` acts for an agency, as its head signed.

    Raises:
        Conflict: it had not let that one act for it.
        NotFound: there is no such agreement.
    """
    scene = await enter(tx, viewer, pact, public_url)
    if about not in empowered_by(scene.pact, agency, scene.at):
        raise Conflict(LET_NOBODY)
    return await _say(scene, FactKind.REVOKED, agency, about, hand)


async def leads_of(reading: Reading, pact: Pact, agency: AgencyId) -> frozenset[AgencyId]:
    """The parties of this agreement that an agreement in force binds an agency to, and names as its lead."""
    standing = standing_at(pact, reading.now)
    open_now = [version for version in pact.versions if standing.versions[version.number] not in OVER]
    parties = {party for each in open_now if each.terms.kind is Kind.CONSORTIA for party in each.terms.parties}
    return (await load_reach(reading)).leads(agency, reading.now) & parties if parties else frozenset()


async def led_to(reading: Reading, pact: Pact) -> Mapping[AgencyId, frozenset[AgencyId]]:
    """For each agency that has a lead agency among the parties of this agreement, which; nothing where none could."""
    if between_consortia(pact, reading.now) is None:
        return {}
    found = {agency: await leads_of(reading, pact, agency) for agency in (await load_agencies(reading)).names}
    return {agency: leads for agency, leads in found.items() if leads}


def empowered_by(pact: Pact, agency: AgencyId, at: datetime) -> frozenset[AgencyId]:
    """The lead agencies that an agency has let act for it under this agreement."""
    given = standing_at(pact, at).empowered
    return frozenset(lead for lead in given if agency in given[lead])


def _not_twice(scene: Scene, agency: AgencyId, lead: AgencyId) -> None:
    if lead in empowered_by(scene.pact, agency, scene.at):
        raise Conflict("This agency has let its lead agency act for it already.")


def _recorded(scene: Scene, paper: str) -> Hand:
    """By whose hand: the clerk's, who holds the paper."""
    who = scene.viewer.name
    return Hand(name=f"{who} recorded {paper}", attested_by=f"{paper}, recorded by {who}")


async def _say(
    scene: Scene, kind: FactKind, agency: AgencyId, lead: AgencyId, hand: Hand, *, scan: Scan | None = None
) -> Change:
    name, behind = scene.name(agency), scene.name(lead)
    lets = kind is FactKind.EMPOWERED
    said = (
        f"{name} has let {behind} act for it in “{scene.pact.title}”."
        if lets
        else f"{name} took back that {behind} acts for it in “{scene.pact.title}”."
    )
    follows = (
        "While that is in force, it lends and is served by it as far as it does at home."
        if lets
        else "From now on nothing new begins for it or by it there; open talks may be finished."
    )

    def news(after: Pact) -> tuple[str, str]:
        subject = f"{name} and its lead agency in “{after.title}”"
        return subject, f"{hand.name}: {said} {follows}"

    change = await carry_out(
        scene, kind, agency=agency, about=lead, attested_by=hand.attested_by, news=news, own=agency, scan=scan
    )
    return replace(change, says=(said, follows))
