"""Rows of the documents that agreements were sealed into."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consortium.db import Base, Owned, to_row


class AgreementDocumentRow(Owned, Base):
    """A sealed document of an agreement: the file itself, kept as long as the agreement is.

    ``inputs_digest`` says what it was made from, so that it is made once; of each version there is one executed
    document and no second. ``sha256`` is that of the file. Nothing of it is ever changed; only a time stamp over the
    file's digest is added beside it when the authority has given one, and until then when it is asked next.
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
        Index(
            "uq_agreement_document_executed",
            *("consortium", "agreement", "version"),
            unique=True,
            postgresql_where="kind = 'executed'",
        ),
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


class AgreementDocumentSignatureRow(Base):
    """Which sealed document a signature stands in: in one and no second; added with the document, never changed.

    Kept so that a signature that was given while another document was being made is found, and gets one of its own.
    """

    __tablename__ = "agreement_document_signature"
    __table_args__ = (
        ForeignKeyConstraint(["consortium"], ["consortium.id"], ondelete="CASCADE"),
        to_row("agreement_document", "document"),
        to_row("agreement_signature", "signature"),
    )
    consortium: Mapped[UUID] = mapped_column(primary_key=True)
    signature: Mapped[UUID] = mapped_column(primary_key=True)
    document: Mapped[UUID]
