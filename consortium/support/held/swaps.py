"""About cover that is asked for, and turns that are swapped."""

from collections.abc import Mapping
from typing import Final

from consortium.access.permissions import Permission
from consortium.pages import N_
from consortium.support.held.kept import Kept

_TURN: Final[Mapping[str, str]] = {
    "line": N_("primary, backup or clinician"),
    "rotation": N_("which rotation the turn is of"),
    "turn_index": N_("which turn of it"),
    "shift": N_("which shift of a plan it is instead"),
    "part_from": N_("from when in the turn, if not the whole of it"),
    "part_until": N_("until when in the turn, if not the whole of it"),
    "starts_at": N_("from"),
    "ends_at": N_("until"),
}

SWAPS: Final = (
    Kept(
        table="swap_ask",
        title=N_("A turn for which cover is asked"),
        why=N_("So that it stays the holder's until somebody takes it. No reason is kept."),
        how_long=N_("30 days after the turn."),
        ends=N_("Deleted."),
        seen_words=N_("Who asks, those who are asked, and those who make the rota."),
        columns={
            "giver": N_("who asks"),
            "chosen": N_("the one colleague who is asked, if one was chosen"),
            "asked_by": N_("who asked in her name"),
            **_TURN,
            "answer_by": N_("until when to answer"),
            "state": N_("open, taken, taken back, declined, kept by its holder, or gone"),
            "round": N_("how many rounds of asking there were"),
            "round_at": N_("when the next are asked"),
            "near_at": N_("when the coordinators are told that nobody has taken it"),
            "look_at": N_("when the program looks at it next"),
        },
    ),
    Kept(
        table="swap_asked",
        title=N_("Who was asked for cover"),
        why=N_("So that she sees it, and nobody is asked twice."),
        how_long=N_("A no, and a turn offered for it, until it is settled; the rest as long as what is asked."),
        ends=N_("Deleted with what was asked."),
        seen_words=N_("Herself, who asks, and those who make the rota. Who asks is not shown who said no."),
        columns={
            "ask": N_("what is asked"),
            "person": N_("the member"),
            "declined": N_("whether she said no, without a reason"),
            "back_line": N_("the line of the turn that she would give for it"),
            "back_starts_at": N_("from when that turn is"),
            "back_ends_at": N_("until when that turn is"),
        },
    ),
    Kept(
        table="swap",
        title=N_("A turn that somebody has taken from somebody"),
        why=N_("To know who is on call. No reason is kept."),
        how_long=N_("As long as the consortium, because hours on duty are counted from it."),
        ends=N_("It ends when its turn is gone; the row stays."),
        seen=(Permission.SEE_ON_CALL,),
        columns={
            "number": N_("the order"),
            "giver": N_("whose turn it was"),
            "taker": N_("who has taken it"),
            **_TURN,
            "held": N_("the swap by which she had it herself"),
            "ask": N_("what was asked"),
            "override": N_("the change of duty that counts instead, if there is one"),
            "ended": N_("whether it no longer counts"),
            "look_at": N_("when the program looks at it next"),
        },
    ),
    Kept(
        table="swap_manner",
        title=N_("How cover is asked for"),
        why=N_("So that few are written to at once."),
        how_long=N_("As long as the consortium, or until it is changed."),
        ends=N_("Overwritten."),
        seen=(Permission.BUILD_ROTA,),
        columns={
            "at_once": N_("how many colleagues are asked at once"),
            "hours_between": N_("how many hours until the next are asked"),
        },
    ),
)
