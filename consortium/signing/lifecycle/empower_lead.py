"""An agency lets its lead agency act for it with another consortium, in writing, and takes that back: on paper."""

from dataclasses import replace

from agreements import FactKind, Kind, Pact, PactId, standing_at
from agreements.standing import OVER
from consortium.access.door import Viewer
from consortium.db import Transaction
from consortium.members import checks
from consortium.problems import BadInput, Conflict
from consortium.signing.lifecycle.change import Change, Scene, carry_out, enter
from consortium.signing.signatures.clerks import must_attest
from consortium.signing.signatures.read_scan import Scan
from consortium.signing.store import load_reach
from geo import AgencyId


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
    lead = await _lead_of(scene, agency)
    if agency in standing_at(scene.pact, scene.at).empowered.get(lead, ()):
        raise Conflict("This agency has let its lead agency act for it already.")
    return await _say(scene, FactKind.EMPOWERED, agency, lead, words, scan)


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
    given = standing_at(scene.pact, scene.at).empowered
    lead = next((lead for lead in sorted(given) if agency in given[lead]), None)
    if lead is None:
        raise Conflict("This agency has let no lead agency act for it here.")
    return await _say(scene, FactKind.REVOKED, agency, lead, words, scan)


async def _lead_of(scene: Scene, agency: AgencyId) -> AgencyId:
    """The party of this agreement that an agreement in force binds an agency to, and names as its lead."""
    standing = standing_at(scene.pact, scene.at)
    open_now = [version for version in scene.pact.versions if standing.versions[version.number] not in OVER]
    parties = {party for each in open_now if each.terms.kind is Kind.CONSORTIA for party in each.terms.parties}
    leads = (await load_reach(scene.tx)).leads(agency, scene.at)
    lead = min(leads & parties, default=None)
    if lead is None:
        raise BadInput(
            "No agreement in force binds this agency to a lead agency that is a party here, so there is nobody who "
            "could act for it.",
            "agency",
        )
    return lead


async def _say(scene: Scene, kind: FactKind, agency: AgencyId, lead: AgencyId, paper: str, scan: Scan) -> Change:
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
        return subject, f"{scene.viewer.name} recorded {paper}: {said} {follows}"

    change = await carry_out(
        scene,
        kind,
        agency=agency,
        about=lead,
        attested_by=f"{paper}, recorded by {scene.viewer.name}",
        news=news,
        also=(agency,),
        scan=scan,
    )
    return replace(change, says=(said, follows))
