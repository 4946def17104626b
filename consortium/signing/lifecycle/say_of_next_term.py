"""At the end of a term: a party affirms one more, or stops that it begins anew by itself; or a record lets it go on."""

from datetime import date, datetime

from agreements import Fact, FactKind, Pact, PactId, Renewal, standing_at
from agreements.standing import Bound
from agreements.times import months_after, start_of
from consortium.access.door import Viewer
from consortium.db import Transaction
from consortium.members import checks
from consortium.problems import BadInput, Conflict
from consortium.signing.lifecycle.change import Change, Scene, carry_out, concerned, enter
from consortium.signing.lifecycle.days import end, last_day
from consortium.signing.lifecycle.hand import Hand
from consortium.signing.signatures.clerks import must_attest_all
from consortium.signing.signatures.read_scan import Scan
from geo import AgencyId


async def affirm_next_term(
    tx: Transaction, viewer: Viewer, *, pact: PactId, agency: AgencyId, hand: Hand, public_url: str | None = None
) -> Change:
    """Say for an agency that it wants one more term.

    Raises:
        BadInput: it has said so, or no term waits for a word.
        Conflict: nothing with a term binds it.
        NotFound: there is no such agreement.
    """
    return await _say(tx, viewer, pact, agency, hand, FactKind.AFFIRMED, "wants one more term of", public_url)


async def stop_next_term(
    tx: Transaction, viewer: Viewer, *, pact: PactId, agency: AgencyId, hand: Hand, public_url: str | None = None
) -> Change:
    """Say for an agency that it does not go on after the term that runs.

    Raises:
        BadInput: it has said so, or no term begins anew.
        Conflict: nothing with a term binds it.
        NotFound: there is no such agreement.
    """
    return await _say(tx, viewer, pact, agency, hand, FactKind.STOPPED, "does not go on after this term of", public_url)


async def renew_by_record(
    tx: Transaction,
    viewer: Viewer,
    *,
    pact: PactId,
    until: date,
    paper: str,
    scan: Scan,
    public_url: str | None = None,
) -> Change:
    """Record that a board or a court let the term go on, to the end of that day: by one more term at most.

    Raises:
        BadInput: the paper is not named, or the signed text gives no power for it; the message says why.
        Conflict: no version with a term is in force, or this viewer must not attest what concerns every party.
        NotFound: there is no such agreement.
    """
    scene = await enter(tx, viewer, pact, public_url)
    must_attest_all(viewer, concerned(scene.pact, scene.at))
    bound = next((each for each in standing_at(scene.pact, scene.at).bindings if each.term), None)
    if bound is None:
        raise Conflict("No version with a term is in force, so there is none that could go on.")
    words = checks.line(paper, "paper", most=80)
    calendar = bound.version.terms.calendar
    _may_go_on(bound, scene, until)

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
        scan=scan,
    )


def _may_go_on(bound: Bound, scene: Scene, until: date) -> None:
    """Refuse what the signed text gives no power for: a record stands in for nobody's own word."""
    terms = bound.version.terms
    if bound.term is None or terms.renewal is Renewal.NONE:
        raise BadInput("This version's term ends, and the signed text lets nothing renew it.", "day")
    said = {fact.agency for fact in scene.pact.facts if _affirms(fact, bound, scene.at)}
    if terms.renewal is Renewal.AFFIRM and bound.members - said:
        raise BadInput("Under this version each party affirms for itself, and not all have affirmed.", "day")
    if end(until, terms.calendar) > bound.term.at(scene.at).following().ends:
        raise BadInput("A renewal is for one more term at most. The next one is for a record of its own.", "day")


def _affirms(fact: Fact, bound: Bound, at: datetime) -> bool:
    """Whether a member affirmed during the term that runs."""
    mine = fact.kind is FactKind.AFFIRMED and fact.digest == bound.version.digest and fact.agency in bound.members
    if not mine or bound.term is None:
        return False
    term = bound.term.at(at)
    began = start_of(months_after(term.first, (term.count - 1) * term.months), term.calendar)
    return began <= fact.at <= at


def _term_end(bound: Bound, scene: Scene) -> str:
    """The last day of the term that runs, in words."""
    return last_day(bound.term.at(scene.at).ends, bound.version.terms.calendar) if bound.term else ""


async def _say(
    tx: Transaction,
    viewer: Viewer,
    pact: PactId,
    agency: AgencyId,
    hand: Hand,
    kind: FactKind,
    what: str,
    public_url: str | None,
) -> Change:
    scene = await enter(tx, viewer, pact, public_url)
    bindings = standing_at(scene.pact, scene.at).bindings
    bound = next((each for each in bindings if agency in each.members and each.term), None)
    if bound is None:
        raise Conflict("Nothing with a term binds your agency, so there is no next term to speak of.")
    name, ends = scene.name(agency), _term_end(bound, scene)

    def news(after: Pact) -> tuple[str, str]:
        return (
            f"{name} {what} “{after.title}”",
            f"{hand.name} said for {name} that it {what} “{after.title}”. The term that runs ends with {ends}.",
        )

    return await carry_out(
        scene,
        kind,
        agency=agency,
        version=bound.version.number,
        attested_by=hand.attested_by,
        news=news,
        own=agency,
    )
