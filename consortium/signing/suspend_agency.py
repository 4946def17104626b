"""Stop an agency's part in its agreements at once, for safety: a dated fact in each, for one cause at a time.

Whoever runs the consortium attests nothing about who is bound. So this only ever ends cover, and nothing here lifts
it: the agency's clerk does, with the paper that says that the cause is over (``lifecycle.rest_party``).
"""

from hashlib import sha256
from typing import Final

from agreements import Fact, FactKind, Pact
from consortium.access.door import Viewer
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.store import agency_locked, load_agencies, one_at_a_time
from consortium.problems import BadInput, Conflict
from consortium.signing.lifecycle.change import Scene, tell_heads
from consortium.signing.rest import Cause, may_rest, may_rest_for, rests_in
from consortium.signing.store import load_pacts, save_facts
from geo import AgencyId

STOPS: Final = tuple(cause for cause in Cause if cause is not Cause.OWN_WISH)
"""Why whoever runs the consortium may stop an agency's part; its own pause is its head's, here or on paper."""
MOST_REASON: Final = 300
"""Letters of a reason at most."""
SHOWN: Final = 16
"""Letters of a reason's digest that its fact shows."""
WHY: Final = {
    Cause.OWN_WISH: "it asked for a pause",
    Cause.INSURANCE: "its insurance has run out",
    Cause.ACCREDITATION: "its accreditation has run out",
    Cause.NEW_HEAD: "a new head has not confirmed yet",
    Cause.REVIEW: "the steering committee is looking into a complaint",
}


async def suspend_agency(
    tx: Transaction, viewer: Viewer, *, agency: AgencyId, cause: Cause, reason: str, public_url: str | None = None
) -> None:
    """Let the agency's part rest from now on, in every agreement that has it as a party and lets it rest for this.

    It has no agreement in force then, so it is in no part of the region: its officers' line vanishes from the help
    page, its peers are asked by nobody, and a part that no longer hides its officers is merged, so that the
    neighbours keep their cover. Open talks may be finished as the agreement says. All its heads and its clerk are told
    at once, with the cause, the reason and who did it. The other parties are told that its part rests; the cause is
    not for them, and no page shows the words of the reason: the fact names their digest.

    Raises:
        BadInput: no reason was given, or it is a pause of the agency's own.
        Conflict: there is no agreement that could rest for it, or it rests for this cause already.
        NotFound: there is no such agency.
    """
    if cause not in STOPS:
        raise BadInput("Its own pause is its head's to make, on the agreement's page or on paper.", "cause")
    why = checks.line(reason, "reason", most=MOST_REASON)
    await one_at_a_time(tx)
    await agency_locked(tx, agency)
    mark = sha256(why.encode()).hexdigest()
    voucher = f"{viewer.name}, who runs the consortium: a stop for safety, its reason has SHA-256 {mark[:SHOWN]}"
    for pact in _to_stop(await load_pacts(tx), agency, cause, tx):
        fact = Fact(kind=FactKind.SUSPENDED, at=tx.now, attested_by=voucher, agency=agency, cause=cause.value)
        await save_facts(tx, pact.id, fact)
        await _tell(tx, viewer, pact, agency, cause, f"Reason: {why}\nSHA-256 of these words: {mark}", public_url)
    await record(tx, "suspended agency", by=viewer.person, subject=agency, cause=cause.value)


def _to_stop(known: tuple[Pact, ...], agency: AgencyId, cause: Cause, tx: Transaction) -> list[Pact]:
    pacts = may_rest(known, agency, tx.now)
    if not pacts:
        raise Conflict("No agreement has this agency as a party, so there is nothing to suspend: it serves nobody.")
    pacts = may_rest_for(pacts, cause.value, tx.now)
    if not pacts:
        raise Conflict("No agreement of this agency lets its part rest for this: clause 24 of its text says for what.")
    open_to_it = [pact for pact in pacts if not rests_in(pact, agency, tx.now, cause.value)]
    if not open_to_it:
        raise Conflict("This agency is suspended for this reason already.")
    return open_to_it


async def _tell(
    tx: Transaction, viewer: Viewer, pact: Pact, agency: AgencyId, cause: Cause, reason: str, public_url: str | None
) -> None:
    names = (await load_agencies(tx)).names
    scene = Scene(tx=tx, viewer=viewer, pact=pact, names=names, public_url=public_url)
    name = scene.name(agency)
    body = (
        f"From now on the part of {name} in “{pact.title}” rests. Under it its peers are not asked and its officers "
        "are not served. It still counts as a party."
    )
    own = (
        f"{viewer.name}, who runs this consortium, stopped it for safety: {WHY[cause]}. Whoever runs the consortium "
        "cannot lift this: the agency's clerk does, on the page of the agreement, with the paper that says that the "
        f"cause is over.\n\n{reason}"
    )
    await tell_heads(scene, f"the part of {name} in “{pact.title}” rests", body, own=agency, own_words=own)
