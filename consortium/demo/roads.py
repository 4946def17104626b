"""One road of the demo that an estimate cannot know: a pass that is closed in winter."""

from consortium.db import Transaction
from consortium.demo.staff import Staff
from consortium.members.tell_distance import tell_distance
from geo import PersonId

_CLOSED = ("Ebbet County", "Quillby")


async def close_one_pass(tx: Transaction, staff: Staff, *, by: PersonId) -> None:
    """Tell of a pass that snow closes from December to March."""
    one, other = (staff.agencies[name] for name in _CLOSED)
    await tell_distance(
        tx,
        one=one,
        other=other,
        miles_by_road=None,
        first_month=12,
        last_month=3,
        reason="The road over the ridge is closed by snow",
        by=by,
    )
