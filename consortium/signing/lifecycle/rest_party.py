"""A party's part rests for a cause and is resumed: by its own wish, or as a clerk or a coordinator records it."""

from typing import Final

from agreements import Cause, FactKind, Pact, PactId, standing_at
from agreements.pauses import causes
from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.db import Transaction
from consortium.members import checks
from consortium.problems import BadInput, Conflict, NotFound
from consortium.signing.lifecycle.change import BINDS, Change, Scene, carry_out, enter
from consortium.signing.lifecycle.give_notice import signed_by
from consortium.signing.signatures.clerks import attests_for
from geo import AgencyId

CAUSES: Final = (Cause.INSURANCE, Cause.ACCREDITATION, Cause.DECERTIFIED, Cause.OTHER)
"""What is recorded of somebody else's agency; its own pause is its head's alone."""
WHY: Final = {
    Cause.INSURANCE: "its certificate of insurance is not in date",
    Cause.ACCREDITATION: "its team's accreditation is not in date",
    Cause.DECERTIFIED: "it was decertified",
    Cause.PAUSE: "by its own wish",
    Cause.OTHER: "another cause, named in the record",
}
_NOT_BOUND: Final = "This agreement does not bind that agency, so no part of it could rest."


async def pause_own_part(
    tx: Transaction, viewer: Viewer, *, pact: PactId, agency: AgencyId, public_url: str | None = None
) -> Change:
    """Let one's own agency's part rest from now on. No reason is asked.

    Raises:
        BadInput: the agreement does not let a party pause.
        Conflict: nothing binds it, or it pauses already.
        NotFound: there is no such agreement, or the agency is none of hers.
    """
    scene = await enter(tx, viewer, pact, public_url)
    scene.mine(agency)
    if Cause.PAUSE.value in causes(scene.pact, agency, scene.at):
        raise Conflict("Your agency pauses already.")
    return await _rest(scene, agency, Cause.PAUSE, signed_by(viewer))


async def resume_own_part(
    tx: Transaction, viewer: Viewer, *, pact: PactId, agency: AgencyId, public_url: str | None = None
) -> Change:
    """End the pause of one's own agency, from now on.

    Raises:
        Conflict: it does not pause.
        NotFound: there is no such agreement, or the agency is none of hers.
    """
    scene = await enter(tx, viewer, pact, public_url)
    scene.mine(agency)
    return await _resume(scene, agency, Cause.PAUSE.value, signed_by(viewer))


async def suspend_party(
    tx: Transaction,
    viewer: Viewer,
    *,
    pact: PactId,
    agency: AgencyId,
    cause: Cause,
    paper: str,
    public_url: str | None = None,
) -> Change:
    """Record that a party's part rests from now on, for a cause, with the paper that says so.

    Raises:
        BadInput: the paper is not named, or a pause is recorded for somebody else.
        Conflict: the agreement does not bind it, or it rests for this cause already.
        NotFound: there is no such agreement, or this viewer does not record for that agency.
    """
    scene = await enter(tx, viewer, pact, public_url)
    _may_record(scene, agency)
    if cause not in CAUSES:
        raise BadInput("Choose why. A pause of its own is its head's to make.", "cause")
    words = checks.line(paper, "paper", most=80)
    if cause.value in causes(scene.pact, agency, scene.at):
        raise Conflict("Its part rests for this cause already.")
    return await _rest(scene, agency, cause, f"{words}, recorded by {viewer.name}")


async def resume_party(
    tx: Transaction, viewer: Viewer, *, pact: PactId, agency: AgencyId, cause: str, public_url: str | None = None
) -> Change:
    """Record that a cause is over; the party is bound again when none is left.

    Raises:
        Conflict: it does not rest for this cause, or the pause is its own.
        NotFound: there is no such agreement, or this viewer does not record for that agency.
    """
    scene = await enter(tx, viewer, pact, public_url)
    _may_record(scene, agency)
    if cause == Cause.PAUSE.value:
        raise Conflict("Its head made this pause, and ends it.")
    return await _resume(scene, agency, cause, f"recorded by {viewer.name}")


def _may_record(scene: Scene, agency: AgencyId) -> None:
    steers = scene.viewer.may(Permission.DRAFT_AGREEMENTS)
    if not (steers or attests_for(scene.viewer, agency)) or agency not in standing_at(scene.pact, scene.at).parties:
        raise NotFound


async def _rest(scene: Scene, agency: AgencyId, cause: Cause, attested_by: str) -> Change:
    if scene.state(agency) not in BINDS:
        raise Conflict(_NOT_BOUND)
    name = scene.name(agency)

    def news(after: Pact) -> tuple[str, str]:
        why = "" if cause is Cause.PAUSE else f" Why: {WHY[cause]}."
        return (
            f"the part of {name} in “{after.title}” rests",
            (
                f"From now on the part of {name} in “{after.title}” rests.{why} Under it its peers are not asked and "
                "its officers are not served. It still counts as a party."
            ),
        )

    return await carry_out(
        scene, FactKind.SUSPENDED, agency=agency, cause=cause.value, attested_by=attested_by, news=news
    )


async def _resume(scene: Scene, agency: AgencyId, cause: str, attested_by: str) -> Change:
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

    return await carry_out(scene, FactKind.RESUMED, agency=agency, cause=cause, attested_by=attested_by, news=news)
