"""Sample contexts of the schedule's timeline and list, and of a member's own hours."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from consortium.duty.planning.values import KeptRoster, RosterState
from consortium.duty.timeline.fills import Fill
from consortium.duty.timeline.hours import MyHours, Tally
from consortium.duty.timeline.problems import Problem
from consortium.duty.timeline.values import (
    Bar,
    Day,
    DutyDay,
    Group,
    LineRow,
    Load,
    PersonRow,
    Slot,
    Timeline,
    Week,
    WeekLine,
)
from consortium.duty.timeline.window import Window
from geo import PersonId
from scheduling import Line, Span
from scheduling.fairness import Burden, Weights
from scheduling.roster import RosterId
from tests.look.samples_common import NAMES, NOW, ZONE, Context, common, wall
from tests.look.samples_rota import LINES

HERE = "/four-rivers/schedule"
MONDAY = date(2026, 11, 23)
WEEK = Window(MONDAY, 1, ZONE)
SOMEBODY = PersonId(UUID("6a0e0000-0000-4000-8000-000000000001"))
HOLIDAYS = {date(2026, 11, 26): "Thanksgiving"}


def load(hours: int, share: int, state: str = "fair") -> Load:
    return Load(hours=hours, share=share, most=140, state=state)


def bar(key: str, start: datetime, end: datetime, *names: str, mark: str = "", window: Window = WEEK) -> Bar:
    href = f"{HERE}/change?line=primary&from_day={start.date().isoformat()}"
    return Bar(key, start, end, window.place(start, end), names, mark, href, narrow=end - start < timedelta(hours=19))


def lines(window: Window = WEEK) -> tuple[LineRow, ...]:
    found = []
    for line in LINES:
        bars = tuple(
            bar(line["key"] if each["people"] else "gap", each["start"], each["end"], *each["people"], window=window)
            for each in line["stretches"]
        )
        cells = tuple(
            Week(monday, f"h{number} w14", HERE, (("gap", 12),) if number == 1 else ())
            for number, monday in enumerate(window.mondays)
        )
        found.append(LineRow(key=line["key"], bars=bars, weeks=cells, covered=156, total=168, per_cent=92))
    first = replace(found[0], bars=(*found[0].bars[:4], replace(found[0].bars[4], mark="new"), *found[0].bars[5:]))
    return (first, *found[1:])


def person(name: str, role: str, carried: Load | None, *bars: Bar) -> PersonRow:
    mine = [bar(line["key"], each["start"], each["end"], name) for line in LINES for each in line["stretches"]
            if name in each["people"]]  # fmt: skip
    cell = Week(MONDAY, "h0 w14", HERE, (("primary", 24), ("backup", 48)), changes=True)
    return PersonRow(person=SOMEBODY, name=name, role=role, bars=(*bars, *mine), weeks=(cell,), load=carried)


def view(window: Window = WEEK, **more: Any) -> Timeline:
    away = bar("leave", wall(23, 0), wall(26, 7), "Dep. L. Foss")
    asks = bar("primary", wall(27, 7), wall(28, 7), "Chap. J. Doyle", mark="swap")
    gone = bar("backup", wall(25, 7), wall(27, 7), "Ofc. T. Chen", mark="gone")
    groups = (
        Group(
            name=NAMES[0][0],
            people=(person("Sgt. R. Alvarez", "Sergeant", load(96, 90)), person("Dep. M. Begay", "Peer", load(84, 90))),
            load=load(180, 180),
        ),
        Group(
            name=NAMES[1][0],
            people=(
                person("Ofc. T. Chen", "Officer", load(132, 90, "over"), gone),
                person("Chap. J. Doyle", "Chaplain", load(74, 90), asks),
            ),
            load=load(206, 180, "over"),
        ),
        Group(
            name=NAMES[2][0], people=(person("Dep. L. Foss", "Deputy", load(40, 90, "under"), away),), load=load(40, 90)
        ),
        Group(name="", people=(person("Dr. A. Hale, LPC", "Clinician", None),), load=None),
    )
    plain: dict[str, Any] = {
        "first": window.first,
        "last": window.last,
        "weeks": window.weeks,
        "days": tuple(Day(day, HOLIDAYS.get(day)) for day in window.days),
        "mondays": window.mondays,
        "lines": lines(window),
        "groups": groups,
        "others": 3,
        "counted": Span(wall(1, 0), wall(30, 0)),
        "served_until": None,
    }
    return Timeline(**{**plain, **more})


def schedule(**more: Any) -> Context:
    shown = view()
    return _page(view=shown, days=_days(shown), problems=PROBLEMS, **more)


def empty_week() -> Context:
    nobody = tuple(replace(row, bars=(), covered=0, per_cent=0) for row in lines())
    return _page(view=view(lines=nobody, groups=(), others=0), agencies=(), may_change=False, did="", only="list")


def draft_month() -> Context:
    window = Window(MONDAY, 4, ZONE)
    shown = view(window)
    here = "/four-rivers/rota/drafts/9a"
    draft = {"title": "Winter", "changes": 3, "href": here, "review": f"{here}/review", "leave": HERE}
    return _page(view=shown, weeks=_weeks(window), draft=draft, only="timeline", did="taken-back")


def served_quarter() -> Context:
    window = Window(date(2026, 8, 31), 12, ZONE)
    shown = view(window, served_until=wall(20, 7))
    return _page(
        view=shown, weeks=_weeks(window), only="", yearly=True, today=date(2026, 11, 30), drafts=[("Winter", HERE)]
    )


def my_hours(**more: Any) -> Context:
    carried = Burden(hours=312.0, nights=104.0, weekends=96.0, holidays=24.0, weighted=401.5)
    spans = {"quarter": wall(1, 0), "year": wall(1, 0), "rolling": wall(1, 0), "ahead": NOW}
    hours = MyHours(
        tallies=tuple(Tally(key=key, start=start, end=wall(30, 0), burden=carried) for key, start in spans.items()),
        load=load(132, 90, "over"),
        kept=((2026, ((date(2026, 11, 26), "Thanksgiving"),)), (2025, ((date(2025, 12, 25), "Christmas Day"),))),
    )
    form = {"first": "2026-01-01", "last": "2026-11-21", "period": "two-weeks"}
    plain: Context = {"hours": hours, "promised": 50, "weights": Weights(zone=ZONE), "form": form, "errors": {}}
    return common("Now", now=NOW, **{**plain, **more})


def my_hours_wrong() -> Context:
    none = MyHours(tallies=(), load=None, kept=())
    return my_hours(hours=none, errors={"last": "The last day comes before the first."})


PROBLEMS = (
    Problem(
        kind="gap",
        line="primary",
        start=wall(24, 19),
        end=wall(25, 7),
        instead="Requests go straight to backup: Dep. M. Begay.",
        fill=Fill(person=SOMEBODY, name="Ofc. S. Grady", rested=True, apart=True, over=2),
        href=f"{HERE}/change?adds=1",
        others=f"{HERE}/change",
    ),
    Problem(
        kind="gap",
        line="backup",
        start=wall(28, 19),
        end=wall(29, 7),
        instead="If primary does not answer, peers who may be rung off duty are asked.",
        fill=Fill(person=SOMEBODY, name="Dep. L. Foss", rested=False, apart=False, over=-50),
        href=f"{HERE}/change?adds=2",
        others=f"{HERE}/change",
    ),
    Problem(
        kind="part", what="Nobody may serve North", start=wall(24, 19), end=wall(25, 7), instead="Lines.", href=HERE
    ),
    Problem(kind="one_side", what="One part", line="backup", start=wall(26, 7), end=wall(27, 7), href=HERE),
    Problem(kind="swap", what="Chap. J. Doyle", line="primary", start=wall(27, 7), end=wall(28, 7), href=HERE),
    Problem(kind="agreement", what=NAMES[4][0], href="/four-rivers/agreements/1"),
    Problem(kind="ending", what=NAMES[3][0], start=wall(27, 0), href="/four-rivers/agreements/1"),
    *(
        Problem(kind=kind, what="Dep. K. Eastman", line="primary", start=wall(25, 7), end=wall(26, 7), href=HERE)
        for kind in ("paused", "untrained", "lapses")
    ),
)


def _page(**more: Any) -> Context:
    go = dict.fromkeys(("earlier", "later", "this", "list", "timeline", "yearly", "everybody"), HERE)
    agencies = tuple(Group(name=name[0], people=(), load=load(90 + 7 * n, 90)) for n, name in enumerate(NAMES))
    plain: Context = {
        "today": date(2026, 11, 24),
        "now": NOW,
        "hand_off": "7:00 a.m.",
        "days": (),
        "weeks": (),
        "agencies": agencies,
        "problems": (),
        "go": {**go, "is_this": True, "zooms": [(1, HERE, True), (4, HERE, False), (12, HERE, False)]},
        "only": "",
        "yearly": False,
        "draft": None,
        "drafts": [],
        "plans": (_plan(),),
        "may_change": True,
        "did": "changed",
    }
    return common("Schedule", **{**plain, **more})


def _plan() -> KeptRoster:
    return KeptRoster(
        id=RosterId(UUID("6a0e0000-0000-4000-8000-000000000002")),
        number=3,
        state=RosterState.PUBLISHED,
        title="Autumn",
        lines=frozenset(Line),
        span=Span(wall(2, 7), wall(30, 7)),
        made_at=wall(1, 9),
        made_by=None,
        base="",
        seed=1,
        published_at=wall(1, 10),
    )


def _days(shown: Timeline) -> tuple[DutyDay, ...]:
    found = []
    for day in WEEK.days:
        start = wall(day.day, 7)
        slots = tuple(
            _slot(row.key, each, max(each.start, start), min(each.end, start + timedelta(days=1)))
            for row in shown.lines
            for each in row.bars
            if each.start < start + timedelta(days=1) and each.end > start
        )
        end = start + timedelta(days=1)
        found.append(DutyDay(date=day, start=start, end=end, holiday=HOLIDAYS.get(day), slots=slots))
    return tuple(found)


def _weeks(window: Window) -> tuple[WeekLine, ...]:
    gap = _slot("primary", lines()[0].bars[2], wall(24, 19), wall(25, 7))
    return tuple(
        WeekLine(
            first=monday,
            last=monday + timedelta(days=6),
            href=HERE,
            covered=(("primary", 92), ("backup", 100)),
            gaps=(gap,) if monday == MONDAY else (),
        )
        for monday in window.mondays
    )


def _slot(key: str, of: Bar, start: datetime, end: datetime) -> Slot:
    whole = end - start == timedelta(days=1)
    return Slot(key=key, names=of.names, start=start, end=end, whole=whole, mark=of.mark, href=of.href)
