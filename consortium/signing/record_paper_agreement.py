"""Record an agreement that was executed on paper: its words, its terms, who signed when, and who says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from agreements import (
    AgreementError,
    Article,
    Clause,
    Fact,
    FactKind,
    Pact,
    PactId,
    Standing,
    Terms,
    Version,
    VersionId,
    standing_at,
)
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.store import load_agencies
from consortium.members.values import Agencies
from consortium.problems import BadInput
from consortium.signing.missing import what_is_missing
from consortium.signing.signatures.read_scan import Scan
from consortium.signing.store import save_facts, save_pact
from consortium.signing.store.signatures import save_scan
from geo import AgencyId


@dataclass(frozen=True, slots=True, kw_only=True)
class Attested:
    """An act on paper: when it was done, and who vouches for the paper (a clerk, a county auditor, a board minute)."""

    at: datetime
    attested_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What was recorded, where it stands now, and what keeps it from being in force; nothing if it is."""

    pact: Pact
    standing: Standing
    missing: tuple[str, ...]


async def record_paper_agreement(
    tx: Transaction,
    *,
    title: str,
    text: Mapping[Clause, str],
    terms: Terms,
    signatures: Mapping[AgencyId, Attested],
    takes_effect: Attested | None,
    ends: Attested | None = None,
    by: UUID | None = None,
    scan: Scan | None = None,
) -> Recorded:
    """Add an agreement with its first version, and say whether it is in force; who may is ``take_in_agreement``'s.

    The parties are those of ``terms``. ``takes_effect`` is the day from which what its effectiveness clause asks for
    besides signatures is done; ``ends`` is the end of its term. Signed is not in force.

    Raises:
        BadInput: something cannot be taken, or a party is not enrolled; nothing was written.
    """
    agencies = await load_agencies(tx)
    _refuse_strangers(terms, signatures, agencies)
    try:
        version = _version(text, terms)
        facts = _facts(version.digest, signatures, takes_effect, ends, tx.now)
        pact = Pact(id=version.pact, title=checks.line(title, "title"), versions=(version,), facts=facts)
        standing = standing_at(pact, tx.now)
    except AgreementError as wrong:
        raise BadInput(str(wrong)) from wrong
    await save_pact(tx, replace(pact, facts=()))
    if scan is not None and scan.content and by is not None:
        await save_scan(tx, pact.id, scan.sha256, scan.content, by=by)
        await save_facts(tx, pact.id, *pact.facts, scan=scan.sha256)
    else:
        await save_facts(tx, pact.id, *pact.facts)
    await record(tx, "recorded agreement", by=by, subject=pact.id, signatures=len(signatures))
    return Recorded(pact=pact, standing=standing, missing=what_is_missing(pact, tx.now, agencies.names))


def _refuse_strangers(terms: Terms, signatures: Mapping[AgencyId, Attested], agencies: Agencies) -> None:
    if not terms.parties <= agencies.names.keys():
        raise BadInput("A party of this agreement is not enrolled here. Enrol the agency first.", "parties")
    if strangers := signatures.keys() - terms.parties:
        named = ", ".join(sorted(agencies.names.get(each, "an unknown agency") for each in strangers))
        raise BadInput(f"The agreement does not name {named} as a party; it can join, not sign.", "signatures")


def _version(text: Mapping[Clause, str], terms: Terms) -> Version:
    articles = tuple(Article(clause, checks.passage(text[clause], f"clause {clause:d}")) for clause in sorted(text))
    return Version.of(VersionId(uuid4()), pact=PactId(uuid4()), number=1, text=articles, terms=terms)


def _facts(
    digest: str,
    signatures: Mapping[AgencyId, Attested],
    takes_effect: Attested | None,
    ends: Attested | None,
    now: datetime,
) -> tuple[Fact, ...]:
    signed = [
        Fact(kind=FactKind.SIGNED, agency=agency, digest=digest, at=_past(act, now), attested_by=_voucher(act))
        for agency, act in signatures.items()
    ]
    dated: Sequence[tuple[FactKind, Attested | None]] = ((FactKind.IN_FORCE, takes_effect), (FactKind.ENDS, ends))
    rest = [
        Fact(kind=kind, digest=digest, at=checks.instant(act.at, kind.value), attested_by=_voucher(act))
        for kind, act in dated
        if act is not None
    ]
    if takes_effect and ends and ends.at <= takes_effect.at:
        raise BadInput("The agreement would end before it takes effect.", "ends")
    return (*signed, *rest)


def _past(act: Attested, now: datetime) -> datetime:
    at = checks.instant(act.at, "signatures")
    if at > now:
        raise BadInput("A signature on paper was made in the past. Record it when it has been made.", "signatures")
    return at


def _voucher(act: Attested) -> str:
    return checks.line(act.attested_by, "attested_by")
