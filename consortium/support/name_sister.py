"""Name another consortium of this installation as sister, or stop: each side says it for itself, and it counts dated.

Naming opens nothing alone. Both sides must have said it, and the agreement between consortia must be in force in the
record of each.
"""

from datetime import datetime, timedelta
from uuid import UUID

from consortium.access.store import find_consortium
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.parts import LINKED_FOR
from consortium.members.store import load_today, next_midnight
from consortium.problems import BadInput, Conflict, NotFound
from consortium.support.facts import Facts
from consortium.support.sisters import Link, Sister
from consortium.support.store.sisters import end_link, load_parties, save_link
from geo import AgencyId


async def name_sister(tx: Transaction, facts: Facts, *, slug: str, party: AgencyId, by: UUID | None = None) -> None:
    """Say that the consortium at this address, which agreements here name as ``party``, and this one are sisters.

    Saying it again takes back that this side stops. The party can be changed only while nothing was open under it
    within a year: by it is known who stood together.

    Raises:
        BadInput: there is no such consortium, it is this one, or the party is not enrolled as a consortium.
        Conflict: another sister has this party, or something was open under the one that was named before.
    """
    other = await find_consortium(tx, checks.line(slug, "other").lower())
    if other is None:
        raise BadInput("No consortium of this installation has this address.", "other")
    if other == tx.consortium:
        raise BadInput("This is your own consortium's address.", "other")
    if party not in await load_parties(tx):
        raise BadInput("Choose the agency of the kind “consortium” as which your agreements name it.", "party")
    if any(each.other == other and each.party != party and _stood(each, tx.now) for each in facts.sisters):
        raise Conflict("Officers could ask under the party that is named now, within the last year, so it stays.")
    link = await save_link(tx, other=other, party=party)
    if link is None:
        raise Conflict("This was said just now already, or another sister consortium is recorded as this party.")
    await record(tx, "named sister consortium", by=by, subject=party, address=slug)


def _stood(sister: Sister, now: datetime) -> bool:
    """Whether either side could ask within a year."""
    return any(held.until > now - LINKED_FOR for held in (*sister.ours, *sister.theirs))


async def stop_sister(tx: Transaction, facts: Facts, *, sister: UUID, by: UUID | None = None) -> datetime:
    """Let this side stop, after as many days of notice as the agreement between the two asks for; from when.

    From then on no request is taken and nobody is paged; talks that are open go on to their end.

    Raises:
        Conflict: it has been stopped already.
        NotFound: no such sister was named.
    """
    link = next((each for each in facts.links if each.id == sister), None)
    if link is None:
        raise NotFound
    days = notice_days(facts, link, tx.now)
    ends_at = await next_midnight(tx, await load_today(tx) + timedelta(days=days)) if days else tx.now
    if not await end_link(tx, sister, ends_at):
        raise Conflict("This has been stopped already.")
    await record(tx, "stopped sister consortium", by=by, subject=link.party, until=ends_at.isoformat("T", "minutes"))
    return ends_at


def notice_days(facts: Facts, link: Link, at: datetime) -> int:
    """How many days before it stops this side says so: the most that an agreement in force with the other asks for."""
    accords = facts.reach.scene(at).accords
    return max((each.terms.notice_days for each in accords if link.party in each.through), default=0)
