"""A party's part rests for a cause and is resumed: by its own wish, or as its clerk attests with a paper.

Its own heads and clerks are told why. The other parties are told that it rests, as clause 24 says, and no more.
"""

from datetime import datetime
from typing import Final

from agreements import Cause, FactKind, Pact, PactId, Version, standing_at
from agreements.pauses import causes
from agreements.resting import rests_for
from consortium.access.door import Viewer
from consortium.db import Transaction
from consortium.members import checks
from consortium.problems import BadInput, Conflict, NotFound
from consortium.signing.lifecycle.change import BINDS, Change, Scene, carry_out, enter, on_the_page
from consortium.signing.lifecycle.hand import Hand
from consortium.signing.signatures.clerks import must_attest
from consortium.signing.signatures.may_act import must_hold
from consortium.signing.signatures.read_scan import Scan
from geo import AgencyId

CAUSES: Final = (Cause.INSURANCE, Cause.ACCREDITATION, Cause.DECERTIFIED)
"""What is recorded of somebody else's agency; its own pause is its head's alone."""
WHY: Final = {
    Cause.INSURANCE: "its certificate of insurance is not in date",
    Cause.ACCREDITATION: "its team's accreditation is not in date",
    Cause.DECERTIFIED: "it was decertified",
    Cause.PAUSE: "by its own wish",
    Cause.OTHER: "another cause, named in the record",
}
_YOURS: Final = (
    "The heads of the other parties are told that it rests or not, and since when; the cause is not for them."
)
_NOT_BOUND: Final = "This agreement does not bind that agency, so no part of it could rest."


async def pause_own_part(
    tx: Transaction, viewer: Viewer, *, pact: PactId, agency: AgencyId, public_url: str | None = None
) -> Change:
    """Let one's own agency's part rest from now on. No reason is asked.

    Raises:
        BadInput: the agreement does not let a party pause.
        Conflict: nothing binds it, it pauses already, or she may not act for it now.
        NotFound: there is no such agreement, or the agency is none of hers.
    """
    scene = await enter(tx, viewer, pact, public_url)
    await must_hold(tx, viewer, agency)
    return await _pause(scene, agency, Hand(name=viewer.name, attested_by=on_the_page(viewer)))


async def resume_own_part(
    tx: Transaction, viewer: Viewer, *, pact: PactId, agency: AgencyId, public_url: str | None = None
) -> Change:
    """End the pause of one's own agency, from now on.

    Raises:
        Conflict: it does not pause, or she may not act for it now.
        NotFound: there is no such agreement, or the agency is none of hers.
    """
    scene = await enter(tx, viewer, pact, public_url)
    await must_hold(tx, viewer, agency)
    hand = Hand(name=viewer.name, attested_by=on_the_page(viewer))
    return await _resume(scene, agency, Cause.PAUSE.value, hand)


async def pause_on_paper(
    tx: Transaction,
    viewer: Viewer,
    *,
    pact: PactId,
    agency: AgencyId,
    hand: Hand,
    scan: Scan,
    public_url: str | None = None,
) -> Change:
    """Let an agency's part rest from now on, as its head wrote; ``lifecycle.attest_instead`` has checked the paper.

    Raises:
        BadInput: the agreement does not let a party pause.
        Conflict: nothing binds it, or it pauses already.
        NotFound: there is no such agreement.
    """
    return await _pause(await enter(tx, viewer, pact, public_url), agency, hand, scan)


async def resume_on_paper(
    tx: Transaction,
    viewer: Viewer,
    *,
    pact: PactId,
    agency: AgencyId,
    hand: Hand,
    scan: Scan,
    public_url: str | None = None,
) -> Change:
    """End the pause of an agency, as its head wrote; ``lifecycle.attest_instead`` has checked the paper.

    Raises:
        Conflict: it does not pause.
        NotFound: there is no such agreement.
    """
    scene = await enter(tx, viewer, pact, public_url)
    return await _resume(scene, agency, Cause.PAUSE.value, hand, scan=scan)


async def _pause(scene: Scene, agency: AgencyId, hand: Hand, scan: Scan | None = None) -> Change:
    if Cause.PAUSE.value in causes(scene.pact, agency, scene.at):
        raise Conflict("Your agency pauses already.")
    return await _rest(scene, agency, Cause.PAUSE, hand, scan=scan)


