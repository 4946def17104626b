"""What is ahead for agreements, in words: for the page of one, the calendar, a head's page and reminders. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from agreements import Pact, Renewal
from agreements.dates import Ahead, Due, ahead
from consortium.signing.lifecycle.days import last_day
from geo import AgencyId

Names = Mapping[AgencyId, str]
_WORDS: Final = {
    Due.WINDOW_CLOSES: "Version {number} can be signed until {day}.",
    Due.EFFECT_POSSIBLE: "Version {number} may take effect from then on, if all else is done.",
    Due.TERM_ENDS: "The term of version {number} ends with {day}. {renewal}",
    Due.ENDS: "Version {number} ends, as was recorded.",
    Due.REVIEW_DUE: "The parties look at version {number} again.",
    Due.NOTICE_RUNS_OUT: "{agency} leaves: its days of notice have run.",
    Due.RUN_OFF_ENDS: "Open talks {of}are finished by then.",
    Due.INSURANCE_ENDS: "The certificate of insurance of {agency} runs out.",
    Due.AUTHORITY_ENDS: "The authority of a head of {agency} runs out.",
    Due.ACCREDITATION_ENDS: "The accreditation of the team of {agency} runs out.",
    Due.KEPT_UNTIL: "Until then text, signatures and evidence are kept.",
}
_RENEWAL: Final = {
    Renewal.NONE: "No other follows by itself.",
    Renewal.AFFIRM: "Another follows with those who affirm it.",
    Renewal.AUTO: "Another follows by itself, with those who do not stop it.",
}


@dataclass(frozen=True, slots=True)
class Coming:
    """One thing ahead, in words; ``own``: whose it is, if it is not everybody's."""

    at: datetime
    kind: Due
    what: str
    clause: int
    own: AgencyId | None
    version: int


def coming(pact: Pact, at: datetime, names: Names) -> tuple[Coming, ...]:
    """All that lies ahead of an agreement, the soonest first. That we remind of a renewal is no date of its own."""
    return tuple(_said(pact, item, names) for item in ahead(pact, at) if item.kind is not Due.RENEWAL_NOTICE)


def _said(pact: Pact, item: Ahead, names: Names) -> Coming:
    version = pact.version(item.version)
    agency = names.get(item.agency, "an agency") if item.agency else ""
    words = _WORDS[item.kind].format(
        number=item.version,
        day=last_day(item.at, version.terms.calendar),
        renewal=_RENEWAL[version.terms.renewal],
        agency=agency,
        of=f"of {agency} " if agency else "",
    )
    own = item.agency if item.kind in {Due.NOTICE_RUNS_OUT, Due.INSURANCE_ENDS, Due.RUN_OFF_ENDS} else None
    return Coming(item.at, item.kind, words.strip(), int(item.clause), own, item.version)
