"""Sample contexts of the pages of agencies, invitations and roster annexes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tests.look.samples_common import NAMES, TODAY, Context, common, hours, standing, wall

HERE = "/four-rivers/agencies/7"
CLOCKS: list[Context] = [
    {"name": "Mountain Time", "ahead": "", "sure": True, "told": False},
    {
        "name": "Arizona Time",
        "ahead": "the same time until March 13, 2027, then one hour behind",
        "sure": True,
        "told": True,
    },
    {"name": "Pacific Time", "ahead": "one hour behind", "sure": False, "told": False},
]
KINDS = ["police", "sheriff", "state", "campus", "tribal", "constable", "special"]
CAUSES = ["own_wish", "insurance", "accreditation", "new_head", "review"]
STEPS = ["invited", "reached", "clerk", "key", "advisor", "read", "in_force", "designated", "briefed"]
ACTS = [{"at": wall(20, 15), "by": "Lt. V. Moreno", "what": "Enrolled Coulee Police Department."}]


def agencies(**more: Any) -> Context:
    force = standing("in_force", date(2025, 3, 4))
    states = [force] * 6 + [standing("notice_given", date(2025, 3, 4), date(2026, 12, 31)), force]
    states += [standing("signed", date(2026, 11, 18)), force]
    parts = ["North", "North", "East", "East", "East", "West", "West", "North", None, "West"]
    rows = [
        {
            "href": HERE,
            "name": name,
            "kind": KINDS[i % 7],
            "county": f"{county} County",
            "state": "MT",
            "sworn": sworn,
            "part_time": 2 if sworn < 10 else 0,
            "counted_on": date(2023 if i == 3 else 2026, 3, 1),
            "counted_old": i == 3,
            "part": parts[i],
            "peers": (3, 2, 2, 1, 0, 1, 2, 0, 0, 2)[i],
            "standing": states[i],
            "waits": STEPS[i] if i < 9 else None,
            "ends_on": date(2027, 1, 1) if i == 6 else None,
            "clock": None if i == 2 else CLOCKS[i % 3],
        }
        for i, (name, _, _, county, sworn) in enumerate(NAMES)
    ]
    context = {
        "agencies": rows,
        "figures": {"agencies": 10, "sworn": 161, "bound": 8, "peers": 13},
        "found": 10,
        "wanted": {"words": "", "show": "all"},
        "counts": {"all": 10, "waiting": 9, "unbound": 2, "suspended": 0, "old-count": 1, "ended": 1},
        "pages": {"number": 1, "last": 1},
        "elsewhere": {
            "zone": "America/Los_Angeles",
            "name": "Pacific Time",
            "ahead": "one hour behind",
            "many": 6,
            "all": 10,
        },
        "new_href": "/four-rivers/agencies/new",
    }
    return common("Agencies", **{**context, **more})


def no_agencies() -> Context:
    nothing = dict.fromkeys(("all", "waiting", "unbound", "suspended", "old-count", "ended"), 0)
    return agencies(agencies=[], found=0, counts=nothing)


def agency(**more: Any) -> Context:
    told = {
        "name": NAMES[1][0],
        "kind": "police",
        "county": "Coulee",
        "state": "MT",
        "lat": "47.1204",
        "lon": "-109.4271",
        "sworn": 22,
        "part_time": 3,
        "counted_on": date(2026, 3, 1),
        "counted_old": False,
        "earlier": [{"sworn": 24, "part_time": 2, "counted_on": date(2023, 3, 1)}],
        "part": "North",
        "ends_on": None,
        "clock": CLOCKS[1],
        "ended": False,
        "bound": True,
    }
    steps = [
        {
            "key": key,
            "stand": "done" if i < 5 else "now" if i == 5 else "waits",
            "waits_for": [STEPS[5]] if i > 5 else [],
            "attested_on": date(2026, 11, 3) if key in {"reached", "key"} else None,
            "attestable": key in {"reached", "key", "read", "briefed"},
        }
        for i, key in enumerate(STEPS)
    ]
    bonds = ["full_time", "part_time", "reserve", "contract_town", "joint_team", "supervises"]
    people = [
        {
            "name": name,
            "href": "/four-rivers/people/1" if i else None,
            "title": "Sergeant" if i else "Chief",
            "roles": ["Agency head"] if not i else ["Peer"],
            "bonds": bonds[i : i + 3],
            "lent": i > 0,
            "suspended": i == 2,
        }
        for i, name in enumerate(("Odile Brandt", "Rosa Alvarez", "Marie Begay", "Tom Doyle"))
    ]
    roles = ["agency_head", "liaison", "clerk", "legal_advisor", "peer"]
    states = ["open", "accepted", "declined", "withdrawn", "expired"]
    invitations = [
        {"href": "/four-rivers/invitations/1", "name": f"Person {i}", "role": role, "state": state, "on": TODAY}
        | {"mail": "failed"}
        for i, (role, state) in enumerate(zip(roles, states, strict=True))
    ]
    context: Context = {
        "people": people,
        "unseen": 2,
        "pacts": [{"title": "Mutual Aid", "href": "/four-rivers/agreements/1", **standing("active", TODAY)}],
        "rests": [],
        "steps": steps,
        "invitations": invitations,
        "acts": ACTS,
        "today": TODAY,
        "did": "changed",
        "may": {"manage": True, "attest": True, "designate": True},
        "here": HERE,
        "list_href": "/four-rivers/agencies",
        "annex_href": "/four-rivers/designations/7",
    }
    return common("Agencies", **{**context, **more, "agency": told | more.get("agency", {})})


def bare_agency() -> Context:
    """As a peer sees one that is suspended, ends, and has nobody."""
    lifts = [("Mutual Aid", "/four-rivers/agreements/1/life/lift")]
    told_once = {"since": wall(20, 9), "own": False, "lifts": lifts}
    rests = [{"cause": cause, "key": cause, **told_once} for cause in CAUSES]
    rests.append({"cause": "pause", "key": "", **told_once, "own": True, "lifts": []})
    rests.append({"cause": "", "key": "", **told_once, "lifts": []})
    nothing = {"manage": False, "attest": False, "designate": False}
    told: Context = {"earlier": [], "part": None, "ends_on": TODAY, "ended": True, "county": "", "part_time": 0}
    told["clock"] = None
    return agency(
        agency=told, rests=rests, people=[], unseen=0, pacts=[], invitations=None, acts=None, may=nothing, did=""
    )


OFFERS = [
    {"value": "44.27262,-121.17392", "name": "Redmond, OR", "exact": "town", "how": ""},
    {"value": "44.2767,-121.1896", "name": "Redmond 97756, OR", "exact": "zip", "how": ""},
    {"value": "43.9144,-121.227", "name": "Deschutes, OR", "exact": "county", "how": ""},
]
READ = {"value": "44.27,-121.17", "name": "44.27, -121.17", "exact": "typed", "how": "read as degrees and minutes"}

FOUND = {"value": "44.27,-121.17", "name": "Cinder Ford, OR", "exact": "online", "how": "Data © its contributors"}


def agency_form(what: str, *, offers: Sequence[Mapping[str, str]] = (), asks: str = "", **errors: str) -> Context:
    names = ("name", "kind", "county", "state", "where", "lat", "lon", "clock", "sworn", "part_time", "counted_on")
    form = dict.fromkeys(names, "")
    form |= {"name": NAMES[1][0], "kind": "police"}
    action = f"/four-rivers/agencies/{what}"
    told = {"what": what, "form": form, "kinds": KINDS, "errors": errors, "action": action, "back_href": HERE}
    clocks = [("America/Denver", "Mountain Time"), ("America/Phoenix", "Arizona Time")]
    return common("Agencies", offers=offers, asks=asks, clocks=clocks, **told)


def agency_ask(what: str, **more: Any) -> Context:
    turns = [
        {
            "line": "primary",
            "name": "" if i else "Rosa Alvarez",
            "start": wall(22, 7) + hours(24 * i),
            "end": wall(23, 7),
        }
        for i in range(14)
    ]
    follows = {
        "part": "North",
        "merged": [{"gone": "North", "into": "West"}],
        "lost": [NAMES[3][0]],
        "peers": ["Rosa Alvarez"],
        "unseen": 1,
        "turns": turns,
    }
    pact = {"title": "Mutual Aid", "href": "/x", "binds": True, "notice_days": 60, **standing("active", TODAY)}
    context: Context = {
        "what": what,
        "agency": agency()["agency"],
        "follows": follows,
        "pacts": [pact, {**pact, "notice_days": None}],
        "causes": CAUSES,
        "form": {"cause": "", "reason": "", "on": ""},
        "errors": {},
        "here": HERE,
        "list_href": "/four-rivers/agencies",
    }
    return common("Agencies", **{**context, **more})


def harmless_end() -> Context:
    follows: Context = {"part": None, "merged": [], "lost": [], "peers": [], "unseen": 0, "turns": []}
    return agency_ask("end", follows=follows, pacts=[], errors={"on": "Give a day."})


def invite(**errors: str) -> Context:
    return common(
        "Agencies",
        agency=NAMES[1][0],
        roles=["agency_head", "liaison", "peer"],
        bonds=["full_time", "part_time", "reserve", "contract_town"],
        form={"role": "", "bond": "full_time", "name": "", "title": "", "email": "", "telephone": ""},
        errors=errors,
        here=HERE,
        list_href="/four-rivers/agencies",
    )


def invitation(state: str, mail: str = "handed", **more: Any) -> Context:
    told = {
        "name": "Odile Brandt",
        "title": "Chief",
        "email": "odile.brandt@example.org" if state == "open" else "",
        "role": "agency_head",
        "agency": NAMES[1][0],
        "number": "482 917 365",
        "telephone": "(406) 555-0142",
        "inviter": "Lt. V. Moreno",
        "state": state,
        "on": TODAY,
        "reason": "not_alone" if state == "declined" else None,
        "sent_on": TODAY,
        "mail": mail,
        "again": mail == "failed",
    }
    return common(
        "Agencies",
        invitation=told | more,
        acts=ACTS,
        did="invited",
        here="/four-rivers/invitations/1",
        agency_href=HERE,
        list_href="/four-rivers/agencies",
    )


def invited(me: str, count: int = 1, did: str = "", **errors: str) -> Context:
    roles = ["agency_head", "liaison", "clerk", "legal_advisor", "peer"]
    offered = [
        {"id": str(i), "role": role, "agency": NAMES[1][0], "number": "482 917 365", "telephone": "(406) 555-0142"}
        | {"inviter": "Lt. V. Moreno", "until": TODAY}
        for i, role in enumerate(roles[:count])
    ]
    return common(
        viewer=None,
        nav=(),
        me=me,
        invitations=offered,
        reasons=["not_me", "not_now", "not_alone", "no_reason"],
        errors=errors,
        did=did,
        here="/four-rivers/invitation",
        sign_in_href="/four-rivers/sign-in",
    )


def designated(*, gaps: int = 2, bound: bool = True, manages: bool = True, **errors: str) -> Context:
    people = [
        {"id": str(i), "name": name, "role": role, "agency": NAMES[i][0] if role == "peer" else ""}
        for i, (name, role) in enumerate(
            (("Rosa Alvarez", "peer"), ("Marie Begay", "chaplain"), ("Dr. A. Hale", "clinician"))
        )
    ]
    states = ("prepared", "sent", "running", "deemed", "resting", "objected", "signed", "withdrawn")
    return common(
        "Designations",
        agency=NAMES[1][0],
        bound=bound,
        manages=manages,
        designated=[{**each, "id": f"d{each['id']}"} for each in people] if gaps else [],
        pacts=[{"id": "1", "title": "Mutual Aid", "gaps": people[:gaps]}] if gaps else [],
        others=[{**people[0], "why": "training_lapsed", "reason": "The training has lapsed."}] if gaps else [],
        annexes=[
            {"href": "/x", "reference": "482 917", "state": state, "people": i + 1, "on": TODAY}
            for i, state in enumerate(states)
        ]
        if gaps
        else [],
        acts=ACTS,
        errors=errors,
        did="ended",
        here="/four-rivers/designations/7",
        list_href="/four-rivers/designations",
        agency_href=HERE,
    )


def annex(state: str, *, mine: bool = False, law: str = "", why_not: str = "", **errors: str) -> Context:
    shown = {
        "reference": "482 917",
        "agency": NAMES[1][0],
        "agreement": "Mutual Aid",
        "law": law,
        "prepared_on": TODAY,
        "number": 4 if state == "signed" else None,
        "signed_on": TODAY if state == "signed" else None,
        "withdrawn_on": TODAY if state == "withdrawn" else None,
        "people": [{"name": "Rosa Alvarez", "line": "peer of Aspen SO; training 40 hours"}],
    }
    return common(
        "Designations",
        annex=shown,
        told=told(state),
        why_not=why_not,
        heads=[("1", "Lien Tran"), ("2", "Bo Ekstrand")],
        acts=ACTS,
        may={"attest": True, "manage": True, "object": True},
        mine=mine,
        form={"signed_on": "", "seen": "", "person": "2", "name": "", "said_on": "", "held": ""},
        errors=errors,
        did="prepared",
        here="/four-rivers/annexes/1",
        agency_href="/four-rivers/designations/7",
        list_href="/four-rivers/designations",
    )


def told(state: str) -> dict[str, Any]:
    """How an annex stands that counts unless a head objects; one objection is on paper."""
    sent, runs = state in {"sent", "objected"}, state in {"running", "deemed"}
    paper = {"at": wall(20, 15), "by": "Lien Tran", "said_on": TODAY, "taken_by": "Orla Penhallow", "scan": True}
    return {
        "state": state,
        "days": 10 if state in {"prepared", "sent", "running", "deemed", "objected"} else 0,
        "sent_at": wall(20, 15) if sent or runs else None,
        "digest": "b1" * 32 if sent or runs else "",
        "told_on": TODAY if runs else None,
        "last_day": TODAY if runs else None,
        "begins_on": TODAY if runs else None,
        "heads": [{"name": each.title(), "state": each} for each in ("told", "waits", "failed")]
        if sent or runs
        else [],
        "objection": paper if state == "objected" else None,
    }


def designation_end(part: str | None) -> Context:
    return common(
        "Designations",
        name="Rosa Alvarez",
        agency=NAMES[1][0],
        part=part,
        action="/four-rivers/designations/7/end/1",
        back_href="/four-rivers/designations/7",
    )


AGENCY_PAGES: dict[str, tuple[str, Context]] = {
    "agencies": ("members/agencies.html", agencies()),
    "agencies-many": (
        "members/agencies.html",
        agencies(pages={"number": 2, "last": 3}, found=120, wanted={"words": "a & b", "show": "ended"}),
    ),
    "agencies-found-none": ("members/agencies.html", agencies(agencies=[], found=0, new_href=None)),
    "agencies-none": ("members/agencies.html", no_agencies()),
    "agency": ("members/agency.html", agency()),
    "agency-bare": ("members/agency.html", bare_agency()),
    "agency-new": ("members/agency_form.html", agency_form("new", lat="Give degrees.", kind="Choose one.")),
    "agency-change": ("members/agency_form.html", agency_form("change")),
    "agency-where": ("members/agency_form.html", agency_form("new", offers=OFFERS, where="Several.")),
    "agency-online": (
        "members/agency_form.html",
        agency_form("new", offers=[FOUND], asks="places.example.org", where="Is this the place?"),
    ),
    "agency-typed": ("members/agency_form.html", agency_form("new", offers=[READ], lat="Is it?")),
    "agency-swapped": ("members/agency_form.html", agency_form("new", offers=[{**READ, "how": "swapped"}], lat="?")),
    "agency-count": ("members/agency_form.html", agency_form("count")),
    "agency-suspend": ("members/agency_ask.html", agency_ask("suspend", errors={"cause": "Choose one of these."})),
    "agency-end": ("members/agency_ask.html", agency_ask("end")),
    "agency-end-harmless": ("members/agency_ask.html", harmless_end()),
    "invite": ("members/invite.html", invite()),
    "invite-wrong": ("members/invite.html", invite(telephone="No telephone rings there.", role="Choose one.")),
    "invitation": ("members/invitation.html", invitation("open")),
    "invitation-waiting": ("members/invitation.html", invitation("open", "waiting")),
    "invitation-failed": ("members/invitation.html", invitation("open", "failed")),
    **{
        f"invitation-{state}": ("members/invitation.html", invitation(state))
        for state in ("accepted", "declined", "withdrawn", "expired")
    },
    "invited": ("members/invited.html", invited("Odile Brandt", 5, reason="Choose one of these.")),
    "invited-none": ("members/invited.html", invited("Odile Brandt", 0)),
    "invited-out": ("members/invited.html", invited("", 0)),
    "invited-declined": ("members/invited.html", invited("", 0, "declined")),
    "designated": ("members/agency_designations.html", designated()),
    "designated-wrong": ("members/agency_designations.html", designated(peers="Tick at least one person.")),
    "designated-read": ("members/agency_designations.html", designated(manages=False)),
    "designated-none": ("members/agency_designations.html", designated(gaps=0)),
    "designated-unbound": ("members/agency_designations.html", designated(gaps=0, bound=False)),
    "annex": ("members/annex.html", annex("prepared", law="Sample Code 12-3")),
    "annex-mine": ("members/annex.html", annex("prepared", mine=True)),
    "annex-wrong": ("members/annex.html", annex("prepared", seen="Tick that.", signed_on="Give a day.")),
    "annex-signed": ("members/annex.html", annex("signed")),
    "annex-sent": ("members/annex.html", annex("sent", tell="A mail is under way already.")),
    "annex-running": ("members/annex.html", annex("running", object="Sign in with your passkey.")),
    "annex-deemed": ("members/annex.html", annex("deemed", person="Choose who.", scan="Choose the PDF.")),
    "annex-resting": ("members/annex.html", annex("resting")),
    "annex-objected": ("members/annex.html", annex("objected")),
    "annex-nobody-told": ("members/annex.html", annex("prepared", why_not="No head holds recorded authority.")),
    "annex-withdrawn": ("members/annex.html", annex("withdrawn")),
    "designation-end": ("members/designation_end.html", designation_end("North")),
    "designation-end-no-part": ("members/designation_end.html", designation_end(None)),
}
