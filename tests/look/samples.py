"""A sample context for every members' template: on a full day, on an empty one, and at its edges.

`PAGES` maps a name to (template, context). The data is invented; instants are aware UTC, shown in Mountain Time.
"""

from datetime import timedelta

from tests.look.samples_agencies import AGENCY_PAGES
from tests.look.samples_availability import AVAILABILITY_PAGES
from tests.look.samples_blocks import SAMPLES as BLOCKS
from tests.look.samples_common import NOW, OWN_CLOCK, Context, common, hours, wall
from tests.look.samples_coverage import PAGES as COVERAGE
from tests.look.samples_designs import DESIGNS
from tests.look.samples_doors import code, confirm, door, mail, mails, permissions, problem, sign_in
from tests.look.samples_drafts import SAMPLES as DRAFTS
from tests.look.samples_duty import REQUEST, asked, check, duty, talk
from tests.look.samples_evidence import EVIDENCE
from tests.look.samples_feeds import PAGES as FEEDS
from tests.look.samples_gate import SAMPLES as GATE
from tests.look.samples_life import LIFE_PAGES
from tests.look.samples_lists import PAGES as LISTS
from tests.look.samples_members import (
    designations,
    many_designations,
    roster,
    too_small,
    zones,
)
from tests.look.samples_papers import SAMPLES as PAPERS
from tests.look.samples_people import PEOPLE_PAGES
from tests.look.samples_places import PLACES
from tests.look.samples_plans import PLAN_PAGES
from tests.look.samples_programs import PAGES as PROGRAMS
from tests.look.samples_reports import REPORTS
from tests.look.samples_rota import on_call
from tests.look.samples_set_up import PAGES as SET_UP
from tests.look.samples_sign_in import (
    devices,
    devices_by_mail,
    everywhere,
    full_session,
    keys,
    one_passkey,
    recovering,
    recovery,
    recovery_mail,
)
from tests.look.samples_signing import agreement, agreements
from tests.look.samples_signing_desk import SAMPLES as SIGNING_DESK
from tests.look.samples_sisters import PAGES as SISTERS
from tests.look.samples_swaps import SAMPLES as SWAPS
from tests.look.samples_timeline import draft_month, empty_week, my_hours, my_hours_wrong, schedule, served_quarter
from tests.look.samples_turns import (
    agency,
    agency_uncovered,
    cannot,
    change,
    change_gap,
    change_made,
    ending,
    form,
    form_wrong,
    no_rotations,
    one_rotation,
    pausing,
    preview,
    preview_bad,
    rotations,
)
from tests.look.samples_zones import ZONES

