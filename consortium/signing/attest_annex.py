"""Attest that a roster annex was signed on paper: only now are its people designated."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from agreements import PactId
from consortium.access.door import Viewer
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.store import annex_locked, close_designations, load_agencies, load_annex, load_midnight
from consortium.problems import BadInput, Conflict
from consortium.signing.designate_peers import designate_peers
from consortium.signing.signatures.clerks import must_attest
from consortium.signing.signatures.letters import Letters, tell_agency
from consortium.signing.store.annex_notices import load_notices
from geo import AgencyId, PersonId


async def attest_annex(
    tx: Transaction, viewer: Viewer, *, annex: UUID, signed_on: date, letters: Letters | None = None
) -> int:
    """Say that the head has signed the paper on that day, and tell the annex's number under its agreement.

    Its designations count from the end of that day, or from now if the day is not over: never before the signature.
    The heads of the agency, and its clerk, are mailed who is designated, so that a false one is found.

    Raises:
        BadInput: the day cannot be the paper's, or somebody listed can be designated no more; nothing was written.
        Conflict: it was attested or withdrawn already, or whoever attests has prepared it herself or runs the
            consortium.
        NotFound: there is no such annex, or its agency is not hers to attest for.
    """
    row, by = await annex_locked(tx, annex), PersonId(viewer.person)
    must_attest(viewer, AgencyId(row.agency))
    if row.signed_on is not None or row.withdrawn_on is not None:
        raise Conflict("This annex was attested or withdrawn already.")
    if row.prepared_by == by:
        raise Conflict("You prepared this annex, so somebody else attests that it was signed.")
    midnight = await load_midnight(tx)
    today = next(day for day in (tx.now.date(), tx.now.date() - timedelta(days=1)) if midnight(day) <= tx.now)
    day = checks.past_day(signed_on, "signed_on", today=today)
    if day < row.prepared_on - timedelta(days=1):
        raise BadInput(
            "The paper was prepared later than that day. Look at the date beside the signature.", "signed_on"
        )
    await _after_objection(tx, annex, day, midnight)
    listed = (await load_annex(tx, annex)).listed
    agency = AgencyId(row.agency)
    number = await designate_peers(
        tx,
        pact=PactId(row.agreement),
        agencies=[agency],
        peers=[each.person for each in listed],
        since=min(tx.now, midnight(day + timedelta(days=1))),
        by=by,
    )
    row.annex, row.signed_on, row.attested_by = number, day, by
    await record(
        tx,
        "attested roster annex",
        by=by,
        subject=annex,
        agency=str(agency),
        reference=row.reference,
        day=day.isoformat(),
    )
    if letters is not None:
        await _tell(
            tx, viewer, letters, agency, [each.name for each in listed], f"{row.reference}, of {day.isoformat()}"
        )
    return number


async def _after_objection(tx: Transaction, annex: UUID, day: date, midnight: Callable[[date], datetime]) -> None:
    """What a head objected to is settled by a paper of that day or a later one, never by an older one."""
    notice = (await load_notices(tx, [annex])).get(annex)
    if notice is not None and notice.objection is not None and midnight(day + timedelta(days=1)) <= notice.objection.at:
        raise BadInput(
            "A head objected to this annex after that day. Only a paper signed since settles it.", "signed_on"
        )


async def _tell(
    tx: Transaction, viewer: Viewer, letters: Letters, agency: AgencyId, people: Sequence[str], paper: str
) -> None:
    name = (await load_agencies(tx)).names.get(agency, "")
    listed = "\n".join(f"- {each}" for each in sorted(people))
    body = (
        f"{viewer.name} recorded that the head of {name} signed roster annex {paper}. It designates these people to "
        f"serve your own:\n\n{listed}\n\nIf that is not so, ring your clerk, and end it here: "
        f"{letters.home}/designations/{agency}\n"
    )
    await tell_agency(tx, letters, agency, f"a roster annex of {name} was recorded", body)


async def end_designation(tx: Transaction, *, agency: AgencyId, person: PersonId, by: PersonId) -> None:
    """End what an agency designated a person for, from now on. It binds at once: it can only protect more.

    A talk of hers that is under way in that part of the region cannot be finished by her: run-off forgives what
    happens between agencies, not the end of a designation.

    Raises:
        Conflict: the agency designates her for nothing now.
    """
    if not await close_designations(tx, agency, person):
        raise Conflict("This agency does not designate her now.")
    await record(tx, "ended designation", by=by, subject=agency, person=str(person))
