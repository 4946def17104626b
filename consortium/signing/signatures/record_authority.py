"""Record by what right somebody signs for an agency, from the paper that shows it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from agreements import Pact, standing_at
from consortium.access.door import Viewer
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.store import load_agencies, load_today, one_at_a_time
from consortium.problems import BadInput, NotFound
from consortium.signing.signatures.authority import WORDS, Right, holding
from consortium.signing.signatures.clerks import must_attest
from consortium.signing.signatures.letters import Letters, tell_person
from consortium.signing.store import load_pacts
from consortium.signing.store.authorities import load_authorities, load_signer, save_authority
from consortium.signing.store.signatures_tables import AuthorityRow
from geo import AgencyId, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What the paper shows: the office, how she came to it, the statute or resolution, and its days, both included."""

    office: str
    right: Right
    evidence: str
    since: date
    until: date | None
    given_by: PersonId | None = None


async def record_authority(
    tx: Transaction, viewer: Viewer, *, agency: AgencyId, person: PersonId, paper: Paper, letters: Letters
) -> UUID:
    """Record a right to sign. Whoever gets it is told, with what binds the agency already; a head who gave it too.

    Raises:
        BadInput: something is missing, or the head who is said to have given it has no right of her own.
        Conflict: this viewer must not attest it.
        NotFound: there is no such agency or person, or it is not hers to attest.
    """
    must_attest(viewer, agency, whose=person)
    await one_at_a_time(tx)
    names, today = (await load_agencies(tx)).names, await load_today(tx)
    if agency not in names:
        raise NotFound
    signer = await load_signer(tx, person)
    if not signer.heads or agency not in signer.agencies:
        raise BadInput(
            "She does not hold the role of a head of this agency. An administrator gives it first.", "person"
        )
    row = AuthorityRow(
        consortium=tx.consortium,
        agency=agency,
        person=person,
        office=checks.line(paper.office, "office"),
        manner=paper.right.value,
        evidence=checks.line(paper.evidence, "evidence", most=300),
        since=checks.past_day(paper.since, "since", today=today),
        until=_until(paper),
        given_by=await _giver(tx, agency, person, paper),
        attested_by=viewer.person,
        attested_on=today,
    )
    made = await save_authority(tx, row)
    await record(
        tx,
        "recorded authority to sign",
        by=viewer.person,
        subject=person,
        agency=names[agency],
        right=paper.right.value,
    )
    await _tell(tx, letters, row, names[agency], signer.name)
    return made


def _until(paper: Paper) -> date | None:
    if paper.until is not None and paper.until < paper.since:
        raise BadInput("The last day lies before the first.", "until")
    return paper.until


async def _giver(tx: Transaction, agency: AgencyId, person: PersonId, paper: Paper) -> PersonId | None:
    if paper.right is not Right.DELEGATED:
        return None
    if paper.given_by is None:
        raise BadInput("Choose the head who gave the delegation.", "given_by")
    if paper.given_by == person:
        raise BadInput("Nobody delegates to herself.", "given_by")
    rights = await load_authorities(tx, [agency])
    own = holding(rights, paper.given_by, agency, await load_today(tx))
    if own is None or own.right is Right.DELEGATED:
        raise BadInput(
            "That head has no recorded authority of her own on this day, so she has none to give.", "given_by"
        )
    return paper.given_by


async def _tell(tx: Transaction, letters: Letters, row: AuthorityRow, agency: str, name: str) -> None:
    until = f" to {row.until.isoformat()}" if row.until else ""
    what = (
        f"Recorded: {name} signs for {agency} as {row.office}, {WORDS[Right(row.manner)]}, from "
        f"{row.since.isoformat()}{until}. Shown by: {row.evidence}.\n"
    )
    bound = await bound_by(tx, AgencyId(row.agency))
    if bound and row.manner != Right.DELEGATED.value:
        listed = "\n".join(f"- {pact.title}" for pact in bound)
        what += (
            f"\n{agency} is bound by these agreements, which bind a new head without a new signature unless they say "
            f"otherwise:\n{listed}\n{letters.home}/agreements/bound\n"
        )
    what += "\nIf this is not so, ring the clerk who recorded it.\n"
    for told in [row.person, *([row.given_by] if row.given_by else [])]:
        await tell_person(tx, letters, told, f"authority to sign for {agency}", what)


async def bound_by(tx: Transaction, agency: AgencyId) -> tuple[Pact, ...]:
    """The agreements that bind an agency now."""
    return tuple(pact for pact in await load_pacts(tx) if agency in standing_at(pact, tx.now).active)
