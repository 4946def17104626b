"""Rows of the documents that agreements were sealed into."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consortium.db import Base, Owned


class AgreementDocumentRow(Owned, Base):
    """A sealed document of an agreement: the file itself, kept as long as the agreement is.

    ``inputs_digest`` says what it was made from, so that it is made once; ``sha256`` is that of the file. Nothing of it
    is ever changed; only a time stamp over the file's digest is added beside it when the authority has given one, and
    until then when it is asked next.
    """

    __tablename__ = "agreement_document"
    __table_args__ = (
        ForeignKeyConstraint(
            ["consortium", "agreement", "version"],
            ["agreement_version.consortium", "agreement_version.agreement", "agreement_version.number"],
        ),
        UniqueConstraint("consortium", "agreement", "kind", "inputs_digest"),
        CheckConstraint("kind in ('executed', 'joinder')", name="kind"),
        CheckConstraint("(token is null) = (stamped_at is null)", name="stamp"),
        Index("ix_agreement_document_stamp_at", "stamp_at", postgresql_where="token is null"),
    )
    agreement: Mapped[UUID]
    version: Mapped[int]
    kind: Mapped[str]
    inputs_digest: Mapped[str]
    sha256: Mapped[str]
    file: Mapped[bytes]
    sealed_at: Mapped[datetime]
    sealed_with: Mapped[str]
    stamp_inside: Mapped[bool]
    token: Mapped[bytes | None]
    stamped_at: Mapped[datetime | None]
    stamped_by: Mapped[str | None]
    stamp_at: Mapped[datetime]
    stamp_tries: Mapped[int] = mapped_column(SmallInteger, default=0)
