"""Words for what stands between two agencies: reasons with their clauses, terms with their numbers. Pure; English."""

from collections.abc import Iterable
from typing import Any, Final

from agreements import CLAUSE_OF, Deny, Reach, Role, Service, Version, Window
from geo import AgencyId

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY: Final = 24 * 60

SERVICES: Final = {
    Service.ONE_TO_ONE: "talks between two",
    Service.CRITICAL_INCIDENT: "support after a critical incident",
    Service.GROUP_DEBRIEF: "group debriefings",
    Service.FAMILY: "support for families",
    Service.LINE_OF_DUTY_DEATH: "support after a death in the line of duty",
    Service.FOLLOW_UP: "follow-up",
}
ROLES: Final = {Role.PEER: "peers", Role.CHAPLAIN: "chaplains", Role.CLINICIAN: "clinicians"}


def services_told(services: Iterable[Service]) -> str:
    """Services in words, in their own order; "nothing" where there are none."""
    given = frozenset(services)
    return ", ".join(words for service, words in SERVICES.items() if service in given) or "nothing"


def hours_told(hours: Iterable[Window]) -> str:
    """Weekly hours in words: "Mon 08:00 to 18:00; Tue …"; "always" where there are none."""
    return "; ".join(_window(each) for each in hours) or "always"


def _window(window: Window) -> str:
    first, last = divmod(window.start, _DAY), divmod(window.end, _DAY)
    if last[1] == 0 and last[0] == first[0] + 1:
        return f"{DAYS[first[0]]} {_wall(first[1])} to 24:00"
    end = _wall(last[1]) if last[0] == first[0] else f"{DAYS[last[0] % 7]} {_wall(last[1])}"
    return f"{DAYS[first[0]]} {_wall(first[1])} to {end}"


def _wall(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def deny_told(deny: Deny, reach: Reach, names: dict[AgencyId, str], slug: str) -> dict[str, Any]:
    """A refusal: its sentence, the agency with which it lies, the clause and the version that it cites."""
    found = cited(reach, deny)
    return {
        "reason": deny.reason,
        "agency": names.get(deny.agency, "") if deny.agency else "",
        "clause": int(deny.clause),
        "subject": deny.clause.subject,
        "version": None if found is None else version_told(*found, slug),
    }


def cited(reach: Reach, deny: Deny) -> tuple[str, Version] | None:
    """The title of the agreement and the version that a refusal cites; ``None`` where none is in force."""
    return next(
        ((pact.title, version) for pact in reach.pacts for version in pact.versions if version.id == deny.version),
        None,
    )


def version_told(title: str, version: Version, slug: str) -> dict[str, Any]:
    """A version by its agreement's title and its number, and where it is read."""
    return {
        "title": title,
        "number": version.number,
        "href": f"/{slug}/agreements/{version.pact}/{version.number}",
    }


def clause_of(term: str) -> int:
    """The number of the clause under which a term stands."""
    return int(CLAUSE_OF[term])
