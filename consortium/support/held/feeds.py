"""About calendars that show turns of duty."""

from typing import Final

from consortium.access.permissions import Permission
from consortium.pages import N_
from consortium.support.held.kept import Kept

FEEDS: Final = (
    Kept(
        table="feed",
        title=N_("An address at which a calendar reads turns"),
        why=N_("So that a member sees turns of duty in a calendar. Of the address only a digest is kept."),
        how_long=N_("Until the member ends it."),
        ends=N_("Deleted. It answers nobody once the member has left."),
        seen=(Permission.TAKE_OWN_LEAVE,),
        columns={
            "person": N_("the member who made it"),
            "line": N_("primary, backup or clinician, where it shows a line and not the member's own turns"),
            "token_hash": N_("a digest of the address"),
            "made_on": N_("the day on which it was made"),
            "fetched_on": N_("the day on which a calendar last read it"),
        },
    ),
    Kept(
        table="feed_event",
        title=N_("A turn as calendars know it"),
        why=N_("So that a turn that moves stays the same entry in a calendar."),
        how_long=N_("90 days after the turn is over or was cancelled."),
        ends=N_("Deleted, and with the last address that showed it."),
        seen=(Permission.TAKE_OWN_LEAVE,),
        columns={
            "person": N_("the member whose turn it is, unless it is told of a line"),
            "line": N_("primary, backup or clinician"),
            "starts_at": N_("from"),
            "ends_at": N_("until"),
            "changed_at": N_("when the rota last changed it"),
            "sequence": N_("how often it has changed"),
            "cancelled": N_("whether it is cancelled"),
        },
    ),
)
