"""Rows of the members: agencies, peers and what makes them able to serve, and the parts of the region."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    UniqueConstraint,
    false,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from consortium.db import Base, Owned


def _to(table: str, column: str, *, on_delete: str = "RESTRICT") -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["consortium", column], [f"{table}.consortium", f"{table}.id"], ondelete=on_delete)


class CrisisLineRow(Owned, Base):
    """A crisis line, with the day on which somebody last rang it and was answered; shown to officers only then.

    ``verified_by`` is empty where the command line, or nobody, verified it.
    """

    __tablename__ = "crisis_line"
    __table_args__ = (ForeignKeyConstraint(["consortium", "verified_by"], ["person.consortium", "person.id"]),)
    position: Mapped[int] = mapped_column(SmallInteger)
    name: Mapped[str]
    number: Mapped[str]
    href: Mapped[str]
    blurb_en: Mapped[str]
    blurb_es: Mapped[str]
    verified_on: Mapped[date | None]
    verified_by: Mapped[UUID | None]


class NoticeRow(Owned, Base):
    """A version of the limits of confidentiality of one state, in one language; only approved ones are shown.

    A version is changed only while it is a draft. All are kept, to prove what was shown when. ``comment`` is what the
    legal advisor wrote when she returned it.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("consortium", "state", "language", "version"),
        ForeignKeyConstraint(["consortium", "written_by"], ["person.consortium", "person.id"]),
        CheckConstraint("stage in ('draft', 'submitted', 'returned', 'approved', 'withdrawn')", name="stage"),
        CheckConstraint(
            "stage not in ('approved', 'withdrawn') or (approved_by is not null and approved_on is not null)",
            name="approved",
        ),
    )
    state: Mapped[str]
    language: Mapped[str]
    version: Mapped[int]
    text: Mapped[str]
    misconduct_duty: Mapped[str]
    approved_by: Mapped[str | None]
    approved_on: Mapped[date | None]
    example: Mapped[bool] = mapped_column(default=False)
    stage: Mapped[str] = mapped_column(default="draft")
    written_by: Mapped[UUID | None]
    written_on: Mapped[date | None]
    comment: Mapped[str] = mapped_column(default="", server_default="")


class StateFieldRow(Owned, Base):
    """One thing that a legal advisor has read in the law of a state, with its source; what nobody read has no row.

    ``read_by`` is empty where the command line recorded it.
    """

    __tablename__ = "state_field"
    __table_args__ = (
        UniqueConstraint("consortium", "state", "field"),
        ForeignKeyConstraint(["consortium", "read_by"], ["person.consortium", "person.id"]),
    )
    state: Mapped[str]
    field: Mapped[str]
    value: Mapped[str]
    source: Mapped[str]
    read_by: Mapped[UUID | None]
    read_on: Mapped[date]


class ServiceHoursRow(Owned, Base):
    """The hours of one weekday in which peers are asked, by the wall clock, where the service has set hours.

    ``weekday`` counts from Monday, 0. An end that does not come after the start is one of the next day.
    """

    __tablename__ = "service_hours"
    __table_args__ = (
        UniqueConstraint("consortium", "weekday"),
        CheckConstraint("weekday between 0 and 6", name="weekday"),
    )
    weekday: Mapped[int] = mapped_column(SmallInteger)
    opens_at: Mapped[time]
    closes_at: Mapped[time]


class MailTestRow(Owned, Base):
    """A test mail to a member, and the day on which she typed its code back: proof that our mail arrives.

    ``code_hash`` is SHA-256; it is emptied when the code was used.
    """

    __tablename__ = "mail_test"
    __table_args__ = (_to("person", "person", on_delete="CASCADE"), UniqueConstraint("consortium", "person"))
    person: Mapped[UUID]
    code_hash: Mapped[bytes | None]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)
    proved_on: Mapped[date | None]


