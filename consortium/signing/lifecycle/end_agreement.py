"""The end of the whole: all whom it binds agree, or a board or a court decided. And a version that never counted."""

from datetime import date

from agreements import FactKind, Pact, PactId, VersionState, standing_at
from consortium.access.door import Viewer
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.problems import BadInput, Conflict
from consortium.signing.lifecycle.change import Change, News, Scene, carry_out, concerned, enter, tell_heads
from consortium.signing.lifecycle.days import beginning, calendar_of, said_day, today_of
from consortium.signing.lifecycle.hand import Hand
from consortium.signing.signatures.clerks import must_attest_all
from consortium.signing.signatures.may_act import must_hold
from consortium.signing.signatures.read_scan import Scan
from consortium.signing.store.events import note_event
from consortium.signing.store.life import END, drop_wish, load_wishes, save_wish
from geo import AgencyId


async def agree_to_end(
    tx: Transaction, viewer: Viewer, *, pact: PactId, agency: AgencyId, hand: Hand, public_url: str | None = None
) -> Change:
    """Agree for an agency that the agreement ends; with the last one whom it binds, it has ended.

    Raises:
        Conflict: nothing binds it, or it has agreed.
        NotFound: there is no such agreement.
    """
    scene = await enter(tx, viewer, pact, public_url)
    bound = members(scene.pact, scene)
    if agency not in bound:
        raise Conflict("This agreement does not bind your agency.")
    agreed = {wish.agency for wish in await load_wishes(tx, pact) if wish.kind == END}
    if agency in agreed:
        raise Conflict("Your agency has agreed already.")
    await save_wish(tx, pact, agency, END, by=viewer.person)
    await record(tx, "agreed to end agreement", by=viewer.person, subject=pact, agency=scene.name(agency))
    left = bound - agreed - {agency}
    name, title = scene.name(agency), scene.pact.title
    if left:
        waits = ", ".join(sorted(scene.name(each) for each in left))
        told = await tell_heads(
            scene,
            f"{name} would end “{title}”",
            f"{hand.name} agreed for {name} that “{title}” ends for all. It ends when every party has agreed. "
            f"Still to agree: {waits}. Nothing changes before.",
            own=agency,
        )
        says = f"It ends when these have agreed too: {waits}. Until then nothing changes, and this can be taken back."
        return Change(before=scene.pact, after=scene.pact, told=told, says=(says,))
    every = ", ".join(sorted(scene.name(each) for each in bound))
    return await carry_out(
        scene,
        FactKind.TERMINATED,
        attested_by=f"every party that it bound agreed, the last by {hand.attested_by}",
        news=_ended(f"All agreed: {every}."),
        own=agency,
    )


async def take_back_agreeing(
    tx: Transaction, viewer: Viewer, *, pact: PactId, agency: AgencyId, public_url: str | None = None
) -> Change:
    """Take back that one's own agency agreed to the end, while others have not.

    Raises:
        Conflict: it has not agreed, the agreement has ended, or she may not act for the agency now.
        NotFound: there is no such agreement, or the agency is none of hers.
    """
    scene = await enter(tx, viewer, pact, public_url)
    await must_hold(tx, viewer, agency)
    if agency not in members(scene.pact, scene) or not await drop_wish(tx, pact, agency, END):
        raise Conflict("There is nothing to take back.")
    await record(tx, "took back agreeing to an end", by=viewer.person, subject=pact, agency=scene.name(agency))
    title, name = scene.pact.title, scene.name(agency)
    await note_event(tx, kind="ending", agreement=pact, body={"agency": str(agency), "what": "taken back"})
    subject, body = f"{name} goes on with “{title}”", f"{viewer.name} took back for {name} that “{title}” ends for all."
    told = await tell_heads(scene, subject, body, own=agency)
    return Change(before=scene.pact, after=scene.pact, told=told)


