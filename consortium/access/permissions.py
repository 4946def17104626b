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
    OWN_SESSIONS = "see and end one's own sessions, and ask for recovery"
    SEE_ON_CALL = "see who is on call and the schedule"
    SEE_AGENCIES = "see the agencies and the parts of the region"
    SEE_AGREEMENTS = "read the agreements"
    SEE_ROSTER = "see the roster"
    SEE_DESIGNATIONS = "see which agency designates which peer"
    ANSWER_REQUESTS = "answer the request that is offered to oneself"
    IMPORT_AGENCIES = "import agencies"
    TAKE_OWN_LEAVE = "take leave, change one's own ways to be reached and one's own devices"
    GIVE_AWAY_DUTY = "hand over one's own duty"
    SAY_AVAILABILITY = "say when one can serve, and let one's own busy calendar be read"
    SEE_OWN_AGENCY = "see one's own agency: cover, what it lends, what binds it"
    SET_UP = "see what is still to be done before going live"
    SETTLE = "change the settings, pause and resume the service"
    VERIFY_LINES = "change and verify the crisis lines"
    WRITE_NOTICES = "write the limits of confidentiality"
    APPROVE_NOTICES = "approve the limits of confidentiality and the state's profile"
    MANAGE_AGENCIES = "add, change and end agencies, and invite them"
    MANAGE_PEOPLE = "add, change and end people and what ties them to agencies"
    GIVE_ROLES = "give and take roles"
    MANAGE_PEERS = "enrol, suspend and end peers, and record training"
    MANAGE_ANNEXES = "prepare roster annexes and end designations"
    ATTEST = "attest papers: signatures, annexes, filings"
    DRAFT_AGREEMENTS = "draft agreements, send them out, and see them through their life"
    COMMENT_AGREEMENTS = "comment on the clauses of a draft and ask for changes"
    REVIEW_AGREEMENTS = "approve or return a draft for one's own agency, and approve what a state asks for"
    SIGN_AGREEMENTS = "sign, decline, affirm and give notice for one's own agency"
    HOLD_AGREEMENTS = "set and end a legal hold on an agreement"
    WITNESS_LOG = "countersign the log of agreements for one's own agency"
    CONFIRM_KEYS = "confirm the fingerprint of a head's key"
    IMPORT_ROSTER = "import and export the roster"
    BUILD_ROTA = "make and publish rotations, and change who is on call"
    LEND_HOURS = "say when an agency's people may be on call, and which holidays it keeps"
    MAKE_POSTERS = "print posters and cards"
    MANAGE_SIGN_ON = "set up sign-on with an agency's own accounts"
    MANAGE_TOKENS = "give and take keys for programs"
    SEE_STATISTICS = "see the statistics of the consortium"
    SEE_JOURNAL = "read the journal of members' acts"


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
_RUNNING = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})

