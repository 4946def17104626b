"""A sample context for every members' template: on a full day, on an empty one, and at its edges.

`PAGES` maps a name to (template, context). The data is invented; instants are aware UTC, shown in Mountain Time.
"""

from datetime import timedelta

from tests.look.samples_common import NOW, TODAY, Context, common, hours, wall
from tests.look.samples_doors import code, confirm, door, mail, mails, permissions, problem, sign_in
from tests.look.samples_duty import REQUEST, asked, check, duty, talk
from tests.look.samples_members import (
    agencies,
    designations,
    many_designations,
    roster,
    too_small,
    zones,
)
from tests.look.samples_rota import empty_week, on_call, schedule
from tests.look.samples_signing import agreement, agreements

PAGES: dict[str, tuple[str, Context]] = {
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
    "permissions": ("access/permissions.html", permissions()),
    "problem-400": ("access/problem.html", problem(400)),
    "problem-403": ("access/problem.html", problem(403)),
    "problem-404": ("access/problem.html", {"status": 404, "detail": "", "still": []}),
    "problem-409": (
        "access/problem.html",
        problem(409, "Somebody else is in this turn now. Look at the schedule again."),
    ),
    "problem-500": ("access/problem.html", problem(500)),
    "agencies": ("members/agencies.html", agencies()),
    "agencies-none": ("members/agencies.html", common("Agencies", agencies=[], today=TODAY, add_href="/x")),
    "roster": ("members/roster.html", roster()),
    "roster-none": ("members/roster.html", common("Roster", groups=[], today=TODAY, add_href=None)),
    "designations": ("members/designations.html", designations()),
    "designations-many": ("members/designations.html", many_designations()),
    "designations-none": ("members/designations.html", common("Designations", parts=[], peers=[])),
    "zones": ("members/zones.html", zones()),
    "zones-small": ("members/zones.html", too_small(22)),
    "zones-smallest": ("members/zones.html", too_small(0)),
    "zones-none": ("members/zones.html", common("Region", plan=None, parts=[], outside=[], ladder=None, now=NOW)),
    "agreements": ("signing/agreements.html", agreements()),
    "agreements-none": ("signing/agreements.html", common("Agreements", agreements=[])),
    "agreement": ("signing/agreement.html", agreement()),
    "agreement-signed": ("signing/agreement.html", agreement("signed")),
    "agreement-broken": ("signing/agreement.html", agreement("expired", holds=False)),
    "on-call": ("duty/on_call.html", on_call()),
    "on-call-bad": ("duty/on_call.html", on_call(one_side=True, unserved=["North", "West"], thin=[])),
    "schedule": ("duty/schedule.html", schedule()),
    "schedule-none": ("duty/schedule.html", empty_week()),
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
    "duty-close-wrong": ("duty/duty.html", duty("close", errors={"minutes": "Choose one."}, form={"outcome": "talk"})),
    **{
        f"duty-{end}": ("duty/duty.html", duty("ended", ended=end))
        for end in ("erased", "went_on", "taken", "passed", "knew", "conflict", "handed_over", "lost", "closed")
    },
    "door": ("demo/door.html", door()),
    "mails": ("demo/mails.html", mails()),
    "mails-none": ("demo/mails.html", {**mails(), "mails": []}),
    "mail": ("demo/mail.html", mail()),
}
