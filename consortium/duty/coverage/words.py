"""What is missing, why, and what happens instead, in sentences for members. Pure; in English.

With ``names`` a sentence says who; without, it says "somebody": for programs, which learn from the schedule who is on
call and need not learn from here whose training has lapsed.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from agreements import Why
from consortium.duty.coverage.values import Bar, Barred, CoverFacts, Gap, Kind, Meant, Reason
from consortium.duty.missing import NOBODY_SERVES, fallback
from consortium.duty.views import RotaFacts
from geo import PersonId
from scheduling import Line

LINES: Final[Mapping[Line, str]] = {Line.PRIMARY: "primary", Line.BACKUP: "backup", Line.CLINICIAN: "clinician"}
SOMEBODY: Final = "somebody"
MOST_REASONS: Final = 4

_BARS: Final[Mapping[str, str]] = {
    Bar.AWAY: "{who} is away",
    Bar.STRANGER: "{who} does not answer any more",
    Bar.LIMITS: "the limits of confidentiality of {whose} state are not approved",
    Bar.NO_MAIL: "there is no address at which {who} can be paged",
    Bar.NO_NUMBER: "{who} has given no number for officers",
    Bar.UNPROVED: "{who} has never shown that a page reaches her",
    Why.NOBODY: "no agency is in force",
    Why.PEER_SUSPENDED: "{who} is suspended",
    Why.OWN_AGENCY: "{who} belongs to this part",
    Why.NO_AGREEMENT: "{agency} is in no agreement",
    Why.NOT_SIGNED: "{agency} has not signed the agreement",
    Why.DECLINED: "{agency} has declined to sign the agreement",
    Why.NOT_IN_FORCE: "{agency} has signed, but is not bound yet",
    Why.AGENCY_SUSPENDED: "the part of {agency} in the agreement is suspended",
    Why.AGENCY_PAUSED: "{agency} has paused its part in the agreement",
    Why.LEFT: "{agency} has left the agreement",
    Why.ENDED: "the agreement is over for {agency}",
    Why.NOT_EMPOWERED: "{agency} has not let its lead agency act for it in writing",
    Why.UNREADABLE: "the record of an agreement of {agency} can't be read as it was signed",
    Why.NOT_TOGETHER: "no agreement binds {agency} and the agency of {who}",
    Why.SERVICE: "the agreement does not offer this",
    Why.ROLE: "the agreement does not let somebody like {who} serve",
    Why.NOT_LENT: "{agency} does not give this service under the agreement",
    Why.NOT_RECEIVED: "{agency} does not take this service under the agreement",
    Why.BEYOND_LEAD: "{agency} does not give or take this at home, so its lead agency cannot for it",
    Why.TOO_FAR: "the agency of {who} lies farther from {agency} than the agreement allows",
    Why.DISTANCE_UNKNOWN: "how far the agency of {who} lies from {agency} is not known",
    Why.KEPT_APART: "the agreement keeps {agency} and an agency of {who} apart",
    Why.NOT_PRIVILEGED: "the law of the state of {agency} does not protect talks across agencies",
    Why.PRIVILEGE_UNREAD: "nobody has read whether the law of the state of {agency} protects talks across agencies",
    Why.ACCREDITATION_UNREAD: "nobody has read whether the law of the state of {agency} protects accredited teams only",
    Why.NOT_ACCREDITED: "the law protects accredited teams only, and that of {agency} is not accredited",
    Why.MUST_REPORT: "the state of {agency} obliges {who} to report misconduct",
    Why.REPORTING_UNREAD: "nobody has read whether the state of {agency} obliges {who} to report misconduct",
    Why.ACCREDITATION_LAPSED: "the accreditation of the team of {agency} has lapsed",
    Why.NO_LICENCE: "{who} has no licence in date",
    Why.UNTRAINED: "{who} has no training",
    Why.TRAINING_LAPSED: "the training of {who} has lapsed",
    Why.TOO_FEW_HOURS: "{who} has too few hours of training",
    Why.TOO_FEW_THIS_YEAR: "{who} has too few hours of training in the last 365 days",
    Why.NOT_DESIGNATED: "{agency} has not designated {who}",
    Why.DESIGNATION_NOT_YET: "the designation of {who} by {agency} does not count yet",
    Why.DESIGNATION_ENDED: "the designation of {who} by {agency} has ended",
    Why.OUT_OF_HOURS: "it is outside the weekly hours of the agreement",
    Why.NOT_BEGUN: "nothing can be begun",
    Why.RUN_OFF_OVER: "the time to finish open talks is over",
}


def what(gap: Gap) -> str:
    """What is missing, as a heading."""
    line = LINES[gap.line] if gap.line else ""
    if gap.kind is Kind.SEAT:
        return f"Nobody on call: {line}" if _empty(gap) else f"Nobody who counts on call: {line}"
    if gap.kind is Kind.PART:
        return f"{line.capitalize()} cannot serve {gap.label}"
    return f"Nobody on call may serve {gap.label}" if gap.kind is Kind.ZONE else f"One person only for {gap.label}"


def reasons(gap: Gap, facts: CoverFacts, *, names: bool = True) -> tuple[str, ...]:
    """Why, each reason once, the first few; the rest by number."""
    if gap.kind is Kind.ONE:
        return (f"only {_listed(_name(facts, person) for person in gap.people)}",) if names else ()
    told = tuple(dict.fromkeys(reason_words(reason, facts, names=names) for reason in gap.reasons))
    if not told:
        return ("nobody stands there",)
    rest = len(told) - MOST_REASONS
    return (*told[:MOST_REASONS], f"and {rest} more reasons") if rest > 1 else told


def why(gap: Gap, facts: CoverFacts, *, names: bool = True) -> str:
    """Why, as one sentence."""
    told = "; ".join(reasons(gap, facts, names=names))
    return f"{told[:1].upper()}{told[1:]}." if told else ""


def reason_words(reason: Reason, facts: CoverFacts, *, names: bool) -> str:
    """One reason."""
    return _said(reason.barred, facts, _name(facts, reason.person) if names else SOMEBODY)


def codes(gap: Gap) -> tuple[str, ...]:
    """The reasons as programs know them, each once."""
    return tuple(dict.fromkeys(each.barred.gate or each.barred.bar.value for each in gap.reasons))


def instead(gap: Gap, facts: RotaFacts, *, names: bool = True) -> str:
    """What happens while it is missing."""
    if gap.kind is Kind.SEAT and gap.line:
        said = fallback(facts, gap.line, gap.span.start)
        return said if names else said.partition(":")[0].rstrip(".") + "."
    if gap.kind is Kind.PART:
        return "Others on call are asked; nobody takes her place on this line."
    if gap.kind is Kind.ONE:
        return "If that one does not answer, there is nobody else to ask."
    return "Peers who may be rung off duty are asked." if gap.others else NOBODY_SERVES


def meant_what(meant: Meant, labels: Mapping[object, str]) -> str:
    """What a declared gap is about; a part that no plan knows any more is said so."""
    if meant.line is not None:
        return LINES[meant.line].capitalize()
    return labels.get(meant.zone, "A part of an earlier plan")


def _empty(gap: Gap) -> bool:
    """Whether nobody stands there at all, those who are away left out."""
    return all(reason.barred.bar is Bar.AWAY for reason in gap.reasons)


def _said(barred: Barred, facts: CoverFacts, who: str) -> str:
    agency = facts.agency_names.get(barred.agency, "an agency") if barred.agency else "an agency"
    return _BARS[barred.gate or barred.bar].format(who=who, whose=f"{who}'s", agency=agency)


def _name(facts: CoverFacts, person: PersonId) -> str:
    card = facts.cards.get(person)
    return card.name if card else "a colleague who has left"


def _listed(names: Iterable[str]) -> str:
    told = list(dict.fromkeys(names))
    return ", ".join(told[:MOST_REASONS]) + (
        f" and {len(told) - MOST_REASONS} more" if len(told) > MOST_REASONS else ""
    )
