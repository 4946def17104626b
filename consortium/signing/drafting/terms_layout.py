"""How the form of a draft's terms is laid out: groups by subject, each field with its label and its hint."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from agreements import Clause
from consortium.pages import N_


@dataclass(frozen=True, slots=True)
class Field:
    """One field: ``kind`` is ``number``, ``choice``, ``set``, ``yes``, ``day`` or the name of a list of its own."""

    name: str
    kind: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Fields about one subject, and the clauses that say them."""

    title: str
    clauses: tuple[Clause, ...]
    fields: tuple[Field, ...]


LAYOUT: Final[tuple[Group, ...]] = (
    Group(
        N_("Kind and parties"),
        (Clause.PURPOSE, Clause.PARTIES, Clause.DEFINITIONS),
        (
            Field("kind", "choice", N_("Kind of agreement")),
            Field("parties", "parties", N_("Parties"), N_("Tick who is named in it.")),
            Field("calendar", "calendar", N_("Calendar"), N_("The clock by which days are counted.")),
        ),
    ),
    Group(
        N_("Services"),
        (Clause.SERVICES,),
        (
            Field("services", "set", N_("Offered")),
            Field(
                "less",
                "less",
                N_("Parties that lend or receive less"),
                N_("Whoever is not named here lends and receives all that is offered."),
            ),
        ),
    ),
    Group(
        N_("Distance, hours and time to answer"),
        (Clause.AREA, Clause.AVAILABILITY),
        (
            Field("most_miles", "number", N_("Miles at most"), N_("Between two agencies. Empty: any distance.")),
            Field("answer_minutes", "number", N_("Minutes to answer"), N_("Before the next peer. Empty: not said.")),
            Field("hours", "hours", N_("Hours of the week"), N_("When somebody may be asked to begin. Empty: always.")),
            Field("may_pause", "yes", N_("A party may rest by itself, without a reason")),
        ),
    ),
    Group(
        N_("Who keeps apart, who may serve"),
        (Clause.INDEPENDENCE, Clause.QUALIFICATIONS),
        (
            Field(
                "apart",
                "apart",
                N_("Parties whose peers do not serve each other"),
                N_("Nobody ever serves her own agency; that needs no words here."),
            ),
            Field("roles", "set", N_("Who may serve")),
            Field("training_required", "yes", N_("Peers and chaplains need training in date")),
            Field("least_training_hours", "number", N_("Hours of training"), N_("All courses together.")),
            Field("yearly_training_hours", "number", N_("Hours each year"), N_("0: none.")),
        ),
    ),
    Group(
        N_("Designation"),
        (Clause.DESIGNATION,),
        (
            Field("acceptance", "choice", N_("How a roster annex designates")),
            Field(
                "deemed_days",
                "number",
                N_("Days to object"),
                N_("From the day on which every head of an agency was told. 0 where each head signs."),
            ),
        ),
    ),
    Group(
        N_("Confidentiality and records"),
        (Clause.CONFIDENTIALITY, Clause.LIMITS, Clause.RECORDS),
        (
            Field("privilege", "choice", N_("Where a state's law does not protect such talks")),
            Field("reporters_serve", "yes", N_("A sworn peer who must report misconduct may serve, and says so")),
            Field("agreement_years", "number", N_("Years kept"), N_("Text and evidence, after it is over.")),
        ),
    ),
    Group(
        N_("Cost and insurance"),
        (Clause.COST, Clause.LIABILITY),
        (
            Field("cost", "choice", N_("Who bears the cost"), N_("Nothing is ever paid by contact.")),
            Field("insurance_needed", "yes", N_("A party needs a certificate of insurance in date")),
        ),
    ),
    Group(
        N_("Term and renewal"),
        (Clause.TERM,),
        (
            Field("effective_from", "day", N_("Not before"), N_("Empty: as soon as its conditions are met.")),
            Field("term_months", "number", N_("Months"), N_("Empty: no end of its own.")),
            Field("renewal", "choice", N_("At the end of the term")),
            Field("review_months", "number", N_("Months between reviews"), N_("Empty: none.")),
        ),
    ),
    Group(
        N_("When it takes effect"),
        (Clause.EFFECT,),
        (
            Field("least_parties", "number", N_("Parties needed"), N_("For it to take effect and to go on.")),
            Field("required", "required", N_("Not without"), N_("Parties that must be among them.")),
            Field("filing", "choice", N_("Filed or published before")),
            Field("resolutions_required", "yes", N_("A signature counts only with a resolution of the governing body")),
        ),
    ),
    Group(
        N_("Withdrawal"),
        (Clause.WITHDRAWAL,),
        (
            Field("notice_days", "number", N_("Days of notice")),
            Field("run_off_days", "number", N_("Days to finish open talks")),
        ),
    ),
    Group(
        N_("Joining, amendment, suspension"),
        (Clause.JOINDER, Clause.AMENDMENT, Clause.SUSPENSION),
        (
            Field("joinder", "choice", N_("Who lets another agency join")),
            Field("lead", "lead", N_("Lead agency"), N_("Where the lead consents for all.")),
            Field("amendment", "choice", N_("Who does not sign a later version")),
            Field(
                "board",
                "board",
                N_("What the board may change by a minute"),
                N_("Without new signatures. Everything else is signed anew."),
            ),
            Field("suspend_on", "set", N_("A party rests when")),
        ),
    ),
    Group(
        N_("Law, and signing"),
        (Clause.DISPUTES, Clause.COUNTERPARTS),
        (
            Field("law", "text", N_("Law of the state"), N_("Two letters. Empty: each party's own.")),
            Field("signing_days", "number", N_("Days to sign"), N_("After it was sent out. Empty: no end.")),
            Field(
                "order",
                "order",
                N_("Order of signing"),
                N_("Number every party, or none: then all may sign at once."),
            ),
        ),
    ),
)

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "kind": {
        "mutual_aid": N_("Mutual aid between agencies"),
        "practice": N_("Agencies and a clinician or practice"),
        "consortia": N_("Two consortia, each by its lead agency"),
    },
    "services": {
        "one_to_one": N_("Talks between two people"),
        "critical_incident": N_("Support after a critical event"),
        "group_debrief": N_("Group debriefings"),
        "family": N_("Support for family"),
        "line_of_duty_death": N_("Support after a line-of-duty death"),
        "follow_up": N_("Following up"),
    },
    "roles": {"peer": N_("Peers"), "chaplain": N_("Chaplains"), "clinician": N_("Clinicians")},
    "acceptance": {
        "signed": N_("Each head signs it"),
        "deemed": N_("It counts unless a head objects within some days"),
    },
    "privilege": {
        "told": N_("Everybody is served, and is told so before a word"),
        "assured": N_("Nobody is served there"),
    },
    "cost": {
        "own": N_("Each party its own"),
        "pooled": N_("A common fund"),
        "lump": N_("A lump by duty and pay period"),
    },
    "renewal": {
        "none": N_("It ends"),
        "affirm": N_("It goes on if the parties affirm"),
        "auto": N_("It goes on unless enough parties object"),
    },
    "filing": {
        "none": N_("Neither is asked for"),
        "recorded": N_("Recorded with the county"),
        "published": N_("Published on the agencies' own pages"),
    },
    "joinder": {
        "all": N_("Every active party"),
        "majority": N_("More than half of the active parties"),
        "lead": N_("The lead agency"),
    },
    "amendment": {
        "leaves": N_("Leaves the agreement when the later one takes effect"),
        "stays": N_("Stays bound by the earlier one"),
    },
    "suspend_on": {
        "insurance": N_("its insurance is out of date"),
        "accreditation": N_("its accreditation is out of date"),
        "decertified": N_("it is no longer a law-enforcement agency"),
        "pause": N_("it says that it rests"),
        "other": N_("another fact is recorded with its reason"),
    },
    "board": {
        "answer_minutes": N_("Minutes to answer"),
        "hours": N_("Hours of the week"),
        "least_training_hours": N_("Hours of training"),
        "most_miles": N_("Miles at most"),
        "provides": N_("What a party lends"),
        "receives": N_("What a party receives"),
        "review_months": N_("Months between reviews"),
        "yearly_training_hours": N_("Hours of training each year"),
    },
}
"""The words of each value that can be chosen."""

LABELS: Final[Mapping[str, str]] = {
    **{field.name: field.label for group in LAYOUT for field in group.fields},
    "required_parties": N_("Not without"),
    "provides": N_("Parties that lend less"),
    "receives": N_("Parties that receive less"),
    "kept_apart": N_("Parties whose peers do not serve each other"),
    "board_may_change": N_("What the board may change by a minute"),
    "signing_order": N_("Order of signing"),
    "effect": N_("How it takes effect"),
    "binds_successors": N_("Whether a new head is bound"),
}
"""The label of each term."""

FIELD_OF: Final[Mapping[str, str]] = {
    **{field.name: field.name for group in LAYOUT for field in group.fields},
    "required_parties": "required",
    "provides": "less",
    "receives": "less",
    "kept_apart": "apart",
    "board_may_change": "board",
    "signing_order": "order",
}
"""The field of the form in which a term is answered; a term that is not here is not asked."""