class AgencyRow(Owned, Base):
    """A law-enforcement agency: where it is and how many sworn it has, counted low and dated."""

    __tablename__ = "agency"
    __table_args__ = (
        UniqueConstraint("consortium", "federal_key"),
        UniqueConstraint("consortium", "name"),
        CheckConstraint("sworn >= 0 and part_time >= 0", name="sworn"),
        CheckConstraint("lat between -90 and 90 and lon between -180 and 180", name="place"),
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


class AccreditationRow(Owned, Base):
    """That a state's authority has accredited an agency's team of peers, from ``begins_on`` until ``ends_on`` comes.

    Kept because some states protect talks with an accredited team only, and an agreement may rest on that. ``paper`` is
    the number of the document, ``attested_by`` the clerk who held it; older rows name neither.
    """

    __tablename__ = "accreditation"
    __table_args__ = (
        _to("agency", "agency", on_delete="CASCADE"),
        _to("person", "attested_by"),
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
        _to("agency", "agency", on_delete="CASCADE"),
        CheckConstraint("sworn >= 0 and part_time >= 0", name="sworn"),
    )
    agency: Mapped[UUID]
    sworn: Mapped[int]
    part_time: Mapped[int]
    counted_on: Mapped[date]


class DistanceToldRow(Owned, Base):
    """What a person knows of the road between two agencies: its miles, or that there is none, in which months and why.

    Kept until somebody withdraws it, because an estimate knows no pass that snow closes. ``miles`` is empty where there
    is no way; months are empty where it holds the whole year. ``told_by`` is empty where the command line told it.
    """

    __tablename__ = "distance_told"
    __table_args__ = (
        _to("agency", "one", on_delete="CASCADE"),
        _to("agency", "other", on_delete="CASCADE"),
        _to("person", "told_by"),
        CheckConstraint("one < other", name="pair"),
        CheckConstraint("miles > 0", name="miles"),
        CheckConstraint(
            "(first_month is null) = (last_month is null) and first_month between 1 and 12 "
            "and last_month between 1 and 12",
            name="months",
        ),
        Index("ix_distance_told_pair", "consortium", "one", "other"),
    )
    one: Mapped[UUID]
    other: Mapped[UUID]
    miles: Mapped[float | None]
    first_month: Mapped[int | None] = mapped_column(SmallInteger)
    last_month: Mapped[int | None] = mapped_column(SmallInteger)
    reason: Mapped[str]
    told_by: Mapped[UUID | None]
    told_on: Mapped[date]


class DistanceMeasuredRow(Base):
    """What a routing engine said of the road between two agencies, and from which places it measured.

    Kept until it is measured anew; it counts only while both agencies still stand where they stood then. ``miles`` is
    empty where the engine found no way.
    """

    __tablename__ = "distance_measured"
    __table_args__ = (
        _to("agency", "one", on_delete="CASCADE"),
        _to("agency", "other", on_delete="CASCADE"),
        CheckConstraint("one < other", name="pair"),
        CheckConstraint("miles >= 0", name="miles"),
    )
    consortium: Mapped[UUID] = mapped_column(primary_key=True)
    one: Mapped[UUID] = mapped_column(primary_key=True)
    other: Mapped[UUID] = mapped_column(primary_key=True)
    miles: Mapped[float | None]
    one_lat: Mapped[float]
    one_lon: Mapped[float]
    other_lat: Mapped[float]
    other_lon: Mapped[float]
    measured_on: Mapped[date]


class OnboardingStepRow(Owned, Base):
    """A step of an agency's way in that only paper or a talk can prove, with the day and who attests it."""

    __tablename__ = "onboarding_step"
    __table_args__ = (
        _to("agency", "agency", on_delete="CASCADE"),
        _to("person", "attested_by"),
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
        _to("agency", "agency"),
        _to("person", "person"),
        _to("person", "made_by"),
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


class PeerRow(Base):
    """What makes a person a peer, a chaplain or a clinician of the consortium.

    The row stays when she answers no more (``ended_on``, her first day off the list), so that the rota of the past can
    be read; ``suspended_at`` is the instant from which her turns count as gaps. ``sworn``: she is a sworn officer, whom
    some states oblige to report misconduct.
    """

    __tablename__ = "peer"
    __table_args__ = (_to("person", "person", on_delete="CASCADE"), _to("agency", "lent_by"))
    consortium: Mapped[UUID] = mapped_column(primary_key=True)
    person: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    lent_by: Mapped[UUID | None]
    talk_number: Mapped[str | None]
    ring_off_duty: Mapped[bool] = mapped_column(default=False)
    suspended: Mapped[bool] = mapped_column(default=False)
    suspended_at: Mapped[datetime | None]
    ended_on: Mapped[date | None]
    sworn: Mapped[bool] = mapped_column(default=True, server_default=true())


class TrainingRow(Owned, Base):
    """A completed course, with its hours and the day it lapses; or a licence to counsel, which has no hours.

    Kept because nobody serves without: a clinician needs a licence in date, everybody else a course. Neither stands for
    the other.
    """

    __tablename__ = "training"
    __table_args__ = (
        _to("person", "person", on_delete="CASCADE"),
        CheckConstraint("hours >= 0 and expires_on > completed_on", name="dates"),
        CheckConstraint("kind = 'course' or (kind = 'licence' and hours = 0)", name="kind"),
    )
    person: Mapped[UUID]
    kind: Mapped[str] = mapped_column(default="course", server_default="course")
    course: Mapped[str]
    hours: Mapped[int]
    completed_on: Mapped[date]
    expires_on: Mapped[date]


class ChannelRow(Owned, Base):
    """A way to page a person, with the day on which it was proved."""

    __tablename__ = "channel"
    __table_args__ = (
        _to("person", "person", on_delete="CASCADE"),
        UniqueConstraint("consortium", "person", "kind", "address"),
    )
    person: Mapped[UUID]
    kind: Mapped[str]
    address: Mapped[str]
    proved_on: Mapped[date | None]


class ChannelProofRow(Owned, Base):
    """A code on its way to a channel, for its holder to type back: good for half an hour, a few tries, once."""

    __tablename__ = "channel_proof"
    __table_args__ = (
        _to("channel", "channel", on_delete="CASCADE"),
        UniqueConstraint("consortium", "channel"),
    )
    channel: Mapped[UUID]
    code_hash: Mapped[bytes]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)


class DepartureRow(Owned, Base):
    """Somebody is leaving: the consortium (``person``) or the list of those who answer (``peer``).

    Planned until ``due_at``, when it is carried out; then ``kept`` holds what was taken from her (roles, ties,
    designations), so that it can be taken back on the same day, and at the next ``due_at`` the row is deleted.
    """

    __tablename__ = "departure"
    __table_args__ = (
        _to("person", "person", on_delete="CASCADE"),
        UniqueConstraint("consortium", "person", "kind"),
        CheckConstraint("kind in ('person', 'peer')", name="kind"),
        Index("ix_departure_due_at", "due_at"),
    )
    person: Mapped[UUID]
    kind: Mapped[str]
    ends_on: Mapped[date]
    done: Mapped[bool] = mapped_column(default=False)
    due_at: Mapped[datetime]
    kept: Mapped[dict[str, Any]] = mapped_column(default=dict)


class LeaveRow(Owned, Base):
    """A span away from duty, half-open."""

    __tablename__ = "leave"
    __table_args__ = (
        _to("person", "person", on_delete="CASCADE"),
        CheckConstraint("ends_at > starts_at", name="span"),
    )
    person: Mapped[UUID]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class DesignationRow(Owned, Base):
    """An agency designates a peer to serve its people, by an annex to an agreement; never changed but to end it."""

    __tablename__ = "designation"
    __table_args__ = (
        _to("person", "person", on_delete="CASCADE"),
        _to("agency", "agency"),
        _to("agreement", "agreement"),
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
        _to("agreement", "agreement"),
        _to("agency", "agency"),
        _to("person", "prepared_by"),
        _to("person", "attested_by"),
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
        _to("roster_annex", "annex", on_delete="CASCADE"),
        _to("person", "person", on_delete="CASCADE"),
    )
    consortium: Mapped[UUID] = mapped_column(primary_key=True)
    annex: Mapped[UUID] = mapped_column(primary_key=True)
    person: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    line: Mapped[str]


class ZonePlanRow(Owned, Base):
    """A version of the plan of zones, with the policy that it was made for; the newest one holds."""

    __tablename__ = "zone_plan"
    __table_args__ = (UniqueConstraint("consortium", "version"),)
    version: Mapped[int]
    crowd: Mapped[int]
    least_departments: Mapped[int]
    agency_cap: Mapped[int] = mapped_column(SmallInteger, default=50, server_default=text("50"))
    small: Mapped[int] = mapped_column(SmallInteger, default=25, server_default=text("25"))
    slack: Mapped[int] = mapped_column(SmallInteger, default=1, server_default=text("1"))
    load_limit: Mapped[int] = mapped_column(SmallInteger, default=200, server_default=text("200"))
    made_on: Mapped[date]


class ZoneRow(Owned, Base):
    """One zone; on screen a part of the region, with its departments listed under its label."""

    __tablename__ = "zone"
    __table_args__ = (
        _to("zone_plan", "plan", on_delete="CASCADE"),
        UniqueConstraint("consortium", "plan", "label"),
    )
    plan: Mapped[UUID]
    label: Mapped[str]


class ZoneMemberRow(Base):
    """An agency in a zone: in one zone of a plan at most."""

    __tablename__ = "zone_member"
    __table_args__ = (_to("zone", "zone", on_delete="CASCADE"), _to("agency", "agency"))
    consortium: Mapped[UUID] = mapped_column(primary_key=True)
    plan: Mapped[UUID] = mapped_column(primary_key=True)
    agency: Mapped[UUID] = mapped_column(primary_key=True)
    zone: Mapped[UUID]


class ZoneCodeRow(Owned, Base):
    """A code that a part's posters carry, the same in all its departments; printed in public, never required.

    It lets an asking through while somebody floods the form, and is kept with no request.
    """

    __tablename__ = "zone_code"
    __table_args__ = (
        _to("zone", "zone", on_delete="CASCADE"),
        UniqueConstraint("consortium", "code"),
        UniqueConstraint("consortium", "zone", "since"),
        CheckConstraint("code ~ '^[2-9bcdfghjkmnpqrstvwxz]{8}$'", name="code"),
        CheckConstraint("until > since", name="days"),
    )
    zone: Mapped[UUID]
    code: Mapped[str]
    since: Mapped[date]
    until: Mapped[date]


class RosterImportRow(Owned, Base):
    """A list of people that somebody brought in.

    The list itself is kept until it is taken, a day at most; then only how much it added, for the 30 days in which it
    can be undone.
    """

    __tablename__ = "roster_import"
    __table_args__ = (
        _to("person", "made_by"),
        CheckConstraint("state in ('matching', 'looking', 'done', 'undone')", name="state"),
    )
    made_by: Mapped[UUID | None]
    made_at: Mapped[datetime]
    state: Mapped[str]
    sheet: Mapped[dict[str, Any]]
    choices: Mapped[dict[str, Any]]
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)


