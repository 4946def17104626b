"""What would change if an agency left: the same agreements with its notice given, by the fold that judges all facts."""

from datetime import datetime
from typing import Final

from agreements.facts import Fact, FactKind
from agreements.pacts import standing_at
from agreements.reach import Reach
from agreements.times import days_after, utc
from geo.names import AgencyId

_IF: Final = "what if it left"


def if_left(reach: Reach, agency: AgencyId, at: datetime) -> tuple[Reach, datetime]:
    """The gate as it would be if an agency gave notice at ``at`` wherever it is bound, and from when all have run.

    Compare both gates at that instant: what else is dated until then changes on both sides.

    Raises:
        InstantError: ``at`` is not an instant in UTC.
    """
    notice = Fact(kind=FactKind.NOTICE_GIVEN, at=utc(at), attested_by=_IF, agency=agency)
    runs_out = [at]
    pacts = []
    for pact in reach.pacts:
        now = standing_at(pact, at)
        if agency in now.parties:
            runs_out += [
                days_after(at, version.terms.notice_days, version.terms.calendar)
                for version in pact.versions
                if version is now.in_force or agency in version.terms.parties
            ]
            pacts.append(pact.with_fact(notice))
        else:
            pacts.append(pact)
    return Reach(tuple(pacts), reach.around), max(runs_out)
