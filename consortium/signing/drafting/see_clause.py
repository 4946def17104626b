"""What the page of one clause offers: the library's wordings, and the variables with what they say now. Pure."""

from typing import Any

from agreements import Clause
from agreements.clause_library import VARIABLES, Speech, editions, filled, paragraph_of, placed
from agreements.drafts import ClauseChoice
from consortium.signing.drafting.approve_wording import Approvals
from consortium.signing.drafting.look import Look


def see_wordings(
    clause: Clause, look: Look, choice: ClauseChoice | None, speech: Speech, approvals: Approvals
) -> list[dict[str, Any]]:
    """The library's wordings, alone and with what the parties' states add; and the chosen one, if it is older.

    ``read``: an advisor has approved each part of it.
    """
    states = sorted({look.states[each] for each in look.terms.parties if each in look.states})
    added = [each for state in states if (each := paragraph_of(clause, state))]
    found = list(editions(clause, look.terms.kind))
    found = [*(each.with_paragraphs(added) for each in found if added), *found]
    if choice is not None and choice.wording and choice.edition not in {each.id for each in found}:
        found.insert(0, choice.wording)
    return [
        {
            "id": each.id,
            "words": filled(each.words, speech),
            "summary": filled(each.summary, speech),
            "states": [part.split(".")[1] for part in each.id.split("+")[1:]],
            "dated": each.dated,
            "read": all(part in approvals for part in each.id.split("+")),
        }
        for each in found
    ]


def see_variables(clause: Clause, look: Look, choice: ClauseChoice | None, speech: Speech) -> list[tuple[str, str]]:
    """The variables that belong here, each with what it says now."""
    names = set(placed(choice.said)) if choice else set()
    names |= {name for each in editions(clause, look.terms.kind) for name in placed(each.words)}
    return [(f"{{{name}}}", VARIABLES[name](speech)) for name in sorted(names & VARIABLES.keys())]
