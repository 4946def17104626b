"""Clauses 1 to 4 in our words: what the agreement is for, who is in it, what its words mean, what is offered."""

from typing import Final

from agreements.clause_library.editions import Edition, general, of_kind
from agreements.clauses import Clause
from agreements.term_kinds import Kind

_PURPOSE_REST: Final = """

Support under this Agreement is no therapy, no medical or psychological treatment and no emergency service. It is no \
part of an evaluation of fitness for duty, of an internal or criminal investigation, or of a decision on discipline, \
promotion, assignment or pay. No party uses it for any of these, nor the fact that somebody sought it or did not.

Asking for support and giving it are voluntary. No party orders an employee to seek support under this Agreement or \
treats an employee worse for seeking it, for not seeking it, or for giving it as this Agreement allows."""

_PURPOSE: Final = general(
    Clause.PURPOSE,
    "{kind} Its purpose is peer support across agency lines: the voluntary and confidential support of employees of "
    "one party by trained people of another." + _PURPOSE_REST,
    "Trained people from the other agencies may support yours, and yours may support theirs, freely and in "
    "confidence. It is not therapy and not an emergency service.",
    gives=(
        "Your officers may talk to a trained peer from another agency.",
        "Your peers may support officers of the other agencies.",
    ),
    never=("You will not use it in discipline, investigations or fitness-for-duty matters.",),
)

_PURPOSE_PRACTICE: Final = of_kind(
    Kind.PRACTICE,
    general(
        Clause.PURPOSE,
        "{kind} Its purpose is the voluntary and confidential support of employees of the agencies by people of the "
        "practice. Under this Agreement the practice alone lends people." + _PURPOSE_REST,
        "Clinicians of the practice may support your people, freely and in confidence. It is not therapy and not an "
        "emergency service.",
        gives=("Your officers may talk to a clinician of the practice.",),
        never=("You will not use it in discipline, investigations or fitness-for-duty matters.",),
    ),
)

_PARTIES_REST: Final = """

Each party has its own authority to enter into this Agreement. It states, in the record of its signature, the law, \
resolution, ordinance or office by which it may do so and by which the person who signs may bind it. Nobody signs for \
a party without such authority.

This Agreement makes no new legal entity, no joint property and no common employment."""

_PARTIES: Final = general(
    Clause.PARTIES,
    "The parties named in this Agreement are: {parties}. An agency that has been named or has joined is bound from the "
    "moment that clause 20 or clause 22 says." + _PARTIES_REST,
    "The agreement names {how_many_parties}: {parties}. Each shows by what authority it signs.",
)

_PARTIES_CONSORTIA: Final = of_kind(
    Kind.CONSORTIA,
    general(
        Clause.PARTIES,
        "The parties named in this Agreement are these lead agencies: {parties}. Each acts for the agencies that an "
        "agreement in force binds to it and that name it there as their lead agency, for as long as they do, and only "
        "as far as they have authorized it in writing. It keeps those writings and shows them to the other party on "
        "request. What this Agreement says of a party holds for each agency for which it acts." + _PARTIES_REST,
        "The consortia act through their lead agencies: {parties}. A lead agency binds only those members that have "
        "authorized it in writing.",
    ),
)

_PARTIES_PRACTICE: Final = of_kind(
    Kind.PRACTICE,
    general(
        Clause.PARTIES,
        "The parties named in this Agreement are: {parties}. The party that is served with nothing (clause 4) is the "
        "practice: a licensed clinician or an organization of such clinicians, which signs for itself and is no "
        "law-enforcement agency. The others are agencies. A party is bound from the moment that clause 20 or clause 22 "
        "says." + _PARTIES_REST,
        "The agreement names {how_many_parties}: {parties}. The practice signs for itself and is served with nothing.",
    ),
)

_DEFINITIONS: Final = general(
    Clause.DEFINITIONS,
    """“Officer” means an employee of a party, sworn or civilian, who asks for support or might ask for it. Where \
clause 4 offers support to families, it means a member of an employee's immediate family too.

“Peer” means a person on the roster annex who gives support, whether as peer, chaplain or clinician; where a rule is \
for one of these only, the clause says so. A peer's “home agency” is the party that lends the peer.

“Roster annex” means the list of peers with the role and home agency of each. The coordinator issues it to the heads. \
It has versions of its own and is no part of the text that is signed.

“Head” means the chief, sheriff or other person in charge of a party. “Coordinator” means the person whom the heads \
have appointed to keep the roster and the duty rota. “Part of the region” means several agencies taken together, so \
that asking for support shows no more than that somebody of one of them asked.

“Talk” means support given to one person or group, in person, by telephone, by video or in writing. “Critical \
incident” means an event that may overwhelm what a person can ordinarily bear in this work.

Days are calendar days, counted whole by {calendar}. A period of days begins on the day after the event that starts it \
and is over at the end of its last day.""",
    "Days are whole calendar days by {calendar}.",
)

_NOT_OFFERED: Final = """

Nothing else is offered under this Agreement: no therapy, no check on a person's welfare, no dispatch, no transport \
and no use of police powers. Whoever may be in danger is shown at once how to reach emergency services and the crisis \
lines."""

_SERVICES: Final = general(
    Clause.SERVICES,
    "The parties offer each other's people, under the terms of this Agreement: {services}. {provides} {receives}"
    + _NOT_OFFERED,
    "Offered: {services}. {provides} {receives} Nothing else is.",
    gives=("Your people may be offered {services}. {receives}",),
)

_SERVICES_PRACTICE: Final = of_kind(
    Kind.PRACTICE,
    general(
        Clause.SERVICES,
        "The practice offers the agencies' people, under the terms of this Agreement: {services}. {provides} "
        "{receives} A clinician who meets a need that "
        "goes beyond that names other help to the officer, who chooses freely among it. Treatment that follows from "
        "such a choice is a matter between the two and outside this Agreement." + _NOT_OFFERED,
        "Offered: {services}. {provides} {receives} Treatment is outside this agreement.",
        gives=("Your people may be offered {services}. {receives}",),
    ),
)

EDITIONS: Final[tuple[Edition, ...]] = (
    _PURPOSE,
    _PURPOSE_PRACTICE,
    _PARTIES,
    _PARTIES_CONSORTIA,
    _PARTIES_PRACTICE,
    _DEFINITIONS,
    _SERVICES,
    _SERVICES_PRACTICE,
)
