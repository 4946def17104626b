"""Words for an agreement to begin with, in our own words: one clause for each subject that the terms need.

They are a draft for the advisors of the parties, and no legal text. Numbers in braces are those of the terms, so that
text and terms cannot differ.
"""

from collections.abc import Mapping
from typing import Final

from agreements import Clause, Terms

NUMBERS: Final = ("answer_minutes", "least_training_hours", "least_parties", "notice_days", "run_off_days")
"""The terms that stand in the text."""

TITLE: Final = "Agreement on peer support across agency lines"

MODEL: Final[dict[Clause, str]] = {
    Clause.PURPOSE: (
        "The parties let their trained peers support each other's people, freely and in confidence. Support under "
        "this agreement is no therapy, no judgment of fitness for duty and no part of any investigation."
    ),
    Clause.PARTIES: (
        "The parties are the agencies named in Schedule A. Each signs by its chief or sheriff, who states by what law "
        "or resolution he or she may do so."
    ),
    Clause.DEFINITIONS: (
        "A peer is a person on the roster. The officer is whoever asks. Days are calendar days by the clock of the "
        "consortium's zone."
    ),
    Clause.SERVICES: (
        "The parties offer talks between two people, support after a critical incident, and following up. They do not "
        "offer group debriefings under this agreement."
    ),
    Clause.AVAILABILITY: (
        "A peer on call answers within {answer_minutes} minutes or the next one is asked. Nobody breaks this agreement "
        "by not being able to answer."
    ),
    Clause.INDEPENDENCE: (
        "No peer serves a part of the region that holds an agency to which the peer belongs, nor anybody whom the peer "
        "supervises, nor in a matter in which the peer was responder, witness or party."
    ),
    Clause.QUALIFICATIONS: (
        "A peer or chaplain has at least {least_training_hours} hours of training that is in date. A clinician holds a "
        "licence that is in date. Who lapses is not asked until it is renewed."
    ),
    Clause.DESIGNATION: (
        "Each head designates the people on the roster by name, of whichever party, to support the head's own "
        "employees. A person whom one agency has not designated does not serve that agency's part of the region."
    ),
    Clause.CONFIDENTIALITY: (
        "No party asks a peer whether, when or by whom support was sought. No party keeps a record of what was said."
    ),
    Clause.TERM: "It has no end of its own: it runs until the parties end it, or fewer than {least_parties} are left.",
    Clause.EFFECT: (
        "It takes effect on the day that the clerk records, once {least_parties} parties have signed. A "
        "signature alone puts nothing into effect."
    ),
    Clause.WITHDRAWAL: (
        "A party leaves by {notice_days} days' written notice. A talk that is open then may be finished within "
        "{run_off_days} days."
    ),
    Clause.JOINDER: "Another agency joins by signing this text, from the day that the clerk records.",
    Clause.AMENDMENT: (
        "A later version takes the place of this one for all, once enough parties have signed it; whoever has not "
        "signed it is not in it."
    ),
    Clause.SUSPENSION: "A party may rest at any time, and says so to the coordinator. No reason is asked.",
}


def filled(text: Mapping[Clause, str], terms: Terms) -> dict[Clause, str]:
    """The text with the numbers of the terms in place of the braces; braces around anything else stay as they are."""
    found = {}
    for clause, words in text.items():
        for name in NUMBERS:
            words = words.replace(f"{{{name}}}", str(getattr(terms, name)))  # noqa: PLW2901
        found[clause] = words
    return found