PAGES: dict[str, tuple[str, Context]] = {
    **SET_UP,
    **SISTERS,
    **LISTS,
    **PROGRAMS,
    **REPORTS,
    **PLAN_PAGES,
    **PLACES,
    **DESIGNS,
    **ZONES,
    **COVERAGE,
    **FEEDS,
    **SWAPS,
    **DRAFTS,
    **PAPERS,
    **SIGNING_DESK,
    **GATE,
    **EVIDENCE,
    "sign-in": ("access/sign_in.html", sign_in(mails_href="/demo/mails")),
    "sign-in-wrong": (
        "access/sign_in.html",
        sign_in(mail="x", wanted="the schedule", errors={"mail": "That is no mail address."}),
    ),
    "code": ("access/sign_in_code.html", code()),
    "code-wrong": ("access/sign_in_code.html", code(errors={"code": "Those six digits do not fit. 4 tries are left."})),
    "confirm": ("access/sign_in_confirm.html", confirm("ready")),
    "confirm-elsewhere": ("access/sign_in_confirm.html", confirm("elsewhere")),
    "confirm-code": ("access/sign_in_confirm.html", confirm("elsewhere", "/four-rivers/sign-in/code")),
    "confirm-gone": ("access/sign_in_confirm.html", confirm("gone")),
    "devices": ("access/devices.html", devices(did="added")),
    "devices-new": ("access/devices.html", devices(passkeys=[], errors={"name": "This must be filled in."})),
    "devices-recovering": ("access/devices.html", devices_by_mail(recovery=recovering(ready=False))),
    "devices-by-mail": ("access/devices.html", devices_by_mail()),
    "devices-ready": ("access/devices.html", devices(recovery=recovering(ready=True), ready=True)),
    "passkey": ("access/passkey.html", one_passkey()),
    "everywhere": ("access/everywhere.html", everywhere()),
    "recovery": ("access/recovery.html", recovery(None)),
    "recovery-again": ("access/recovery.html", recovery(recovering(ready=False), errors={"sure": "Press the button."})),
    "recovery-ready": ("access/recovery.html", recovery(recovering(ready=True), ready=True)),
    "recovery-none": ("access/recovery.html", recovery(None, needed=False)),
    **{f"recovery-{it}": ("access/recovery_mail.html", recovery_mail(it)) for it in ("ask", "done", "gone")},
    "keys": ("access/keys.html", keys(errors={"fingerprint-k2": "That does not fit."}, typed="ABCD")),
    "keys-none": ("access/keys.html", keys(keys=[], did="confirmed")),
    "keys-coordinator": ("access/keys.html", keys(keys=[], coordinates=True)),
    "full-session": ("access/full_session.html", full_session("reduced")),
    "full-session-duty": ("access/full_session.html", full_session("duty")),
    "permissions": ("access/permissions.html", permissions()),
    "problem-400": ("access/problem.html", problem(400)),
    "problem-403": ("access/problem.html", problem(403)),
    "problem-404": ("access/problem.html", {"status": 404, "detail": "", "still": []}),
    "problem-409": (
        "access/problem.html",
        problem(409, "Somebody else is in this turn now. Look at the schedule again."),
    ),
    "problem-500": ("access/problem.html", problem(500)),
    **AGENCY_PAGES,
    "roster": ("members/roster.html", roster()),
    "roster-none": ("members/roster.html", roster(groups=[], show="", words="")),
    "roster-none-found": ("members/roster.html", roster(groups=[], words="zzz")),
    "roster-none-of-kind": ("members/roster.html", roster(groups=[], show="suspended", words="")),
    **AVAILABILITY_PAGES,
    **PEOPLE_PAGES,
    "designations": ("members/designations.html", designations()),
    "designations-many": ("members/designations.html", many_designations()),
    "designations-none": ("members/designations.html", common("Designations", parts=[], peers=[])),
    "zones": ("members/zones.html", zones()),
    "zones-small": ("members/zones.html", too_small(22)),
    "zones-smallest": ("members/zones.html", too_small(0)),
    "zones-none": (
        "members/zones.html",
        common(
            "Region", plan=None, parts=[], outside=[], ladder=None, now=NOW, plan_href="/four-rivers/zones/plan", did=""
        ),
    ),
    "agreements": ("signing/agreements.html", agreements()),
    "agreements-none": (
        "signing/agreements.html",
        common("Agreements", agreements=[], waits=[], drafts=[], links=[], broken=[]),
    ),
    "agreement": ("signing/agreement.html", agreement()),
    "agreement-signed": ("signing/agreement.html", agreement("signed")),
    "agreement-broken": ("signing/agreement.html", agreement("expired", holds=False)),
    "agreement-on-a-day": ("signing/agreement.html", agreement(on=NOW.date(), waits=[], ways=[], acts=None)),
    **LIFE_PAGES,
    "on-call": ("duty/on_call.html", on_call()),
    "on-call-bad": ("duty/on_call.html", on_call(one_side=True, unserved=["North", "West"], thin=[])),
    "schedule": ("duty/schedule.html", schedule()),
    "schedule-none": ("duty/schedule.html", empty_week()),
    "schedule-draft": ("duty/schedule.html", draft_month()),
    "schedule-served": ("duty/schedule.html", served_quarter()),
    "my-hours": ("duty/my_hours.html", my_hours()),
    "my-hours-wrong": ("duty/my_hours.html", my_hours_wrong()),
    "duty-idle": ("duty/duty.html", duty("idle")),
    "duty-off": ("duty/duty.html", duty("idle", on_duty=None, unproved=True, turns=[], others=[])),
    "duty-asked": ("duty/duty.html", asked()),
    "duty-asked-seen": (
        "duty/duty.html",
        duty(
            "asked",
            on_duty=None,
            request={**REQUEST, "on_page": False, "role": "chaplain"},
            asked={"answer_by": NOW + timedelta(seconds=500), "minutes": 10, "seen": True},
        ),
    ),
    "duty-asked-late": ("duty/duty.html", duty("asked", asked={"answer_by": None, "minutes": 5, "seen": True})),
    "duty-idle-two-clocks": ("duty/duty.html", duty("idle", own_clock=OWN_CLOCK)),
    "duty-asked-two-clocks": ("duty/duty.html", {**asked(), "own_clock": OWN_CLOCK}),
    "duty-check": ("duty/duty.html", check()),
    "duty-check-late": ("duty/duty.html", check(answer_by=None, limits=[])),
    "duty-check-wrong": (
        "duty/duty.html",
        check(
            errors={"not_above": "Tick this, or pass.", "limits": "Tick this, or pass."},
            form={"not_there": "yes", "talks_in": "15"},
        ),
    ),
    "duty-waiting": ("duty/duty.html", duty("waiting_choice", talks_at=NOW + hours(0.25))),
    "duty-ring": ("duty/duty.html", talk("ring_me")),
    "duty-call": ("duty/duty.html", talk("call_peer")),
    "duty-text": ("duty/duty.html", talk("text")),
    "duty-hold": ("duty/duty.html", duty("hold", hold={"by": "officer", "until": wall(21, 22)})),
    "duty-close": ("duty/duty.html", duty("close")),
    "duty-close-wrong": ("duty/duty.html", duty("close", errors={"onward": "Choose one."}, form={"outcome": "first"})),
    **{
        f"duty-{end}": ("duty/duty.html", duty("ended", ended=end))
        for end in (
            *("erased", "went_on", "taken", "passed", "knew"),
            *("conflict", "handed_over", "lost", "flagged", "closed"),
        )
    },
    **BLOCKS,
    "rotations": ("duty/rotations.html", rotations()),
    "rotations-none": ("duty/rotations.html", no_rotations()),
    "rotation": ("duty/rotation.html", one_rotation()),
    "rotation-ending": ("duty/rotation.html", ending()),
    "rotation-pausing": ("duty/rotation.html", pausing()),
    "rotation-never": ("duty/rotation.html", ending(never=True, missing=[])),
    "rotation-form": ("duty/rotation_form.html", form()),
    "rotation-form-wrong": ("duty/rotation_form.html", form_wrong()),
    "rotation-preview": ("duty/rotation_preview.html", preview()),
    "rotation-preview-bad": ("duty/rotation_preview.html", preview_bad()),
    "change-duty": ("duty/change_duty.html", change()),
    "change-duty-gap": ("duty/change_duty.html", change_gap()),
    "change-of-duty": ("duty/change_of_duty.html", change_made()),
    "change-of-duty-over": ("duty/change_of_duty.html", change_made(over=True)),
    "cannot": ("duty/shift_cannot.html", cannot()),
    "cannot-nothing": ("duty/shift_cannot.html", cannot(running=False, missing=[])),
    "agency-mine": ("duty/agency.html", agency()),
    "agency-uncovered": ("duty/agency.html", agency_uncovered()),
    "agency-none": ("duty/agency.html", {**agency(), "agencies": []}),
    "door": ("demo/door.html", door()),
    "mails": ("demo/mails.html", mails()),
    "mails-none": ("demo/mails.html", {**mails(), "mails": []}),
    "mail": ("demo/mail.html", mail()),
}
