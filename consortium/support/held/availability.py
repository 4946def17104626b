"""About when people can serve."""

from typing import Final

from consortium.access.permissions import Permission
from consortium.pages import N_
from consortium.support.held.kept import Kept

_SEEN: Final = N_("The member, and those who make the rota; no agency head.")

AVAILABILITY: Final = (
    Kept(
        table="availability",
        title=N_("What a member promises to the rota"),
        why=N_("So that duty is split as members promised."),
        how_long=N_("Until changed, or until the member leaves."),
        ends=N_("Deleted within a day after the member has left."),
        seen_words=_SEEN,
        columns={
            "person": N_("the member"),
            "share_percent": N_("the share of the duty, in percent"),
            "most_per_month": N_("the most duties a month"),
            "notice_hours": N_("the hours of notice needed"),
        },
    ),
    Kept(
        table="availability_time",
        title=N_("A time that a member cannot serve, gladly would, or rather not"),
        why=N_("So that the rota is planned around it. No reason is kept."),
        how_long=N_("30 days after it is over."),
        ends=N_("Deleted; within a day after the member has left, too."),
        seen_words=_SEEN,
        columns={
            "person": N_("the member"),
            "kind": N_("cannot, gladly or rather not"),
            "starts_at": N_("from"),
            "ends_at": N_("until"),
            "weekdays": N_("on which days of the week"),
            "from_time": N_("from what time of the day"),
            "to_time": N_("until what time of the day"),
            "first_day": N_("its first day"),
            "last_day": N_("its last day"),
        },
    ),
    Kept(
        table="work_pattern",
        title=N_("The pattern of a member's shifts at work"),
        why=N_("So that no duty is planned into them."),
        how_long=N_("30 days after its last day."),
        ends=N_("Deleted; within a day after the member has left, too."),
        seen_words=_SEEN,
        columns={
            "person": N_("the member"),
            "name": N_("what the pattern is called"),
            "cycle": N_("its days on and off"),
            "hours": N_("the hours of its shifts"),
            "first_day": N_("its first day"),
            "last_day": N_("its last day"),
        },
    ),
    Kept(
        table="busy_calendar",
        title=N_("A calendar that a member lets us read"),
        why=N_("To know when the member is busy."),
        how_long=N_("Until the member takes it away, or leaves."),
        ends=N_("Deleted with everything that was read from it."),
        seen_words=N_("The member, and those who make the rota; its address nobody."),
        columns={
            "person": N_("the member"),
            "name": N_("what the member calls it"),
            "address": N_("its address, sealed"),
            "etag": N_("the mark by which its server tells whether it has changed"),
            "trouble": N_("why it could not be read the last time"),
            "failures": N_("how often it could not be read"),
            "tried_at": N_("when it was last tried"),
            "read_at": N_("when it was last read"),
            "next_at": N_("when it is read again"),
        },
    ),
    Kept(
        table="busy_span",
        title=N_("A busy time from such a calendar"),
        why=N_("So that the rota is planned around it. No title, place or person of it is kept."),
        how_long=N_("Until the calendar is read again."),
        ends=N_("Written anew, or deleted with the calendar."),
        seen_words=N_("Nobody by itself: how many there are is shown to the member and to those who make the rota."),
        columns={
            "calendar": N_("which calendar"),
            "starts_at": N_("from"),
            "ends_at": N_("until"),
        },
    ),
    Kept(
        table="lent_hours",
        title=N_("When an agency lends its people"),
        why=N_("So that nobody is planned when the agency needs them itself."),
        how_long=N_("As long as the consortium."),
        ends=N_("Deleted when it is taken away."),
        seen=(Permission.LEND_HOURS,),
        columns={
            "agency": N_("which agency"),
            "weekdays": N_("on which days of the week"),
            "from_time": N_("from what time of the day"),
            "to_time": N_("until what time of the day"),
            "first_day": N_("its first day"),
            "last_day": N_("its last day"),
        },
    ),
    Kept(
        table="holiday",
        title=N_("A holiday of our own"),
        why=N_("Duty on a holiday weighs more."),
        how_long=N_("As long as the consortium."),
        ends=N_("Deleted when it is taken off the list."),
        seen=(Permission.SEE_ON_CALL,),
        columns={
            "agency": N_("which agency keeps it, if not all"),
            "day": N_("the day"),
            "name": N_("what it is called"),
            "yearly": N_("whether it comes every year"),
            "kept": N_("whether it is kept, or one of the law's that is not"),
        },
    ),
    Kept(
        table="availability_import",
        title=N_("A list of availability that was brought in"),
        why=N_("To look at it before it is taken, and to undo it."),
        how_long=N_("The list a day until it is taken; what it added 30 days."),
        ends=N_("Deleted."),
        seen=(Permission.BUILD_ROTA,),
        columns={
            "made_by": N_("who brought it"),
            "made_at": N_("when"),
            "state": N_("how far it is"),
            "sheet": N_("the list itself, until it is taken"),
            "matched": N_("what its columns mean"),
            "wrote": N_("what it added, so that it can be taken back"),
            "added": N_("how much it added"),
        },
    ),
)
