"""What a head does for her own agency, each on a page of its own.

What binds or loosens is signed: a record, her confirmed passkey over its digest, by recorded authority; or on paper.
"""

from functools import partial
from typing import Final

from agreements.signatures import Act
from consortium.access.permissions import Permission
from consortium.pages import N_
from consortium.signing.lifecycle.act_kinds import LifeAct, about_another, by_agency, notice
from consortium.signing.lifecycle.empower_lead import let_lead, take_back_lead
from consortium.signing.lifecycle.end_agreement import agree_to_end, take_back_agreeing
from consortium.signing.lifecycle.give_notice import give_notice
from consortium.signing.lifecycle.join_agreement import ask_to_join, let_join
from consortium.signing.lifecycle.rest_party import pause_own_part, resume_own_part
from consortium.signing.lifecycle.say_of_next_term import affirm_next_term, stop_next_term

_of_head: Final = partial(LifeAct, permission=Permission.SIGN_AGREEMENTS, own=True, asks=("agency",), reads=by_agency)

HEAD_ACTS: Final[tuple[LifeAct, ...]] = (
    _of_head(
        key="leave",
        title=N_("Give notice to leave"),
        says=N_(
            "Your agency leaves when the days of notice have run; the others go on if enough of them are left. You "
            "sign the notice, with your passkey or on paper, by your recorded authority."
        ),
        button=N_("Give notice"),
        asks=("agency", "later_day"),
        does=give_notice,
        reads=notice,
        act=Act.NOTICE,
    ),
    _of_head(
        key="affirm",
        title=N_("Affirm one more term"),
        says=N_("Your agency wants the agreement to go on for one more term. It goes on with those who say so."),
        button=N_("Affirm the next term"),
        does=affirm_next_term,
        act=Act.AFFIRM,
    ),
    _of_head(
        key="stop",
        title=N_("Do not renew"),
        says=N_(
            "Your agency is not in the next term. Until this one is over nothing changes, and you can still affirm."
        ),
        button=N_("Do not renew for us"),
        does=stop_next_term,
        act=Act.STOP,
    ),
    _of_head(
        key="pause",
        title=N_("Pause our part"),
        says=N_("Your agency's part rests until you resume it. No reason is asked, and none is kept."),
        button=N_("Pause now"),
        does=pause_own_part,
    ),
    _of_head(
        key="resume",
        title=N_("End our pause"),
        says=N_("Your agency is bound and served again, unless its part rests for another cause."),
        button=N_("End the pause"),
        does=resume_own_part,
    ),
    _of_head(
        key="join",
        title=N_("Ask to join"),
        says=N_("The parties are told that your agency would join. Then you sign a joinder; they sign nothing anew."),
        button=N_("Ask to join"),
        does=ask_to_join,
    ),
    _of_head(
        key="consent",
        title=N_("Let an agency join"),
        says=N_("You consent for your agency that another one joins. Your own signature stays as it is."),
        button=N_("Consent"),
        asks=("agency", "about"),
        does=let_join,
        reads=about_another,
        act=Act.CONSENT,
    ),
    _of_head(
        key="agree-to-end",
        title=N_("Agree that it ends for all"),
        says=N_("The agreement ends for everybody when every party that it binds has agreed. Nothing changes before."),
        button=N_("Agree to the end"),
        does=agree_to_end,
        act=Act.END,
    ),
    _of_head(
        key="let-lead",
        title=N_("Let our lead agency act for us"),
        says=N_(
            "You let the lead agency act for your agency under this one agreement with another consortium, in this "
            "version and every later one, until you take it back or the agreement is over. From then on your agency "
            "lends and is served under it, as far as it does at home. All heads of your agency and its clerk are told."
        ),
        button=N_("Let it act for us"),
        asks=("agency", "lead"),
        does=let_lead,
        reads=about_another,
        act=Act.EMPOWER,
    ),
    _of_head(
        key="take-back-lead",
        title=N_("Take back what our lead agency may do"),
        says=N_(
            "From then on nothing new begins for your agency or by it under this agreement; open talks may be "
            "finished. All heads of your agency and its clerk are told."
        ),
        button=N_("Take it back"),
        asks=("agency", "lead"),
        does=take_back_lead,
        reads=about_another,
        act=Act.REVOKE,
    ),
    _of_head(
        key="go-on",
        title=N_("Take back that we agreed to the end"),
        says=N_("Your agency wants the agreement to go on. It can be said while others have not agreed."),
        button=N_("Take it back"),
        does=take_back_agreeing,
    ),
)

SIGNED_ACTS: Final = tuple(each for each in HEAD_ACTS if each.act is not None)
