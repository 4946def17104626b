"""The pages of set-up, as the hub lists them: add a line here for a page of yours.

The hub shows a line only where its route exists and the viewer's roles allow it.
"""

from typing import Final

from consortium.access.permissions import Permission
from consortium.pages import N_

SETUP_PAGES: Final[tuple[tuple[str, str, str, Permission], ...]] = (
    ("settings", N_("Settings and level of service"), "list", Permission.SETTLE),
    ("clock", N_("Clock of the schedule"), "clock", Permission.SETTLE),
    ("pause", N_("Pause and resume"), "pause", Permission.SETTLE),
    ("lines", N_("Crisis lines"), "phone", Permission.VERIFY_LINES),
    ("states", N_("Profiles of the states"), "map", Permission.SET_UP),
    ("notices", N_("Limits of confidentiality"), "file-text", Permission.WRITE_NOTICES),
    ("agencies", N_("Agencies"), "building-2", Permission.MANAGE_AGENCIES),
    ("agencies/import", N_("Bring in a list of agencies"), "table-2", Permission.IMPORT_AGENCIES),
    ("distances", N_("Distances between agencies"), "map", Permission.MANAGE_AGENCIES),
    ("roster", N_("People and roles"), "users", Permission.MANAGE_PEOPLE),
    ("roster/import", N_("Bring in a list of people"), "table-2", Permission.IMPORT_ROSTER),
    ("agreements/record", N_("Record a signed agreement"), "file-text", Permission.ATTEST),
    ("designations/annexes", N_("Roster annexes"), "file-text", Permission.SEE_DESIGNATIONS),
    ("zones/plan", N_("Plan the parts of the region"), "map", Permission.SETTLE),
    ("sisters", N_("Sister consortia"), "building-2", Permission.SETTLE),
    ("rotations", N_("Rotations"), "calendar-days", Permission.BUILD_ROTA),
    ("posters", N_("Posters and cards"), "printer", Permission.MAKE_POSTERS),
    ("tokens", N_("Keys for programs"), "key-round", Permission.MANAGE_TOKENS),
    ("sign-on", N_("Sign-on with an agency's accounts"), "log-in", Permission.MANAGE_SIGN_ON),
    ("statistics", N_("Statistics"), "table-2", Permission.SEE_STATISTICS),
    ("journal", N_("Journal of members' acts"), "eye", Permission.SEE_JOURNAL),
)
"""(path below the consortium, label, icon, permission)."""