class RosterImportedRow(Owned, Base):
    """One thing that an import added to a person, so that it can be taken back for 30 days."""

    __tablename__ = "roster_imported"
    __table_args__ = (
        _to("roster_import", "import_id", on_delete="CASCADE"),
        _to("person", "person", on_delete="CASCADE"),
    )
    import_id: Mapped[UUID]
    person: Mapped[UUID]
    kind: Mapped[str]
    row: Mapped[UUID | None]
    value: Mapped[str | None]


class AgencyImportRow(Owned, Base):
    """A list of agencies that somebody brought in.

    The file itself is kept until it is taken or the next one is brought; then only how much it did, so that it can be
    undone for 30 days. ``wanted`` is which of its rows, ``choices`` what was decided about them.
    """

    __tablename__ = "agency_import"
    __table_args__ = (
        _to("person", "made_by"),
        CheckConstraint("state in ('looking', 'done', 'undone')", name="state"),
    )
    made_by: Mapped[UUID | None]
    made_at: Mapped[datetime]
    state: Mapped[str]
    content: Mapped[bytes | None]
    wanted: Mapped[dict[str, Any]]
    choices: Mapped[dict[str, Any]]
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)


class AgencyImportedRow(Base):
    """An agency that an import added or changed, with what it was before, so that it can be taken back for 30 days.

    ``before`` is empty for an agency that the import added.
    """

    __tablename__ = "agency_imported"
    __table_args__ = (
        _to("agency_import", "import_id", on_delete="CASCADE"),
        _to("agency", "agency", on_delete="CASCADE"),
    )
    consortium: Mapped[UUID] = mapped_column(primary_key=True)
    import_id: Mapped[UUID] = mapped_column(primary_key=True)
    agency: Mapped[UUID] = mapped_column(primary_key=True)
    before: Mapped[dict[str, Any]]


class HeardRow(Base):
    """What a heading, or the name of an agency, meant in a list that somebody matched: remembered for the next one."""

    __tablename__ = "heard"
    __table_args__ = (
        ForeignKeyConstraint(["consortium"], ["consortium.id"], ondelete="CASCADE"),
        CheckConstraint("kind in ('column', 'agency')", name="kind"),
    )
    consortium: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    heard: Mapped[str] = mapped_column(primary_key=True)
    meant: Mapped[str]


class MailDietRow(Base):
    """When a member wants mails that can wait: quiet hours, or one mail a day. Kept until she changes it or leaves.

    ``no_weekly``: a coordinator does without the mail of the week about cover.
    """

    __tablename__ = "mail_diet"
    __table_args__ = (
        _to("person", "person", on_delete="CASCADE"),
        CheckConstraint("(quiet_from is null) = (quiet_until is null)", name="quiet"),
    )
    consortium: Mapped[UUID] = mapped_column(primary_key=True)
    person: Mapped[UUID] = mapped_column(primary_key=True)
    quiet_from: Mapped[time | None]
    quiet_until: Mapped[time | None]
    digest_at: Mapped[time | None]
    no_weekly: Mapped[bool] = mapped_column(default=False, server_default=false())
