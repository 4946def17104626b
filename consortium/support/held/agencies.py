"""About agencies, whom they designate, and the parts of the region."""

from typing import Final

from consortium.access.permissions import Permission
from consortium.pages import N_
from consortium.support.held.kept import Kept

AGENCIES: Final = (
    Kept(
        table="agency",
        title=N_("An agency"),
        why=N_("To know how many officers hide each other, and who may answer whom."),
        how_long=N_("As long as the consortium."),
        ends=N_("It ends with a day; the row stays, because agreements name it."),
        seen=(Permission.SEE_AGENCIES,),
        seen_words=N_("Its name stands on the officers' page."),
        columns={
            "name": N_("name"),
            "kind": N_("police, sheriff or another kind"),
            "county": N_("county"),
            "state": N_("state"),
            "lat": N_("where it is, north to south"),
            "lon": N_("where it is, east to west"),
            "sworn": N_("how many sworn officers, counted low"),
            "part_time": N_("how many part time"),
            "counted_on": N_("when they were counted"),
            "federal_key": N_("its number in the federal list"),
            "ends_on": N_("the day on which it leaves"),
        },
    ),
    Kept(
        table="sworn_count",
        title=N_("Earlier counts of officers"),
        why=N_("The promise of a past day rested on them."),
        how_long=N_("As long as the agency."),
        ends=N_("Deleted with the agency."),
        seen=(Permission.MANAGE_AGENCIES,),
        columns={
            "agency": N_("the agency"),
            "sworn": N_("how many sworn officers, counted low"),
            "part_time": N_("how many part time"),
            "counted_on": N_("when they were counted"),
        },
    ),
    Kept(
        table="accreditation",
        title=N_("Accreditations of agencies' teams"),
        why=N_("Some states protect talks with an accredited team only."),
        how_long=N_("As long as the agency."),
        ends=N_("Deleted with the agency."),
        seen=(Permission.SEE_DESIGNATIONS,),
        columns={
            "agency": N_("the agency"),
            "authority": N_("who accredited it"),
            "begins_on": N_("from which day"),
            "ends_on": N_("the first day on which it no longer counts"),
            "paper": N_("the number of the document"),
            "attested_by": N_("which clerk held it"),
        },
    ),
    Kept(
        table="onboarding_step",
        title=N_("Steps of an agency's way in"),
        why=N_("To know what still waits for whom."),
        how_long=N_("As long as the agency."),
        ends=N_("Deleted with the agency."),
        seen=(Permission.MANAGE_AGENCIES,),
        columns={
            "agency": N_("the agency"),
            "step": N_("the step"),
            "done_on": N_("when it was done"),
            "attested_by": N_("who attests it"),
        },
    ),
    Kept(
        table="designation",
        title=N_("Which agency designates which peer"),
        why=N_("In many states the law protects a talk only if the officer's own agency designated the peer."),
        how_long=N_("As long as the consortium: it is evidence."),
        ends=N_("It ends with a day and is not deleted while the peer is a member."),
        seen=(Permission.SEE_DESIGNATIONS,),
        columns={
            "agency": N_("the agency"),
            "person": N_("the peer"),
            "agreement": N_("under which agreement"),
            "annex": N_("by which annex"),
            "manner": N_("signed, or deemed by the agreement"),
            "since": N_("since when"),
            "until": N_("until when"),
        },
    ),
    Kept(
        table="roster_annex",
        title=N_("A list of peers prepared for signing"),
        why=N_("To close a gap in the designations on paper."),
        how_long=N_("As long as the agreement."),
        ends=N_("It is attested or withdrawn; the row stays."),
        seen=(Permission.SEE_DESIGNATIONS,),
        columns={
            "agreement": N_("under which agreement"),
            "agency": N_("for which agency"),
            "reference": N_("the reference on the paper"),
            "law": N_("the law that it names"),
            "prepared_on": N_("when it was prepared"),
            "prepared_by": N_("by whom"),
            "annex": N_("its number, once attested"),
            "signed_on": N_("the day on the paper"),
            "attested_by": N_("who attests it"),
            "withdrawn_on": N_("when it was withdrawn"),
        },
    ),
    Kept(
        table="roster_annex_peer",
        title=N_("A peer on such a list"),
        why=N_("The list shows each one as they stood on that day."),
        how_long=N_("As long as the list."),
        ends=N_("Deleted with the list."),
        seen=(Permission.SEE_DESIGNATIONS,),
        columns={
            "annex": N_("which list"),
            "person": N_("the peer"),
            "name": N_("the name on the paper"),
            "line": N_("the line on the paper"),
        },
    ),
    Kept(
        table="zone_plan",
        title=N_("A plan of the parts of the region"),
        why=N_("To hide each officer among enough others."),
        how_long=N_("As long as the consortium: a new plan may not undo the promise of an old one."),
        ends=N_("A newer plan takes its place."),
        seen=(Permission.SEE_AGENCIES,),
        columns={
            "version": N_("its number"),
            "crowd": N_("among how many everyone hides"),
            "least_departments": N_("in how many departments at least"),
            "made_on": N_("when it was made"),
        },
    ),
    Kept(
        table="zone",
        title=N_("A part of the region"),
        why=N_("An officer names it instead of the department."),
        how_long=N_("As long as the plan."),
        ends=N_("Deleted with its plan."),
        seen_words=N_("Everybody: it stands on the officers' page."),
        columns={
            "plan": N_("which plan"),
            "label": N_("its name"),
        },
    ),
    Kept(
        table="zone_member",
        title=N_("Which agency is in which part"),
        why=N_("So that an officer finds the line."),
        how_long=N_("As long as the plan."),
        ends=N_("Deleted with its plan."),
        seen_words=N_("Everybody: it stands on the officers' page."),
        columns={
            "plan": N_("which plan"),
            "agency": N_("the agency"),
            "zone": N_("the part of the region"),
        },
    ),
    Kept(
        table="zone_code",
        title=N_("Codes of the posters"),
        why=N_(
            "A code opens room to ask while somebody floods the form. It is the same in all departments of a "
            "part, is never required, and is kept with no request."
        ),
        how_long=N_(
            "As long as the plan; a code is taken for 15 months at most, and 90 days after a new one was made."
        ),
        ends=N_("Deleted with its plan."),
        seen_words=N_("Everybody: it is printed on posters."),
        columns={
            "zone": N_("the part of the region"),
            "code": N_("the code"),
            "since": N_("since when"),
            "until": N_("until when"),
        },
    ),
)
