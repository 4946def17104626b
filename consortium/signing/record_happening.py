"""Record what a clerk reads off a paper about an agreement that was executed on paper: each for whom she may attest.

What was drafted and signed here has acts of its own for all of this, and is never changed by this door.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from agreements import Cause, Effect, FactKind, Pact, PactId, Version, standing_at
from agreements.facts import OF_A_VERSION, OF_REST
from consortium.access.door import Viewer
from consortium.db import Transaction
from consortium.members.store import load_agencies, one_at_a_time
from consortium.problems import BadInput
from consortium.signing.add_fact import add_fact, version_meant
from consortium.signing.lifecycle.change import concerned
from consortium.signing.lifecycle.rest_party import CAUSES, binding, causes_of
from consortium.signing.signatures.clerks import must_attest, must_attest_all
from consortium.signing.signatures.letters import Letters, stamp, tell_agency
from consortium.signing.signatures.read_scan import Scan
from consortium.signing.standing_words import FACT_WORDS
from consortium.signing.store import load_pact
from consortium.signing.store.signatures import save_scan
from geo import AgencyId

KINDS: Final = frozenset(
    {
        FactKind.SIGNED,
        FactKind.JOINED,
        FactKind.IN_FORCE,
        FactKind.SUSPENDED,
        FactKind.RESUMED,
        FactKind.NOTICE_GIVEN,
        FactKind.ENDS,
        FactKind.TERMINATED,
    }
)
OWN_ACTS: Final = (
    "This agreement was drafted and signed here. What happens to it has a page of its own, under “What can be done”; a "
    "signature is taken in on the clerk's desk of its version."
)
_PASTS: Final = frozenset({FactKind.SIGNED, FactKind.JOINED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What the paper says: what happened, to whom (``None``: all), from when on, why, and in which version."""

    kind: FactKind
    at: datetime
    agency: AgencyId | None = None
    cause: Cause | None = None
    leaves_on: datetime | None = None
    version: int | None = None


async def record_happening(
    tx: Transaction, viewer: Viewer, *, pact: PactId, said: Happening, scan: Scan, letters: Letters
) -> None:
    """Record it, with the scan; all heads and clerks of whom it is about are told at once.

    Only a signature is dated by the paper; all else holds from today at the earliest, which is from now on.

    Raises:
        BadInput: it cannot be taken, or the agreement was drafted here; nothing was written.
        Conflict: this viewer must not attest it.
        NotFound: there is no such agreement, or the agency is not hers to attest for.
    """
    await one_at_a_time(tx)
    known = await load_pact(tx, pact)
    version = _version(known, said, tx.now)
    about = [said.agency] if said.agency is not None else sorted(concerned(known, tx.now), key=str)
    if said.agency is not None:
        must_attest(viewer, said.agency)
    else:
        must_attest_all(viewer, about)
    _check_cause(known, said, tx.now)
    if said.kind not in _PASTS:
        said = replace(said, at=max(said.at, tx.now))
    await save_scan(tx, pact, scan.sha256, scan.content, by=viewer.person)
    await add_fact(
        tx,
        pact=pact,
        kind=said.kind,
        at=said.at,
        attested_by=viewer.name,
        agency=said.agency,
        version=version.number if said.kind in OF_A_VERSION else None,
        cause=said.cause.value if said.cause else None,
        leaves_on=said.leaves_on,
        by=viewer.person,
        scan=scan.sha256,
    )
    await _tell(tx, viewer, letters, known, said, about)


def _version(pact: Pact, said: Happening, at: datetime) -> Version:
    """The version that it is about; what is of no version is about all that bind somebody."""
    if said.version is not None:
        found = next((each for each in pact.versions if each.number == said.version), None)
        if found is None:
            raise BadInput(f"The agreement has no version {said.version}.", "version")
        meant = [found]
    elif said.kind in OF_A_VERSION:
        meant = [version_meant(pact, said.kind, said.agency, at)]
    else:
        meant = [each.version for each in standing_at(pact, at).bindings] or [pact.versions[-1]]
    if any(each.terms.effect is Effect.EVALUATED for each in meant):
        raise BadInput(OWN_ACTS, "kind")
    return meant[0]


def _check_cause(pact: Pact, said: Happening, at: datetime) -> None:
    if said.kind not in OF_REST:
        return
    if said.cause not in CAUSES:
        raise BadInput("Choose why. A pause of its own is its head's to make.", "cause")
    bound = binding(pact, said.agency, at) if said.agency is not None else None
    if said.kind is FactKind.SUSPENDED and bound is not None and said.cause not in causes_of(bound):
        raise BadInput("The signed text does not let a part rest for this cause.", "cause")


async def _tell(
    tx: Transaction, viewer: Viewer, letters: Letters, pact: Pact, said: Happening, about: list[AgencyId]
) -> None:
    names = (await load_agencies(tx)).names
    for agency in about:
        name = names.get(agency, "")
        body = (
            f"{viewer.name} recorded about “{pact.title}”, from a paper: {FACT_WORDS[said.kind]} It holds from "
            f"{stamp(said.at, letters.calendar)} on.\n\n{letters.home}/agreements/{pact.id}\n\n"
            f"If that is not so for {name}, ring your clerk and your counsel today.\n"
        )
        subject = f"something was recorded about “{pact.title}”"
        await tell_agency(tx, letters, agency, subject, body, but=(viewer.person,))
