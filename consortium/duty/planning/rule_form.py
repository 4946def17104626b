"""The form of the rules: one set of fields for each rule, made from the rule itself. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, Final

from consortium.pages import N_
from consortium.problems import BadInput
from scheduling import SchedulingError
from scheduling.fairness import Weights
from scheduling.planner import DEFAULTS, Rule, Rules
from scheduling.planner.rules import ALWAYS, Period, from_record, to_record

LABELS: Final[Mapping[str, str]] = {
    "hours": N_("Hours of rest"),
    "most": N_("At most"),
    "weeks": N_("In so many weeks"),
    "per": N_("In one"),
    "of": N_("Counted in"),
    "free": N_("Hours let pass"),
    "miles": N_("Miles"),
    "over": N_("What one too many costs"),
    "joined": N_("Duties that follow at once are one"),
}
_MUST: Final = frozenset(rule.name for rule in ALWAYS)
_ALWAYS_SOFT: Final = frozenset({"cover", "work share", "agency share", "whole weekends", "wishes"})
_WITHOUT_FACTS: Final = frozenset({"skills", "no supervisor", "travel", "mix"})
"""Rules of the planner about facts that no duty here has yet (a place, a skill, no leaders): they would never bite."""
_OFF: Final = "off"


def see_rules(rules: Rules, typed: Mapping[str, str] | None) -> list[dict[str, Any]]:
    """Each rule in words, with its numbers as fields; what was typed stands in them, if something was."""
    typed = typed or {}
    return [
        {
            "key": f"r{number}",
            "name": rule.name,
            "words": rule.words(),
            "must": rule.name in _MUST and rule.name != "cover",
            "soft_only": rule.name in _ALWAYS_SOFT,
            "manner": typed.get(f"r{number}_manner", _manner(rule) if on else _OFF),
            "weight": typed.get(f"r{number}_weight", "" if rule.weight is None else str(rule.weight)),
            "fields": [_field(f"r{number}", name, value, typed) for name, value in _numbers(rule)],
        }
        for number, (rule, on) in enumerate(_offered(rules))
    ]


def _offered(rules: Rules) -> list[tuple[Rule, bool]]:
    """The rules that hold, then those that every region begins with and that are turned off here."""
    names = {rule.name for rule in rules}
    all_of_them = [*((rule, True) for rule in rules), *((rule, False) for rule in DEFAULTS if rule.name not in names)]
    return [(rule, on) for rule, on in all_of_them if rule.name not in _WITHOUT_FACTS]


def _manner(rule: Rule) -> str:
    return "must" if rule.hard and rule.name not in _ALWAYS_SOFT else "soft"


def _field(key: str, name: str, value: Any, typed: Mapping[str, str]) -> dict[str, Any]:
    kind = "period" if isinstance(value, Period) else "tick" if isinstance(value, bool) else "number"
    shown = "yes" if value is True else "" if value is False else f"{value:g}" if kind == "number" else str(value)
    return {
        "name": f"{key}_{name}",
        "label": LABELS.get(name, name),
        "kind": kind,
        "value": typed.get(f"{key}_{name}", shown) if not typed or kind != "tick" else typed.get(f"{key}_{name}", ""),
        "choices": [str(period) for period in Period] if kind == "period" else [],
    }


def _numbers(rule: Rule) -> Iterable[tuple[str, Any]]:
    """Those numbers of a rule that a form can take; lists of seats and of agencies stay as they are."""
    for each in fields(rule):
        value = getattr(rule, each.name)
        if each.name != "weight" and isinstance(value, bool | int | float | Period):
            yield each.name, value


def read_rules(form: Mapping[str, str], now: Rules) -> list[dict[str, Any]]:
    """The rules as a form has them; one that is turned off is left out, but for those that nobody can do without.

    Raises:
        BadInput: a number is none, or nobody could mean it; the field is named.
    """
    found = []
    for number, (rule, _) in enumerate(_offered(now)):
        key = f"r{number}"
        if rule.name in _MUST and rule.name != "cover":
            found.append(to_record(rule))
            continue
        record = to_record(rule)
        manner = form.get(f"{key}_manner", "")
        if manner == _OFF and rule.name not in _MUST:
            continue
        if manner not in {"must", "soft"}:
            raise BadInput("Say whether this rule must be kept.", f"{key}_manner")
        for name, value in _numbers(rule):
            record[name] = _read(form.get(f"{key}_{name}", ""), value, f"{key}_{name}")
        record["weight"] = _weight(form, rule, key, manner)
        try:
            from_record(record)
        except SchedulingError as wrong:
            raise BadInput(str(wrong), f"{key}_weight") from wrong
        found.append(record)
    return found


def _weight(form: Mapping[str, str], rule: Rule, key: str, manner: str) -> int | None:
    if manner == "must" and rule.name not in _ALWAYS_SOFT:
        return None
    typed = form.get(f"{key}_weight", "").strip()
    if not typed:
        raise BadInput("Say what it costs where this rule is not kept.", f"{key}_weight")
    return int(_number(typed, f"{key}_weight"))


def _read(typed: str, value: Any, field: str) -> Any:
    if isinstance(value, bool):
        return typed == "yes"
    if isinstance(value, Period):
        if typed not in set(Period):
            raise BadInput("Choose a period.", field)
        return typed
    found = _number(typed, field)
    return int(found) if isinstance(value, int) else found


def _number(typed: str, field: str) -> float:
    try:
        found = float(typed.strip())
    except ValueError as wrong:
        raise BadInput("This must be a number.", field) from wrong
    if not 0 <= found <= 1_000_000:
        raise BadInput("This must be a number from 0 to 1,000,000.", field)
    return found


def weight_fields(weights: Weights) -> Mapping[str, str]:
    """The weights of hours as the form's fields."""
    return {
        "night": f"{weights.night:g}",
        "weekend": f"{weights.weekend:g}",
        "holiday": f"{weights.holiday:g}",
        "night_from": weights.night_from.strftime("%H:%M"),
        "night_to": weights.night_to.strftime("%H:%M"),
    }


def read_weights(form: Mapping[str, str]) -> dict[str, Any]:
    """The weights of hours as a form has them.

    Raises:
        BadInput: one is no number.
    """
    found: dict[str, Any] = {name: _number(form.get(name, ""), name) for name in ("night", "weekend", "holiday")}
    return found | {name: form.get(name, "").strip() for name in ("night_from", "night_to")}
