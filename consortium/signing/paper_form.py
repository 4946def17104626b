"""The form by which a clerk records a signed paper: its fields to terms, days and words. Pure."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Final
from uuid import UUID

from agreements import NEEDED, Acceptance, AgreementError, Cause, Clause, Kind, Role, Service, Terms
from agreements.clause_library import Speech, filled, find, standard
from consortium.problems import BadInput
from consortium.signing.record_paper_agreement import Attested
from consortium.signing.take_in_agreement import OnThePaper
from geo import AgencyId
from scheduling.wallclock import instant, zone

TITLE: Final = "Agreement on peer support across agency lines"

RESTS: Final = (Cause.INSURANCE, Cause.ACCREDITATION, Cause.DECERTIFIED, Cause.OTHER)
"""Why a party's part may rest besides its own wish, which the form asks for apart."""

BEGUN: Final = NEEDED | {Clause.PURPOSE, Clause.CONFIDENTIALITY}
"""The clauses for which the form holds words of the library at first; a paper may have others."""

DEFAULTS: Final[Mapping[str, str]] = {
    "title": TITLE,
    "answer_minutes": "5",
    "least_training_hours": "24",
    "least_parties": "3",
    "notice_days": "60",
    "run_off_days": "14",
    "takes_effect": "",
    "ends": "",
    **{f"service-{service.value}": "yes" for service in (Service.ONE_TO_ONE, Service.CRITICAL_INCIDENT)},
    **{f"role-{role.value}": "yes" for role in Role},
    "may_pause": "yes",
    **{
        f"clause-{clause:d}": find(name).words
        for clause, name in standard(Kind.MUTUAL_AID, ()).items()
        if clause in BEGUN
    },
}
"""What the form holds at first: words of the library, with the terms in braces."""


def read_paper(form: Mapping[str, str], timezone: str, clerk: str, names: Mapping[AgencyId, str]) -> OnThePaper:
    """Read the form. Days begin at midnight by the consortium's clock; ``names`` are those of its agencies.

    Raises:
        BadInput: something is missing or cannot be; the field is named.
    """
    parties = frozenset(
        AgencyId(UUID(name.removeprefix("party-"))) for name, on in form.items() if name.startswith("party-") and on
    )
    if not parties:
        raise BadInput("Tick the agencies that are named in the agreement.", "parties")
    try:
        terms = Terms(
            parties=parties,
            calendar=timezone,
            services=frozenset(each for each in Service if form.get(f"service-{each.value}")),
            answer_minutes=_number(form, "answer_minutes"),
            roles=frozenset(each for each in Role if form.get(f"role-{each.value}")),
            training_required=True,
            least_training_hours=_number(form, "least_training_hours"),
            acceptance=Acceptance.SIGNED,
            deemed_days=0,
            least_parties=_number(form, "least_parties"),
            required_parties=frozenset(),
            notice_days=_number(form, "notice_days"),
            run_off_days=_number(form, "run_off_days"),
            may_pause=bool(form.get("may_pause")),
            suspend_on=frozenset(each for each in RESTS if form.get(f"rests-{each.value}")),
        )
    except AgreementError as wrong:
        raise BadInput(str(wrong), "terms") from wrong
    words = {clause: text for clause in Clause if (text := form.get(f"clause-{clause:d}", "").strip())}
    empty = next((clause for clause in sorted(NEEDED) if clause not in words), None)
    if empty is not None:
        raise BadInput(f"The clause “{empty.subject}” has no words.", f"clause-{empty:d}")
    days = {agency: _day(form, f"signed-{agency}", timezone) for agency in parties}
    return OnThePaper(
        title=form.get("title", ""),
        words=words,
        text={clause: filled(each, Speech(terms, names)) for clause, each in words.items()},
        terms=terms,
        signatures={agency: Attested(at=at, attested_by=clerk) for agency, at in days.items() if at is not None},
        takes_effect=_attested(_day(form, "takes_effect", timezone), clerk),
        ends=_attested(_day(form, "ends", timezone), clerk),
    )


def _attested(at: datetime | None, clerk: str) -> Attested | None:
    return None if at is None else Attested(at=at, attested_by=clerk)


def _number(form: Mapping[str, str], field: str) -> int:
    text = form.get(field, "").strip()
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise BadInput("This must be a whole number.", field)
    return int(text)


def _day(form: Mapping[str, str], field: str, timezone: str) -> datetime | None:
    text = form.get(field, "").strip()
    if not text:
        return None
    try:
        return instant(date.fromisoformat(text), time(0), zone(timezone)).astimezone(UTC)
    except ValueError as wrong:
        raise BadInput("This is no day. Write it like 2026-11-21.", field) from wrong
