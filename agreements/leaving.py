"""What would change if an agency left: the same agreements with its notice given, by the fold that judges all facts."""

from datetime import datetime
from typing import Final

from agreements.facts import Fact, FactKind
from agreements.pacts import standing_at
from agreements.reach import Reach
from agreements.times import utc
from geo.names import AgencyId

_IF: Final = "what if it left"


def if_left(reach: Reach, agency: AgencyId, at: datetime) -> tuple[Reach, tuple[datetime, ...]]:
    """The gate as it would be if an agency gave notice at ``at`` wherever it is bound, and when those notices run out.

    The instants rise; there is none where nothing binds it, or where what binds it is over before a notice has run.
    Compare both gates at each of them: what else is dated until then changes on both sides.

    Raises:
        InstantError: ``at`` is not an instant in UTC.
    """
    notice = Fact(kind=FactKind.NOTICE_GIVEN, at=utc(at), attested_by=_IF, agency=agency)
    runs_out: set[datetime] = set()
    pacts = []
    for pact in reach.pacts:
        if not any(agency in bound.members for bound in standing_at(pact, at).bindings):
            pacts.append(pact)
            continue
        left = pact.with_fact(notice)
        for bound in standing_at(left, at).bindings:
            when = bound.leaving.get(agency, at)
            then = standing_at(pact, when).bindings
            if any(each.version == bound.version and agency in each.members for each in then):
                runs_out.add(when)
        pacts.append(left)
    return Reach(tuple(pacts), reach.around), tuple(sorted(runs_out))
