"""About cover that is missing, and about messages before a shift."""

from typing import Final

from consortium.access.permissions import Permission
from consortium.pages import N_
from consortium.support.held.kept import Kept

COVERAGE: Final = (
    Kept(
        table="meant_gap",
        title=N_("A gap that is meant"),
        why=N_("So that it is not shown as something to mend."),
        how_long=N_("Until it is taken back, or 30 days after it is over."),
        ends=N_("Deleted."),
        seen=(Permission.BUILD_ROTA,),
        columns={
            "line": N_("primary, backup or clinician"),
            "zone": N_("or the part of the region"),
            "starts_at": N_("from"),
            "ends_at": N_("until"),
            "why": N_("the reason, in words"),
        },
    ),
    Kept(
        table="shift_check",
        title=N_("A message before a shift"),
        why=N_("To see before the shift that a message reaches its holder. When she confirmed is not kept."),
        how_long=N_("Until the shift ends."),
        ends=N_("Deleted."),
        seen=(Permission.BUILD_ROTA,),
        columns={
            "person": N_("the member"),
            "line": N_("primary, backup or clinician"),
            "starts_at": N_("from"),
            "ends_at": N_("until"),
            "ask_at": N_("when she is asked"),
            "state": N_("waiting, asked, failed or confirmed"),
            "why": N_("why it failed"),
            "channel": N_("where it went"),
            "token_hash": N_("a fingerprint of the link in the mail"),
            "mail": N_("the mail while it waits"),
            "again": N_("whether the shift changed after she was asked"),
            "told": N_("whether the coordinators know that she has not confirmed"),
        },
    ),
    Kept(
        table="cover_setting",
        title=N_("How shifts are confirmed"),
        why=N_("To ask in time before a shift, and to send the mail of the week once."),
        how_long=N_("As long as the consortium."),
        ends=N_("Deleted with the consortium."),
        seen=(Permission.BUILD_ROTA,),
        columns={
            "asks": N_("whether holders are asked"),
            "ask_hours": N_("how many hours before a shift"),
            "tell_minutes": N_("how many minutes before it the coordinators are told"),
            "mailed_week": N_("the last week whose mail went out"),
        },
    ),
)
