"""What can be wrong with times, turns and schedules; each has a name and a plain sentence.

The sentence in each error is written for the person who builds a rotation.
Nothing here knows of HTTP; the edge gives each error its number.
"""


class SchedulingError(ValueError):
    """Something about a time or a schedule cannot be; the base of all of these."""


class NaiveTimeError(SchedulingError):
    """A moment has no time zone, or a zone other than UTC."""


class BeyondReachError(SchedulingError):
    """A day or moment lies outside the years that schedules cover (1970 to 2199)."""


class EmptySpanError(SchedulingError):
    """A span does not end after it starts."""


class UnknownZoneError(SchedulingError):
    """A time zone's name is not in the IANA database."""


class HandOffTimeError(SchedulingError):
    """A hand-off time carries a zone of its own; it is a time on the wall."""


class NoNameError(SchedulingError):
    """A rotation has no name."""


class TurnLengthError(SchedulingError):
    """A turn does not last a whole number of hours, days, weeks or months, or lasts more than a year."""


class NoTurnsError(SchedulingError):
    """A rotation has no turns, or a turn that nobody holds."""


class LastDayError(SchedulingError):
    """A rotation's last day does not come after its first."""


class OverrideError(SchedulingError):
    """An override changes nothing."""


class RestrictionError(SchedulingError):
    """A weekly restriction, or a day off, is not one."""


class LayerError(SchedulingError):
    """A priority layer is not a whole number from 0 to 99."""


class RosterError(SchedulingError):
    """A plan, a temporary schedule or a record holds a shift that is not its own."""


class RostersOverlapError(SchedulingError):
    """Two temporary schedules hold the same time of one line."""


class SwapError(SchedulingError):
    """A swap changes nothing, or is of no part of a turn."""


class ScheduleFileError(SchedulingError):
    """A schedule file cannot be read; the place in it is named."""


class RepeatedError(SchedulingError):
    """Two parts of one schedule carry the same id or the same number."""


class UnknownSideError(SchedulingError):
    """Somebody is on call whose part of the region was not told."""


class WeightError(SchedulingError):
    """An hour would weigh less than nothing, or more than anybody means."""


class AvailabilityError(SchedulingError):
    """What somebody said about when she can serve cannot be meant."""


class PlanError(SchedulingError):
    """What the planner is asked cannot be meant: a duty, a person or a rule's number lies where none can be."""
