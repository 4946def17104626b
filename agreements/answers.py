"""The answers to "may she serve them?": yes, by which versions; or no, under which clause, and why in plain words."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from agreements.clauses import Clause
from agreements.versions import VersionId
from geo.names import AgencyId


class Why(StrEnum):
    """Each reason to refuse, in the order in which they are looked for. Pages translate by it."""

    NOBODY = "nobody"
    PEER_SUSPENDED = "peer_suspended"
    OWN_AGENCY = "own_agency"
    NO_AGREEMENT = "no_agreement"
    NOT_SIGNED = "not_signed"
    DECLINED = "declined"
    NOT_IN_FORCE = "not_in_force"
    AGENCY_SUSPENDED = "agency_suspended"
    AGENCY_PAUSED = "agency_paused"
    LEFT = "left"
    ENDED = "ended"
    NOT_EMPOWERED = "not_empowered"
    UNREADABLE = "unreadable"
    NOT_TOGETHER = "not_together"
    SERVICE = "service"
    ROLE = "role"
    NOT_LENT = "not_lent"
    NOT_RECEIVED = "not_received"
    BEYOND_LEAD = "beyond_lead"
    TOO_FAR = "too_far"
    DISTANCE_UNKNOWN = "distance_unknown"
    KEPT_APART = "kept_apart"
    NOT_PRIVILEGED = "not_privileged"
    PRIVILEGE_UNREAD = "privilege_unread"
    ACCREDITATION_UNREAD = "accreditation_unread"
    NOT_ACCREDITED = "not_accredited"
    MUST_REPORT = "must_report"
    REPORTING_UNREAD = "reporting_unread"
    ACCREDITATION_LAPSED = "accreditation_lapsed"
    NO_LICENCE = "no_licence"
    UNTRAINED = "untrained"
    TRAINING_LAPSED = "training_lapsed"
    TOO_FEW_HOURS = "too_few_hours"
    TOO_FEW_THIS_YEAR = "too_few_this_year"
    NOT_DESIGNATED = "not_designated"
    DESIGNATION_NOT_YET = "designation_not_yet"
    DESIGNATION_ENDED = "designation_ended"
    OUT_OF_HOURS = "out_of_hours"
    NOT_BEGUN = "not_begun"
    RUN_OFF_OVER = "run_off_over"


REASONS: Final[dict[Why, tuple[Clause, str]]] = {
    Why.NOBODY: (Clause.PARTIES, "No agency was named."),
    Why.PEER_SUSPENDED: (Clause.QUALIFICATIONS, "The peer is suspended."),
    Why.OWN_AGENCY: (Clause.INDEPENDENCE, "The peer belongs to the agency."),
    Why.NO_AGREEMENT: (Clause.PARTIES, "The agency is in no agreement."),
    Why.NOT_SIGNED: (Clause.PARTIES, "The agency has not signed the agreement."),
    Why.DECLINED: (Clause.PARTIES, "The agency has declined to sign the agreement."),
    Why.NOT_IN_FORCE: (Clause.EFFECT, "The agency has signed, but is not bound yet."),
    Why.AGENCY_SUSPENDED: (Clause.SUSPENSION, "The agency's part in the agreement is suspended."),
    Why.AGENCY_PAUSED: (Clause.AVAILABILITY, "The agency has paused its part in the agreement."),
    Why.LEFT: (Clause.WITHDRAWAL, "The agency has left the agreement."),
    Why.ENDED: (Clause.TERM, "The agreement is over for the agency."),
    Why.NOT_EMPOWERED: (Clause.PARTIES, "The agency has not let its lead agency act for it in writing."),
    Why.UNREADABLE: (Clause.COUNTERPARTS, "The record of the agreement can't be read as it was signed."),
    Why.NOT_TOGETHER: (Clause.PARTIES, "No agreement binds both the agency and the peer's own."),
    Why.SERVICE: (Clause.SERVICES, "The agreement does not offer this service."),
    Why.ROLE: (Clause.QUALIFICATIONS, "The agreement does not let somebody in this role serve."),
    Why.NOT_LENT: (Clause.SERVICES, "The peer's agency does not give this service under the agreement."),
    Why.NOT_RECEIVED: (Clause.SERVICES, "The agency does not take this service under the agreement."),
    Why.BEYOND_LEAD: (
        Clause.PARTIES,
        "The agency does not give or take this service at home.",
    ),
    Why.TOO_FAR: (Clause.AREA, "The peer's agency lies farther away, as the crow flies, than agreed."),
    Why.DISTANCE_UNKNOWN: (Clause.AREA, "The agreement sets a greatest distance, and this one is not known."),
    Why.KEPT_APART: (Clause.INDEPENDENCE, "The agreement keeps the agency and one of the peer's own apart."),
    Why.NOT_PRIVILEGED: (Clause.CONFIDENTIALITY, "A state's law does not protect talks across agencies."),
    Why.PRIVILEGE_UNREAD: (
        Clause.CONFIDENTIALITY,
        "Nobody has read whether a state's law protects talks across agencies.",
    ),
    Why.ACCREDITATION_UNREAD: (
        Clause.CONFIDENTIALITY,
        "Nobody has read whether a state's law protects accredited teams only.",
    ),
    Why.NOT_ACCREDITED: (
        Clause.CONFIDENTIALITY,
        "The law protects accredited teams only, and the peer's is not accredited.",
    ),
    Why.MUST_REPORT: (Clause.LIMITS, "The peer's state obliges sworn peers to report misconduct."),
    Why.REPORTING_UNREAD: (
        Clause.LIMITS,
        "Nobody has read whether the peer's state obliges her to report misconduct.",
    ),
    Why.ACCREDITATION_LAPSED: (Clause.SUSPENSION, "The accreditation of the agency's team has lapsed."),
    Why.NO_LICENCE: (Clause.QUALIFICATIONS, "The clinician has no licence in date."),
    Why.UNTRAINED: (Clause.QUALIFICATIONS, "The peer has no training."),
    Why.TRAINING_LAPSED: (Clause.QUALIFICATIONS, "The peer's training has lapsed."),
    Why.TOO_FEW_HOURS: (Clause.QUALIFICATIONS, "The peer has too few hours of training."),
    Why.TOO_FEW_THIS_YEAR: (Clause.QUALIFICATIONS, "The peer has too few hours of training in the last 365 days."),
    Why.NOT_DESIGNATED: (Clause.DESIGNATION, "The agency has not designated the peer."),
    Why.DESIGNATION_NOT_YET: (Clause.DESIGNATION, "The agency's designation does not count yet."),
    Why.DESIGNATION_ENDED: (Clause.DESIGNATION, "The agency's designation of the peer has ended."),
    Why.OUT_OF_HOURS: (Clause.AVAILABILITY, "It is outside the weekly hours of the agreement."),
    Why.NOT_BEGUN: (Clause.WITHDRAWAL, "The talk could not be begun, so it can't be finished."),
    Why.RUN_OFF_OVER: (Clause.WITHDRAWAL, "The time to finish open talks is over."),
}
"""For each reason the clause that it cites and the sentence that says it."""


@dataclass(frozen=True, slots=True)
class Allow:
    """Yes; ``versions``: the versions in force that allow it, sorted by id."""

    versions: tuple[VersionId, ...]


@dataclass(frozen=True, slots=True)
class Deny:
    """No.

    Args:
        why: the reason.
        agency: the agency it lies with, a member or the peer's own; ``None`` if it lies with the peer alone.
        version: the version whose clause is cited: one in force, else the open or last one that concerns the agency.
            ``None`` where there is none: nobody was named, or no agreement names the agency, or both together.
    """

    why: Why
    agency: AgencyId | None = None
    version: VersionId | None = None

    @property
    def clause(self) -> Clause:
        """The clause that refuses."""
        return REASONS[self.why][0]

    @property
    def reason(self) -> str:
        """One short sentence."""
        return REASONS[self.why][1]
