"""At the end of a term: a party affirms one more, or stops that it begins anew by itself; or a record lets it go on."""

from datetime import date

from agreements import FactKind, Pact, PactId, standing_at
from agreements.standing import Bound
from consortium.access.door import Viewer
from consortium.db import Transaction
from consortium.members import checks
from consortium.problems import Conflict
from consortium.signing.lifecycle.change import Change, Scene, carry_out, enter
from consortium.signing.lifecycle.days import end, last_day
from consortium.signing.lifecycle.give_notice import signed_by
from geo import AgencyId


async def affirm_next_term(
    tx: Transaction, viewer: Viewer, *, pact: PactId, agency: AgencyId, public_url: str | None = None
) -> Change:
    """Say for one's own agency that it wants one more term.

    Raises:
        BadInput: it has said so, or no term waits for a word.
        Conflict: nothing with a term binds it.
        NotFound: there is no such agreement, or the agency is none of hers.
    """
    return await _say(tx, viewer, pact, agency, FactKind.AFFIRMED, "wants one more term of", public_url)


async def stop_next_term(
    tx: Transaction, viewer: Viewer, *, pact: PactId, agency: AgencyId, public_url: str | None = None
) -> Change:
    """Say for one's own agency that it does not go on after the term that runs.

    Raises:
        BadInput: it has said so, or no term begins anew.
        Conflict: nothing with a term binds it.
        NotFound: there is no such agreement, or the agency is none of hers.
    """
    return await _say(tx, viewer, pact, agency, FactKind.STOPPED, "does not go on after this term of", public_url)


async def renew_by_record(
    tx: Transaction, viewer: Viewer, *, pact: PactId, until: date, paper: str, public_url: str | None = None
) -> Change:
    """Record that a board or a court let the term go on, to the end of that day.

    Raises:
        BadInput: the paper is not named, or the term runs longer already.
        Conflict: no version with a term is in force.
        NotFound: there is no such agreement.
    """
    scene = await enter(tx, viewer, pact, public_url)
    bound = next((each for each in standing_at(scene.pact, scene.at).bindings if each.term), None)
    if bound is None:
        raise Conflict("No version with a term is in force, so there is none that could go on.")
    words = checks.line(paper, "paper", most=80)
    calendar = bound.version.terms.calendar

    def news(after: Pact) -> tuple[str, str]:
        return (
            f"the term of “{after.title}” goes on",
            f"{viewer.name} recorded {words}: the term of “{after.title}” goes on until {until.isoformat()}.",
        )

    return await carry_out(
        scene,
        FactKind.RENEWED,
        version=bound.version.number,
        leaves_on=end(until, calendar),
        attested_by=f"{words}, recorded by {viewer.name}",
        news=news,
    )


def _term_end(bound: Bound, scene: Scene) -> str:
    """The last day of the term that runs, in words."""
    return last_day(bound.term.at(scene.at).ends, bound.version.terms.calendar) if bound.term else ""


async def _say(
    tx: Transaction, viewer: Viewer, pact: PactId, agency: AgencyId, kind: FactKind, what: str, public_url: str | None
) -> Change:
    scene = await enter(tx, viewer, pact, public_url)
    scene.mine(agency)
    bindings = standing_at(scene.pact, scene.at).bindings
    bound = next((each for each in bindings if agency in each.members and each.term), None)
    if bound is None:
        raise Conflict("Nothing with a term binds your agency, so there is no next term to speak of.")
    name, ends = scene.name(agency), _term_end(bound, scene)

    def news(after: Pact) -> tuple[str, str]:
        return (
            f"{name} {what} “{after.title}”",
            f"{viewer.name} said for {name} that it {what} “{after.title}”. The term that runs ends with {ends}.",
        )

    return await carry_out(
        scene, kind, agency=agency, version=bound.version.number, attested_by=signed_by(viewer), news=news
    )
