"""The rows of agreements: their marks, the rows of those that were changed, and the agreement that they make.

PostgreSQL writes into every row the number of the transaction that wrote it (``xmin``), whoever writes it and by
whatever way; so rows whose numbers are the same are the same rows, and what was made of them holds.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute

from agreements import (
    AgreementError,
    Effect,
    Fact,
    FactKind,
    Pact,
    PactId,
    Version,
    VersionId,
    form_of,
    read_terms,
    read_text,
)
from agreements.broken import Broken
from agreements.signatures import Act
from consortium.db import Base, Reading
from consortium.signing.store.signatures_tables import AgreementSignatureRow
from consortium.signing.tables import AgreementFactRow, AgreementRow, AgreementVersionRow
from geo import AgencyId

SIGNS: Final = {Act.SIGN: FactKind.SIGNED, Act.JOIN: FactKind.JOINED}
"""What a counterpart does to the one version that it is about."""
_CANNOT: Final = "Its record can't be read."

Mark = tuple[str, str, str, str]
"""What tells that no row of an agreement has changed: its title, its versions, facts and signatures."""
Versions = Mapping[tuple[UUID, str], Version]
"""Versions by their id and the transaction that wrote them."""


@dataclass(frozen=True, slots=True)
class ReadPact:
    """An agreement as it was read under a mark, or what is left of it."""

    mark: Mark
    found: Pact | Broken
    versions: Versions


async def load_marks(reading: Reading, only: Collection[PactId] | None) -> list[tuple[UUID, Mark]]:
    """The mark of every agreement, or of some, by title; one query."""
    rows = await reading.execute(_marks(only))
    return [(row.id, (row.title, row.versions, row.facts, row.signatures)) for row in rows]


def _marks(only: Collection[PactId] | None) -> Select[Any]:
    versions = _mark_of(AgreementVersionRow.agreement, only, _versions_mark())
    facts = _mark_of(AgreementFactRow.agreement, only, _rows_mark(AgreementFactRow))
    signatures = _mark_of(AgreementSignatureRow.agreement, only, _rows_mark(AgreementSignatureRow))
    found = select(
        AgreementRow.id,
        AgreementRow.title,
        func.coalesce(versions.c.mark, "").label("versions"),
        func.coalesce(facts.c.mark, "0 0").label("facts"),
        func.coalesce(signatures.c.mark, "0 0").label("signatures"),
    ).order_by(AgreementRow.title, AgreementRow.id)
    for marked in (versions, facts, signatures):
        found = found.outerjoin(marked, marked.c.agreement == AgreementRow.id)
    return found if only is None else found.where(AgreementRow.id.in_(only))


def _mark_of(agreement: InstrumentedAttribute[UUID], only: Collection[PactId] | None, mark: ColumnElement[str]) -> Any:
    found = select(agreement.label("agreement"), mark.label("mark")).group_by(agreement)
    return (found if only is None else found.where(agreement.in_(only))).subquery()


def _writer(table: type[Base]) -> ColumnElement[str]:
    """The number of the transaction that wrote a row; every change of it is another."""
    return literal_column(f"{table.__tablename__}.xmin::text")


def _versions_mark() -> ColumnElement[str]:
    return literal_column("string_agg(id::text || ' ' || agreement_version.xmin::text, ',' order by id)")


def _rows_mark(table: type[Base]) -> ColumnElement[str]:
    """How many rows, and the sum of their transactions: each later change makes one of both larger or smaller."""
    return literal_column(f"count(*) || ' ' || sum({table.__tablename__}.xmin::text::bigint)")


@dataclass(frozen=True, slots=True)
class RowsOfOne:
    """The rows of one agreement, as they are in the database."""

    id: UUID
    title: str
    known: Versions
    versions: Sequence[Row[Any]]
    bodies: Mapping[UUID, Row[Any]]
    facts: Sequence[Row[Any]]
    signatures: Sequence[Row[Any]]

    @property
    def mark(self) -> Mark:
        """The mark of what was read, which is newer than what was asked for where somebody changed it in between."""
        versions = ",".join(f"{row.id} {row.writer}" for row in sorted(self.versions, key=lambda row: row.id))
        return self.title, versions, _sum_of(self.facts), _sum_of(self.signatures)


def _sum_of(rows: Sequence[Row[Any]]) -> str:
    return f"{len(rows)} {sum(int(row.writer) for row in rows)}"


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of the agreements that were changed."""

    titles: Mapping[UUID, str]
    known: Mapping[UUID, Versions]
    bodies: Mapping[UUID, Row[Any]]
    versions: Mapping[UUID, list[Row[Any]]]
    facts: Mapping[UUID, list[Row[Any]]]
    signatures: Mapping[UUID, list[Row[Any]]]

    def of(self, pact: UUID) -> RowsOfOne:
        """Those of one agreement."""
        return RowsOfOne(
            id=pact,
            title=self.titles[pact],
            known=self.known[pact],
            versions=self.versions[pact],
            bodies=self.bodies,
            facts=self.facts[pact],
            signatures=self.signatures[pact],
        )


