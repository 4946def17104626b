"""Why a duty is held by these people, who else could, and what stands in the way of filling one that is empty.

Everything is found by trying: the person is put in, and the judge says what changes. So what is said here to be
possible breaks no hard rule, and what is said to be in the way does.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from geo.names import PersonId
from scheduling.errors import PlanError
from scheduling.planner.case import Case
from scheduling.planner.judge import broken, cost_of, findings
from scheduling.planner.roster import Roster
from scheduling.planner.rules import Rules, Share, Touched, Whose, kinds
from scheduling.planner.values import (
    Assignment,
    Candidate,
    Finding,
    Hindrance,
    InTheWay,
    Option,
    Past,
    Plan,
    Relaxation,
    Slot,
    SlotId,
    Why,
)

_RELAXATIONS: Final = 5
_FAR: Final = 1 << 40
_EASE: Final = {Whose.COORDINATOR: 0, Whose.PERSON: 1, Whose.NOBODY: 2}


@dataclass(frozen=True, slots=True)
class _Change:
    """What it would mean to put somebody in."""

    person: PersonId
    instead_of: PersonId | None
    roster: Roster
    price: int
    hard: tuple[Finding, ...]
    soft: tuple[Finding, ...]


def why(
    found: Plan | Assignment,
    slots: Iterable[Slot],
    people: Iterable[Candidate],
    rules: Rules,
    past: Past,
    slot: SlotId,
) -> Why:
    """Explain one duty. Where it has room, others are tried beside its holders, else in place of one who may change.

    Raises:
        PlanError: there is no such duty.
    """
    roster, duty = _begin(found, slots, people, past, slot)
    changes = tuple(_changes(roster, rules, duty))
    holders = roster.holders(slot)
    return Why(
        slot=slot,
        holders=tuple(_holder(roster, rules, duty, person) for person in sorted(holders, key=lambda it: it.int)),
        others=_options(changes, rules, duty),
        not_able=tuple(Hindrance(person=each.person, findings=each.hard) for each in changes if each.hard),
    )


def suggest(
    found: Plan | Assignment,
    slots: Iterable[Slot],
    people: Iterable[Candidate],
    rules: Rules,
    past: Past,
    slot: SlotId,
) -> tuple[Option, ...]:
    """Who could fill this duty and break no hard rule: the cheapest first, of these who is furthest below her share.

    Raises:
        PlanError: there is no such duty.
    """
    roster, duty = _begin(found, slots, people, past, slot)
    return _options(tuple(_changes(roster, rules, duty)), rules, duty)


def stands_in_the_way(
    found: Plan | Assignment,
    slots: Iterable[Slot],
    people: Iterable[Candidate],
    rules: Rules,
    past: Past,
    slot: SlotId,
) -> InTheWay:
    """For a duty that lacks people: which rules stop whom, and the cheapest to give up for once.

    Raises:
        PlanError: there is no such duty.
    """
    roster, duty = _begin(found, slots, people, past, slot)
    changes = tuple(_changes(roster, rules, duty))
    stopped = [each for each in changes if each.hard]
    hindrances = tuple(Hindrance(person=each.person, findings=each.hard) for each in stopped)
    return InTheWay(
        slot=slot,
        missing=max(0, duty.need - len(roster.holders(slot))),
        by_person=hindrances,
        by_rule=dict(Counter(rule for each in hindrances for rule in each.rules).most_common()),
        able=_options(changes, rules, duty),
        cheapest=_relaxations(stopped),
    )


def _begin(
    found: Plan | Assignment, slots: Iterable[Slot], people: Iterable[Candidate], past: Past, slot: SlotId
) -> tuple[Roster, Slot]:
    roster = Roster(Case(slots, people, past), found.assigned if isinstance(found, Plan) else found)
    if slot not in roster.case.slots:
        raise PlanError(f"There is no duty {slot}.")
    return roster, roster.case.slots[slot]


def _changes(roster: Roster, rules: Rules, slot: Slot) -> Iterator[_Change]:
    """Put in each who does not hold it: beside the others if there is room, else for whomever it is best instead of."""
    holders = roster.holders(slot.id)
    give_way: list[PersonId | None] = [None] if len(holders) < slot.need else [*sorted(holders - slot.kept)]
    for person in roster.case.people:
        if person not in holders and give_way:
            tried = (_try(roster, rules, slot, person, instead_of) for instead_of in give_way)
            yield min(tried, key=lambda it: (len(it.hard), it.price))


def _try(roster: Roster, rules: Rules, slot: Slot, person: PersonId, instead_of: PersonId | None) -> _Change:
    holders = (roster.holders(slot.id) - {instead_of}) | {person}
    other = roster.with_holders(slot.id, holders)
    people = frozenset({person, instead_of} - {None})
    touched = Touched(frozenset(each for each in people if each is not None), frozenset({slot.id}))
    before, after = findings(roster, rules, touched), findings(other, rules, touched)
    new = [each for each in after if each not in before]
    return _Change(
        person=person,
        instead_of=instead_of,
        roster=other,
        price=cost_of(after) - cost_of(before),
        hard=broken(new),
        soft=tuple(each for each in new if each.cost and each.person == person),
    )


def _options(changes: Iterable[_Change], rules: Rules, slot: Slot) -> tuple[Option, ...]:
    """Those who break nothing, ranked."""
    able = sorted(
        (each for each in changes if not each.hard),
        key=lambda it: (it.price, _above_share(it.roster, it.person), it.person.int),
    )
    return tuple(
        Option(
            person=each.person,
            price=each.price,
            reasons=_reasons(each.roster, rules, slot, each.person),
            against=tuple(finding.sentence for finding in each.soft),
            instead_of=each.instead_of,
        )
        for each in able
    )


def _holder(roster: Roster, rules: Rules, slot: Slot, person: PersonId) -> Option:
    """What speaks for somebody who has the duty, and what it strains; her price is what the plan costs more for it."""
    without = roster.with_holders(slot.id, roster.holders(slot.id) - {person})
    touched = Touched(frozenset({person}), frozenset({slot.id}))
    with_her, before = findings(roster, rules, touched), findings(without, rules, touched)
    new = [each for each in with_her if each not in before and each.person == person]
    return Option(
        person=person,
        price=cost_of(with_her) - cost_of(before),
        reasons=("keeps it: served, or promised before",)
        if person in slot.kept
        else _reasons(roster, rules, slot, person),
        against=tuple(each.sentence for each in new),
    )


def _reasons(roster: Roster, rules: Rules, slot: Slot, person: PersonId) -> tuple[str, ...]:
    """What each rule has to say for her, each thing once, in the order of the rules."""
    said = (rule.praise(roster, slot, person) for rule in rules)
    return tuple(dict.fromkeys(reason for reason in said if reason))


def _above_share(roster: Roster, person: PersonId) -> int:
    """Tenths of weighted hours above her share; whoever promised none comes last."""
    return Share().above(roster, person) if roster.case.people[person].share else _FAR


def _relaxations(stopped: Iterable[_Change]) -> tuple[Relaxation, ...]:
    """What may be given up at all: the coordinator's own numbers before what a person asked for; few before many."""
    found = []
    for each in stopped:
        names = tuple(dict.fromkeys(finding.rule for finding in each.hard))
        whose = max((_whose(name) for name in names), key=_EASE.__getitem__)
        if whose is not Whose.NOBODY:
            sentences = tuple(dict.fromkeys(finding.sentence for finding in each.hard))
            found.append((each, names, sentences, whose))
    found.sort(key=lambda it: (_EASE[it[3]], len(it[1]), len(it[0].hard), it[0].price, it[0].person.int))
    return tuple(
        Relaxation(person=each.person, rules=names, sentences=sentences, whose=str(whose), price=each.price)
        for each, names, sentences, whose in found[:_RELAXATIONS]
    )


def _whose(name: str) -> Whose:
    """By the name of a rule; one that is not registered is nobody's to give up."""
    kind = kinds().get(name)
    return kind.whose if kind else Whose.NOBODY
