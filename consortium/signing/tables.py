"""Rows of the agreements: immutable versions and dated facts; every status is derived from these."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from consortium.db import Base, Owned, to_row


class AgreementRow(Owned, Base):
    """An agreement: the family of its versions."""

    __tablename__ = "agreement"
    title: Mapped[str]


class AgreementVersionRow(Owned, Base):
    """One immutable version: text, machine-readable terms, and the digest of both."""

    __tablename__ = "agreement_version"
    __table_args__ = (
        to_row("agreement", "agreement"),
        UniqueConstraint("consortium", "agreement", "number"),
    )
    agreement: Mapped[UUID]
    number: Mapped[int]
    text: Mapped[list[Any]] = mapped_column(JSONB)
    terms: Mapped[dict[str, Any]]
    digest: Mapped[str]


class AgreementFactRow(Owned, Base):
    """A dated fact about an agreement, and who attests it. Facts are added, never changed.

    ``digest`` names the version that it is about by what was signed, so that an altered version is found out.
    ``about`` is the agency that a consent lets join; ``scan_sha256`` the paper that a clerk held, where there is one.
    """

    __tablename__ = "agreement_fact"
    __table_args__ = (
        to_row("agreement", "agreement"),
        to_row("agency", "agency"),
        to_row("agency", "about"),
        ForeignKeyConstraint(
            ["consortium", "agreement", "scan_sha256"],
            ["agreement_scan.consortium", "agreement_scan.agreement", "agreement_scan.sha256"],
        ),
    )
    agreement: Mapped[UUID]
    kind: Mapped[str]
    agency: Mapped[UUID | None]
    at: Mapped[datetime]
    attested_by: Mapped[str]
    digest: Mapped[str | None]
    cause: Mapped[str | None]
    leaves_on: Mapped[datetime | None]
    about: Mapped[UUID | None]
    scan_sha256: Mapped[str | None]