async def load_rows(reading: Reading, titles: Mapping[UUID, str], changed: Mapping[UUID, ReadPact | None]) -> Rows:
    """In three queries and one more; text and terms are read only of versions that are not at hand."""
    known = {pact: was.versions if was is not None else {} for pact, was in changed.items()}
    row = AgreementVersionRow
    versions = (
        await reading.execute(
            select(row.id, row.agreement, row.number, row.digest, _writer(row).label("writer")).where(
                row.agreement.in_(changed)
            )
        )
    ).all()
    missing = [each.id for each in versions if (each.id, each.writer) not in known[each.agreement]]
    bodies = await reading.execute(select(row.id, row.text, row.terms).where(row.id.in_(missing))) if missing else ()
    facts = select(*AgreementFactRow.__table__.c, _writer(AgreementFactRow).label("writer"))
    signed = AgreementSignatureRow
    kept = select(
        signed.id, signed.agreement, signed.digest, signed.agency, signed.act, _writer(signed).label("writer")
    )
    return Rows(
        titles=titles,
        known=known,
        bodies={each.id: each for each in bodies},
        versions=_grouped(versions),
        facts=_grouped(await reading.execute(facts.where(AgreementFactRow.agreement.in_(changed)))),
        signatures=_grouped(await reading.execute(kept.where(signed.agreement.in_(changed)))),
    )


def _grouped(rows: Iterable[Any]) -> Mapping[UUID, list[Row[Any]]]:
    found: dict[UUID, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[row.agreement].append(row)
    return found


def made_of(rows: RowsOfOne) -> ReadPact:
    """The agreement with its whole history, or what is left of it. Whatever its rows say, this raises nothing."""
    versions = dict[tuple[UUID, str], Version]()
    try:
        for row in rows.versions:
            key = (row.id, row.writer)
            versions[key] = rows.known[key] if key in rows.known else _version(row, rows.bodies[row.id])
        pact = Pact(
            id=PactId(rows.id),
            title=rows.title,
            versions=tuple(versions.values()),
            facts=tuple(filter(_vouched(versions.values(), rows.signatures), map(_fact, rows.facts))),
        )
        pact.history  # noqa: B018 (worked out here, where nobody waits for it)
    except Exception as error:  # noqa: BLE001 (a row of anybody's making may say anything)
        wrong = str(error) if isinstance(error, AgreementError) else _CANNOT
        return ReadPact(
            rows.mark, Broken(id=PactId(rows.id), title=rows.title, named=_named(rows), wrong=wrong), versions
        )
    return ReadPact(rows.mark, pact, versions)


def _named(rows: RowsOfOne) -> frozenset[AgencyId]:
    """Every agency that a fact or the terms of a version name, as far as they can be read."""
    named = {AgencyId(row.agency) for row in rows.facts if row.agency}
    for row in rows.versions:
        if (known := rows.known.get((row.id, row.writer))) is not None:
            named |= known.terms.parties
        elif (
            (body := rows.bodies.get(row.id)) is not None
            and isinstance(terms := body.terms, dict)
            and isinstance(parties := terms.get("parties"), list)
        ):
            named |= {AgencyId(UUID(each)) for each in parties if _is_id(each)}
    return frozenset(named)


def _is_id(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(UUID(value))
    except ValueError:
        return False


def _vouched(versions: Iterable[Version], signatures: Iterable[Row[Any]]) -> Callable[[Fact], bool]:
    """Whether a fact may count: a bare word that somebody signed does not where effect is evaluated."""
    evaluated = {each.digest for each in versions if each.terms.effect is Effect.EVALUATED}
    acts = {act.value: kind for act, kind in SIGNS.items()}
    signed = {
        (f"signature {each.id}", each.digest, each.agency, acts[each.act]) for each in signatures if each.act in acts
    }
    return lambda fact: (
        fact.kind not in SIGNS.values()
        or fact.digest not in evaluated
        or (fact.attested_by, fact.digest, fact.agency, fact.kind) in signed
    )


def _version(row: Row[Any], body: Row[Any]) -> Version:
    return Version(
        id=VersionId(row.id),
        pact=PactId(row.agreement),
        number=row.number,
        text=read_text(body.text),
        terms=read_terms(body.terms),
        digest=row.digest,
        form=form_of(body.terms),
    )


def _fact(row: Row[Any]) -> Fact:
    return Fact(
        kind=FactKind(row.kind),
        at=row.at,
        attested_by=row.attested_by,
        agency=AgencyId(row.agency) if row.agency else None,
        digest=row.digest,
        cause=row.cause,
        leaves_on=row.leaves_on,
        about=AgencyId(row.about) if row.about else None,
    )
