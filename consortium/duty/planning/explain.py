"""Why somebody has a duty, who else could and at what price, who could not; and what stands in the way of an empty one.

Pure: the planner's answers with names, as the duty's page shows them.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from consortium.duty.planning.look import Look
from consortium.duty.planning.question import Question, slot_id
from consortium.duty.planning.values import PlannedShift
from consortium.duty.see_shifts import name_of
from consortium.duty.views import RotaFacts
from scheduling.planner import Hindrance, Option, Relaxation, SlotId, stands_in_the_way, why

MOST_OTHERS: Final = 8
MOST_NOT_ABLE: Final = 60
_OF_THE_SEAT: Final = "seats"
"""The rule about who holds which seat at all: whom it stops is not worth a line."""


def explain(look: Look, shift: PlannedShift) -> dict[str, Any]:
    """All that there is to say about who has this duty or could have it."""
    asked, facts = _freely(look.question, slot_id(shift)), look.ground.facts
    told = (asked.assigned, asked.slots, asked.people, asked.rules, asked.past, slot_id(shift))
    if shift.person is None:
        found = stands_in_the_way(*told)
        return {
            "holders": [],
            "others": [_option(each, facts) for each in found.able[:MOST_OTHERS]],
            "not_able": _not_able(found.by_person, facts),
            "by_rule": _by_rule(found.by_person, asked),
            "cheapest": [_relaxation(each, facts) for each in found.cheapest],
        }
    answer = why(*told)
    return {
        "holders": [_option(each, facts) for each in answer.holders],
        "others": [_option(each, facts) for each in answer.others[:MOST_OTHERS]],
        "not_able": _not_able(answer.not_able, facts),
        "by_rule": [],
        "cheapest": [],
    }


def _freely(asked: Question, wanted: SlotId) -> Question:
    """The question with this one duty free to be given to others, although it was settled by hand."""
    slots = tuple(replace(slot, kept=frozenset()) if slot.id == wanted else slot for slot in asked.slots)
    return replace(asked, slots=slots)


def _option(each: Option, facts: RotaFacts) -> dict[str, Any]:
    card = facts.cards.get(each.person)
    return {
        "person": str(each.person),
        "name": name_of(facts, each.person),
        "agency": (card.agency_name or "") if card else "",
        "price": each.price,
        "reasons": list(each.reasons),
        "against": list(each.against),
    }


def _not_able(found: Iterable[Hindrance], facts: RotaFacts) -> list[dict[str, Any]]:
    rows = [
        {
            "name": name_of(facts, each.person),
            "why": list(dict.fromkeys(finding.sentence.rstrip(".") for finding in each.findings)),
        }
        for each in found
        if _OF_THE_SEAT not in each.rules
    ]
    return sorted(rows, key=lambda row: str(row["name"]))[:MOST_NOT_ABLE]


def _by_rule(found: Iterable[Hindrance], asked: Question) -> list[dict[str, Any]]:
    words = {rule.name: rule.words() for rule in asked.rules}
    stopped: dict[str, int] = {}
    for each in found:
        if _OF_THE_SEAT not in each.rules:
            for rule in each.rules:
                stopped[rule] = stopped.get(rule, 0) + 1
    return [{"words": words[rule], "people": number} for rule, number in sorted(stopped.items(), key=lambda it: -it[1])]


def _relaxation(each: Relaxation, facts: RotaFacts) -> dict[str, Any]:
    return {
        "person": str(each.person),
        "name": name_of(facts, each.person),
        "sentences": list(each.sentences),
        "hers": each.whose == "person",
        "price": each.price,
    }
