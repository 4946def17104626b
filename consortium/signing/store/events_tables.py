"""Rows of the log of agreement events: what happened, the head after each event, and who countersigned which head.

Nothing here is ever changed or deleted: the application may only add and read, and triggers hold the owner to it too.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consortium.db import Base, Owned, to_row


class AgreementEventRow(Owned, Base):
    """One event of an agreement's life, as the log keeps it for good: its canonical JSON is a leaf of a Merkle tree.

    Kept so that anybody can find out later whether an agreement's history was changed. ``seq`` counts from 0 without a
    gap; ``agreement`` is empty for what is about the log itself.
    """

    __tablename__ = "agreement_event"
    __table_args__ = (
        UniqueConstraint("consortium", "seq"),
        CheckConstraint("seq >= 0", name="seq"),
        Index("ix_agreement_event_agreement", "consortium", "agreement"),
        Index("ix_agreement_event_kind", "consortium", "kind", "seq"),
    )
    seq: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]
    kind: Mapped[str]
    agreement: Mapped[UUID | None]
    leaf: Mapped[str]
    leaf_hash: Mapped[bytes]


class AgreementCheckpointRow(Owned, Base):
    """The head of the log after an event: how many events, the root over them, and the note that the log's key signed.

    ``edge`` is the roots of the perfect subtrees, 32 bytes each: what the next event needs.
    """

    __tablename__ = "agreement_checkpoint"
    __table_args__ = (UniqueConstraint("consortium", "size"), CheckConstraint("size > 0", name="size"))
    size: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]
    root: Mapped[bytes]
    edge: Mapped[bytes]
    note: Mapped[str]


class LogWitnessRow(Owned, Base):
    """A key with which a member agency countersigns the log; its private half is at the agency, never here.

    Kept so that countersignatures can be checked later. An agency that changes its key adds another.
    """

    __tablename__ = "log_witness"
    __table_args__ = (
        to_row("agency", "agency"),
        to_row("person", "added_by"),
        UniqueConstraint("consortium", "name"),
        UniqueConstraint("consortium", "public_key"),
    )
    agency: Mapped[UUID]
    name: Mapped[str]
    public_key: Mapped[bytes]
    added_at: Mapped[datetime]
    added_by: Mapped[UUID]


class LogWitnessEndRow(Owned, Base):
    """That an agency took such a key back: from then on nothing counts that it countersigns.

    Kept beside the key, which is never removed, so that what it countersigned before can still be checked.
    """

    __tablename__ = "log_witness_end"
    __table_args__ = (
        to_row("log_witness", "witness"),
        to_row("person", "ended_by"),
        UniqueConstraint("consortium", "witness"),
    )
    witness: Mapped[UUID]
    ended_at: Mapped[datetime]
    ended_by: Mapped[UUID]


class LogCountersignatureRow(Owned, Base):
    """That a member agency saw a head of the log and that it had grown out of the one that it saw before.

    Either ``line``, the cosignature of the agency's own key, or a passkey's answer to a ``statement`` (the last six
    columns). Kept as the evidence that does not rest on whoever runs this installation.
    """

    __tablename__ = "log_countersignature"
    __table_args__ = (
        to_row("agency", "agency"),
        to_row("person", "person"),
        CheckConstraint("(line is null) <> (person is null)", name="manner"),
        CheckConstraint("size > 0", name="size"),
        Index("ix_log_countersignature_agency", "consortium", "agency"),
    )
    agency: Mapped[UUID]
    size: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]
    line: Mapped[str | None]
    person: Mapped[UUID | None]
    statement: Mapped[str | None]
    credential: Mapped[bytes | None]
    public_key: Mapped[bytes | None]
    client_data: Mapped[bytes | None]
    authenticator_data: Mapped[bytes | None]
    signature: Mapped[bytes | None]


class LogLookRow(Owned, Base):
    """What the nightly look at the log and at all that it vouches for has found: how many faults, and in which words.

    Kept so that the log's page and the operator's look say when something was changed, and when it was looked at last.
    """

    __tablename__ = "log_look"
    __table_args__ = (UniqueConstraint("consortium", "day"), CheckConstraint("faults >= 0", name="faults"))
    day: Mapped[date]
    at: Mapped[datetime]
    size: Mapped[int] = mapped_column(BigInteger)
    faults: Mapped[int]
    said: Mapped[str]


class SealChainRow(Owned, Base):
    """The certificates of a seal that a document of ours was sealed with, the root first; no key is among them.

    Kept so that a document can still be checked when the installation has got another root or another seal.
    """

    __tablename__ = "seal_chain"
    __table_args__ = (UniqueConstraint("consortium", "fingerprint"),)
    fingerprint: Mapped[str]
    certificates: Mapped[str]
    first_used_at: Mapped[datetime]


class LogMailingRow(Owned, Base):
    """That the head of the log was mailed to the member agencies on a day, so that they hold it too.

    Kept so that none is mailed twice, and so that an agency knows which mails it should have.
    """

    __tablename__ = "log_mailing"
    __table_args__ = (UniqueConstraint("consortium", "day"), CheckConstraint("size > 0", name="size"))
    day: Mapped[date]
    size: Mapped[int] = mapped_column(BigInteger)
