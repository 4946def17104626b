"""About agreements between agencies: what was agreed, and what happened to it."""

from typing import Final

from consortium.access.permissions import Permission
from consortium.pages import N_
from consortium.support.held.kept import Kept

AGREEMENTS: Final = (
    Kept(
        table="agreement",
        title=N_("An agreement between agencies"),
        why=N_("Nobody answers for an agency without one in force."),
        how_long=N_("As long as the consortium: it is evidence."),
        ends=N_("It ends by dated facts and is never deleted."),
        seen=(Permission.SEE_AGREEMENTS,),
        columns={
            "title": N_("title"),
        },
    ),
    Kept(
        table="agreement_version",
        title=N_("The text of an agreement"),
        why=N_("What was signed must stay what it was."),
        how_long=N_("As long as the consortium: it is evidence."),
        ends=N_("It can be neither changed nor deleted."),
        seen=(Permission.SEE_AGREEMENTS,),
        columns={
            "agreement": N_("which agreement"),
            "number": N_("which version"),
            "text": N_("the text"),
            "terms": N_("the same as numbers and dates that the program obeys"),
            "digest": N_("a check value of both"),
        },
    ),
    Kept(
        table="agreement_fact",
        title=N_("What happened to an agreement"),
        why=N_("To know at any instant whom it binds."),
        how_long=N_("As long as the consortium: it is evidence."),
        ends=N_("It can be neither changed nor deleted."),
        seen=(Permission.SEE_AGREEMENTS,),
        columns={
            "agreement": N_("which agreement"),
            "kind": N_("signed, in force, suspended, withdrawn and so on"),
            "agency": N_("which agency, if one"),
            "at": N_("when"),
            "attested_by": N_("who attests it"),
            "digest": N_("a check value of the text that it is about"),
            "cause": N_("why, from a closed list or in the words of whoever did it"),
            "leaves_on": N_("when the agency leaves, its insurance runs out or a new term ends"),
            "about": N_("which agency a party lets join"),
            "scan_sha256": N_("a check value of the scanned paper, where a clerk held one"),
        },
    ),
    Kept(
        table="agreement_wish",
        title=N_("That an agency would join an agreement, or agrees to its end"),
        why=N_("So that the parties see who waits for whom."),
        how_long=N_("As long as the consortium."),
        ends=N_("Agreeing to an end can be taken back, and is deleted then."),
        seen=(Permission.SEE_AGREEMENTS,),
        columns={
            "agreement": N_("of which agreement"),
            "agency": N_("the agency"),
            "kind": N_("to join, or to end"),
            "at": N_("when"),
            "by": N_("who did it"),
        },
    ),
    Kept(
        table="agreement_hold",
        title=N_("A legal hold on an agreement"),
        why=N_("While it runs nothing of the agreement may be deleted."),
        how_long=N_("As long as the consortium: it is evidence."),
        ends=N_("It is ended and stays to be read."),
        seen=(Permission.COMMENT_AGREEMENTS,),
        columns={
            "agreement": N_("of which agreement"),
            "reason": N_("the matter that it is for"),
            "set_at": N_("when it was set"),
            "set_by": N_("who set it"),
            "ended_at": N_("when it was ended"),
            "ended_by": N_("who ended it"),
        },
    ),
    Kept(
        table="agreement_reminder",
        title=N_("That somebody was reminded of a date of an agreement"),
        why=N_("So that she is told once, and gets one mail a day at most."),
        how_long=N_("As long as the person."),
        ends=N_("Deleted with the person."),
        seen_words=N_("The program alone reads it."),
        columns={
            "agreement": N_("of which agreement"),
            "person": N_("who was reminded"),
            "what": N_("of what, by kind and day"),
            "told_on": N_("on which day"),
        },
    ),
)
