"""Why nobody can ask a consortium now, if nobody can."""

from consortium.duty.coverage.promised import DIRECTORY, SET_HOURS
from consortium.members.hours import is_open
from consortium.support.help_frame import lines_for
from consortium.support.public import Public, promise, wholes_of
from consortium.support.see_duty import missing_notices


def why_closed(public: Public) -> str | None:
    """Why nobody can ask here now, or ``None``.

    ``not_open`` (set up, but not opened), ``directory`` (this level of service asks nobody), ``paused``, ``not_ready``
    (no line or no notice to rely on), ``too_small`` or ``hours`` (closed at this hour).
    """
    return _settled(public) or _unready(public) or _out_of_hours(public)


def _settled(public: Public) -> str | None:
    """What the people who run it have settled."""
    region = public.desk.facts.region
    if region.opened_on is None:
        return "too_small" if _too_few(public) else "not_open"
    if region.service_level == DIRECTORY:
        return "directory"
    return "paused" if region.paused_at(public.at) else None


def _too_few(public: Public) -> bool:
    """Whether the agencies in force could not keep the promise, however the region were parted."""
    live = public.desk.facts.reach.live(public.at)
    return (
        bool(live)
        and not public.parts
        and not wholes_of(public)
        and promise(public) < public.desk.facts.region.policy.crowd
    )


def _unready(public: Public) -> str | None:
    """What would harm: no line that was rung, nobody hidden, no limits that somebody approved."""
    if not any(line["fresh"] for line in lines_for(public, "en")):
        return "not_ready"
    zones, wholes = public.parts, wholes_of(public)
    if not zones and not wholes:
        return "too_small"
    bare = all(missing_notices(public.desk, zone, public.notices) for zone in zones)
    if bare and not wholes:
        return "not_ready"
    return "paused" if wholes and not any(each.sister.takes(public.at) for each in wholes) else None


def _out_of_hours(public: Public) -> str | None:
    region = public.desk.facts.region
    closed = region.service_level == SET_HOURS and not is_open(region.hours, region.timezone, public.at)
    return "hours" if closed else None