ALLOWED: dict[Permission, frozenset[Role]] = {
    Permission.SIGNED_IN: frozenset(Role),
    Permission.OWN_SESSIONS: frozenset(Role),
    Permission.SEE_ON_CALL: _MEMBERS,
    Permission.SEE_AGENCIES: _MEMBERS,
    Permission.SEE_AGREEMENTS: _STEERING | ANSWERERS,
    Permission.SEE_ROSTER: _STEERING,
    Permission.SEE_DESIGNATIONS: _STEERING,
    Permission.ANSWER_REQUESTS: ANSWERERS,
    Permission.IMPORT_AGENCIES: _RUNNING,
    Permission.TAKE_OWN_LEAVE: _MEMBERS,
    Permission.GIVE_AWAY_DUTY: ANSWERERS,
    Permission.SAY_AVAILABILITY: ANSWERERS,
    Permission.SEE_OWN_AGENCY: frozenset({Role.AGENCY_HEAD, Role.LIAISON, Role.CLERK}),
    Permission.SET_UP: _STEERING,
    Permission.SETTLE: _RUNNING,
    Permission.VERIFY_LINES: _RUNNING | {Role.CLINICAL_DIRECTOR},
    Permission.WRITE_NOTICES: _RUNNING | {Role.LEGAL_ADVISOR},
    Permission.APPROVE_NOTICES: frozenset({Role.LEGAL_ADVISOR}),
    Permission.MANAGE_AGENCIES: _RUNNING,
    Permission.MANAGE_PEOPLE: _RUNNING,
    Permission.GIVE_ROLES: frozenset({Role.ADMINISTRATOR}),
    Permission.MANAGE_PEERS: _RUNNING | {Role.CLINICAL_DIRECTOR},
    Permission.MANAGE_ANNEXES: _RUNNING,
    Permission.ATTEST: frozenset({Role.CLERK}),
    Permission.DRAFT_AGREEMENTS: _RUNNING,
    Permission.COMMENT_AGREEMENTS: _RUNNING | {Role.AGENCY_HEAD, Role.LEGAL_ADVISOR, Role.CLERK},
    Permission.REVIEW_AGREEMENTS: frozenset({Role.LEGAL_ADVISOR}),
    Permission.SIGN_AGREEMENTS: frozenset({Role.AGENCY_HEAD}),
    Permission.HOLD_AGREEMENTS: frozenset({Role.LEGAL_ADVISOR, Role.ADMINISTRATOR}),
    Permission.WITNESS_LOG: frozenset({Role.AGENCY_HEAD, Role.CLERK}),
    Permission.CONFIRM_KEYS: frozenset({Role.CLERK, Role.AGENCY_HEAD}),
    Permission.IMPORT_ROSTER: _RUNNING,
    Permission.BUILD_ROTA: _RUNNING,
    Permission.LEND_HOURS: _RUNNING | {Role.AGENCY_HEAD, Role.LIAISON},
    Permission.MAKE_POSTERS: _RUNNING | {Role.AGENCY_HEAD, Role.LIAISON},
    Permission.MANAGE_SIGN_ON: frozenset({Role.ADMINISTRATOR}),
    Permission.MANAGE_TOKENS: frozenset({Role.ADMINISTRATOR}),
    Permission.SEE_STATISTICS: frozenset({Role.COORDINATOR, Role.AGENCY_HEAD}),
    Permission.SEE_JOURNAL: _RUNNING | {Role.LEGAL_ADVISOR},
}


class SessionKind(StrEnum):
    """What a session is good for; the value is what the database holds.

    A mail link opens a reduced one for who has a passkey (decision 24); a duty session holds for one shift on one phone
    (decision 25). Everything else is full.
    """

    FULL = "full"
    REDUCED = "reduced"
    DUTY = "duty"


KEPT_BY_REDUCED = frozenset(
    {
        Permission.SIGNED_IN,
        Permission.OWN_SESSIONS,
        Permission.SEE_ON_CALL,
        Permission.SEE_AGENCIES,
        Permission.SEE_AGREEMENTS,
        Permission.SEE_OWN_AGENCY,
        Permission.SEE_STATISTICS,
        Permission.SET_UP,
    }
)
"""What is left of one's permissions in a reduced session: reading, but no request, talk, signature, person, role or
channel."""

KEPT_BY_DUTY = frozenset(
    {Permission.SIGNED_IN, Permission.ANSWER_REQUESTS, Permission.SEE_ON_CALL, Permission.GIVE_AWAY_DUTY}
)
"""What a phone that is kept signed in for a shift may do. ``SIGNED_IN`` stands for signing out."""

_KEPT = {SessionKind.REDUCED: KEPT_BY_REDUCED, SessionKind.DUTY: KEPT_BY_DUTY}

REFUSED_PAIRS = (
    frozenset({Role.AGENCY_HEAD, Role.OPERATOR}),
    frozenset({Role.CLERK, Role.COORDINATOR}),
    frozenset({Role.CLERK, Role.ADMINISTRATOR}),
)
"""Who runs the consortium attests nothing in it: the same hands could else send an agreement out and sign it."""
WARNED_PAIRS = (frozenset({Role.AGENCY_HEAD, Role.COORDINATOR}),)


def may(roles: Iterable[Role], permission: Permission) -> bool:
    """Whether somebody with these roles may do this."""
    return not ALLOWED[permission].isdisjoint(roles)


def runs(roles: Iterable[Role]) -> bool:
    """Whether somebody with these roles runs the consortium: she drafts agreements or gives roles.

    Such a person attests nothing, confirms no key, and vouches for nobody; whatever else she is, in any session.
    """
    held = frozenset(roles)
    return may(held, Permission.DRAFT_AGREEMENTS) or may(held, Permission.GIVE_ROLES)


def kept_by(kind: SessionKind, permission: Permission) -> bool:
    """Whether a session of this kind leaves its holder this permission, if her roles give it."""
    return kind not in _KEPT or permission in _KEPT[kind]


def refused(roles: Iterable[Role]) -> frozenset[Role] | None:
    """A pair among these roles that one person must not hold together, or ``None``."""
    held = frozenset(roles)
    return next((pair for pair in REFUSED_PAIRS if pair <= held), None)
