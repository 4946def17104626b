"""Rows of the door: the consortium, its people with their roles and ties, sessions and sign-ins.

Tokens are kept as SHA-256 only.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from consortium.db import Base, Owned, to_row


class ConsortiumRow(Base):
    """One regional consortium and its settings; kept as long as the consortium exists.

    ``opened_on`` is empty until the service was opened, and again after it was closed. ``paused_until`` is empty for a
    pause without an end; ``pause_reason`` is one of a closed list, or empty. ``text_offered`` is what was wished: text
    is offered only where the profile of every state allows it too.
    """

    __tablename__ = "consortium"
    __table_args__ = (
        CheckConstraint("slug ~ '^[a-z][a-z0-9-]{1,39}$'", name="slug"),
        CheckConstraint("service_level between 1 and 4", name="level"),
        CheckConstraint("crowd between 2 and 1000 and least_departments between 2 and 50", name="policy"),
        CheckConstraint(
            "agency_cap between 1 and 100 and small between 0 and 1000 and slack between 1 and 10 "
            "and load_limit between 100 and 1000",
            name="promise",
        ),
        CheckConstraint("cardinality(steps) between 1 and 8 and 0 < all(steps)", name="steps"),
        CheckConstraint("call_back_minutes between 5 and 2880", name="call_back"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    timezone: Mapped[str]
    state_network: Mapped[str] = mapped_column(default="")
    service_level: Mapped[int] = mapped_column(SmallInteger, default=4)
    text_offered: Mapped[bool] = mapped_column(default=False)
    paused: Mapped[bool] = mapped_column(default=False)
    crowd: Mapped[int] = mapped_column(default=40)
    least_departments: Mapped[int] = mapped_column(default=3)
    agency_cap: Mapped[int] = mapped_column(SmallInteger, default=50, server_default=text("50"))
    small: Mapped[int] = mapped_column(SmallInteger, default=25, server_default=text("25"))
    slack: Mapped[int] = mapped_column(SmallInteger, default=1, server_default=text("1"))
    load_limit: Mapped[int] = mapped_column(SmallInteger, default=200, server_default=text("200"))
    steps: Mapped[list[int]] = mapped_column(ARRAY(Integer), default=lambda: [5, 5, 5, 5])
    open_limit: Mapped[int] = mapped_column(default=40)
    invented: Mapped[bool] = mapped_column(default=False)
    opened_on: Mapped[date | None]
    pause_reason: Mapped[str] = mapped_column(default="", server_default="")
    paused_until: Mapped[datetime | None]
    call_back_minutes: Mapped[int | None]


class PersonRow(Owned, Base):
    """A person, once per consortium."""

    __tablename__ = "person"
    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    email: Mapped[str | None]
    ended_on: Mapped[date | None]


Index("uq_person_email", PersonRow.consortium, func.lower(PersonRow.email), unique=True)


class RoleRow(Owned, Base):
    """A role that a person holds; roles add up."""

    __tablename__ = "role"
    __table_args__ = (
        to_row("person", "person", on_delete="CASCADE"),
        UniqueConstraint("consortium", "person", "role"),
    )
    person: Mapped[UUID]
    role: Mapped[str]


class AffiliationRow(Owned, Base):
    """What ties a person to an agency; a peer never serves a part of the region that holds any of hers."""

    __tablename__ = "affiliation"
    __table_args__ = (
        to_row("person", "person", on_delete="CASCADE"),
        to_row("agency", "agency", on_delete="RESTRICT"),
        UniqueConstraint("consortium", "person", "agency", "kind"),
    )
    person: Mapped[UUID]
    agency: Mapped[UUID]
    kind: Mapped[str]


class SessionRow(Owned, Base):
    """A member's open session, kept until it ends or she ends it: the day last seen, not the time, and no address.

    ``kind`` says what it may do: full, reduced (a mail link, for who has a passkey) or duty (one shift on one phone).
    ``label`` is the name that she gave the device. ``bound_hash`` belongs to a duty session: a second secret, which
    stays in the browser that it was made in. ``passkey`` is the one that opened it, empty where a mail or an agency's
    account did: what a head does for her agency is asked of a session that a confirmed passkey opened. It refers to
    nothing, so that a session outlives a passkey that she removes; the id of one that is gone opens nothing more.
    """

    __tablename__ = "session"
    __table_args__ = (
        to_row("person", "person", on_delete="CASCADE"),
        CheckConstraint("kind in ('full', 'reduced', 'duty')", name="kind"),
        CheckConstraint("(kind = 'duty') = (bound_hash is not null)", name="bound"),
    )
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    person: Mapped[UUID]
    last_seen_day: Mapped[date]
    expires_at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(default="full", server_default="full")
    label: Mapped[str] = mapped_column(default="", server_default="")
    bound_hash: Mapped[bytes | None]
    passkey: Mapped[UUID | None]


class SignInRow(Owned, Base):
    """A mail link on its way: good once, for ten minutes, in the browser that asked, else with its code."""

    __tablename__ = "sign_in"
    __table_args__ = (to_row("person", "person", on_delete="CASCADE"),)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    browser_hash: Mapped[bytes] = mapped_column(index=True)
    code_hash: Mapped[bytes]
    person: Mapped[UUID]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)


class PasskeyRow(Owned, Base):
    """A member's passkey (WebAuthn), kept until she removes it: the public half, and the name that she gave it.

    Of its use only the last day is kept. ``sign_count`` is the authenticator's own counter, by which a copy may show.
    ``confirmed_by`` and ``confirmed_on`` say who heard an agency head read its fingerprint out, and when;
    ``confirmed_as`` which role she did it in, whatever roles she has later.
    """

    __tablename__ = "passkey"
    __table_args__ = (
        to_row("person", "person", on_delete="CASCADE"),
        to_row("person", "confirmed_by", on_delete="RESTRICT"),
        UniqueConstraint("consortium", "credential_id"),
        CheckConstraint("(confirmed_by is null) = (confirmed_on is null)", name="confirmed"),
        CheckConstraint("confirmed_as in ('clerk', 'agency_head')", name="confirmed_as"),
    )
    person: Mapped[UUID]
    credential_id: Mapped[bytes]
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str]
    transports: Mapped[list[str]] = mapped_column(ARRAY(String))
    backed_up: Mapped[bool]
    added_on: Mapped[date]
    last_used_on: Mapped[date | None]
    confirmed_by: Mapped[UUID | None]
    confirmed_on: Mapped[date | None]
    confirmed_as: Mapped[str | None]


class ChallengeRow(Owned, Base):
    """A question put to a passkey, good once and for five minutes: kept so that no answer counts twice.

    ``person`` is empty where nobody is signed in yet; then ``browser_hash`` says which browser asked.
    """

    __tablename__ = "challenge"
    __table_args__ = (to_row("person", "person", on_delete="CASCADE"),)
    challenge: Mapped[bytes] = mapped_column(unique=True)
    purpose: Mapped[str]
    person: Mapped[UUID | None]
    browser_hash: Mapped[bytes | None]
    expires_at: Mapped[datetime]


class RecoveryRow(Owned, Base):
    """A member has lost her passkeys and asked to begin anew; kept until that is done, cancelled or has lapsed.

    It counts for ``[ready_at, expires_at)``. ``cancel_hash`` belongs to the mail by which one press cancels it.
    """

    __tablename__ = "recovery"
    __table_args__ = (to_row("person", "person", on_delete="CASCADE"), UniqueConstraint("consortium", "person"))
    person: Mapped[UUID]
    ready_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    cancel_hash: Mapped[bytes] = mapped_column(unique=True)


class KeyCheckRow(Owned, Base):
    """How often one member typed a fingerprint that did not fit one key; kept with the key, so that guessing ends.

    It is counted for each of those who may confirm, so that nobody can keep another from confirming.
    """

    __tablename__ = "key_check"
    __table_args__ = (
        to_row("passkey", "passkey", on_delete="CASCADE"),
        to_row("person", "checker", on_delete="CASCADE"),
        UniqueConstraint("consortium", "passkey", "checker"),
    )
    passkey: Mapped[UUID]
    checker: Mapped[UUID]
    wrong: Mapped[int] = mapped_column(SmallInteger)


class FactsRow(Base):
    """A number that grows with every change of what routing depends on; processes keep facts by it."""

    __tablename__ = "facts"
    consortium: Mapped[UUID] = mapped_column(ForeignKey("consortium.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int]


class SignOnRow(Owned, Base):
    """How one agency's people may sign in with its own accounts (OpenID Connect); kept until it is ended.

    The client's secret is sealed under the installation's key. It is never needed by a duty peer.
    """

    __tablename__ = "sign_on"
    __table_args__ = (to_row("agency", "agency", on_delete="RESTRICT"), UniqueConstraint("consortium", "agency"))
    agency: Mapped[UUID]
    issuer: Mapped[str]
    client_id: Mapped[str]
    secret: Mapped[bytes | None]
    made_on: Mapped[date]


class SignOnFlowRow(Owned, Base):
    """A way to the agency's accounts and back that has begun: good once, for ten minutes, in the browser that began it.

    ``person`` is set where somebody who is signed in connects her account, and empty where somebody signs in.
    """

    __tablename__ = "sign_on_flow"
    __table_args__ = (
        to_row("sign_on", "sign_on", on_delete="CASCADE"),
        to_row("person", "person", on_delete="CASCADE"),
    )
    sign_on: Mapped[UUID]
    person: Mapped[UUID | None]
    state_hash: Mapped[bytes] = mapped_column(unique=True)
    browser_hash: Mapped[bytes]
    nonce: Mapped[str]
    verifier: Mapped[str]
    expires_at: Mapped[datetime]


class IdentityRow(Owned, Base):
    """A member's account at her agency, connected by herself: only a hash of the account's own id is kept."""

    __tablename__ = "identity"
    __table_args__ = (
        to_row("sign_on", "sign_on", on_delete="CASCADE"),
        to_row("person", "person", on_delete="CASCADE"),
        UniqueConstraint("consortium", "sign_on", "subject_hash"),
        UniqueConstraint("consortium", "sign_on", "person"),
    )
    sign_on: Mapped[UUID]
    person: Mapped[UUID]
    subject_hash: Mapped[bytes]
    connected_on: Mapped[date]
