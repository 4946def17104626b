"""Clauses 12 to 15 in our words: confidence, its limits, what is kept, and what the public may ask to see."""

from typing import Final

from agreements.clause_library.editions import Edition, general
from agreements.clauses import Clause

_CONFIDENTIALITY: Final = general(
    Clause.CONFIDENTIALITY,
    """What is said in a talk is confidential. So is it whether, when, from whom and by whom support was sought.

No party asks a peer, an officer, the coordinator or whoever runs the service about any of this, in whatever \
proceeding, except where a law or court obliges it to. A peer does not answer such a question as far as the law \
allows, and is not disciplined or treated worse for that.

Each party gives up, as far as the law lets it, every right of its own to learn these things, and leaves to the \
officer and the peer every privilege that the law gives them. {privilege}

Peers may consult each other and a clinician, without names, for the good of the person or for their own. A party \
that learns of a breach of this clause tells the coordinator at once, without saying who sought support, and sees to \
it that the breach ends. This clause goes on after this Agreement is over.""",
    "What is said stays between the two, and so does the fact that somebody asked. {privilege}",
    gives=("Your peers need not answer questions about a talk, and are not disciplined for that.",),
    never=("You will not ask a peer whether, when or by whom support was sought.",),
)

_LIMITS: Final = general(
    Clause.LIMITS,
    """Confidentiality ends where the law ends it and no earlier. The limits differ from state to state. They may \
include danger to life, abuse or neglect that must be reported, an admitted crime, an order of a court, and the \
officer's own consent. The limits that hold for a part of the region stand in a notice that a legal advisor has \
approved. The officer is shown the notice before the first word.

{reporters_serve}

A peer who has to disclose something discloses the least that the law asks for, only to whom the law names and, where \
that is safe, after telling the officer. No party takes such a disclosure as leave to ask for more.""",
    "The law sets limits, such as danger to life or abuse that must be reported; an officer is shown them before the "
    "first word. {reporters_serve}",
)

_RECORDS: Final = general(
    Clause.RECORDS,
    """No record is made of what is said in a talk: no note, no recording, no file. No party keeps a record of who \
sought support, when, or from whom. No attendance list, sign-in sheet or list of those who asked is kept.

What the service needs to pass on a request is kept while the request is open and erased when it is over. No party is \
given a figure about requests or talks of its own people. Figures for all parties together may be published for whole \
years, and only where no small number can be read or worked out from them.

The parties keep on file: this Agreement with its terms, signatures and changes; the roster annexes and designations; \
training and licenses; the duty rota and the hours on duty. This Agreement and the evidence of it are kept for \
{agreement_years} after it is over for the last party, or longer where a law or a legal hold asks for it.""",
    "Nothing is written down about any talk or about who asked. The agreement itself is kept for {agreement_years} "
    "after it is over.",
    gives=("You can download the agreement and its evidence at any time, also after leaving.",),
    never=("You will not keep notes, lists or figures about who sought support.",),
)

_PUBLIC_RECORDS: Final = general(
    Clause.PUBLIC_RECORDS,
    """This Agreement may be published, and is a public record where the law makes it one. The roster annex and the \
duty rota name people and their hours; each party withholds them as far as the law allows.

Each party answers for the records that it holds itself. A party that receives a public-records request, a subpoena or \
any other demand that touches this Agreement tells the coordinator and the other parties before it answers, where the \
law leaves time, so that each may object. It says nothing in doing so that could show who sought support.

No party gathers or creates information in order to answer a demand, unless a law or court obliges it to.""",
    "The agreement is public where the law says so; the roster and the rota are withheld as far as the law allows. You "
    "tell the others of a demand before you answer it.",
    never=("You will not gather information about talks in order to answer a demand.",),
)

EDITIONS: Final[tuple[Edition, ...]] = (_CONFIDENTIALITY, _LIMITS, _RECORDS, _PUBLIC_RECORDS)
