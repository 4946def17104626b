"""The press: a template and its context in, one whole page of HTML out.

It knows nothing of requests, sessions or the database, and reads no clock: every instant comes in as an
aware datetime with the IANA name of the zone it is shown in. Catalogues are the `.po` files under
`locale/`, read once per process; a language without a catalogue shows the English of the templates.

Every template may count on the names in `COMMON`; what else it needs is listed in its first comment.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache, partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_day_names, get_timezone_name
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from consortium.sayings import sayings

LANGUAGES: Final = ("en", "es")
HERE: Final = Path(__file__).parent
TEMPLATES: Final = HERE / "templates"
STATIC: Final = HERE / "static"
LOCALE: Final = HERE / "locale"

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

COMMON: Final[Mapping[str, object]] = {
    "consortium": None,  # .slug .title .timezone; None on the demo door and on problems outside any
    "viewer": None,  # .name .roles (labels); None when signed out
    "theme": None,  # "light" | "night" | None, which follows the system
    "nav": (),  # (href, label, icon, current) in order; the first four are the phone's tabs
    "zone_label": "",  # "Mountain Time": shown once on every page that shows a time
    "own_clock": None,  # access.two_clocks.OwnClock of who lives by another clock than the schedule's
    "demo": False,  # says that people and agencies are invented
    "pause": None,  # .until (an instant or None) while no new request is taken: a banner on members' pages
}

HOURS_A_WEEK: Final = 168

_PATTERNS: Final[Mapping[str, Mapping[str, str]]] = {
    "day": {"en": "EEEE, MMMM d", "es": "EEEE d 'de' MMMM"},
    "dated": {"en": "MMMM d, y", "es": "d 'de' MMMM 'de' y"},
    "month": {"en": "MMMM y", "es": "MMMM 'de' y"},
    "monthday": {"en": "MMMM d", "es": "d 'de' MMMM"},
    "weekday": {"en": "EEE d", "es": "EEE d"},
    "shortday": {"en": "M/d", "es": "d/M"},
}
_HALVES: Final[Mapping[str, tuple[str, str]]] = {"en": ("a.m.", "p.m."), "es": ("a. m.", "p. m.")}
_TO: Final[Mapping[str, str]] = {"en": "to", "es": "a"}
_NO_SAVING: Final[Mapping[str, Mapping[str, str]]] = {
    "America/Phoenix": {"en": "Arizona Time", "es": "hora de Arizona"},
    "Pacific/Honolulu": {"en": "Hawaii Time", "es": "hora de Hawái"},
}
"""Clocks that share a name with one beside them, and not its summer; then zones without a name that people use."""
_EASTERN: Final = frozenset({"America/Indiana/Indianapolis", "America/Kentucky/Louisville"})
_DAYS: Final[Mapping[str, tuple[str, str]]] = {"en": ("day", "days"), "es": ("día", "días")}


class UnknownAssetError(LookupError):
    """A template names a static file that is not in the tree."""


class NaiveTimeError(ValueError):
    """An instant without a zone cannot be shown on anybody's clock."""


def N_(words: str) -> str:  # noqa: N802 (the name that gettext's tools look for)
    """Mark constant words of ours for translation where they stand; the template translates them where they show."""
    return words


def render(template: str, /, *, language: str = "en", **context: object) -> str:
    """The page `template`, a path under `templates/`, with `COMMON` and `context` as its names.

    Raises:
        jinja2.UndefinedError: the template asks for a name that the context lacks.
        jinja2.TemplateNotFound: there is no such template.
        UnknownAssetError: the template names a static file that does not exist.
    """
    return environment(language).get_template(template).render({**COMMON, **context, "language": language})


