"""Rows of the members to values and back; the only SQL of the desk."""

from consortium.members.store.agencies import agency_locked, load_agency
from consortium.members.store.annexes import (
    annex_locked,
    close_designations,
    load_annex,
    load_annexes,
    load_statute,
    load_waiting_annexes,
    save_annex,
)
from consortium.members.store.imports import load_enrolled, save_changes, save_listed
from consortium.members.store.invitations import (
    find_invited,
    forget_invited,
    invitation_locked,
    load_invitation,
    load_invitations,
    load_own_invitations,
    mail_became,
)
from consortium.members.store.leaving import (
    bring_back,
    claim_departure,
    delete_channels,
    departure_of,
    end_access,
    end_designations,
    forget_departure,
    load_departure,
    load_gone,
    next_midnight,
    take_roles,
    take_ties,
)
from consortium.members.store.names import load_names
from consortium.members.store.onboarding import WayIn, drop_step, load_way_in
from consortium.members.store.pages import (
    load_agencies_page,
    load_designations_page,
    load_roster_page,
)
from consortium.members.store.people import (
    load_cards,
    load_leave,
    load_mails,
    load_member,
    load_midnight,
    load_peer_facts,
)
from consortium.members.store.person_sheet import load_person_sheet
from consortium.members.store.places import (
    load_agencies,
    load_zone_plan,
    load_zone_plans,
    save_zone_plan,
)
from consortium.members.store.reach import load_own_mails
from consortium.members.store.region import load_lines, load_notices, load_region, next_notice, save_lines
from consortium.members.store.rows import (
    load_today,
    other_administrators,
    own_row,
    peer_row,
    person_row,
    proof_of,
    tie_row,
)
from consortium.members.store.writing import keep, one_at_a_time, written
from consortium.members.store.zone_codes import end_zone_codes, load_zone_codes, made_today, save_zone_code

__all__ = [
    "WayIn",
    "agency_locked",
    "annex_locked",
    "bring_back",
    "claim_departure",
    "close_designations",
    "delete_channels",
    "departure_of",
    "drop_step",
    "end_access",
    "end_designations",
    "end_zone_codes",
    "find_invited",
    "forget_departure",
    "forget_invited",
    "invitation_locked",
    "keep",
    "load_agencies",
    "load_agencies_page",
    "load_agency",
    "load_annex",
    "load_annexes",
    "load_cards",
    "load_departure",
    "load_designations_page",
    "load_enrolled",
    "load_gone",
    "load_invitation",
    "load_invitations",
    "load_leave",
    "load_lines",
    "load_mails",
    "load_member",
    "load_midnight",
    "load_names",
    "load_notices",
    "load_own_invitations",
    "load_own_mails",
    "load_peer_facts",
    "load_person_sheet",
    "load_region",
    "load_roster_page",
    "load_statute",
    "load_today",
    "load_waiting_annexes",
    "load_way_in",
    "load_zone_codes",
    "load_zone_plan",
    "load_zone_plans",
    "made_today",
    "mail_became",
    "next_midnight",
    "next_notice",
    "one_at_a_time",
    "other_administrators",
    "own_row",
    "peer_row",
    "person_row",
    "proof_of",
    "save_annex",
    "save_changes",
    "save_lines",
    "save_listed",
    "save_zone_code",
    "save_zone_plan",
    "take_roles",
    "take_ties",
    "tie_row",
    "written",
]
