"""Written mutual aid between agencies: what was signed, what is in force, and what it lets a peer do for whom.

Pure: no clock, no file, no network, no key. Every answer is derived from dated facts at an instant that the caller
names. Signed is not in force, and no peer serves an officer whose own agency has not designated her. It knows no
zones, no rotas and no officer.
"""

from agreements.answers import Allow, Deny, Why
from agreements.canonical import canonical_bytes, digest
from agreements.clauses import Article, Clause
from agreements.documents import form_of, read_terms, read_text, terms_document, text_document
from agreements.errors import (
    AgreementError,
    CanonicalError,
    DigestError,
    FactError,
    InstantError,
    PactError,
    PeerError,
    PeriodError,
    ReachError,
    TermsError,
    VersionError,
)
from agreements.facts import Fact, FactKind
from agreements.leaving import if_left
from agreements.matrix import Gap, Lapse, gaps, next_lapse
from agreements.pacts import Pact, active_parties, in_force_version, next_change, standing_at
from agreements.pairs import Pair, all_pairs, lent, pair_of
from agreements.papers import Affiliation, Bond, Designation, Training, TrainingKind
from agreements.people import PeerFacts
from agreements.reach import Reach
from agreements.run_off import may_finish
from agreements.standing import PartyState, Standing, VersionState
from agreements.surroundings import StateRules, Surroundings
from agreements.term_kinds import (
    Acceptance,
    Amendment,
    Cause,
    Cost,
    Effect,
    Filing,
    Joinder,
    Kind,
    Privilege,
    Renewal,
    Role,
    Service,
    Window,
)
from agreements.terms import CLAUSE_OF, NEEDED, Terms
from agreements.times import Period, days_after
from agreements.versions import PactId, Version, VersionId

__all__ = [
    "CLAUSE_OF",
    "NEEDED",
    "Acceptance",
    "Affiliation",
    "AgreementError",
    "Allow",
    "Amendment",
    "Article",
    "Bond",
    "CanonicalError",
    "Cause",
    "Clause",
    "Cost",
    "Deny",
    "Designation",
    "DigestError",
    "Effect",
    "Fact",
    "FactError",
    "FactKind",
    "Filing",
    "Gap",
    "InstantError",
    "Joinder",
    "Kind",
    "Lapse",
    "Pact",
    "PactError",
    "PactId",
    "Pair",
    "PartyState",
    "PeerError",
    "PeerFacts",
    "Period",
    "PeriodError",
    "Privilege",
    "Reach",
    "ReachError",
    "Renewal",
    "Role",
    "Service",
    "Standing",
    "StateRules",
    "Surroundings",
    "Terms",
    "TermsError",
    "Training",
    "TrainingKind",
    "Version",
    "VersionError",
    "VersionId",
    "VersionState",
    "Why",
    "Window",
    "active_parties",
    "all_pairs",
    "canonical_bytes",
    "days_after",
    "digest",
    "form_of",
    "gaps",
    "if_left",
    "in_force_version",
    "lent",
    "may_finish",
    "next_change",
    "next_lapse",
    "pair_of",
    "read_terms",
    "read_text",
    "standing_at",
    "terms_document",
    "text_document",
]
