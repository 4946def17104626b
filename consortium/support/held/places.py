"""About roads between agencies, and lists of agencies that were brought in."""

from typing import Final

from consortium.access.permissions import Permission
from consortium.pages import N_
from consortium.support.held.kept import Kept

PLACES: Final = (
    Kept(
        table="agency_import",
        title=N_("A list of agencies that was brought in"),
        why=N_("To look at it before it is taken, and to undo it for 30 days."),
        how_long=N_("The file: until it is taken, forgotten, or the next one is brought."),
        ends=N_("Its rows are deleted; how much it did stays."),
        seen=(Permission.IMPORT_AGENCIES,),
        columns={
            "made_by": N_("who brought it"),
            "made_at": N_("when"),
            "state": N_("how far it is"),
            "content": N_("the file"),
            "wanted": N_("which of its rows are wanted"),
            "choices": N_("what was decided about them"),
            "added": N_("how many agencies it added"),
            "changed": N_("how many it changed"),
        },
    ),
    Kept(
        table="agency_imported",
        title=N_("What a list of agencies added or changed"),
        why=N_("So that it can be undone."),
        how_long=N_("As long as the list is known."),
        ends=N_("Deleted with the agency, or when the list is undone."),
        seen_words=N_("Nobody; an undo reads it."),
        columns={
            "import_id": N_("which list"),
            "agency": N_("the agency"),
            "before": N_("what was known of it before"),
        },
    ),
    Kept(
        table="distance_told",
        title=N_("What people told of a road between two agencies"),
        why=N_("An estimate knows no pass that snow closes, and no island."),
        how_long=N_("Until somebody withdraws it."),
        ends=N_("Deleted, and with either agency."),
        seen=(Permission.MANAGE_AGENCIES,),
        columns={
            "one": N_("the agency"),
            "other": N_("the other agency"),
            "miles": N_("miles by road, or none"),
            "first_month": N_("from which month"),
            "last_month": N_("to which month"),
            "reason": N_("why"),
            "told_by": N_("who told it"),
            "told_on": N_("when"),
        },
    ),
    Kept(
        table="distance_measured",
        title=N_("Roads between agencies, as a routing engine measured them"),
        why=N_("So that nobody has to rely on an estimate."),
        how_long=N_("Until they are measured anew."),
        ends=N_("Deleted, and with either agency."),
        seen=(Permission.MANAGE_AGENCIES,),
        columns={
            "one": N_("the agency"),
            "other": N_("the other agency"),
            "miles": N_("miles by road, or none"),
            "one_lat": N_("where it is, north to south"),
            "one_lon": N_("where it is, east to west"),
            "other_lat": N_("where the other agency is, north to south"),
            "other_lon": N_("where the other agency is, east to west"),
            "measured_on": N_("when"),
        },
    ),
    Kept(
        table="place_asked",
        title=N_("What an online search for places answered"),
        why=N_("So that the same name of a town is not sent out twice. Nobody is asked unless a setting names whom."),
        how_long=N_("Half a year."),
        ends=N_("Deleted at the next question after that."),
        seen=(Permission.MANAGE_AGENCIES,),
        columns={
            "asked": N_("the name of a town or an agency; no street, no number"),
            "state": N_("the state, if one was given"),
            "found": N_("the towns and offices that it knows by that name"),
            "answered_on": N_("when"),
        },
    ),
)
