"""A party leaves: notice is given by a signed record, and the others are told. Nobody else leaves with it."""

from datetime import date, datetime
from typing import Final

from agreements import FactKind, Pact, PactId, PartyState, standing_at
from consortium.access.door import Viewer
from consortium.db import Transaction
from consortium.problems import BadInput, Conflict
from consortium.signing.lifecycle.change import BINDS, Change, carry_out, enter
from consortium.signing.lifecycle.days import beginning, calendar_of, said_day
from consortium.signing.lifecycle.hand import Hand
from geo import AgencyId

_NOT_BOUND: Final = (
    "This agreement does not bind your agency, so there is nothing to leave. A signature that does not bind yet is "
    "taken back on the page of signing."
)


async def give_notice(
    tx: Transaction,
    viewer: Viewer,
    *,
    pact: PactId,
    agency: AgencyId,
    hand: Hand,
    leaves_on: date | None = None,
    public_url: str | None = None,
) -> Change:
    """Give an agency's notice, from now on; ``leaves_on`` is a later day than the clause's, if one is meant.

    Raises:
        BadInput: that day is over.
        Conflict: nothing binds it, or it has given notice already.
        NotFound: there is no such agreement.
    """
    scene = await enter(tx, viewer, pact, public_url)
    state = scene.state(agency)
    if state is PartyState.NOTICE_GIVEN:
        raise Conflict("Your agency has given notice already.")
    if state not in BINDS:
        raise Conflict(_NOT_BOUND)
    calendar = calendar_of(scene.pact)
    wanted = beginning(leaves_on, calendar) if leaves_on else None
    if wanted is not None and wanted <= scene.at:
        raise BadInput("This day must lie ahead.", "day")
    name = scene.name(agency)

    def news(after: Pact) -> tuple[str, str]:
        leaves = leaving_at(after, agency, scene.at)
        day = said_day(leaves, calendar) if leaves else "at once"
        return (
            f"{name} leaves “{after.title}”",
            (
                f"{hand.name} gave the notice of {name} to leave “{after.title}”. From {day} on it is no longer "
                "bound, and its officers and peers are no longer served or asked under it. Until then nothing changes; "
                "talks that are open then may be finished as the agreement says."
            ),
        )

    return await carry_out(
        scene,
        FactKind.NOTICE_GIVEN,
        agency=agency,
        attested_by=hand.attested_by,
        leaves_on=wanted,
        news=news,
        own=agency,
    )


def leaving_at(pact: Pact, agency: AgencyId, at: datetime) -> datetime | None:
    """When the last version that binds an agency no longer does, by the notices that are there."""
    bindings = standing_at(pact, at).bindings
    return max((bound.leaving[agency] for bound in bindings if agency in bound.leaving), default=None)
