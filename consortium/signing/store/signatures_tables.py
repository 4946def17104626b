"""Rows of signing: counterparts, scans, authority to sign, and what waits for a passkey's answer."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consortium.db import Base, Owned, to_row

_ANSWER = "credential_id, public_key, client_data, authenticator_data, signature"
_PAPER = "scan_sha256, attested_by, attested_on"


def _to_version(column: str = "version") -> ForeignKeyConstraint:
    there = ["agreement_version.consortium", "agreement_version.agreement", "agreement_version.number"]
    return ForeignKeyConstraint(["consortium", "agreement", column], there)


class AgreementSignatureRow(Owned, Base):
    """What one party signed of one version, with its proof; added, never changed, kept as long as the agreement is.

    By ``act`` it signs or joins; or it affirms a term, stops it, gives notice, consents to a joiner, agrees to the end.

    ``record`` is the canonical JSON exactly as it was signed, or as the clerk attested it. By passkey the five parts of
    its answer are kept raw; on paper the digest of the scan, the clerk and the day. ``round`` counts how often the
    party has done this: a signature that was taken back in escrow, or one more term affirmed, leaves the earlier one.
    """

    __tablename__ = "agreement_signature"
    __table_args__ = (
        _to_version(),
        to_row("agency", "agency"),
        to_row("person", "person"),
        to_row("person", "attested_by"),
        UniqueConstraint("consortium", "agreement", "version", "agency", "act", "round"),
        CheckConstraint(
            "act in ('sign', 'join', 'affirm', 'stop', 'notice', 'consent', 'end', 'empower', 'revoke')", name="act"
        ),
        CheckConstraint("capacity in ('head', 'delegate', 'successor')", name="capacity"),
        CheckConstraint(
            f"case manner when 'passkey' then person is not null and num_nonnulls({_ANSWER}) = 5 "
            f"and num_nonnulls({_PAPER}) = 0 when 'paper' then num_nonnulls({_ANSWER}) = 0 "
            f"and num_nonnulls({_PAPER}) = 3 else false end",
            name="manner",
        ),
    )
    agreement: Mapped[UUID]
    version: Mapped[int]
    digest: Mapped[str]
    agency: Mapped[UUID]
    person: Mapped[UUID | None]
    act: Mapped[str]
    round: Mapped[int] = mapped_column(SmallInteger)
    capacity: Mapped[str]
    manner: Mapped[str]
    record: Mapped[str]
    credential_id: Mapped[bytes | None]
    public_key: Mapped[bytes | None]
    client_data: Mapped[bytes | None]
    authenticator_data: Mapped[bytes | None]
    signature: Mapped[bytes | None]
    signed_at: Mapped[datetime]
    scan_sha256: Mapped[str | None]
    attested_by: Mapped[UUID | None]
    attested_on: Mapped[date | None]


class AgreementScanRow(Owned, Base):
    """The scan of a paper that an agreement stands on, by its digest; added, never changed, kept with the agreement."""

    __tablename__ = "agreement_scan"
    __table_args__ = (
        to_row("agreement", "agreement"),
        to_row("person", "kept_by"),
        UniqueConstraint("consortium", "agreement", "sha256"),
    )
    agreement: Mapped[UUID]
    sha256: Mapped[str]
    content: Mapped[bytes]
    kept_by: Mapped[UUID]


class AuthorityRow(Owned, Base):
    """By what right a person signs for an agency, as a clerk has seen it; kept with what was signed by it.

    It holds from ``since`` to the end of ``until``, or without end. ``given_by`` is the head who delegated. Whoever
    loses it early has ``ended_on``: it holds no more from that day on. Nothing else of it ever changes.
    """

    __tablename__ = "authority"
    __table_args__ = (
        to_row("agency", "agency"),
        to_row("person", "person"),
        to_row("person", "given_by"),
        to_row("person", "attested_by"),
        to_row("person", "ended_by"),
        CheckConstraint("manner in ('elected', 'appointed', 'acting', 'delegated')", name="manner"),
        CheckConstraint("(manner = 'delegated') = (given_by is not null)", name="given"),
        CheckConstraint("given_by <> person", name="another"),
        CheckConstraint("until is null or until >= since", name="span"),
        CheckConstraint("(ended_on is null) = (ended_by is null)", name="ended"),
    )
    agency: Mapped[UUID]
    person: Mapped[UUID]
    office: Mapped[str]
    manner: Mapped[str]
    evidence: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]
    given_by: Mapped[UUID | None]
    attested_by: Mapped[UUID]
    attested_on: Mapped[date]
    ended_on: Mapped[date | None]
    ended_by: Mapped[UUID | None]


class PendingSignatureRow(Owned, Base):
    """A record that was looked over and waits for the passkey's answer; gone after five minutes or when it was used."""

    __tablename__ = "pending_signature"
    __table_args__ = (
        _to_version(),
        to_row("agency", "agency"),
        to_row("person", "person", on_delete="CASCADE"),
        to_row("signing_kiosk", "kiosk", on_delete="CASCADE"),
    )
    agreement: Mapped[UUID]
    version: Mapped[int]
    agency: Mapped[UUID]
    person: Mapped[UUID]
    record: Mapped[str]
    kiosk: Mapped[UUID | None]
    expires_at: Mapped[datetime]


