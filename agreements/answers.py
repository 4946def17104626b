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
    NOT_IN_FORCE = "not_in_force"
    AGENCY_SUSPENDED = "agency_suspended"
    LEFT = "left"
    ENDED = "ended"
    NOT_TOGETHER = "not_together"
    SERVICE = "service"
    ROLE = "role"
    NO_LICENCE = "no_licence"
    UNTRAINED = "untrained"
    TRAINING_LAPSED = "training_lapsed"
    TOO_FEW_HOURS = "too_few_hours"
    NOT_DESIGNATED = "not_designated"
    DESIGNATION_NOT_YET = "designation_not_yet"
    DESIGNATION_ENDED = "designation_ended"
    NOT_BEGUN = "not_begun"
    RUN_OFF_OVER = "run_off_over"


REASONS: Final[dict[Why, tuple[Clause, str]]] = {
    Why.NOBODY: (Clause.PARTIES, "No agency was named."),
    Why.PEER_SUSPENDED: (Clause.SUSPENSION, "The peer is suspended."),
    Why.OWN_AGENCY: (Clause.INDEPENDENCE, "The peer belongs to the agency."),
    Why.NO_AGREEMENT: (Clause.PARTIES, "The agency is in no agreement."),
    Why.NOT_SIGNED: (Clause.PARTIES, "The agency has not signed the agreement."),
    Why.NOT_IN_FORCE: (Clause.EFFECT, "The agency has signed, but is not bound yet."),
    Why.AGENCY_SUSPENDED: (Clause.SUSPENSION, "The agency's part in the agreement is suspended."),
    Why.LEFT: (Clause.WITHDRAWAL, "The agency has left the agreement."),
    Why.ENDED: (Clause.TERM, "The agreement is over for the agency."),
    Why.NOT_TOGETHER: (Clause.PARTIES, "No agreement binds both the agency and the peer's own."),
    Why.SERVICE: (Clause.SERVICES, "The agreement does not offer this service."),
    Why.ROLE: (Clause.QUALIFICATIONS, "The agreement does not let somebody in this role serve."),
    Why.NO_LICENCE: (Clause.QUALIFICATIONS, "The clinician has no licence in date."),
    Why.UNTRAINED: (Clause.QUALIFICATIONS, "The peer has no training."),
    Why.TRAINING_LAPSED: (Clause.QUALIFICATIONS, "The peer's training has lapsed."),
    Why.TOO_FEW_HOURS: (Clause.QUALIFICATIONS, "The peer has too few hours of training."),
    Why.NOT_DESIGNATED: (Clause.DESIGNATION, "The agency has not designated the peer."),
    Why.DESIGNATION_NOT_YET: (Clause.DESIGNATION, "The agency's designation does not count yet."),
    Why.DESIGNATION_ENDED: (Clause.DESIGNATION, "The agency's designation of the peer has ended."),
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
        version: the version whose clause is cited, where one is in force.
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
