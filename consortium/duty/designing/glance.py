"""What a promise gives and costs at a glance, before any search: the quick parts at a few instants. Pure."""

from dataclasses import replace
from typing import Any, Final

from consortium.duty.designing.answer import bound_of, designed, nearest_of, plain
from consortium.duty.designing.question import Question
from geo import best_promise

MOST: Final = 60
"""For more agencies it takes seconds: they wait for the search, which has a process of its own."""
INSTANTS: Final = 24
"""So many are looked at, evenly; a search looks at seven times as many."""


def glance(question: Question) -> dict[str, Any]:
    """Figures as ``answer`` tells them, of the parts that need no search.

    ``zones`` is 0 where no two parts keep the promise; then ``best`` is the largest crowd that two could.
    """
    line = question.tables.departments
    tables = question.tables.along_curve().apart(question.wanted.apart).thinned(INSTANTS)
    policy = question.wanted.policy
    found = designed(replace(question, tables=tables), policy, 0)
    if found is None:
        return {"zones": 0, "best": best_promise(line, policy, group=question.states)}
    return {**plain(found.figures), "nearest": nearest_of(tables)["miles"], "bound": bound_of(tables, policy)}
