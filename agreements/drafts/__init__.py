"""Drafting: what a draft is, how it becomes a text and a version, what is wrong in it, and what advisors say of it.

Pure: no clock, no file, no key. A draft's words come from ``agreements.clause_library``, a state's needs from
``agreements.packs``. From the moment it is frozen it is a ``Version`` and knows nothing of its draft.
"""

from agreements.drafts.findings import Finding, Severity
from agreements.drafts.known import Known
from agreements.drafts.letters import unshowable
from agreements.drafts.lint import lint
from agreements.drafts.reviews import Answer, DraftFact, DraftState, DraftStep, Review, Verdict, review_state
from agreements.drafts.values import ClauseChoice, Draft, bind, standard_clauses, version_of

__all__ = [
    "Answer",
    "ClauseChoice",
    "Draft",
    "DraftFact",
    "DraftState",
    "DraftStep",
    "Finding",
    "Known",
    "Review",
    "Severity",
    "Verdict",
    "bind",
    "lint",
    "review_state",
    "standard_clauses",
    "unshowable",
    "version_of",
]
