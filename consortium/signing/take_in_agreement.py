"""Take in an agreement that was executed on paper: a clerk attests each party's signature, with the scan of the paper.

A party counts only where a clerk who may attest for it has; the heads of all parties are told, so that a false one is
found. What the paper's words say and what its terms say is compared, and told before anything is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from agreements import Clause, PactId, Terms
from agreements.clause_library import standard
from agreements.drafts import Draft, lint
from agreements.drafts.values import ClauseChoice
from consortium.access.door import Viewer
from consortium.db import Transaction
from consortium.members.store import load_agencies
from consortium.members.values import Agencies
from consortium.problems import BadInput, Conflict, NotFound
from consortium.signing.record_paper_agreement import Attested, Recorded, record_paper_agreement
from consortium.signing.signatures.clerks import attests_for, must_attest_all, must_not_run
from consortium.signing.signatures.letters import Letters, stamp, tell_agency
from consortium.signing.signatures.read_scan import Scan
from geo import AgencyId

NOT_YOURS: Final = (
    "You attest for your own agency only. Leave the day of the others empty: each one's own clerk adds it later, with "
    "the paper."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnThePaper:
    """What the clerk reads off it: its words, its terms, who signed when, from when to when it holds.

    ``words`` are those of ``text`` as she typed them, with what the terms say still in braces.
    """

    title: str
    text: Mapping[Clause, str]
    words: Mapping[Clause, str]
    terms: Terms
    signatures: Mapping[AgencyId, Attested]
    takes_effect: Attested | None = None
    ends: Attested | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What was recorded, and where words and terms of the paper differ or say what we advise against."""

    recorded: Recorded
    differs: tuple[str, ...]


async def take_in_agreement(
    tx: Transaction, viewer: Viewer, *, paper: OnThePaper, scan: Scan, letters: Letters | None = None
) -> TakenIn:
    """Record it, with its scan; without ``letters`` nobody is told, as in the demo.

    Raises:
        BadInput: something cannot be taken, or a signature is not hers to attest; nothing was written.
        Conflict: she runs the consortium.
        NotFound: she is no clerk.
    """
    _must_attest(viewer, paper)
    recorded = await record_paper_agreement(
        tx,
        title=paper.title,
        text=paper.text,
        terms=paper.terms,
        signatures=paper.signatures,
        takes_effect=paper.takes_effect,
        ends=paper.ends,
        by=viewer.person,
        scan=scan,
    )
    agencies = await load_agencies(tx)
    if letters is not None:
        await _tell(tx, viewer, letters, recorded, agencies)
    return TakenIn(recorded=recorded, differs=_differs(paper, agencies))


def _must_attest(viewer: Viewer, paper: OnThePaper) -> None:
    must_not_run(viewer)
    for agency in paper.signatures:
        if not attests_for(viewer, agency):
            raise BadInput(NOT_YOURS, f"signed-{agency}")
    if paper.takes_effect is None and paper.ends is None:
        return
    try:
        must_attest_all(viewer, paper.terms.parties)
    except (Conflict, NotFound) as no:
        field = "ends" if paper.takes_effect is None else "takes_effect"
        raise BadInput(str(no), field) from no


def _differs(paper: OnThePaper, agencies: Agencies) -> tuple[str, ...]:
    """What the lint says of the words that the paper has; what it lacks is no matter here, it was signed so."""
    editions = standard(paper.terms.kind, ())
    choices = {
        clause: ClauseChoice(editions[clause], words) for clause, words in paper.words.items() if clause in editions
    }
    draft = Draft(pact=PactId(uuid4()), number=1, title=paper.title, terms=paper.terms, clauses=choices)
    found = lint(draft, agencies.states, (), agencies.names)
    return tuple(
        f"{each.clause:d} ({each.clause.subject}): {each.message}"
        for each in found
        if each.clause is not None and each.clause in choices
    )


async def _tell(tx: Transaction, viewer: Viewer, letters: Letters, recorded: Recorded, agencies: Agencies) -> None:
    """All heads and clerks of the parties, at once: what was recorded in their name cannot wait."""
    pact = recorded.pact
    [version] = pact.versions
    signed = [fact.agency for fact in pact.facts if fact.agency]
    for agency in sorted(version.terms.parties, key=str):
        name = agencies.names.get(agency, "")
        how = "with a signature of" if agency in signed else "not signed by"
        body = (
            f"{viewer.name} recorded the agreement “{pact.title}” from a signed paper, {how} {name}.\n\n"
            f"Recorded: {stamp(tx.now, letters.calendar)}\n"
            f"Fingerprint of text and terms, SHA-256: {version.digest}\n\n"
            f"Its text, its terms and where it stands: {letters.home}/agreements/{pact.id}\n\n"
            "If you did not sign this, or not so, ring your clerk and your counsel today.\n"
        )
        subject = f"a signed agreement of {name} was recorded"
        await tell_agency(tx, letters, agency, subject, body, but=(viewer.person,))
