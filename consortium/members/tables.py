"""Rows of agencies: where they are, how they came in, who is invited to them, and whom they designate."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consortium.db import Base, Owned, to_row


class AgencyRow(Owned, Base):
    """A law-enforcement agency: where it is and how many sworn it has, counted low and dated.

    ``clock`` is the zone that it lives by, kept so that its people read the times of their turns on their own clock
    too; null until it is worked out. ``clock_from``: by its ``place``, by one that is about as ``near`` to another
    clock, or ``told`` by a person.
    """

    __tablename__ = "agency"
    __table_args__ = (
        UniqueConstraint("consortium", "federal_key"),
        UniqueConstraint("consortium", "name"),
        CheckConstraint("sworn >= 0 and part_time >= 0", name="sworn"),
        CheckConstraint("lat between -90 and 90 and lon between -180 and 180", name="place"),
        CheckConstraint("clock_from in ('place', 'near', 'told')", name="clock_from"),
        CheckConstraint("clock is not null or clock_from = 'place'", name="clock_known"),
    )
    name: Mapped[str]
    kind: Mapped[str]
    county: Mapped[str]
    state: Mapped[str]
    lat: Mapped[float]
    lon: Mapped[float]
    sworn: Mapped[int]
    part_time: Mapped[int] = mapped_column(default=0)
    counted_on: Mapped[date]
    federal_key: Mapped[str | None]
    ends_on: Mapped[date | None]
    clock: Mapped[str | None]
    clock_from: Mapped[str] = mapped_column(server_default="place")


class AccreditationRow(Owned, Base):
    """That a state's authority has accredited an agency's team of peers, from ``begins_on`` until ``ends_on`` comes.

    Kept because some states protect talks with an accredited team only, and an agreement may rest on that. ``paper`` is
    the number of the document, ``attested_by`` the clerk who held it; older rows name neither.
    """

    __tablename__ = "accreditation"
    __table_args__ = (
        to_row("agency", "agency", on_delete="CASCADE"),
        to_row("person", "attested_by", on_delete="RESTRICT"),
        CheckConstraint("ends_on > begins_on", name="dates"),
    )
    agency: Mapped[UUID]
    authority: Mapped[str]
    begins_on: Mapped[date]
    ends_on: Mapped[date]
    paper: Mapped[str] = mapped_column(server_default="")
    attested_by: Mapped[UUID | None]


class SwornCountRow(Owned, Base):
    """An earlier count of an agency's officers, kept because the promise of a past day rested on it."""

    __tablename__ = "sworn_count"
    __table_args__ = (
        to_row("agency", "agency", on_delete="CASCADE"),
        CheckConstraint("sworn >= 0 and part_time >= 0", name="sworn"),
    )
    agency: Mapped[UUID]
    sworn: Mapped[int]
    part_time: Mapped[int]
    counted_on: Mapped[date]


class OnboardingStepRow(Owned, Base):
    """A step of an agency's way in that only paper or a talk can prove, with the day and who attests it."""

    __tablename__ = "onboarding_step"
    __table_args__ = (
        to_row("agency", "agency", on_delete="CASCADE"),
        to_row("person", "attested_by", on_delete="RESTRICT"),
        UniqueConstraint("consortium", "agency", "step"),
    )
    agency: Mapped[UUID]
    step: Mapped[str]
    done_on: Mapped[date]
    attested_by: Mapped[UUID]


class InvitationRow(Owned, Base):
    """An invitation of a person to a role at an agency, with the number that mail and letter share.

    Kept as long as the agency, because it tells how somebody came by a role. ``telephone`` is the inviter's, in E.164.
    ``mail_id`` names the last mail, and ``mail`` says what became of it: waiting, handed or failed.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        to_row("agency", "agency", on_delete="RESTRICT"),
        to_row("person", "person", on_delete="RESTRICT"),
        to_row("person", "made_by", on_delete="RESTRICT"),
        UniqueConstraint("consortium", "number"),
        CheckConstraint("expires_on > made_on", name="dates"),
        CheckConstraint("num_nonnulls(accepted_on, declined_on, withdrawn_on) <= 1", name="one_end"),
        CheckConstraint("mail in ('waiting', 'handed', 'failed')", name="mail"),
    )
    agency: Mapped[UUID]
    person: Mapped[UUID]
    role: Mapped[str]
    bond: Mapped[str | None]
    number: Mapped[str]
    telephone: Mapped[str]
    made_by: Mapped[UUID]
    made_on: Mapped[date]
    expires_on: Mapped[date]
    sent_on: Mapped[date]
    mail: Mapped[str]
    mail_id: Mapped[UUID]
    accepted_on: Mapped[date | None]
    declined_on: Mapped[date | None]
    decline_reason: Mapped[str | None]
    withdrawn_on: Mapped[date | None]


class DesignationRow(Owned, Base):
    """An agency designates a peer to serve its people, by an annex to an agreement; never changed but to end it."""

    __tablename__ = "designation"
    __table_args__ = (
        to_row("person", "person", on_delete="CASCADE"),
        to_row("agency", "agency", on_delete="RESTRICT"),
        to_row("agreement", "agreement", on_delete="RESTRICT"),
        UniqueConstraint("consortium", "agency", "person", "agreement", "annex"),
        CheckConstraint("until is null or until > since", name="span"),
        CheckConstraint("annex > 0", name="annex"),
        CheckConstraint("manner in ('signed', 'deemed')", name="manner"),
    )
    agency: Mapped[UUID]
    person: Mapped[UUID]
    agreement: Mapped[UUID]
    annex: Mapped[int]
    manner: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime | None]


class RosterAnnexRow(Owned, Base):
    """A roster annex on its way: prepared for an agency's head to sign. It designates nobody before it is attested.

    ``annex`` is its number among the agreement's annexes, given when it is attested; ``signed_on`` is the paper's day.
    ``law`` is the statute that the paper cites, as a legal advisor had read it by then; empty where nobody had.
    """

    __tablename__ = "roster_annex"
    __table_args__ = (
        to_row("agreement", "agreement", on_delete="RESTRICT"),
        to_row("agency", "agency", on_delete="RESTRICT"),
        to_row("person", "prepared_by", on_delete="RESTRICT"),
        to_row("person", "attested_by", on_delete="RESTRICT"),
        UniqueConstraint("consortium", "reference"),
        CheckConstraint("num_nonnulls(annex, signed_on, attested_by) in (0, 3)", name="attested"),
        CheckConstraint("signed_on is null or withdrawn_on is null", name="one_end"),
    )
    agreement: Mapped[UUID]
    agency: Mapped[UUID]
    reference: Mapped[str]
    law: Mapped[str]
    prepared_on: Mapped[date]
    prepared_by: Mapped[UUID]
    annex: Mapped[int | None]
    signed_on: Mapped[date | None]
    attested_by: Mapped[UUID | None]
    withdrawn_on: Mapped[date | None]


class RosterAnnexPeerRow(Base):
    """A person whom a prepared roster annex lists, with the line about her that the paper bears."""

    __tablename__ = "roster_annex_peer"
    __table_args__ = (
        to_row("roster_annex", "annex", on_delete="CASCADE"),
        to_row("person", "person", on_delete="CASCADE"),
    )
    consortium: Mapped[UUID] = mapped_column(primary_key=True)
    annex: Mapped[UUID] = mapped_column(primary_key=True)
    person: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    line: Mapped[str]