class AgreementOpeningRow(Base):
    """Which agency has begun to sign which version (made a record ready), on which day first; kept with the version.

    The other parties see the agency and the day; ``person`` is there so that she can see it too.
    """

    __tablename__ = "agreement_opening"
    __table_args__ = (
        ForeignKeyConstraint(["consortium"], ["consortium.id"], ondelete="CASCADE"),
        _to_version(),
        to_row("agency", "agency"),
        to_row("person", "person", on_delete="CASCADE"),
    )
    consortium: Mapped[UUID] = mapped_column(primary_key=True)
    agreement: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    agency: Mapped[UUID] = mapped_column(primary_key=True)
    person: Mapped[UUID]
    opened_on: Mapped[date]


class ElectronicConsentRow(Owned, Base):
    """That a head took back her consent to electronic records, or gave it anew, as a clerk wrote down; the last counts.

    Added, never changed, kept with what she signed: while it is taken back she signs on paper.
    """

    __tablename__ = "electronic_consent"
    __table_args__ = (to_row("person", "person"), to_row("person", "by"))
    person: Mapped[UUID]
    given: Mapped[bool]
    at: Mapped[datetime]
    by: Mapped[UUID]


class AgreementAskRow(Owned, Base):
    """What a head asked to change of a version instead of signing it; kept with it, and shown beside the next draft."""

    __tablename__ = "agreement_ask"
    __table_args__ = (
        _to_version(),
        to_row("agency", "agency"),
        to_row("person", "by"),
        CheckConstraint("clause between 1 and 27", name="clause"),
        CheckConstraint("words <> ''", name="words"),
    )
    agreement: Mapped[UUID]
    version: Mapped[int]
    agency: Mapped[UUID]
    clause: Mapped[int] = mapped_column(SmallInteger)
    words: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[UUID]


class SigningKioskRow(Owned, Base):
    """A page that a clerk opened on her own device for one head to sign one version; good for ten minutes, then gone.

    Only the SHA-256 of its secret is kept. It opens nothing but that page, and signs for nobody by itself.
    """

    __tablename__ = "signing_kiosk"
    __table_args__ = (
        _to_version(),
        to_row("agency", "agency"),
        to_row("person", "person", on_delete="CASCADE"),
        to_row("person", "clerk", on_delete="CASCADE"),
    )
    agreement: Mapped[UUID]
    version: Mapped[int]
    agency: Mapped[UUID]
    person: Mapped[UUID]
    clerk: Mapped[UUID]
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
