"""What each term of service, people and protection says in words (clauses 1 to 18). One function for each term.

A function returns a phrase or whole sentences, as its name stands in the texts; the empty text says nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from agreements.clause_library.speech import ROLES, ZONES, Speech
from agreements.clause_library.wording import Voice, listed, weekly
from agreements.term_kinds import Acceptance, Cost, Exceptions, Kind, Privilege, Role, Service


def _kind(speech: Speech) -> str:
    match speech.terms.kind:
        case Kind.MUTUAL_AID:
            return "This is an agreement on mutual aid among the agencies that sign it."
        case Kind.PRACTICE:
            return "This is an agreement between agencies and a clinician or practice that lends support to them."
        case Kind.CONSORTIA:
            return "This is an agreement between consortia of agencies, each of which acts by its lead agency."


def _parties(speech: Speech) -> str:
    return speech.called(speech.terms.parties)


def _calendar(speech: Speech) -> str:
    zone = speech.terms.calendar
    return f"{ZONES[zone]} ({zone})" if zone in ZONES else f"the time zone {zone}"


def _services(speech: Speech) -> str:
    return speech.services(speech.terms.services)


def _provides(speech: Speech) -> str:
    return _less(speech, speech.terms.provides, "These parties lend less", "lends")


def _receives(speech: Speech) -> str:
    return _less(speech, speech.terms.receives, "These parties are served with less", "is served with")


def _less(speech: Speech, less: Exceptions, begin: str, verb: str) -> str:
    if not less:
        return ""
    each = [
        f"{speech.name(one)} {verb} " + (f"only {_inside(speech, less[one])}" if less[one] else "none of it")
        for one in speech.sorted(less)
    ]
    return f"{begin}: {'; '.join(each)}."


def _inside(speech: Speech, services: Iterable[Service]) -> str:
    """Services parted by commas, since semicolons part the agencies."""
    return Speech(speech.terms, speech.names, Voice.PLAIN).services(services)


def _most_miles(speech: Speech) -> str:
    miles = speech.terms.most_miles
    if miles is None:
        return "No greatest distance is set."
    return (
        f"A peer is asked only where the peer's home agency lies within {speech.count(miles, 'mile')} in a straight "
        "line of each agency that the peer would serve."
    )


def _answer_minutes(speech: Speech) -> str:
    minutes = speech.terms.answer_minutes
    if minutes is None:
        return "This Agreement sets no time to answer."
    return (
        f"Where a peer who is asked has not answered within {speech.count(minutes, 'minute')}, the next one is asked."
    )


def _hours(speech: Speech) -> str:
    if not speech.terms.hours:
        return "A peer may be asked at any hour of any day."
    return f"A peer may be asked to begin only at these times of the week: {weekly(speech.terms.hours)}."


def _may_pause(speech: Speech) -> str:
    if speech.terms.may_pause:
        return "A party may rest its part at any time and take it up again at any time, and gives no reason."
    return "A party does not rest its part of its own accord; clause 24 says when it rests."


def _kept_apart(speech: Speech) -> str:
    pairs = [listed([speech.name(one) for one in speech.sorted(pair)]) for pair in speech.terms.kept_apart]
    if not pairs:
        return ""
    return f"Peers of these parties do not serve each other's people: {'; '.join(sorted(pairs))}."


def _roles(speech: Speech) -> str:
    return listed([ROLES[each] for each in Role if each in speech.terms.roles])


def _training_required(speech: Speech) -> str:
    if speech.terms.training_required:
        return "A peer or chaplain who serves has training that is in date."
    return "This Agreement makes no training a condition of serving as peer or chaplain."


def _least_training_hours(speech: Speech) -> str:
    if hours := speech.terms.least_training_hours:
        return (
            f"A peer or chaplain who serves has had at least {speech.count(hours, 'hour')} of training, all "
            f"courses added up."
        )
    return "No least number of hours of training is set."


def _yearly_training_hours(speech: Speech) -> str:
    if hours := speech.terms.yearly_training_hours:
        return f"At least {speech.count(hours, 'hour')} of training were completed within the past 365 days."
    return ""


def _acceptance(speech: Speech) -> str:
    if speech.terms.acceptance is Acceptance.SIGNED:
        return "A head designates by signing the roster annex; silence designates nobody."
    return (
        "A head designates by signing the roster annex. An annex that a head has neither signed nor refused when the "
        "time stated here is over designates as if the head had signed it."
    )


def _deemed_days(speech: Speech) -> str:
    if days := speech.terms.deemed_days:
        return (
            f"The time for signing or refusing an annex is {speech.count(days, 'day')} from the day on which it "
            f"had been sent to every head of the agency."
        )
    return ""


def _privilege(speech: Speech) -> str:
    unsettled = "Where the law of a state does not protect a talk across agencies, or that is not settled, "
    if speech.terms.privilege is Privilege.TOLD:
        return unsettled + "the officer is told so before the first word and decides whether to go on."
    return unsettled + "no peer of another agency is offered to the officers of that state."


def _reporters_serve(speech: Speech) -> str:
    obliged = "A sworn peer whom the law of a state obliges to report misconduct "
    if speech.terms.reporters_serve:
        return obliged + "may serve; the officer is told of that duty before the first word."
    return obliged + "does not serve under this Agreement."


def _agreement_years(speech: Speech) -> str:
    return speech.count(speech.terms.agreement_years, "year")


def _cost(speech: Speech) -> str:
    match speech.terms.cost:
        case Cost.OWN:
            return "Each party bears its own cost. No party pays another for anything done under this Agreement."
        case Cost.POOLED:
            return (
                "The parties may keep a common fund for training, travel and the means of being on duty. Each pays "
                "into it the lump that its governing body has appropriated, once a year and by no other measure."
            )
        case Cost.LUMP:
            return (
                "A party whose people stand duty for others may be paid for it by the hours on duty, in one lump for "
                "each pay period, as the governing bodies concerned have agreed, whether or not anybody asked for "
                "support in those hours."
            )


def _insurance_needed(speech: Speech) -> str:
    if speech.terms.insurance_needed:
        return (
            "Before it signs, and for as long as it is in this Agreement, each party keeps with the coordinator a "
            "certificate of insurance or self-insurance that is in date."
        )
    return "No certificate of insurance is a condition of this Agreement."


SAYINGS: Final[Mapping[str, Callable[[Speech], str]]] = {
    "kind": _kind,
    "parties": _parties,
    "calendar": _calendar,
    "services": _services,
    "provides": _provides,
    "receives": _receives,
    "most_miles": _most_miles,
    "answer_minutes": _answer_minutes,
    "hours": _hours,
    "may_pause": _may_pause,
    "kept_apart": _kept_apart,
    "roles": _roles,
    "training_required": _training_required,
    "least_training_hours": _least_training_hours,
    "yearly_training_hours": _yearly_training_hours,
    "acceptance": _acceptance,
    "deemed_days": _deemed_days,
    "privilege": _privilege,
    "reporters_serve": _reporters_serve,
    "agreement_years": _agreement_years,
    "cost": _cost,
    "insurance_needed": _insurance_needed,
}
"""What says each term, by the term's name."""
