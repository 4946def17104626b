"""Who may do what: one table, printed on a page, and the oracle of the tests.

Roles add up. Nobody lists requests: there is no permission for it, so there is none to give.
"""

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """The roles of decision 23; the value is what the database holds."""

    COORDINATOR = "coordinator"
    AGENCY_HEAD = "agency_head"
    PEER = "peer"
    CLINICIAN = "clinician"
    CHAPLAIN = "chaplain"
    CLINICAL_DIRECTOR = "clinical_director"
    LEGAL_ADVISOR = "legal_advisor"
    CLERK = "clerk"
    LIAISON = "liaison"
    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"


class Permission(StrEnum):
    """What a route asks for. ``SIGNED_IN`` is held by every member."""

    SIGNED_IN = "be signed in"
    SEE_ON_CALL = "see who is on call and the schedule"
    SEE_AGENCIES = "see the agencies and the parts of the region"
    SEE_AGREEMENTS = "read the agreements"
    SEE_ROSTER = "see the roster"
    SEE_DESIGNATIONS = "see which agency designates which peer"
    ANSWER_REQUESTS = "answer the request that is offered to oneself"
    IMPORT_AGENCIES = "import agencies"


_MEMBERS = frozenset(Role) - {Role.OPERATOR}
ANSWERERS = frozenset({Role.PEER, Role.CHAPLAIN, Role.CLINICIAN})
_STEERING = frozenset(
    {
        Role.COORDINATOR,
        Role.AGENCY_HEAD,
        Role.CLINICAL_DIRECTOR,
        Role.LEGAL_ADVISOR,
        Role.CLERK,
        Role.ADMINISTRATOR,
    }
)

ALLOWED: dict[Permission, frozenset[Role]] = {
    Permission.SIGNED_IN: frozenset(Role),
    Permission.SEE_ON_CALL: _MEMBERS,
    Permission.SEE_AGENCIES: _MEMBERS,
    Permission.SEE_AGREEMENTS: _STEERING | ANSWERERS,
    Permission.SEE_ROSTER: _STEERING,
    Permission.SEE_DESIGNATIONS: _STEERING,
    Permission.ANSWER_REQUESTS: ANSWERERS,
    Permission.IMPORT_AGENCIES: frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
}

REFUSED_PAIRS = (frozenset({Role.AGENCY_HEAD, Role.OPERATOR}),)
WARNED_PAIRS = (frozenset({Role.AGENCY_HEAD, Role.COORDINATOR}),)


def may(roles: Iterable[Role], permission: Permission) -> bool:
    """Whether somebody with these roles may do this."""
    return not ALLOWED[permission].isdisjoint(roles)


def refused(roles: Iterable[Role]) -> frozenset[Role] | None:
    """A pair among these roles that one person must not hold together, or ``None``."""
    held = frozenset(roles)
    return next((pair for pair in REFUSED_PAIRS if pair <= held), None)
