"""Another agency joins: it asks or is invited, the parties let it, its head signs. Nobody's signature is touched."""

from datetime import datetime
from typing import Final

from agreements import FactKind, Joinder, Pact, PactId, PartyState, Version, standing_at
from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.db import Transaction
from consortium.journal import record
from consortium.problems import BadInput, Conflict
from consortium.signing.lifecycle.change import BINDS, Change, Scene, carry_out, enter, tell_heads
from consortium.signing.lifecycle.hand import Hand
from consortium.signing.store.life import JOIN, load_wishes, save_wish
from geo import AgencyId

WHOSE: Final = {
    Joinder.ALL: "every party that it binds",
    Joinder.MAJORITY: "more than half of the parties that it binds",
    Joinder.LEAD: "its lead agency",
}
_IN_FORCE: Final = "No version is in force that another agency could join."


async def ask_to_join(
    tx: Transaction, viewer: Viewer, *, pact: PactId, agency: AgencyId, public_url: str | None = None
) -> Change:
    """Ask for an agency to be let in: its own head asks, or whoever steers invites it. It binds nobody.

    Raises:
        BadInput: it is not enrolled here.
        Conflict: no version is in force, it is a party, or it was asked already.
        NotFound: there is no such agreement, or the agency is none of hers.
    """
    scene = await enter(tx, viewer, pact, public_url)
    if not viewer.may(Permission.DRAFT_AGREEMENTS):
        scene.mine(agency)
    if agency not in scene.names:
        raise BadInput("Choose an agency that is enrolled here.", "agency")
    version = _in_force(scene)
    state = standing_at(scene.pact, scene.at).parties.get(agency)
    if state in BINDS or state in {PartyState.SIGNED, PartyState.JOINING}:
        raise Conflict("That agency is a party already, or has signed.")
    if any(wish.kind == JOIN and wish.agency == agency for wish in await load_wishes(tx, pact)):
        raise Conflict("That agency has asked, or was invited, already.")
    await save_wish(tx, pact, agency, JOIN, by=viewer.person)
    await record(tx, "asked to join agreement", by=viewer.person, subject=pact, agency=scene.name(agency))
    name, title = scene.name(agency), scene.pact.title
    told = await tell_heads(
        scene,
        f"{name} would join “{title}”",
        f"{name} would join “{title}”, version {version.number}. The agreement asks for the consent of "
        f"{WHOSE[version.terms.joinder]}. You give it on the agreement's page, or leave it. Your own signature stays "
        "as it is.",
        also=(agency,),
    )
    signs = (
        f"Its head signs a joinder on the page of signing. It is bound once {WHOSE[version.terms.joinder]} let it in."
    )
    return Change(before=scene.pact, after=scene.pact, told=told, says=(signs,))


async def let_join(
    tx: Transaction,
    viewer: Viewer,
    *,
    pact: PactId,
    agency: AgencyId,
    about: AgencyId,
    hand: Hand,
    public_url: str | None = None,
) -> Change:
    """Consent for an agency that another one joins.

    Raises:
        BadInput: it has consented, is not bound, or that agency is a party.
        Conflict: that agency has not asked, or no version is in force.
        NotFound: there is no such agreement.
    """
    scene = await enter(tx, viewer, pact, public_url)
    version = _in_force(scene)
    if about not in joiners(scene.pact, scene.at) | {
        wish.agency for wish in await load_wishes(tx, pact) if wish.kind == JOIN
    }:
        raise Conflict("That agency has not asked to join.")
    mine, theirs = scene.name(agency), scene.name(about)

    def news(after: Pact) -> tuple[str, str]:
        return (
            f"{mine} lets {theirs} join “{after.title}”",
            f"{hand.name} consented for {mine} that {theirs} joins “{after.title}”.",
        )

    return await carry_out(
        scene,
        FactKind.CONSENTED,
        agency=agency,
        about=about,
        version=version.number,
        attested_by=hand.attested_by,
        news=news,
        own=agency,
        also=(about,),
    )


def joiners(pact: Pact, at: datetime) -> frozenset[AgencyId]:
    """Who has signed a joinder and is not let in yet."""
    parties = standing_at(pact, at).parties
    return frozenset(agency for agency, state in parties.items() if state is PartyState.JOINING)


def consents(pact: Pact, version: Version, about: AgencyId, at: datetime) -> frozenset[AgencyId]:
    """Who has let an agency join a version."""
    return frozenset(
        fact.whose
        for fact in pact.facts
        if fact.kind is FactKind.CONSENTED and (fact.about, fact.digest) == (about, version.digest) and fact.at <= at
    )


def _in_force(scene: Scene) -> Version:
    found = standing_at(scene.pact, scene.at).in_force
    if found is None:
        raise Conflict(_IN_FORCE)
    return found
