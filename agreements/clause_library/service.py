"""Clauses 5 to 9 in our words: where and when, how an officer asks, who stays apart, and who commands."""

from typing import Final

from agreements.clause_library.editions import Edition, general, of_kind
from agreements.clauses import Clause
from agreements.term_kinds import Kind

_AREA: Final = general(
    Clause.AREA,
    """Support may be given in person, by telephone or by video, wherever the officer is. {most_miles}

A distance is measured between agencies and never from an officer's address or position, which nobody asks for. A peer \
travels out of the home agency's area only as that agency's rules allow.""",
    "{most_miles} Distances are between agencies; nobody asks where an officer is.",
)

_AVAILABILITY: Final = general(
    Clause.AVAILABILITY,
    """{hours} {answer_minutes}

No party promises that a peer will be free. That nobody answers is no breach of this Agreement. Until a peer has \
accepted, the officer is shown how to reach emergency services and the crisis lines.

{may_pause} A peer may decline any talk and gives no reason.""",
    "{hours} {answer_minutes} {may_pause}",
    gives=("You promise no peer at any hour: that nobody can answer is no breach.",),
)

_ASKING: Final = general(
    Clause.ASKING,
    """Officers ask for themselves. To ask, an officer names a part of the region and not an agency, and needs to give \
no name. No leave of a supervisor is needed, and no supervisor is told.

No party requires its officers to ask through it, to tell it that they asked, or to ask by its devices or accounts. No \
party tries to learn from such devices, accounts or networks who asked.

Where clause 4 offers support after a critical incident or a death in the line of duty, an agency may call for it in \
its own name. Such a call is the agency's, and it is kept apart from what officers ask for.""",
    "Your officers ask for themselves, without a name, and without your leave or knowledge.",
    gives=("Your officers ask without giving a name and without anybody's leave.",),
    never=("You will not be told which of your officers asked, or whether any did.",),
)

_TIES: Final = """

No peer supports a person whom the peer supervises, is related to or lives with, nor anybody in a matter in which the \
peer was responder, witness, party, investigator or prosecutor. A peer who sees such a tie, before or during a talk, \
hands over at once and gives no reason."""

_SOMEBODY_ELSE: Final = """

An officer who is shown which peer has accepted may ask for somebody else, and gives no reason. No list is kept of who \
is not to support whom: the parts of the region do that without names."""

_INDEPENDENCE: Final = general(
    Clause.INDEPENDENCE,
    "No peer serves a part of the region that holds an agency to which the peer belongs, in whatever way. {kept_apart}"
    + _TIES
    + _SOMEBODY_ELSE,
    "No peer serves a part of the region that holds the peer's own agency, and nobody supports a person whom he or she "
    "supervises or was involved with. {kept_apart}",
    gives=("Your officers never reach a peer of your own agency by this agreement.",),
)

_INDEPENDENCE_PRACTICE: Final = of_kind(
    Kind.PRACTICE,
    general(
        Clause.INDEPENDENCE,
        "Nobody serves a part of the region that holds an agency to which he or she belongs, in whatever way. "
        "{kept_apart}" + _TIES + " A person who evaluates fitness for duty, or candidates, for an agency supports "
        "nobody of that agency under this Agreement, and the practice sees to it." + _SOMEBODY_ELSE,
        "Nobody supports people of an agency for which he or she evaluates fitness for duty, or a person whom he or "
        "she was involved with. {kept_apart}",
        never=("Nobody who evaluates your people's fitness for duty will support them under this agreement.",),
    ),
)

_COMMAND_BOARD: Final = """

The heads, or those whom they send, meet at least once a year. Each active party has one vote, and more than half of \
the active parties are a quorum. In their meeting they appoint the coordinator and a clinical director, look at how \
this Agreement is carried out, and hear complaints about it. They ask for nothing, and are given nothing, that could \
show who sought support.

The coordinator keeps the roster and the duty rota and commands nobody. The parties lend each other no equipment."""

_COMMAND: Final = general(
    Clause.COMMAND,
    "Each peer stays an employee or member of the home agency, under its command, rules and discipline alone. No power "
    "of arrest and no other police power is lent or used under this Agreement. A peer who meets an emergency acts as "
    "the law and the home agency's rules say, and then outside this Agreement." + _COMMAND_BOARD,
    "Your peers stay under your command. The coordinator keeps roster and rota and commands nobody. The heads meet at "
    "least once a year, with one vote each.",
    gives=("Your peers stay under your command and rules alone.", "You have one vote in the meeting of the heads."),
)

_COMMAND_PRACTICE: Final = of_kind(
    Kind.PRACTICE,
    general(
        Clause.COMMAND,
        "People of the practice answer to the practice and to the rules of their profession, and take no orders from "
        "an agency about a talk. No police power is lent or used under this Agreement." + _COMMAND_BOARD,
        "The practice's people answer to the practice and their profession, and take no orders about a talk.",
        gives=("You have one vote in the meeting of the heads.",),
    ),
)

EDITIONS: Final[tuple[Edition, ...]] = (
    _AREA,
    _AVAILABILITY,
    _ASKING,
    _INDEPENDENCE,
    _INDEPENDENCE_PRACTICE,
    _COMMAND,
    _COMMAND_PRACTICE,
)
