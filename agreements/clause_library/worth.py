"""Clauses 16 to 18 in our words: cost, liability, and pay and injury. Money goes by duty."""

from typing import Final

from agreements.clause_library.editions import Edition, general, of_kind
from agreements.clauses import Clause
from agreements.term_kinds import Kind

_COST: Final = general(
    Clause.COST,
    """{cost} No officer pays anything for support under this Agreement.

Hours and travel are accounted for by duty, in one lump for each pay period. Nothing is paid, billed, claimed, \
reported or counted by the contact, the request, the call or the officer, since in a small department that would show \
who asked. No party asks another, or a peer, for such a figure.

No party owes money that its governing body has not appropriated.""",
    "{cost} Officers pay nothing.",
    gives=("Your people's hours are accounted for by duty, in one lump.",),
    never=("You will not pay, bill or count anything by the contact: it would show who asked.",),
)

_LIABILITY_REST: Final = """

Nothing in this Agreement waives an immunity, a defense, a limit of liability or a protection of volunteers that the \
law gives a party or its people; a Tribal party waives no sovereign immunity. {insurance_needed}"""

_LIABILITY: Final = general(
    Clause.LIABILITY,
    "Each party answers for the acts and omissions of its own people under this Agreement, as far as the law makes it "
    "answerable, and for nobody else's. No party undertakes to indemnify another, unless this clause says so for the "
    "parties of a state." + _LIABILITY_REST,
    "You answer for your own people and for nobody else's, and give up no immunity. {insurance_needed}",
    gives=("You give up no immunity or limit of liability.",),
)

_LIABILITY_PRACTICE: Final = of_kind(
    Kind.PRACTICE,
    general(
        Clause.LIABILITY,
        "Each party answers for the acts and omissions of its own people under this Agreement, as far as the law makes "
        "it answerable, and for nobody else's. The practice carries professional liability insurance that is customary "
        "for its profession and shows the certificate to any party on request. No agency undertakes to indemnify the "
        "practice." + _LIABILITY_REST,
        "You answer for your own people and for nobody else's, and give up no immunity. The practice is insured.",
        gives=("You give up no immunity or limit of liability.",),
    ),
)

_PAY_REST: Final = """

Time on duty is recorded by the duty rota. Nobody asks a peer to show by a talk that the time was worked."""

_PAY: Final = general(
    Clause.PAY_AND_INJURY,
    "A peer who stands duty, travels or gives support under this Agreement is at work for the home agency. The home "
    "agency pays wages and benefits and provides workers' compensation as for its other duties, wherever the peer is. "
    "For people whom it does not employ, such as retired officers and volunteers, the home agency states in the roster "
    "annex which cover they have." + _PAY_REST,
    "You keep paying your own people, and they stay under your workers' compensation.",
    gives=("You keep paying your own people, and they stay under your workers' compensation.",),
)

_PAY_PRACTICE: Final = of_kind(
    Kind.PRACTICE,
    general(
        Clause.PAY_AND_INJURY,
        "Whoever stands duty, travels or gives support under this Agreement is at work for the practice. The practice "
        "pays its people, provides workers' compensation where the law asks for it, and pays the taxes. None of them "
        "becomes an employee of an agency." + _PAY_REST,
        "The practice pays and insures its own people; none of them becomes your employee.",
    ),
)

EDITIONS: Final[tuple[Edition, ...]] = (_COST, _LIABILITY, _LIABILITY_PRACTICE, _PAY, _PAY_PRACTICE)
