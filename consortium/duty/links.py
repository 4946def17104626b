"""Addresses of the rota's pages that carry a line and a span: they name duty, never anything of a request."""

from datetime import UTC, datetime

from consortium.problems import BadInput
from scheduling import Line, SchedulingError, Span


def stamp(at: datetime) -> str:
    """An instant as an address carries it, whole, in UTC."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="auto") + "Z"


def change_href(slug: str, line: Line, span: Span) -> str:
    """Where a coordinator changes who is on a line in a span."""
    return f"/{slug}/schedule/change?line={line.value}&from={stamp(span.start)}&until={stamp(span.end)}"


def turn_query(line: Line, span: Span) -> str:
    """What names one turn in the address of its holder's pages."""
    return f"line={line.value}&from={stamp(span.start)}&until={stamp(span.end)}"


def read_line(value: str) -> Line:
    """The line of a form or an address.

    Raises:
        BadInput: it names none.
    """
    try:
        return Line(value)
    except ValueError as wrong:
        raise BadInput("Choose a line.", "line") from wrong


def read_span(start: str, end: str) -> Span:
    """The span of a form or an address.

    Raises:
        BadInput: these are no instants, or the end does not come after the start.
    """
    try:
        return Span(_instant(start), _instant(end))
    except SchedulingError as wrong:
        raise BadInput(str(wrong), "until") from wrong


def _instant(value: str) -> datetime:
    try:
        at = datetime.fromisoformat(value)
    except ValueError as wrong:
        raise BadInput("This is not a time.", "from") from wrong
    if at.tzinfo is None:
        raise BadInput("This is not a time with its zone.", "from")
    return at.astimezone(UTC)
