"""What a poster says, in words: only what is computed, verified or kept by the rota. The same for a whole part.

Nothing of the viewer, of an agency or of the day of printing goes in, so all departments of a part get the same bytes.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, Final

from consortium.members.line_age import counts
from consortium.members.values import CrisisLine
from consortium.members.zone_codes import ZoneCode, printed
from consortium.pages import catalogue, dated, lasting
from consortium.posters.claims import Claim, claim_for
from consortium.posters.codes import help_address, qr_address, qr_svg
from consortium.posters.hours_words import hours_words
from consortium.problems import Conflict, NotFound
from consortium.support.public import Public
from consortium.support.see_duty import missing_notices
from geo import Zone, ZoneId, certificate

MOST_ON_CARD: Final = 4
NO_LINE: Final = "no_line"
NO_LIMITS: Final = "no_limits"
TOO_SMALL: Final = "too_small"


class CannotPrint(Conflict):
    """A poster that would say what does not hold. ``why`` is one of the codes above."""

    slug = "cannot-print"

    def __init__(self, why: str) -> None:
        super().__init__(_REFUSALS[why])
        self.why = why


_REFUSALS: Final = {
    NO_LINE: "No crisis line was verified in the last 180 days, and no poster goes out without one. Ring them first.",
    NO_LIMITS: "The limits of confidentiality of a state of this part are not approved, so nobody can ask here yet.",
    TOO_SMALL: "A poster names a part of the region, and there are fewer than two parts that hide their officers.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One part of the region as its posters know it; ``why_not`` is a code of :class:`CannotPrint`, or empty."""

    zone: Zone
    label: str
    code: ZoneCode | None
    claim: Claim
    why_not: str


def sheets(public: Public) -> tuple[Sheet, ...]:
    """Every part of the region as it stands now, by label."""
    found = [sheet_of(public, zone.id) for zone in public.parts]
    return tuple(sorted(found, key=lambda each: each.label))


def sheet_of(public: Public, zone: ZoneId) -> Sheet:
    """One part of the region as it stands now.

    Raises:
        NotFound: there is no such part.
    """
    facts = public.desk.facts
    here = next((each for each in public.parts if each.id == zone), None)
    if here is None:
        raise NotFound
    return Sheet(
        zone=here,
        label=facts.label(here),
        code=printed(facts.codes, zone, public.at.date()),
        claim=claim_for(facts, here, public.at),
        why_not=_why_not(public, here),
    )


def words_of(public: Public, sheet: Sheet, language: str) -> dict[str, Any]:
    """The words of this part's poster and cards, as the templates of the press read them.

    Raises:
        CannotPrint: something that must hold does not.
    """
    if sheet.why_not:
        raise CannotPrint(sheet.why_not)
    region, asking = public.desk.facts.region, sheet.claim.why != "level_one"
    _, address = speaking(language), help_address(public.desk.public_url, region.slug, language)
    lines = [_line(_, line, language) for line in fresh_lines(public)]
    checked = min(line.verified_on for line in fresh_lines(public) if line.verified_on is not None)
    return {
        "language": language,
        "title": _("Peer support in %(part)s: %(who)s") % {"part": sheet.label, "who": region.title},
        "heading": [_("Rough shift?"), _card(_, asking=asking)],
        "promise": _("No name. No badge number. No sign-in.") if asking else "",
        "scan": _("Scan it, or type this address:"),
        "address": re.findall(r"[^/]+/?", address) if asking else [],
        "code": _qr(public, sheet, language) if asking else "",
        "code_says": _("QR code. It opens %(address)s.") % {"address": address},
        "beside": _beside(_, public, sheet.claim, language) if asking else [],
        "crowd": _crowd(_, public, sheet) if asking else "",
        "departments": _departments(_, public, sheet) if asking else "",
        "now": _("Right now:"),
        "lines": lines,
        "few": lines[:MOST_ON_CARD],
        "checked": _("Numbers checked on %(day)s. They answer without us.")
        % {"day": dated(checked, language=language)},
        "from": region.title,
        "small": _small(_, language, asking=asking, invented=region.invented),
        "card": _card(_, asking=asking),
        "own": _own_phone(_) if asking else "",
    }


