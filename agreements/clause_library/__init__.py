"""The clause library: the 27 subjects in our own words, as data, with plain summaries and paragraphs for some states.

A draft for the advisors of the parties, and no legal text: no lawyer has approved an edition until an advisor of a
party has, and that is recorded, edition by edition. Nothing here draws up a version: see ``agreements.drafts``.
"""

from agreements.clause_library.editions import Edition
from agreements.clause_library.shelf import editions, find, paragraph_of, paragraphs, recognised, standard
from agreements.clause_library.speech import Speech
from agreements.clause_library.summaries import Plain, in_plain_words
from agreements.clause_library.variables import VARIABLES, filled, placed, said_under
from agreements.clause_library.wording import Voice

__all__ = [
    "VARIABLES",
    "Edition",
    "Plain",
    "Speech",
    "Voice",
    "editions",
    "filled",
    "find",
    "in_plain_words",
    "paragraph_of",
    "paragraphs",
    "placed",
    "recognised",
    "said_under",
    "standard",
]
