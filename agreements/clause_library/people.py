"""Clauses 10 and 11 in our words: who may serve, and whom each head designates."""

from typing import Final

from agreements.clause_library.editions import Edition, general, of_kind
from agreements.clauses import Clause
from agreements.term_kinds import Kind

_QUALIFICATIONS: Final = general(
    Clause.QUALIFICATIONS,
    """These may serve under this Agreement: {roles}. {training_required} {least_training_hours} \
{yearly_training_hours} A clinician holds a license to practice that is in date. A chaplain is appointed or endorsed \
by the home agency.

From the day on which such a condition is no longer met, the person is asked for no new talk until it is met again. \
Each party accepts courses that were completed with another party if they meet this clause.

The home agency chooses whom it lends, and may take a person off the roster at any time; it gives the others no \
reason. A clinical director whom the heads have appointed is there for peers to consult.""",
    "Those who may serve: {roles}. {least_training_hours} Whose training or license runs out is asked no more until it "
    "is renewed.",
    gives=("You choose whom you lend, and may take a person off the roster at any time.",),
    never=("Nobody serves whose training or license has run out.",),
)

_DESIGNATING: Final = """{acceptance} {deemed_days}

A person whom one agency has not designated does not serve a part of the region that holds that agency. A head may \
end a designation in writing at any time; from then on the person begins no new talk there.

A designation makes nobody an employee or agent of the agency that designates, and gives it no command over the \
person."""

_DESIGNATION: Final = general(
    Clause.DESIGNATION,
    "Each head designates the people on the roster annex, of whichever party, by name, to give peer support to the "
    "employees of the head's own agency within that agency's peer-support program. The designation is meant to be the "
    "one that the law of the agency's state asks for. " + _DESIGNATING,
    "You designate by name the peers of the other agencies who may support your people. {acceptance} {deemed_days}",
    gives=("Nobody serves your part of the region whom you have not designated.",),
)

_DESIGNATION_CONSORTIA: Final = of_kind(
    Kind.CONSORTIA,
    general(
        Clause.DESIGNATION,
        "The head of each agency for which a lead agency acts designates the people on the roster annex, of either "
        "consortium, by name, to give peer support to the employees of the head's own agency within that agency's "
        "peer-support program. A lead agency designates for another agency only where the law of the state allows it "
        "and that agency's head has authorized it in writing. " + _DESIGNATING,
        "Each member's head designates by name the peers of the other consortium. {acceptance} {deemed_days}",
        gives=("Nobody serves your part of the region whom you have not designated.",),
    ),
)

EDITIONS: Final[tuple[Edition, ...]] = (_QUALIFICATIONS, _DESIGNATION, _DESIGNATION_CONSORTIA)
