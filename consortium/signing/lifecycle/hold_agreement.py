"""A legal hold: counsel says that nothing of an agreement may be deleted, until she says that it may again."""

from datetime import datetime
from uuid import UUID

from agreements import Pact, PactId
from agreements.dates import kept_until
from consortium.access.door import Viewer
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.problems import NotFound
from consortium.signing.lifecycle.change import Change, enter
from consortium.signing.lifecycle.days import calendar_of, said_day
from consortium.signing.store.life import Hold, close_hold, save_hold


async def set_hold(
    tx: Transaction, viewer: Viewer, *, pact: PactId, reason: str, public_url: str | None = None
) -> Change:
    """Set a hold, with the matter that it is for.

    Raises:
        BadInput: no reason is given.
        NotFound: there is no such agreement.
    """
    scene = await enter(tx, viewer, pact, public_url)
    why = checks.line(reason, "reason", most=400)
    await save_hold(tx, pact, why, by=viewer.person)
    await record(tx, "set legal hold", by=viewer.person, subject=pact)
    says = "Nothing of it is deleted while the hold runs, however long it has been over. What it says does not change."
    return Change(before=scene.pact, after=scene.pact, says=(says,))


async def end_hold(
    tx: Transaction, viewer: Viewer, *, pact: PactId, hold: UUID, public_url: str | None = None
) -> Change:
    """End a hold that runs.

    Raises:
        NotFound: there is none of that id on this agreement.
    """
    scene = await enter(tx, viewer, pact, public_url)
    if not await close_hold(tx, pact, hold, by=viewer.person):
        raise NotFound
    await record(tx, "ended legal hold", by=viewer.person, subject=pact)
    return Change(before=scene.pact, after=scene.pact, says=(why_kept(scene.pact, (), scene.at),))


def why_kept(pact: Pact, holds: tuple[Hold, ...], at: datetime) -> str:
    """Until when text, signatures and evidence are kept, and why, in a sentence. Nothing deletes them by itself."""
    if any(hold.ended_at is None for hold in holds):
        return "Kept because of a legal hold: nothing of it may be deleted until the hold is ended."
    until = kept_until(pact, at)
    years = max(version.terms.agreement_years for version in pact.versions)
    if until is None:
        return f"Kept as long as it is open or in force, and {years} years after it is over for the last party."
    day = said_day(until, calendar_of(pact))
    if at < until:
        return f"It is over. Text, signatures and evidence are kept until {day}."
    return f"Its time of keeping ended on {day}. Nothing is deleted by itself; it stays as evidence."
