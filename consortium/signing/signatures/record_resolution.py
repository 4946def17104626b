"""Record that a party's governing body resolved to be bound, or that its certificate of insurance is in hand."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from agreements import Fact, FactKind, PactId, days_after
from consortium.access.door import Viewer
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.store import load_agencies, one_at_a_time
from consortium.problems import BadInput, Conflict, NotFound
from consortium.signing.signatures.clerks import must_attest
from consortium.signing.signatures.progress import Progress, progress, resolved
from consortium.signing.store import load_pact, save_facts
from geo import AgencyId


async def record_resolution(
    tx: Transaction, viewer: Viewer, *, pact: PactId, number: int, agency: AgencyId, resolution: str, on: date
) -> None:
    """Record a resolution, by its number and day. It counts from now on: what was not known had no effect.

    Raises:
        BadInput: the number is missing, or the day lies ahead.
        Conflict: one is recorded already, or this viewer must not attest it.
        NotFound: there is no such agreement, version or party.
    """
    at = await _begin(tx, viewer, pact, number, agency)
    named = checks.line(resolution, "resolution", most=80)
    day = checks.past_day(on, "on", today=_today(at))
    if resolved(at, agency) is not None:
        raise Conflict("A resolution of this agency is recorded already.")
    words = f"{named} of {day.isoformat()}, attested by {viewer.name}"
    fact = Fact(kind=FactKind.RESOLVED, at=at.at, agency=agency, digest=at.version.digest, attested_by=words)
    await save_facts(tx, pact, fact)
    await record(tx, "recorded resolution", by=viewer.person, subject=pact, agency=await _name(tx, agency), paper=named)


async def record_insurance(
    tx: Transaction, viewer: Viewer, *, pact: PactId, number: int, agency: AgencyId, certificate: str, until: date
) -> None:
    """Record a certificate of insurance, to the end of its last day by the agreement's calendar.

    Raises:
        BadInput: its number is missing, or its last day is over.
        Conflict: this viewer must not attest it.
        NotFound: there is no such agreement, version or party.
    """
    at = await _begin(tx, viewer, pact, number, agency)
    named = checks.line(certificate, "certificate", most=80)
    if not _today(at) <= until <= date(_today(at).year + 20, 12, 31):
        raise BadInput("Its last day must lie ahead, and within twenty years.", "until")
    calendar = at.version.terms.calendar
    noon = datetime(until.year, until.month, until.day, 12, tzinfo=ZoneInfo(calendar)).astimezone(at.at.tzinfo)
    fact = Fact(
        kind=FactKind.INSURED,
        at=at.at,
        agency=agency,
        leaves_on=days_after(noon, 0, calendar),
        attested_by=f"{named}, to {until.isoformat()}, attested by {viewer.name}",
    )
    await save_facts(tx, pact, fact)
    await record(tx, "recorded insurance", by=viewer.person, subject=pact, agency=await _name(tx, agency), paper=named)


async def _begin(tx: Transaction, viewer: Viewer, pact: PactId, number: int, agency: AgencyId) -> Progress:
    must_attest(viewer, agency)
    await one_at_a_time(tx)
    at = progress(await load_pact(tx, pact), number, tx.now)
    if agency not in at.version.terms.parties and agency not in at.signed:
        raise NotFound
    return at


def _today(at: Progress) -> date:
    return at.at.astimezone(ZoneInfo(at.version.terms.calendar)).date()


async def _name(tx: Transaction, agency: AgencyId) -> str:
    return (await load_agencies(tx)).names.get(agency, "")