def fresh_lines(public: Public) -> tuple[CrisisLine, ...]:
    """The crisis lines that somebody rang within the last 180 days; nothing else goes on paper."""
    today = public.at.date()
    return tuple(line for line in public.lines if counts(line.verified_on, today))


@cache
def speaking(language: str) -> Callable[[str], str]:
    """What translates the words of ours that stand on paper."""
    return catalogue(language).gettext


def _why_not(public: Public, zone: Zone) -> str:
    if not fresh_lines(public):
        return NO_LINE
    asking = public.desk.facts.region.service_level > 1
    return NO_LIMITS if asking and missing_notices(public.desk, zone, public.notices) else ""


def _qr(public: Public, sheet: Sheet, language: str) -> str:
    _ = speaking(language)
    address = qr_address(
        public.desk.public_url, public.desk.facts.region.slug, language, sheet.code.code if sheet.code else ""
    )
    return qr_svg(address, title=_("QR code"))


def _card(_: Callable[[str], str], *, asking: bool) -> str:
    return _("Talk to a trained peer from outside your department.") if asking else _("These lines answer.")


def _own_phone(_: Callable[[str], str]) -> str:
    return _("Use your own phone and your own data, not a work phone or station Wi-Fi.")


def _beside(_: Callable[[str], str], public: Public, claim: Claim, language: str) -> list[str]:
    region = public.desk.facts.region
    said = {
        "day_and_night": _("A peer is on call day and night."),
        "call_back": _("A peer calls back within %(time)s.")
        % {"time": lasting(timedelta(minutes=region.call_back_minutes or 0), language=language)},
        "hours": _("A peer is on call %(hours)s.")
        % {"hours": hours_words(region.hours, region.timezone, language=language)},
        "nothing": _("The page says whether somebody can be asked right now."),
    }
    return [said[claim.kind], _own_phone(_)]


def _crowd(_: Callable[[str], str], public: Public, sheet: Sheet) -> str:
    facts = public.desk.facts
    promised, again = certificate(sheet.zone, facts.region.policy), facts.asked_before(sheet.zone)
    numbers = {"n": promised.officers, "m": promised.departments, "again": again}
    if again is None:
        return (
            _("A peer can only tell that you are one of %(n)s officers in %(m)s departments, also if you write again.")
            % numbers
        )
    first = _("A peer can only tell that you are one of %(n)s officers in %(m)s departments.")
    then = _(
        "The lines changed within the last year. If you asked before that, whoever puts both together can tell that "
        "you are one of at least %(again)s."
    )
    return f"{first} {then}" % numbers


def _departments(_: Callable[[str], str], public: Public, sheet: Sheet) -> str:
    names = ", ".join(public.desk.facts.departments_in(sheet.zone))
    return _("They are: %(names)s. The page shows the numbers of the day on which you open it.") % {"names": names}


def _line(_: Callable[[str], str], line: CrisisLine, language: str) -> dict[str, str]:
    how = {"tel": _("Call"), "sms": _("Text")}.get(line.href.split(":")[0], _("Open"))
    blurb = line.blurb_es if language == "es" else line.blurb_en
    about = blurb if line.number in line.name and blurb else ": ".join(filter(None, (line.name, blurb)))
    return {"how": how, "number": line.number, "about": about}


def _small(_: Callable[[str], str], language: str, *, asking: bool, invented: bool) -> list[str]:
    return [
        *([_("A peer may have to pass on some things. The page says which, before you ask.")] if asking else []),
        *([_("This translation has not been reviewed yet.")] if language == "es" else []),
        *([_("Demo data. People and agencies are invented: do not hang this up.")] if invented else []),
    ]
