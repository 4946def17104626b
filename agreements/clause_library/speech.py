"""Who speaks of which terms, and the names by which agencies, states and zones are called. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from agreements.clause_library.wording import Voice, counted, listed
from agreements.term_kinds import Cause, Role, Service
from agreements.terms import Terms
from geo.names import AgencyId


@dataclass(frozen=True, slots=True)
class Speech:
    """Terms, the names of the agencies in them, and the voice in which they are said.

    A party without a name is called by its id, so that nothing is left out; the lint refuses such a draft.
    """

    terms: Terms
    names: Mapping[AgencyId, str]
    voice: Voice = Voice.FORMAL

    def name(self, agency: AgencyId) -> str:
        """An agency's name on one line."""
        return " ".join(self.names.get(agency, "").split()) or str(agency)

    def called(self, agencies: Iterable[AgencyId]) -> str:
        """Agencies in a row, by name."""
        return listed([self.name(each) for each in self.sorted(agencies)], self.voice)

    def sorted(self, agencies: Iterable[AgencyId]) -> list[AgencyId]:
        """Agencies by name, and by id where two have one name."""
        return sorted(agencies, key=lambda each: (self.name(each).casefold(), str(each)))

    def count(self, number: int, unit: str) -> str:
        """A number with its unit, in this voice."""
        return counted(number, unit, self.voice)

    def services(self, services: Iterable[Service]) -> str:
        """Services in a row, in the order in which they are defined."""
        chosen = frozenset(services)
        return listed([SERVICES[each] for each in Service if each in chosen], self.voice)


SERVICES: Final[Mapping[Service, str]] = {
    Service.ONE_TO_ONE: "talks between one peer and one person",
    Service.CRITICAL_INCIDENT: "support after a critical incident",
    Service.GROUP_DEBRIEF: "group debriefings",
    Service.FAMILY: "support of an employee's immediate family",
    Service.LINE_OF_DUTY_DEATH: "support after a death in the line of duty",
    Service.FOLLOW_UP: "following up where the person wishes it",
}

ROLES: Final[Mapping[Role, str]] = {Role.PEER: "peers", Role.CHAPLAIN: "chaplains", Role.CLINICIAN: "clinicians"}

CAUSES: Final[Mapping[Cause, str]] = {
    Cause.INSURANCE: "its certificate of insurance or self-insurance is out of date",
    Cause.ACCREDITATION: "an accreditation that its state's law asks for is out of date",
    Cause.DECERTIFIED: "it may no longer act as a law-enforcement agency under its state's law",
    Cause.PAUSE: "the party has said that it rests",
    Cause.OTHER: "another cause, which is stated, keeps it from taking part",
}

BOARD: Final[Mapping[str, str]] = {
    "answer_minutes": "the time to answer (clause 6)",
    "hours": "the hours in which support may be asked for (clause 6)",
    "least_training_hours": "the least hours of training (clause 10)",
    "most_miles": "the greatest distance (clause 5)",
    "provides": "what a party lends (clause 4)",
    "receives": "what a party is served with (clause 4)",
    "review_months": "the time between reviews (clause 19)",
    "yearly_training_hours": "the hours of training in a year (clause 10)",
}

ZONES: Final[Mapping[str, str]] = {
    "America/New_York": "Eastern time",
    "America/Chicago": "Central time",
    "America/Denver": "Mountain time",
    "America/Phoenix": "Mountain time without daylight saving",
    "America/Boise": "Mountain time",
    "America/Los_Angeles": "Pacific time",
    "America/Anchorage": "Alaska time",
    "Pacific/Honolulu": "Hawaii time",
}

STATES: Final[Mapping[str, str]] = dict(
    each.split(":")
    for each in [
        "AL:Alabama",
        "AK:Alaska",
        "AZ:Arizona",
        "AR:Arkansas",
        "CA:California",
        "CO:Colorado",
        "CT:Connecticut",
        "DE:Delaware",
        "DC:the District of Columbia",
        "FL:Florida",
        "GA:Georgia",
        "HI:Hawaii",
        "ID:Idaho",
        "IL:Illinois",
        "IN:Indiana",
        "IA:Iowa",
        "KS:Kansas",
        "KY:Kentucky",
        "LA:Louisiana",
        "ME:Maine",
        "MD:Maryland",
        "MA:Massachusetts",
        "MI:Michigan",
        "MN:Minnesota",
        "MS:Mississippi",
        "MO:Missouri",
        "MT:Montana",
        "NE:Nebraska",
        "NV:Nevada",
        "NH:New Hampshire",
        "NJ:New Jersey",
        "NM:New Mexico",
        "NY:New York",
        "NC:North Carolina",
        "ND:North Dakota",
        "OH:Ohio",
        "OK:Oklahoma",
        "OR:Oregon",
        "PA:Pennsylvania",
        "RI:Rhode Island",
        "SC:South Carolina",
        "SD:South Dakota",
        "TN:Tennessee",
        "TX:Texas",
        "UT:Utah",
        "VT:Vermont",
        "VA:Virginia",
        "WA:Washington",
        "WV:West Virginia",
        "WI:Wisconsin",
        "WY:Wyoming",
        "PR:Puerto Rico",
    ]
)


def state_name(code: str) -> str:
    """A state by its postal code; an unknown code stands for itself."""
    return STATES.get(code, code)
