"""The pages "What we hold", made from the tables that the program really has: for officers, and about agreements."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from consortium.access.permissions import ALLOWED, Role
from consortium.access.web import ROLE_WORDS
from consortium.db import Base
from consortium.pages import N_
from consortium.support.held.agencies import AGENCIES
from consortium.support.held.agreements import AGREEMENTS
from consortium.support.held.availability import AVAILABILITY
from consortium.support.held.coverage import COVERAGE
from consortium.support.held.door import DOOR
from consortium.support.held.drafts import DRAFTS
from consortium.support.held.evidence import EVIDENCE
from consortium.support.held.feeds import FEEDS
from consortium.support.held.kept import EVERYWHERE, Kept
from consortium.support.held.people import PEOPLE
from consortium.support.held.places import PLACES
from consortium.support.held.plans import PLANS
from consortium.support.held.region import REGION
from consortium.support.held.requests import REQUESTS
from consortium.support.held.rota import ROTA
from consortium.support.held.signing import SIGNING
from consortium.support.held.swaps import SWAPS

GROUPS: Final = (
    (N_("About a request"), REQUESTS),
    (N_("About members"), PEOPLE),
    (N_("About agencies and the parts of the region"), AGENCIES),
    (N_("Roads between agencies, and lists of agencies"), PLACES),
    (N_("About signing in"), DOOR),
    (N_("About the consortium itself"), REGION),
)
"""What stands on the officers' page."""

OF_AGREEMENTS: Final = (
    (N_("What was agreed, and what became of it"), AGREEMENTS),
    (N_("How a text is written"), DRAFTS),
    (N_("How it is signed"), SIGNING),
    (N_("The log of agreements"), EVIDENCE),
)
OF_DUTY: Final = (
    (N_("Who is on call"), ROTA),
    (N_("Plans of duty"), PLANS),
    (N_("When people can serve"), AVAILABILITY),
    (N_("Cover and swaps"), (*SWAPS, *COVERAGE)),
    (N_("Calendars"), FEEDS),
)
APART: Final = (*OF_AGREEMENTS, *OF_DUTY)
"""What stands on pages of its own, to keep the officers' page light: nothing of it points to a request."""

NEVER: Final[tuple[tuple[str, frozenset[str]], ...]] = (
    (N_("your name, badge number or rank"), frozenset({"name", "badge", "rank", "title"})),
    (N_("your department"), frozenset({"agency", "department", "employer"})),
    (N_("your internet address, or where you are"), frozenset({"ip", "address", "lat", "lon", "place", "location"})),
    (
        N_("your phone, browser or device"),
        frozenset({"agent", "user_agent", "device", "browser", "browser_hash", "cookie", "session", "label"}),
    ),
    (
        N_("the minute in which you asked; while it is open, the clocks of its steps are kept"),
        frozenset({"at", "asked_at", "created_at", "made_at", "asked_on", "made_on"}),
    ),
    (
        N_("a link to you, or from one request to another"),
        frozenset({"officer", "requester", "asker", "account", "person", "previous"}),
    ),
    (N_("the code of the poster that you scanned"), frozenset({"code", "poster", "zone_code"})),
)
"""What no record about a request may hold about who asks: in words, and by the names that such a column would have."""

UNCHECKED: Final = "alembic_version"
"""The table in which the database notes which version of the tables it has; it holds nothing else."""


def see_held() -> dict[str, Any]:
    """The names that ``support/what_we_hold.html`` needs beside the frame of the officers' pages."""
    return {
        "groups": _groups(GROUPS),
        "unsaid": sorted(set(columns_of_tables()) - {kept.table for kept in everything()}),
        "never": [words for words, names in NEVER if not found_about_asker(names)],
    }


def see_of_agreements() -> dict[str, Any]:
    """The names that ``support/what_we_hold_of_agreements.html`` needs beside the frame of the officers' pages."""
    return {"groups": _groups(OF_AGREEMENTS)}


def see_of_duty() -> dict[str, Any]:
    """The names that ``support/what_we_hold_of_duty.html`` needs beside the frame of the officers' pages."""
    return {"groups": _groups(OF_DUTY)}


def everything() -> tuple[Kept, ...]:
    """The words for all tables, of all pages."""
    return tuple(kept for _, group in (*GROUPS, *APART) for kept in group)


def columns_of_tables() -> Mapping[str, tuple[str, ...]]:
    """Every table of the program with the names of its columns, as the database has them."""
    return {name: tuple(column.name for column in table.columns) for name, table in Base.metadata.tables.items()}


def about_requests() -> frozenset[str]:
    """The request's table and every table that points to it, directly or by another: found, not listed."""
    found = {"request"}
    while True:
        more = {
            name
            for name, table in Base.metadata.tables.items()
            if name not in found and {key.column.table.name for key in table.foreign_keys} & found
        }
        if not more:
            return frozenset(found)
        found |= more


def found_about_asker(names: Collection[str]) -> frozenset[tuple[str, str]]:
    """Columns with one of these names in a record about a request that are not declared to be about a member."""
    of_members = {kept.table: kept.of_members for kept in everything()}
    real = columns_of_tables()
    return frozenset(
        (table, column)
        for table in about_requests()
        for column in real[table]
        if column in names and column not in of_members.get(table, frozenset())
    )


def _groups(groups: Iterable[tuple[str, Iterable[Kept]]]) -> list[tuple[str, list[dict[str, Any]]]]:
    real = columns_of_tables()
    return [(title, [_shown(kept, real[kept.table]) for kept in of if kept.table in real]) for title, of in groups]


def _shown(kept: Kept, columns: Iterable[str]) -> dict[str, Any]:
    words = {**EVERYWHERE, **kept.columns}
    return {
        "table": kept.table,
        "title": kept.title,
        "why": kept.why,
        "how_long": kept.how_long,
        "ends": kept.ends,
        "roles": [ROLE_WORDS[role] for role in _roles(kept)],
        "seen_words": kept.seen_words,
        "columns": [(column, words.get(column, "")) for column in columns if column not in EVERYWHERE],
    }


def _roles(kept: Kept) -> list[Role]:
    """The roles that hold one of the permissions, in the order of the table of roles."""
    return [role for role in Role if any(role in ALLOWED[each] for each in kept.seen)]
