"""The form of a draft's terms: terms to fields and back. Pure; what can't be is refused, and the field is named."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from itertools import count
from typing import Any, Final
from uuid import UUID

from agreements import (
    Acceptance,
    AgreementError,
    Amendment,
    Cause,
    Cost,
    Effect,
    Filing,
    Joinder,
    Kind,
    Privilege,
    Renewal,
    Role,
    Service,
    Terms,
    Window,
    terms_document,
)
from agreements.terms_checks import BOARD_CHANGEABLE
from consortium.members import fields
from consortium.problems import BadInput
from geo import AgencyId

Form = Mapping[str, str]
DAY: Final = 24 * 60
WEEK: Final = 7 * DAY
SPARE: Final = 2
"""Empty lines that the form offers below those that are filled."""

MOST_LINES: Final = 200
_FIRST: Final = {"hours": ("from-time", "until-time"), "less": ("agency",), "apart": ("one", "other")}

CHOICES: Final[Mapping[str, type[StrEnum]]] = {
    "kind": Kind,
    "acceptance": Acceptance,
    "privilege": Privilege,
    "cost": Cost,
    "renewal": Renewal,
    "filing": Filing,
    "joinder": Joinder,
    "amendment": Amendment,
}
"""Terms that are one of a list."""

SETS: Final[Mapping[str, type[StrEnum]]] = {"services": Service, "roles": Role, "suspend_on": Cause}
"""Terms that are several of a list; each is a box called ``services-one_to_one``."""

NUMBERS: Final = (
    "least_training_hours",
    "yearly_training_hours",
    "deemed_days",
    "agreement_years",
    "least_parties",
    "notice_days",
    "run_off_days",
)
MAYBE_NUMBERS: Final = ("answer_minutes", "most_miles", "term_months", "review_months", "signing_days")
"""Numbers, and numbers that may be left empty."""

YES_OR_NO: Final = (
    "training_required",
    "may_pause",
    "reporters_serve",
    "insurance_needed",
    "resolutions_required",
)


def form_of_terms(terms: Terms) -> dict[str, str]:
    """The fields as the form shows them."""
    document = terms_document(terms)
    form = {name: "" if document[name] is None else str(document[name]) for name in (*NUMBERS, *MAYBE_NUMBERS)}
    form |= {name: str(document[name]) for name in CHOICES}
    form |= {f"{name}-{each}": "yes" for name in SETS for each in _values(document[name])}
    form |= {name: "yes" for name in YES_OR_NO if document[name]}
    form |= {f"party-{each}": "yes" for each in terms.parties}
    form |= {f"required-{each}": "yes" for each in terms.required_parties}
    form |= {f"board-{each}": "yes" for each in terms.board_may_change}
    form |= {f"order-{each}": str(place) for place, each in enumerate(terms.signing_order, 1)}
    form |= {"calendar": terms.calendar, "law": terms.law, "lead": str(terms.lead or "")}
    form["effective_from"] = terms.effective_from.isoformat() if terms.effective_from else ""
    return form | dict(_hours(terms)) | dict(_less(terms)) | dict(_apart(terms))


def lines_of(form: Form, prefix: str) -> int:
    """How many lines of a list the form shows: those that are there, and some empty ones."""
    filled = [line for line in range(MOST_LINES) if any(form.get(f"{prefix}-{line}-{each}") for each in _FIRST[prefix])]
    return max(filled, default=-1) + 1 + SPARE


def read_terms_form(form: Form) -> Terms:
    """The terms that the form says; it takes effect by its own conditions and binds whoever is head, always.

    Raises:
        BadInput: something is missing or can't be; the field is named where one is to blame.
    """
    parties = _agencies(form, "party")
    if not parties:
        raise BadInput("Tick the agencies that are parties.", "parties")
    values: dict[str, Any] = {name: fields.whole(form, name) for name in NUMBERS}
    values |= {name: fields.whole(form, name) if fields.text(form, name) else None for name in MAYBE_NUMBERS}
    values |= {name: fields.one_of(form, name, choices) for name, choices in CHOICES.items()}
    values |= {
        name: frozenset(each for each in choices if form.get(f"{name}-{each.value}")) for name, choices in SETS.items()
    }
    values |= {name: form.get(name) == "yes" for name in YES_OR_NO}
    try:
        return Terms(
            parties=parties,
            calendar=fields.text(form, "calendar"),
            effect=Effect.EVALUATED,
            required_parties=_agencies(form, "required"),
            board_may_change=frozenset(each for each in BOARD_CHANGEABLE if form.get(f"board-{each}")),
            signing_order=_order(form, parties),
            law=fields.text(form, "law").upper(),
            lead=AgencyId(fields.id_of(form, "lead")) if fields.text(form, "lead") else None,
            effective_from=_day(form),
            hours=tuple(sorted(_windows(form))),
            provides=_exceptions(form, "provides"),
            receives=_exceptions(form, "receives"),
            kept_apart=frozenset(_pairs(form)),
            **values,
        )
    except AgreementError as wrong:
        raise BadInput(str(wrong), "terms") from wrong


def _values(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


def _agencies(form: Form, prefix: str) -> frozenset[AgencyId]:
    ticked = [name.removeprefix(f"{prefix}-") for name, on in form.items() if name.startswith(f"{prefix}-") and on]
    try:
        return frozenset(AgencyId(UUID(each)) for each in ticked)
    except ValueError as wrong:
        raise BadInput("Choose the agencies on the page.", "parties") from wrong


def _order(form: Form, parties: frozenset[AgencyId]) -> tuple[AgencyId, ...]:
    named = {each: fields.whole(form, f"order-{each}", empty=0) for each in parties}
    chosen = {each: place for each, place in named.items() if place}
    if not chosen:
        return ()
    if sorted(chosen.values()) != list(range(1, len(parties) + 1)):
        raise BadInput("Number every party once, from 1, or none of them.", "order")
    return tuple(sorted(chosen, key=lambda each: chosen[each]))


def _day(form: Form) -> date | None:
    return fields.day(form, "effective_from") if fields.text(form, "effective_from") else None


def _hours(terms: Terms) -> Iterator[tuple[str, str]]:
    for line, window in enumerate(terms.hours):
        for end, minute in (("from", window.start), ("until", window.end % WEEK)):
            yield f"hours-{line}-{end}-day", str(minute // DAY)
            yield f"hours-{line}-{end}-time", f"{minute % DAY // 60:02}:{minute % 60:02}"


def _windows(form: Form) -> Iterator[Window]:
    """Each line is a time from one day to another; midnight that begins Monday ends a week."""
    for line in _lines(form, "hours-{}-from-time"):
        start, end = _minute(form, f"hours-{line}-from"), _minute(form, f"hours-{line}-until")
        yield Window(start, end or WEEK)


def _minute(form: Form, name: str) -> int:
    try:
        hour, minute = fields.text(form, f"{name}-time").split(":")
        day = int(fields.text(form, f"{name}-day"))
        found = day * DAY + int(hour) * 60 + int(minute)
    except ValueError as wrong:
        raise BadInput("Give each weekly time with its days and both its times.", "hours") from wrong
    if not 0 <= found < WEEK:
        raise BadInput("Give each weekly time with its days and both its times.", "hours")
    return found


def _less(terms: Terms) -> Iterator[tuple[str, str]]:
    line = count()
    for way, named in (("provides", terms.provides), ("receives", terms.receives)):
        for agency, services in named.items():
            at = next(line)
            yield f"less-{at}-agency", str(agency)
            yield f"less-{at}-way", way
            yield from ((f"less-{at}-{service.value}", "yes") for service in services)


def _exceptions(form: Form, way: str) -> Mapping[AgencyId, frozenset[Service]]:
    return {
        AgencyId(fields.id_of(form, f"less-{line}-agency")): frozenset(
            each for each in Service if form.get(f"less-{line}-{each.value}")
        )
        for line in _lines(form, "less-{}-agency")
        if form.get(f"less-{line}-way", "provides") == way
    }


def _apart(terms: Terms) -> Iterator[tuple[str, str]]:
    for line, pair in enumerate(sorted(sorted(map(str, each)) for each in terms.kept_apart)):
        yield f"apart-{line}-one", pair[0]
        yield f"apart-{line}-other", pair[1]


def _pairs(form: Form) -> Iterator[frozenset[AgencyId]]:
    for line in _lines(form, "apart-{}-one"):
        yield frozenset(AgencyId(fields.id_of(form, f"apart-{line}-{which}")) for which in ("one", "other"))


def _lines(form: Form, name: str) -> Iterator[int]:
    """The lines of a list that are filled; a form holds no more than the parties could need."""
    return (line for line in range(MOST_LINES) if fields.text(form, name.format(line)))
