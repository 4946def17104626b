"""Clauses 19 to 24 in our words: how the agreement begins, changes, rests and ends."""

from typing import Final

from agreements.clause_library.editions import Edition, general
from agreements.clauses import Clause

_TERM: Final = general(
    Clause.TERM,
    """{effective_from} Clause 20 says what else has to be there for it to take effect.

{term_months} {renewal}

{review_months}""",
    "{effective_from} {term_months} {renewal} {review_months}",
)

_EFFECT: Final = general(
    Clause.EFFECT,
    """{effect} The conditions are these. At least {least_parties} have signed the same version. The earliest day of \
clause 19, if one is set, has come. {required_parties} {resolutions_required} {filing}

A signature alone puts nothing into effect. Until this Agreement takes effect it binds nobody and nothing is done \
under it. If those whom this clause asks for are no longer there, it ends for all, with the run-off of clause 21.""",
    "It starts when at least {least_parties} have signed and every other condition is met; your signature alone starts "
    "nothing. {required_parties} {resolutions_required} {filing}",
    gives=("Nothing binds you until at least {least_parties} have signed.",),
)

_WITHDRAWAL: Final = general(
    Clause.WITHDRAWAL,
    """A party may leave for any reason by written notice to the coordinator, given by somebody who may sign for it. \
It leaves at the end of a period of {notice_days} from the notice, or on a later day that the notice names. The \
coordinator tells the other parties at once.

From the moment of leaving, no new talk begins under this Agreement for the people of that party or by its peers. A \
talk that is open then may be finished within {run_off_days}, so that nobody is dropped. The same holds for all when \
this Agreement ends.

The active parties may end this Agreement together in writing. Each party keeps what is its own; there is no joint \
property to divide. Clauses 12, 13, 14, 15 and 17 go on for what was done before.""",
    "You may leave {notice_days} after you give notice in writing, for any reason. Open talks may be finished within "
    "{run_off_days}.",
    gives=("You may leave for any reason, {notice_days} after your notice.",),
    never=("You will not cut off a talk that is open when you leave; it has {run_off_days}.",),
)

_JOINDER: Final = general(
    Clause.JOINDER,
    """{joinder} {lead} The agency that joins signs the same text, unchanged, as a joinder. The signatures of the \
others stand; nobody signs again.

What clause 20 asks of a party it asks of an agency that joins, and a filing that the law asks for is repeated. The \
agency is bound, and is served, from the moment at which all of that is there. It serves no sooner than it has been \
designated for and has designated under clause 11.""",
    "{joinder} {lead} Your own signature stands when another agency joins.",
)

_AMENDMENT: Final = general(
    Clause.AMENDMENT,
    """The text and the terms of this Agreement change only by a later version, which is reviewed, signed and takes \
effect as this one does. Until then this version holds. Nobody consents to a change by silence.

{amendment}

{board_may_change} Such a decision changes nothing else, and every party is told of it in writing before its first \
day.""",
    "It changes only by a new version that you sign or do not sign. {amendment} {board_may_change}",
    gives=("No change binds you that you have not signed, or given the heads' meeting power over here.",),
)

_SUSPENSION: Final = general(
    Clause.SUSPENSION,
    """{suspend_on} Clause 6 says whether a party may rest its part of its own accord.

While a party rests, no new talk begins for its people or by its peers; a talk that is open may be finished as under \
clause 21. Its part resumes as soon as it is recorded, with the paper that says so, that the cause is gone. The other \
parties are told that it rests and since when; the reason is told only where a law or this clause makes it known.""",
    "{suspend_on} While a party rests, no new talk begins for it or by it; open ones may be finished.",
)

EDITIONS: Final[tuple[Edition, ...]] = (_TERM, _EFFECT, _WITHDRAWAL, _JOINDER, _AMENDMENT, _SUSPENSION)
