"""For each term some values that differ, and what else must change so that the terms can be."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from agreements import (
    Acceptance,
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
    Window,
)
from tests.agreements.builders import ALDER, BIRCH, CEDAR

_ALL = frozenset({ALDER, BIRCH, CEDAR})
_NO: frozenset[Any] = frozenset()
_TALKS = frozenset({Service.ONE_TO_ONE})

VALUES: Final[Mapping[str, list[Any]]] = {
    "parties": [_ALL, frozenset({ALDER, BIRCH}), frozenset({BIRCH, CEDAR})],
    "calendar": ["America/Denver", "America/Boise", "America/Los_Angeles", "America/Indiana/Knox"],
    "services": [_TALKS, frozenset(Service), frozenset({Service.FAMILY, Service.FOLLOW_UP})],
    "answer_minutes": [None, 1, 5, 1440],
    "roles": [frozenset(Role), frozenset({Role.PEER}), frozenset({Role.CLINICIAN, Role.CHAPLAIN})],
    "training_required": [True, False],
    "least_training_hours": [0, 1, 24, 10_000],
    "acceptance": [Acceptance.SIGNED, Acceptance.DEEMED],
    "deemed_days": [1, 30, 3660],
    "least_parties": [2, 3],
    "required_parties": [_NO, frozenset({ALDER}), frozenset({ALDER, CEDAR})],
    "notice_days": [0, 30, 60],
    "run_off_days": [0, 3, 14],
    "kind": list(Kind),
    "provides": [{}, {ALDER: _NO}, {ALDER: _TALKS}, {BIRCH: _TALKS}, {ALDER: _NO, BIRCH: _NO}],
    "receives": [{}, {ALDER: _NO}, {ALDER: _TALKS}, {BIRCH: _TALKS}, {ALDER: _TALKS, BIRCH: _NO}],
    "most_miles": [None, 1, 120],
    "hours": [(), (Window(0, 1440),), (Window(0, 1441),), (Window(60, 120), Window(1500, 1560))],
    "may_pause": [True, False],
    "kept_apart": [_NO, frozenset({frozenset({ALDER, BIRCH})}), frozenset({frozenset({ALDER, CEDAR})})],
    "yearly_training_hours": [0, 8, 9],
    "privilege": list(Privilege),
    "reporters_serve": [True, False],
    "agreement_years": [0, 6, 7],
    "cost": list(Cost),
    "insurance_needed": [True, False],
    "effective_from": [None, date(2027, 1, 1), date(2027, 1, 2)],
    "term_months": [None, 12, 36],
    "renewal": list(Renewal),
    "review_months": [None, 12, 24],
    "effect": list(Effect),
    "filing": list(Filing),
    "resolutions_required": [True, False],
    "lead": [None, ALDER, BIRCH],
    "joinder": list(Joinder),
    "amendment": list(Amendment),
    "board_may_change": [_NO, frozenset({"hours"}), frozenset({"hours", "most_miles"})],
    "suspend_on": [_NO, *(frozenset({each}) for each in Cause), frozenset(Cause)],
    "law": ["", "OR", "WA", "ZZ"],
    "binds_successors": [True, False],
    "signing_days": [None, 30, 90],
    "signing_order": [(), (ALDER, BIRCH, CEDAR), (CEDAR, BIRCH, ALDER)],
}

_BESIDE: Final[Mapping[str, dict[str, Any]]] = {
    "training_required": {"least_training_hours": 0},
    "deemed_days": {"acceptance": Acceptance.DEEMED},
    "renewal": {"term_months": 36},
    "joinder": {"lead": ALDER},
}


def terms_of(term: str) -> list[Any]:
    """Values of one term, no two alike."""
    return VALUES[term]


def some_other(term: str, value: Any) -> dict[str, Any]:
    """The changes that give a term a value."""
    beside = dict(_BESIDE.get(term, {}))
    if term == "acceptance" and value is Acceptance.DEEMED:
        beside["deemed_days"] = 30
    return {**beside, term: value}