async def suspend_party(
    tx: Transaction,
    viewer: Viewer,
    *,
    pact: PactId,
    agency: AgencyId,
    cause: Cause,
    paper: str,
    scan: Scan,
    public_url: str | None = None,
) -> Change:
    """Record that a party's part rests from now on, for a cause that the signed terms name, with the paper.

    Raises:
        BadInput: the paper is not named, the terms do not name the cause, or it is a pause of the agency's own.
        Conflict: the agreement does not bind it, it rests for this cause already, or this viewer must not attest it.
        NotFound: there is no such agreement, or this viewer does not record for that agency.
    """
    scene = await enter(tx, viewer, pact, public_url)
    _may_record(scene, agency)
    if cause not in CAUSES:
        raise BadInput("Choose why. A pause of its own is its head's to make.", "cause")
    words = checks.line(paper, "paper", most=80)
    bound = binding(scene.pact, agency, scene.at)
    if bound is not None and cause not in causes_of(bound):
        raise BadInput("The signed text does not let a part rest for this cause.", "cause")
    if cause.value in causes(scene.pact, agency, scene.at):
        raise Conflict("Its part rests for this cause already.")
    return await _rest(scene, agency, cause, _recorded(viewer, words), scan=scan)


def causes_of(version: Version) -> tuple[Cause, ...]:
    """The causes for which somebody else's part may be recorded to rest under a version."""
    return tuple(cause for cause in CAUSES if rests_for(version, cause.value))


def binding(pact: Pact, agency: AgencyId, at: datetime) -> Version | None:
    """The version that binds an agency, the newest if several do."""
    bound = [each.version for each in standing_at(pact, at).bindings if agency in each.members]
    return max(bound, key=lambda each: each.number, default=None)


async def resume_party(
    tx: Transaction,
    viewer: Viewer,
    *,
    pact: PactId,
    agency: AgencyId,
    cause: str,
    paper: str,
    scan: Scan,
    public_url: str | None = None,
) -> Change:
    """Record that a cause is over, with the paper; the party is bound again when none is left.

    Raises:
        BadInput: the paper is not named.
        Conflict: it does not rest for this cause, the pause is its own, or this viewer must not attest it.
        NotFound: there is no such agreement, or this viewer does not record for that agency.
    """
    scene = await enter(tx, viewer, pact, public_url)
    _may_record(scene, agency)
    if cause == Cause.PAUSE.value:
        raise Conflict("Its head made this pause, and ends it.")
    words = checks.line(paper, "paper", most=80)
    return await _resume(scene, agency, cause, _recorded(viewer, words), scan=scan)


def _recorded(viewer: Viewer, paper: str) -> Hand:
    return Hand(name=viewer.name, attested_by=f"{paper}, recorded by {viewer.name}")


def _may_record(scene: Scene, agency: AgencyId) -> None:
    must_attest(scene.viewer, agency)
    if agency not in standing_at(scene.pact, scene.at).parties:
        raise NotFound


async def _rest(scene: Scene, agency: AgencyId, cause: Cause, hand: Hand, *, scan: Scan | None = None) -> Change:
    if scene.state(agency) not in BINDS:
        raise Conflict(_NOT_BOUND)
    name = scene.name(agency)

    def news(after: Pact) -> tuple[str, str]:
        return (
            f"the part of {name} in “{after.title}” rests",
            (
                f"From now on the part of {name} in “{after.title}” rests. Under it its peers are not asked and its "
                "officers are not served. It still counts as a party."
            ),
        )

    return await carry_out(
        scene,
        FactKind.SUSPENDED,
        agency=agency,
        cause=cause.value,
        attested_by=hand.attested_by,
        news=news,
        own=agency,
        own_words=f"Why: {WHY[cause]}, says {hand.name}. {_YOURS}",
        scan=scan,
    )


async def _resume(scene: Scene, agency: AgencyId, cause: str, hand: Hand, *, scan: Scan | None = None) -> Change:
    if cause not in causes(scene.pact, agency, scene.at):
        raise Conflict("Its part does not rest for this cause. Look at the agreement again.")
    name = scene.name(agency)

    def news(after: Pact) -> tuple[str, str]:
        return (
            f"a cause for which {name} rests in “{after.title}” is over",
            (
                f"A cause for which the part of {name} in “{after.title}” rests is over. It is bound and served again "
                "unless another one is left; the page says so."
            ),
        )

    known = {each.value: words for each, words in WHY.items()}.get(cause, cause.replace("_", " "))
    return await carry_out(
        scene,
        FactKind.RESUMED,
        agency=agency,
        cause=cause,
        attested_by=hand.attested_by,
        news=news,
        own=agency,
        own_words=f"The cause was: {known}. It is over, says {hand.name}. {_YOURS}",
        scan=scan,
    )
