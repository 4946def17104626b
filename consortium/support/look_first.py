"""An officer looks at what her choices give away before she asks. Nothing is kept, and nobody learns that she looked.

Read here is what is public of her part: who is in a talk is not asked, so the answer tells nothing of other requests.
"""

from datetime import datetime
from typing import Any

from consortium.clock import bucket
from consortium.keys import LIFETIME
from consortium.support.ask_for_support import Asked, check_asked, check_choices
from consortium.support.gives_away import gives_away
from consortium.support.public import Public, check_way, label_of, served_by
from consortium.support.sisters import Sister
from geo import Zone


def look_first(public: Public, asked: Asked) -> dict[str, Any]:
    """The names that ``support/look.html`` needs beside the frame, for a form that could be sent as it is.

    Raises:
        BadInput: a field holds something that cannot be taken; the same as on asking.
    """
    facts = public.desk.facts
    served = served_by(public, asked.zone)
    if served is not None:
        check_choices(asked)
        check_way(public, served, asked.way)
        zone, cover = served.line, _cover_by(served.sister, public.at)
    else:
        zone = check_asked(public.desk, public.at, asked)
        cover = _cover(public, zone, asked)
    return {
        "label": label_of(public, served) if served is not None else facts.label(zone),
        "names": list(facts.departments_in(zone)),
        "told": gives_away(
            zone,
            facts.region.policy,
            again=facts.asked_before(zone),
            way=asked.way,
            topic=asked.topic,
            ring_away=asked.ring_away,
        ),
        **cover,
    }


def _cover_by(sister: Sister, at: datetime) -> dict[str, Any]:
    """The same of a sister consortium's peers."""
    covered, cover = sister.people(at) > 0, sister.next_cover(at)
    return {"covered": covered, "next_cover": None if covered or not cover or cover >= bucket(at) + LIFETIME else cover}


def _cover(public: Public, zone: Zone, asked: Asked) -> dict[str, Any]:
    """Whether somebody outside may be asked now; if not, when next, within the life of a request made now."""
    facts, at = public.desk.facts, public.at
    if facts.able(zone, at, wanted=asked.who, way=asked.way):
        return {"covered": True, "next_cover": None}
    cover = facts.next_cover(zone, at, wanted=asked.who, way=asked.way)
    return {"covered": False, "next_cover": cover if cover and cover < bucket(at) + LIFETIME else None}