async def end_by_record(
    tx: Transaction,
    viewer: Viewer,
    *,
    pact: PactId,
    on: date,
    paper: str,
    scan: Scan,
    public_url: str | None = None,
) -> Change:
    """Record that a board or a court ended the whole agreement: from that day on, today's from now on.

    Raises:
        BadInput: the paper is not named, or the day is over.
        Conflict: this viewer must not attest what concerns every party.
        NotFound: there is no such agreement.
    """
    scene = await enter(tx, viewer, pact, public_url)
    must_attest_all(viewer, concerned(scene.pact, scene.at))
    words = checks.line(paper, "paper", most=80)
    calendar, today = calendar_of(scene.pact), today_of(scene.at, scene.pact.versions[-1])
    if on < today:
        raise BadInput("It cannot end before today: what was done until now was done under it.", "day")
    at = scene.at if on == today else beginning(on, calendar)
    return await carry_out(
        scene,
        FactKind.TERMINATED,
        at=at,
        attested_by=f"{words}, recorded by {viewer.name}",
        news=_ended(f"It ends on {said_day(at, calendar)}, by {words}, as {viewer.name} recorded."),
        scan=scan,
    )


async def void_version(
    tx: Transaction,
    viewer: Viewer,
    *,
    pact: PactId,
    number: int,
    reason: str,
    paper: str,
    scan: Scan,
    public_url: str | None = None,
) -> Change:
    """Record that a board or a court found that a version never counted, and why. What was done under it stays done.

    Raises:
        BadInput: no paper or reason is given, or it is void or over already.
        Conflict: this viewer must not attest what concerns every party.
        NotFound: there is no such agreement.
    """
    scene = await enter(tx, viewer, pact, public_url)
    must_attest_all(viewer, concerned(scene.pact, scene.at))
    words, why = checks.line(paper, "paper", most=60), checks.line(reason, "reason", most=400)

    def news(after: Pact) -> tuple[str, str]:
        return (
            f"version {number} of “{after.title}” was declared void",
            (
                f"{viewer.name} recorded that version {number} of “{after.title}” is void, by {words}: it never "
                "counted.\n\n"
                f"Reason: {why}\n\nFrom now on nobody is asked or served under it. If it took the place of an earlier "
                "version, that one is in force again. If you think that this is wrong, ring your coordinator and your "
                "counsel."
            ),
        )

    return await carry_out(
        scene,
        FactKind.VOIDED,
        version=number,
        cause=why,
        attested_by=f"{words}, recorded by {viewer.name}",
        news=news,
        scan=scan,
    )


async def withdraw_version(
    tx: Transaction, viewer: Viewer, *, pact: PactId, number: int, reason: str, public_url: str | None = None
) -> Change:
    """Take a version back before it takes effect; the signatures on it bind nobody then.

    Raises:
        BadInput: no reason is given, or it is in force or over.
        Conflict: it is in force.
        NotFound: there is no such agreement.
    """
    scene = await enter(tx, viewer, pact, public_url)
    why = checks.line(reason, "reason", most=400)
    if standing_at(scene.pact, scene.at).versions.get(number) is VersionState.IN_FORCE:
        raise Conflict("This version is in force. It can be ended, and not be taken back.")

    def news(after: Pact) -> tuple[str, str]:
        return (
            f"version {number} of “{after.title}” was taken back",
            (
                f"{viewer.name} took version {number} of “{after.title}” back before it took effect. Signatures on it "
                f"bind nobody.\n\nReason: {why}"
            ),
        )

    return await carry_out(
        scene, FactKind.WITHDRAWN, version=number, cause=why, attested_by=f"recorded by {viewer.name}", news=news
    )


def members(pact: Pact, scene: Scene) -> frozenset[AgencyId]:
    """Everybody whom some version in force binds, also while its part rests."""
    bindings = standing_at(pact, scene.at).bindings
    return frozenset().union(*(bound.members for bound in bindings))


def _ended(how: str) -> News:
    def news(after: Pact) -> tuple[str, str]:
        return (
            f"“{after.title}” ends",
            f"“{after.title}” ends for all. {how} Talks that are open then may be finished as it says.",
        )

    return news
