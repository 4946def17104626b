"""What clerks, whoever steers, and counsel record of an agreement, each on a page of its own."""

from functools import partial
from typing import Final

from consortium.access.permissions import Permission
from consortium.pages import N_
from consortium.signing.lifecycle.act_kinds import (
    LifeAct,
    by_agency,
    ending,
    filing,
    hold,
    minute,
    paper_of_agency,
    reason,
    reason_of_version,
    renewal,
    resumption,
    suspension,
    voiding,
)
from consortium.signing.lifecycle.adopt_change import adopt_change
from consortium.signing.lifecycle.empower_lead import empower_lead, revoke_lead
from consortium.signing.lifecycle.end_agreement import end_by_record, void_version, withdraw_version
from consortium.signing.lifecycle.hold_agreement import end_hold, set_hold
from consortium.signing.lifecycle.join_agreement import ask_to_join
from consortium.signing.lifecycle.record_filing import record_filing
from consortium.signing.lifecycle.rest_party import resume_party, suspend_party
from consortium.signing.lifecycle.say_of_next_term import renew_by_record

_CLERK: Final = Permission.ATTEST
_on_paper: Final = partial(LifeAct, permission=_CLERK, scanned=True)
_STEER: Final = Permission.DRAFT_AGREEMENTS

_OF_CLERKS: Final = (
    LifeAct(
        key="filed",
        permission=_CLERK,
        title=N_("Record a filing"),
        says=N_(
            "What the law asks to be filed or published before it takes effect, was. After a joinder it is due again."
        ),
        button=N_("Record the filing"),
        asks=("version", "paper", "past_day"),
        does=record_filing,
        reads=filing,
    ),
    _on_paper(
        key="suspend",
        title=N_("Suspend a party"),
        says=N_("A party's part rests for a cause until that cause is over. It still counts as one of those needed."),
        button=N_("Suspend its part"),
        asks=("agency", "cause", "paper"),
        does=suspend_party,
        reads=suspension,
    ),
    _on_paper(
        key="lift",
        title=N_("Lift a suspension"),
        says=N_("A cause is over. The party is bound and served again when none is left."),
        button=N_("Lift it"),
        asks=("rests", "paper"),
        does=resume_party,
        reads=resumption,
    ),
    _on_paper(
        key="adopt",
        title=N_("Change terms by a minute of the board"),
        says=N_(
            "Only terms that the signed text lets the board change may differ. Then no new signatures are needed, and "
            "the change holds for all parties, from a later day than the mail by which they are told."
        ),
        button=N_("Record the minute"),
        asks=("version", "paper", "past_day", "first_day"),
        does=adopt_change,
        reads=minute,
    ),
    _on_paper(
        key="renew",
        title=N_("Record a renewal"),
        says=N_(
            "A board or a court decided that the term goes on until a day: by one more term at most, and only where "
            "the signed text lets it go on."
        ),
        button=N_("Record the renewal"),
        asks=("paper", "until_day"),
        does=renew_by_record,
        reads=renewal,
    ),
    _on_paper(
        key="end",
        title=N_("Record that it ends for all"),
        says=N_("A board or a court ended it. From that day on nobody is asked or served under it."),
        button=N_("End it for all"),
        asks=("paper", "coming_day"),
        does=end_by_record,
        reads=ending,
    ),
    _on_paper(
        key="void",
        title=N_("Declare a version void"),
        says=N_(
            "A board or a court found that it never counted, for a reason that everybody is told. If it took the place "
            "of an earlier version, that one is in force again from then on. This can't be undone."
        ),
        button=N_("Declare it void"),
        asks=("version", "paper", "reason"),
        does=void_version,
        reads=voiding,
    ),
    _on_paper(
        key="empower",
        title=N_("Record that an agency lets its lead agency act for it"),
        says=N_(
            "A lead agency signs with another consortium only for those that have let it in writing. From then on the "
            "agency lends and is served under this agreement, as far as it does at home."
        ),
        button=N_("Record the authorization"),
        asks=("stranger", "paper"),
        does=empower_lead,
        reads=paper_of_agency,
    ),
    _on_paper(
        key="revoke",
        title=N_("Record that an agency took back what its lead agency may do"),
        says=N_("From then on nothing new begins for it or by it under this agreement; open talks may be finished."),
        button=N_("Record it"),
        asks=("stranger", "paper"),
        does=revoke_lead,
        reads=paper_of_agency,
    ),
)
_OF_THOSE_WHO_STEER: Final = (
    LifeAct(
        key="invite",
        permission=_STEER,
        title=N_("Invite an agency to join"),
        says=N_("Its head, and the parties, are told. It joins by its head's signature and the parties' consent."),
        button=N_("Invite it"),
        asks=("stranger",),
        does=ask_to_join,
        reads=by_agency,
    ),
    LifeAct(
        key="withdraw",
        permission=_STEER,
        title=N_("Take a version back"),
        says=N_(
            "Before it takes effect a version can be taken back, with a reason. Signatures on it bind nobody then."
        ),
        button=N_("Take it back"),
        asks=("version", "reason"),
        does=withdraw_version,
        reads=reason_of_version,
    ),
)
_OF_COUNSEL: Final = (
    LifeAct(
        key="hold",
        permission=Permission.HOLD_AGREEMENTS,
        title=N_("Set a legal hold"),
        says=N_("Nothing of this agreement may be deleted while the hold runs. The reason is shown to whoever drafts."),
        button=N_("Set the hold"),
        asks=("reason",),
        does=set_hold,
        reads=reason,
    ),
    LifeAct(
        key="release",
        permission=Permission.HOLD_AGREEMENTS,
        title=N_("End a legal hold"),
        says=N_("The matter is over: from then on only the agreement's own time of keeping counts."),
        button=N_("End the hold"),
        asks=("hold",),
        does=end_hold,
        reads=hold,
    ),
)

DESK_ACTS: Final = (*_OF_CLERKS, *_OF_THOSE_WHO_STEER, *_OF_COUNSEL)
