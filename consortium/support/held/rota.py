"""About who is on call."""

from typing import Final

from consortium.access.permissions import Permission
from consortium.pages import N_
from consortium.support.held.kept import Kept

ROTA: Final = (
    Kept(
        table="rotation",
        title=N_("A rotation"),
        why=N_("To know who is on call."),
        how_long=N_("As long as the consortium, because hours on duty are counted from it."),
        ends=N_("It ends with a day; the row stays."),
        seen=(Permission.SEE_ON_CALL,),
        columns={
            "name": N_("name"),
            "line": N_("primary, backup or clinician"),
            "timezone": N_("time zone"),
            "first_day": N_("its first day"),
            "hand_off": N_("the time of hand-off"),
            "every_days": N_("how long a turn is"),
            "last_day": N_("its last day"),
            "withdrawn": N_("whether it was taken back before it began"),
        },
    ),
    Kept(
        table="turn",
        title=N_("Who takes which turn"),
        why=N_("To know who is on call."),
        how_long=N_("As long as the rotation."),
        ends=N_("Deleted with the rotation."),
        seen=(Permission.SEE_ON_CALL,),
        columns={
            "rotation": N_("which rotation"),
            "position": N_("the order"),
            "person": N_("the member"),
        },
    ),
    Kept(
        table="override",
        title=N_("A change of duty"),
        why=N_("Somebody takes over, or is taken off. No reason is kept."),
        how_long=N_("As long as the consortium, because hours on duty are counted from it."),
        ends=N_("It is cut short or taken back; the row stays."),
        seen=(Permission.SEE_ON_CALL,),
        columns={
            "number": N_("the order"),
            "line": N_("primary, backup or clinician"),
            "starts_at": N_("from"),
            "ends_at": N_("until"),
            "adds": N_("who takes over"),
            "removes": N_("who is taken off"),
            "withdrawn": N_("whether it was taken back before it began"),
        },
    ),
    Kept(
        table="duty_offer",
        title=N_("A turn offered to a colleague"),
        why=N_("So that it stays the holder's until the colleague says yes. No reason is kept."),
        how_long=N_("30 days after the turn."),
        ends=N_("Deleted."),
        seen_words=N_("The two of them, and those who make the rota."),
        columns={
            "giver": N_("who offers"),
            "taker": N_("to whom"),
            "line": N_("primary, backup or clinician"),
            "starts_at": N_("from"),
            "ends_at": N_("until"),
            "answer_by": N_("until when to answer"),
            "state": N_("open, taken, declined or withdrawn"),
            "letters": N_("the mails that wait in case nobody answers"),
        },
    ),
)
