"""What an act on an agreement is to its page: who may, what is asked, what is said before; and its form, read."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from agreements import Cause
from agreements.signatures import Act
from consortium.access.permissions import Permission
from consortium.members import fields
from consortium.problems import BadInput
from consortium.signing.desk_form import Form, agency_of
from consortium.signing.lifecycle.change import Change
from geo import AgencyId

Does = Callable[..., Awaitable[Change]]
Reads = Callable[[Form], Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeAct:
    """One act.

    Args:
        key: the last part of its address, and the page's ``did``.
        permission: who may.
        asks: the fields of its form, by the names that the template knows.
        says: what it means, before anything is typed.
        own: only one's own agencies can be chosen.
        act: what the signed record of it does; ``None`` where no record is signed.
        scanned: whoever does it sends the paper along that says so, a scan.
    """

    key: str
    permission: Permission
    title: str
    says: str
    button: str
    asks: tuple[str, ...]
    does: Does
    reads: Reads
    own: bool = False
    act: Act | None = None
    scanned: bool = False


def by_agency(form: Form) -> Mapping[str, Any]:
    """Which agency."""
    return {"agency": agency_of(form)}


def notice(form: Form) -> Mapping[str, Any]:
    """Whose notice, and a later day if one is meant."""
    return {"agency": agency_of(form), "leaves_on": fields.day(form, "day") if form.get("day", "").strip() else None}


def about_another(form: Form) -> Mapping[str, Any]:
    """Who consents, and about whom."""
    return {"agency": agency_of(form), "about": AgencyId(fields.id_of(form, "about"))}


def suspension(form: Form) -> Mapping[str, Any]:
    """Whose part rests, why, and the paper."""
    return {"agency": agency_of(form), "cause": fields.one_of(form, "cause", Cause), "paper": form.get("paper", "")}


def paper_of_agency(form: Form) -> Mapping[str, Any]:
    """Which agency, and the paper."""
    return {"agency": agency_of(form), "paper": form.get("paper", "")}


def resumption(form: Form) -> Mapping[str, Any]:
    """Which cause of which agency is over, and the paper."""
    agency, _, cause = fields.text(form, "rests").partition(" ")
    try:
        return {"agency": AgencyId(UUID(agency)), "cause": cause, "paper": form.get("paper", "")}
    except ValueError as wrong:
        raise BadInput("Choose what is over.", "rests") from wrong


def filing(form: Form) -> Mapping[str, Any]:
    """Which version was filed, where and when."""
    return {"number": _number(form), "paper": form.get("paper", ""), "on": fields.day(form, "day")}


def minute(form: Form) -> Mapping[str, Any]:
    """Which version was adopted, by which minute of which day, and the first day on which it holds."""
    said = {"number": _number(form), "minute": form.get("paper", ""), "on": fields.day(form, "day")}
    return said | {"begins": fields.day(form, "begins")}


def renewal(form: Form) -> Mapping[str, Any]:
    """Until when the term goes on, and the paper."""
    return {"until": fields.day(form, "day"), "paper": form.get("paper", "")}


def ending(form: Form) -> Mapping[str, Any]:
    """From when it has ended, and the paper."""
    return {"on": fields.day(form, "day"), "paper": form.get("paper", "")}


def voiding(form: Form) -> Mapping[str, Any]:
    """Which version never counted, why, and the paper."""
    return {"number": _number(form), "reason": form.get("reason", ""), "paper": form.get("paper", "")}


def reason_of_version(form: Form) -> Mapping[str, Any]:
    """Which version, and why."""
    return {"number": _number(form), "reason": form.get("reason", "")}


def reason(form: Form) -> Mapping[str, Any]:
    """Why."""
    return {"reason": form.get("reason", "")}


def hold(form: Form) -> Mapping[str, Any]:
    """Which hold."""
    return {"hold": fields.id_of(form, "hold")}


def _number(form: Form) -> int:
    return fields.whole(form, "version")
