"""Schedules of other systems, read from the JSON that their published interfaces give, as values of ours. Pure.

What cannot be carried over is never dropped silently: each converter lists it in sentences. The shapes are read from
the systems' published descriptions; the samples in the tests are made by hand from these, not taken from an account.
"""

from collections.abc import Callable, Mapping
from typing import Final

from scheduling.convert import grafana, opsgenie, pagerduty
from scheduling.convert.values import Converted
from scheduling.rotation import Line

CONVERTERS: Final[Mapping[str, Callable[[str, Line], Converted]]] = {
    "pagerduty": pagerduty.convert,
    "opsgenie": opsgenie.convert,
    "grafana": grafana.convert,
}
"""Each takes the text of a file and the line that the schedule is to be of."""

__all__ = ["CONVERTERS", "Converted"]
