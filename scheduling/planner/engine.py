"""The one door to the solver: OR-Tools is imported when somebody plans, as that takes most of a second."""

from typing import Any


def cp_model() -> Any:
    """The module of the constraint solver; it hands out values that carry no types."""
    from ortools.sat.python import cp_model as solver  # noqa: PLC0415  # slow to import; few processes need it

    return solver
