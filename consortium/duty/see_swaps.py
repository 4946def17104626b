"""Cover and swaps as their pages show them. Pure. Who said no is shown to nobody."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from consortium.duty.hand_over import turn_ends
from consortium.duty.links import turn_query
from consortium.duty.see_changes import fields_of
from consortium.duty.see_shifts import AHEAD, my_turns, name_of
from consortium.duty.swaps.field import Able, Field
from consortium.duty.swaps.strain import duties_around
from consortium.duty.swaps.values import NEAR, Asked, Manner, Sent
from consortium.duty.views import RotaFacts
from consortium.problems import BadInput
from geo import PersonId
from scheduling import Line, Shift, Span, shifts_by_turn, who


def see_swaps(facts: RotaFacts, me: PersonId, found: Sequence[Sent], slug: str, now: datetime) -> dict[str, Any]:
    """What she is asked and what she has asked, open first; over: what was settled and has not passed."""
    mine = [each for each in found if each.ask.giver == me]
    open_mine = [each for each in mine if each.ask.open_at(now)]
    return {
        "asked": [see_ask(facts, each, me, slug, now) for each in to_answer(found, me, now)],
        "mine": [see_ask(facts, each, me, slug, now) for each in open_mine],
        "over": [
            see_ask(facts, each, me, slug, now)
            for each in mine
            if not each.ask.open_at(now) and each.ask.of.during.end > now
        ],
    }


def to_answer(found: Iterable[Sent], me: PersonId, now: datetime) -> list[Sent]:
    """What she is asked and has not said no to, while it is open."""
    asked = ((each, each.of(me)) for each in found if each.ask.open_at(now))
    return [each for each, said in asked if said is not None and not said.declined]


def see_ask(facts: RotaFacts, sent: Sent, me: PersonId | None, slug: str, now: datetime) -> dict[str, Any]:
    """One ask as she may see it, or, for ``None``, as those who look after the rota do."""
    ask, said = sent.ask, None if me is None else sent.of(me)
    mine = ask.giver == me
    path = "swaps" if me is None else "me/swaps"
    return {
        "href": f"/{slug}/{path}/{ask.id}",
        "line": ask.of.line.value,
        "start": ask.of.during.start,
        "end": ask.of.during.end,
        "part": ask.of.part is not None,
        "giver": name_of(facts, ask.giver),
        "mine": mine,
        "chosen": name_of(facts, ask.chosen) if ask.chosen is not None and (mine or me is None) else "",
        "behalf": name_of(facts, PersonId(ask.asked_by)) if ask.asked_by is not None else "",
        "state": ask.state_at(now),
        "answer_by": ask.answer_by,
        "next_at": ask.round_at if mine or me is None else None,
        "running": ask.of.during.start <= now,
        "names": [name_of(facts, each.person) for each in sent.asked] if mine or me is None else [],
        "offers": [_offer(facts, each) for each in sent.offers_back] if mine or me is None else [],
        "said_no": said is not None and said.declined,
        "back": _offer(facts, said) if said is not None and said.back is not None else None,
    }


def see_first(able: Sequence[Able], during: Span, manner: Manner, now: datetime) -> dict[str, Any]:
    """Who would be asked at once, and when the next."""
    everybody = during.start - now <= NEAR
    return {
        "names": [each.name for each in (able if everybody else able[: manner.at_once])],
        "everybody": everybody,
        "hours": manner.hours_between,
        "more": not everybody and len(able) > manner.at_once,
    }


def see_able(able: Sequence[Able]) -> list[dict[str, Any]]:
    """Colleagues who could take it, the fairest first, with the hours that say why."""
    return [
        {
            "person": str(each.person),
            "name": each.name,
            "agency": each.agency,
            "hours": round(each.hours),
            "over": round(each.over),
        }
        for each in able
    ]


def to_swap(field: Field, facts: RotaFacts, sent: Sent, me: PersonId, now: datetime) -> list[dict[str, Any]]:
    """The turns of hers that she could give for it: each of the two could take the other's."""
    ask, found = sent.ask, list[dict[str, Any]]()
    turns = my_turns(facts, me, now)
    times = [ask.of.during, *(shift.span for shift in turns)]
    whole = Span(min(each.start for each in times), max(each.end for each in times))
    duties = duties_around(facts.schedule, whole)
    for shift in turns:
        if shift.span.start <= now or ask.of.during.end <= now:
            continue
        try:
            rest = Span(max(ask.of.during.start, now), ask.of.during.end)
            field.refuse_both(ask.of.line, ask.giver, rest, me, (shift.line, shift.span), duties=duties)
        except BadInput:
            continue
        found.append({"key": key_of(shift), "line": shift.line.value, "start": shift.span.start, "end": shift.span.end})
    return found[:12]


def key_of(shift: Shift) -> str:
    """What names one turn in a choice of several."""
    return f"{shift.line.value}|{shift.span.start.isoformat()}|{shift.span.end.isoformat()}"


def running_turns(field: Field, facts: RotaFacts, me: PersonId, now: datetime) -> list[dict[str, Any]]:
    """Who is on call now, but for herself, and what hinders her from taking the rest over."""
    found: list[dict[str, Any]] = []
    for line in Line:
        for holder in sorted(who(facts.schedule, now)[line] - {me}):
            end = turn_ends(facts.schedule, line, holder, now)
            why = ""
            try:
                field.refuse(field.opening(line, holder, Span(now, end)), me, urgent=True)
            except BadInput as wrong:
                why = str(wrong)
            found.append(
                {
                    "line": line.value,
                    "holder": str(holder),
                    "name": name_of(facts, holder),
                    "end": end,
                    "why_not": bool(why),
                }
            )
    return found


def open_asks(facts: RotaFacts, found: Sequence[Sent], slug: str, now: datetime) -> list[dict[str, Any]]:
    """Everything for which cover is asked, the nearest turn first, for those who look after the rota."""
    return [
        {**see_ask(facts, each, None, slug, now), "near": each.ask.of.during.start - now <= NEAR}
        for each in found
        if each.ask.open_at(now)
    ]


def who_has_turns(facts: RotaFacts, now: datetime) -> list[dict[str, Any]]:
    """Everybody who has a turn in the weeks that a member sees of hers, by name."""
    people = {shift.person for shift in shifts_by_turn(facts.schedule, Span(now, now + AHEAD))}
    found = ({"person": str(person), "name": name_of(facts, person)} for person in people)
    return sorted(found, key=lambda each: each["name"])


def turns_of(facts: RotaFacts, person: str, slug: str, now: datetime) -> list[dict[str, Any]]:
    """The turns of one person, each with where cover is asked for it in her name; of nobody, none."""
    try:
        holder = PersonId(UUID(person))
    except ValueError:
        return []
    return [
        {
            "line": shift.line.value,
            "start": shift.span.start,
            "end": shift.span.end,
            "href": f"/{slug}/swaps/new?giver={holder}&{turn_query(shift.line, shift.span)}",
        }
        for shift in my_turns(facts, holder, now)
    ]


def form_fields(line: Line, during: Span, timezone: str) -> dict[str, str]:
    """The two ends of a turn as the form shows them: changed, they mean a part of it."""
    fields = fields_of(line, during, timezone)
    return {name: value for name, value in fields.items() if name != "line"}


def _offer(facts: RotaFacts, asked: Asked) -> dict[str, Any]:
    assert asked.back is not None  # noqa: S101 (only who offers a turn comes here)
    line, span = asked.back
    return {
        "person": str(asked.person),
        "name": name_of(facts, asked.person),
        "line": line.value,
        "start": span.start,
        "end": span.end,
    }