@cache
def environment(language: str) -> Environment:
    """The Jinja environment of one language: autoescape on, undefined names refused, gettext bound."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    env.policies["ext.i18n.trimmed"] = True
    setattr(env, "newstyle_gettext", True)  # noqa: B010  the extension adds it at run time
    env.globals |= sayings(catalogue(language))
    for told in (clock, day, dated, month, monthday, weekday, shortday, moment, moment_by, lasting):
        env.filters[told.__name__] = env.globals[told.__name__] = partial(told, language=language)
    env.filters |= {"tel": tel}
    env.globals |= {"asset": asset, "tel": tel}
    for said in (wall, weekdays):
        env.globals[said.__name__] = partial(said, language=language)
    return env


def catalogue(language: str) -> NullTranslations:
    """The translations of one language; those of a language without a catalogue answer in English."""
    path = LOCALE / language / "LC_MESSAGES" / "consortium.po"
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return Translations(compiled)


@cache
def asset(name: str) -> str:
    """The address of a static file with eight hex digits of its content: it may be cached for ever.

    Raises:
        UnknownAssetError: there is no such file under `static/`.
    """
    path = STATIC / name
    if not path.is_file():
        raise UnknownAssetError(name)
    return f"/static/{name}?v={sha256(path.read_bytes()).hexdigest()[:8]}"


def clock(at: datetime, zone: str, *, language: str = "en") -> str:
    """The time on the wall in `zone`: "3:19 a.m."; midnight is 12:00 a.m., noon 12:00 p.m."""
    local = _local(at, zone)
    return f"{local.hour % 12 or 12}:{local:%M} {_HALVES[language][local.hour >= 12]}"


def wall(at: time, *, language: str = "en") -> str:
    """A time on the wall without a day: "7:00 a.m."."""
    return f"{at.hour % 12 or 12}:{at:%M} {_HALVES[language][at.hour >= 12]}"


def weekdays(days: Sequence[int], *, language: str = "en") -> str:
    """Weekdays by their numbers, 0 for Monday, in order: "Monday to Friday", "Monday, Thursday"."""
    names = get_day_names("wide", locale=language)
    if len(days) > 2 and list(days) == list(range(days[0], days[-1] + 1)):
        return f"{names[days[0]]} {_TO[language]} {names[days[-1]]}"
    return ", ".join(names[each] for each in days)


def day(at: date, zone: str | None = None, *, language: str = "en") -> str:
    """A day with its weekday: "Saturday, November 21". A plain date needs no zone."""
    return _dated(at, zone, language, "day")


def dated(at: date, zone: str | None = None, *, language: str = "en") -> str:
    """A day with its year: "November 21, 2026". A plain date needs no zone."""
    return _dated(at, zone, language, "dated")


def month(at: date, zone: str | None = None, *, language: str = "en") -> str:
    """A month with its year: "March 2025". A plain date needs no zone."""
    return _dated(at, zone, language, "month")


def monthday(at: date, zone: str | None = None, *, language: str = "en") -> str:
    """A day without its weekday: "November 23". A plain date needs no zone."""
    return _dated(at, zone, language, "monthday")


def weekday(at: date, zone: str | None = None, *, language: str = "en") -> str:
    """A short heading: "Mon 23". A plain date needs no zone."""
    return _dated(at, zone, language, "weekday")


def shortday(at: date, zone: str | None = None, *, language: str = "en") -> str:
    """A day where there is room for numbers only: "11/23". A plain date needs no zone."""
    return _dated(at, zone, language, "shortday")


def moment(at: datetime, zone: str, *, language: str = "en") -> str:
    """A day and a time: "Saturday, November 21, 3:19 a.m."."""
    return f"{day(at, zone, language=language)}, {clock(at, zone, language=language)}"


def moment_by(at: datetime, zone: str, *, language: str = "en") -> str:
    """The same with the clock that it is by, for whoever may live by another one."""
    return f"{moment(at, zone, language=language)}, {zone_label(zone, language=language)}"


def lasting(length: timedelta, *, language: str = "en") -> str:
    """A length of time, whole minutes, rounded down: "47 min", "3 h 47 min", "12 h"; from 48 h "3 days"."""
    minutes = max(0, int(length.total_seconds() // 60))
    if minutes >= 48 * 60:
        days = minutes // (24 * 60)
        return f"{days} {_DAYS[language][days != 1]}"
    hours, rest = divmod(minutes, 60)
    return " ".join(part for part in (hours and f"{hours} h", (rest or not hours) and f"{rest} min") if part)


def tel(number: str) -> str:
    """What a `tel:` or `sms:` link takes: the digits, with a leading plus if there was one."""
    plus = "+" if number.lstrip().startswith("+") else ""
    return plus + "".join(digit for digit in number if digit.isdigit())


@cache
def zone_label(zone: str, *, language: str = "en") -> str:
    """The name people use for a zone, the same in summer and winter: "Mountain Time"."""
    if zone in _NO_SAVING:
        return _NO_SAVING[zone][language]
    return get_timezone_name(
        ZoneInfo("America/New_York" if zone in _EASTERN else zone),
        width="long",
        zone_variant="generic",
        locale=language,
    )


def hours_css() -> str:
    """The text of `static/hours.css`: a column for every hour of a week, a width for every length.

    A strict content policy allows no style attribute, so bars are placed by class. A test holds the file
    in the tree to this text.
    """
    starts = (f".h{n}{{grid-column-start:{n + 1}}}" for n in range(HOURS_A_WEEK))
    widths = (f".w{n}{{grid-column-end:span {n}}}" for n in range(1, HOURS_A_WEEK + 1))
    return "".join((*starts, *widths)) + "\n"


def _local(at: datetime, zone: str) -> datetime:
    if at.tzinfo is None:
        raise NaiveTimeError(f"{at} has no zone.")
    return at.astimezone(ZoneInfo(zone))


def _dated(at: date, zone: str | None, language: str, pattern: str) -> str:
    if isinstance(at, datetime):
        if zone is None:
            raise NaiveTimeError("An instant is a day only in a named zone.")
        at = _local(at, zone).date()
    return _written(at, _PATTERNS[pattern][language], language)


@lru_cache(maxsize=4096)
def _written(at: date, pattern: str, language: str) -> str:
    return format_date(at, pattern, locale=language)
