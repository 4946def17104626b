"""Reminders by mail: what is ahead and what waits, once each, and one mail a day at most to anybody.

A renewal is told at 90, 60 and 30 days before the term ends; the rest when it comes near. Whoever was told is in a
row, so that two processes, or one that begins anew, tell nobody twice. Nothing here is about peers or talks.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from agreements import Cause, Pact, PactId, Renewal, Surroundings, VersionState, standing_at
from agreements.dates import RENEWAL_DAYS, Due, window_closes
from agreements.pauses import why_it_rests
from agreements.standing import Bound
from agreements.surroundings import NOTHING_KNOWN
from agreements.times import day_of
from consortium.access.permissions import Role
from consortium.db import Transaction
from consortium.members.mail_diet import post_kindly
from consortium.members.store import load_agencies, load_today, one_at_a_time
from consortium.outbox import Mail
from consortium.signing.annex_reminders import load_annex_reminders
from consortium.signing.lifecycle.agency_dates import running_out, under_agreements
from consortium.signing.lifecycle.ahead_words import coming
from consortium.signing.lifecycle.days import last_day
from consortium.signing.lifecycle.rest_party import WHY
from consortium.signing.lifecycle.waiting import affirmed
from consortium.signing.signatures.authority import Authority
from consortium.signing.signatures.progress import progress
from consortium.signing.store import load_pacts
from consortium.signing.store.authorities import load_authorities
from consortium.signing.store.life import load_reminded, note_reminder, told_on
from consortium.signing.store.people import Holder, load_holders
from consortium.signing.store.surroundings import load_surroundings
from geo import AgencyId

Names = Mapping[AgencyId, str]
NEAR: Final = {
    Due.REVIEW_DUE: timedelta(days=30),
    Due.INSURANCE_ENDS: timedelta(days=30),
    Due.NOTICE_RUNS_OUT: timedelta(days=14),
    Due.ENDS: timedelta(days=30),
}
"""How long before it happens somebody is told."""
CLOSES: Final = (14, 7, 2)
"""So many days before the time for signing is over, a head who has not signed is told; and once a week after."""
ACCREDITATION: Final = timedelta(days=60)
AUTHORITY: Final = timedelta(days=60)
_BOTH: Final = (Role.AGENCY_HEAD, Role.CLERK)


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is told: of which agreement, to the heads and clerks of which agencies, by what name it is told once."""

    pact: Pact
    agencies: frozenset[AgencyId]
    what: str
    words: str
    roles: tuple[Role, ...] = (Role.AGENCY_HEAD,)


async def remind(tx: Transaction, *, title: str, home: str) -> None:
    """Tell whoever is to be told today. ``home`` is the consortium's address, whole."""
    pacts = await load_pacts(tx)
    names = (await load_agencies(tx)).names
    due = [each for pact in pacts for each in reminders(pact, names, tx.now)]
    around = await load_surroundings(tx)
    due += _accreditations(pacts, around, names, tx.now)
    due += _authorities(pacts, await load_authorities(tx), names, tx.now)
    due += [each for pact in pacts for each in _rests(pact, around, names, tx.now)]
    by_id = {pact.id: pact for pact in pacts}
    due += [
        Reminder(by_id[PactId(each.pact)], frozenset({each.agency}), each.what, each.words, _BOTH)
        for each in await load_annex_reminders(tx, home)
        if each.pact in by_id
    ]
    wanted = await _by_person(tx, due)
    if not await _new(tx, wanted):
        return
    await one_at_a_time(tx)
    today = await load_today(tx)
    for holder, told in await _new(tx, wanted):
        await _tell(tx, holder, told, today, title=title, home=home)


Wanted = dict[UUID, tuple[Holder, list[Reminder]]]


async def _new(tx: Transaction, wanted: Wanted) -> list[tuple[Holder, list[Reminder]]]:
    """What nobody was told yet, for whoever got no reminder today."""
    had = await told_on(tx, await load_today(tx))
    known = await load_reminded(tx, wanted.keys())
    found = [
        (holder, [each for each in due if (each.pact.id, person, each.what) not in known])
        for person, (holder, due) in wanted.items()
        if person not in had and holder.email
    ]
    return [(holder, due) for holder, due in found if due]


def reminders(pact: Pact, names: Names, at: datetime) -> Iterator[Reminder]:
    """What is to be told now of one agreement. Pure."""
    standing = standing_at(pact, at)
    for bound in standing.bindings:
        yield from _renewal(pact, bound, at)
    for item in coming(pact, at, names):
        if item.kind in NEAR and item.at - at <= NEAR[item.kind]:
            everybody = frozenset(standing.active) or frozenset(standing.parties)
            whose = frozenset({item.own}) if item.own and item.kind is Due.INSURANCE_ENDS else everybody
            day = item.at.date().isoformat()
            roles = (Role.AGENCY_HEAD, Role.CLERK) if item.kind is Due.INSURANCE_ENDS else (Role.AGENCY_HEAD,)
            yield Reminder(pact, whose, f"{item.kind} {item.own or ''} {day}", f"{day}: {item.what}", roles)
    for version in pact.versions:
        if standing.versions[version.number] in {VersionState.OUT_FOR_SIGNATURE, VersionState.ESCROW}:
            yield from _signing(pact, version.number, at)


def _renewal(pact: Pact, bound: Bound, at: datetime) -> Iterator[Reminder]:
    """The nearest of the three notices; one whose days are over is not told late."""
    if bound.term is None:
        return
    ends, calendar = bound.term.at(at).ends, bound.version.terms.calendar
    left = (day_of(ends, calendar) - day_of(at, calendar)).days
    days = min((each for each in RENEWAL_DAYS if left <= each), default=None)
    if days is None:
        return
    say = {
        Renewal.NONE: "Nothing follows by itself: a new version, or a recorded renewal, would have to be made.",
        Renewal.AFFIRM: "It goes on with those who affirm it, on its page.",
        Renewal.AUTO: "It goes on by itself with everybody who does not stop it, on its page.",
    }[bound.version.terms.renewal]
    asked = bound.members
    if bound.version.terms.renewal is Renewal.AFFIRM:
        asked -= affirmed(pact, bound, at)
    words = f"The term ends with {last_day(ends, calendar)}, in {left} days. {say}"
    if asked:
        yield Reminder(pact, asked, f"renewal {days} {ends.date().isoformat()}", words)


def _signing(pact: Pact, number: int, at: datetime) -> Iterator[Reminder]:
    """Heads who have not signed: each week, and when the time for signing is nearly over."""
    found, version = progress(pact, number, at), pact.version(number)
    if found.sent_out is None or not found.open:
        return
    left = version.terms.parties - found.signed.keys() - found.declined.keys()
    left -= {each for each in left if found.before(each)}
    closes, calendar = window_closes(pact, version, at), version.terms.calendar
    if not left:
        return
    if closes is not None:
        days = (day_of(closes, calendar) - day_of(at, calendar)).days
        near = min((each for each in CLOSES if days <= each), default=None)
        if near is not None:
            words = f"Version {number} waits for your signature, and can be signed until {last_day(closes, calendar)}."
            yield Reminder(pact, frozenset(left), f"closes {number} {near}", words)
            return
    weeks = (at - found.sent_out).days // 7
    if weeks:
        words = f"Version {number} waits for you: read it, then sign, ask for a change, or decline with a reason."
        yield Reminder(pact, frozenset(left), f"unsigned {number} {weeks}", words)


def _accreditations(pacts: Iterable[Pact], around: Surroundings, names: Names, at: datetime) -> Iterator[Reminder]:
    """Accreditations of bound agencies' teams that run out, told to head and clerk once, under one agreement."""
    told: set[AgencyId] = set()
    for pact in pacts:
        for agency in sorted(standing_at(pact, at).active - told):
            last = max((each.until for each in around.accredited.get(agency, ()) if each.until), default=None)
            if last is None or not at < last <= at + ACCREDITATION:
                continue
            told.add(agency)
            day = last.date().isoformat()
            words = f"The accreditation of the team of {names.get(agency, 'your agency')} runs out on {day}."
            roles = (Role.AGENCY_HEAD, Role.CLERK)
            yield Reminder(pact, frozenset({agency}), f"accreditation {agency} {day}", words, roles)


def _authorities(
    pacts: Iterable[Pact], authorities: Iterable[Authority], names: Names, at: datetime
) -> Iterator[Reminder]:
    """Rights to sign of bound agencies that run out: heads and clerk are told once, under one agreement."""
    ends = running_out(authorities, NOTHING_KNOWN, names, at, "UTC")
    for pact, each in under_agreements(pacts, ends, at):
        if each.at <= at + AUTHORITY and each.own is not None:
            day = (each.at - timedelta(days=1)).date().isoformat()
            words = f"{each.what} Its last day is {day}. A clerk records the next one, with its paper."
            yield Reminder(pact, frozenset({each.own}), f"authority {each.what} {day}"[:200], words, _BOTH)


def _rests(pact: Pact, around: Surroundings, names: Names, at: datetime) -> Iterator[Reminder]:
    """A part that rests by itself, because a paper has run out: told once to its heads and clerk."""
    for agency in sorted(standing_at(pact, at).parties):
        for each in why_it_rests(pact, agency, at, around):
            if each.by_itself:
                day = each.since.date().isoformat()
                words = (
                    f"Since {day} the part of {names.get(agency, 'your agency')} rests: {WHY[Cause(each.cause)]}. Its "
                    "peers are not asked and its officers are not served until a clerk records the new paper."
                )
                yield Reminder(pact, frozenset({agency}), f"rests {each.version} {each.cause} {day}", words, _BOTH)


async def _by_person(tx: Transaction, due: Iterable[Reminder]) -> Wanted:
    found: Wanted = {}
    wanted: dict[Role, set[AgencyId]] = defaultdict(set)
    listed = tuple(due)
    for each in listed:
        for role in each.roles:
            wanted[role] |= each.agencies
    holders = {role: await load_holders(tx, role, agencies) for role, agencies in wanted.items()}
    for each in listed:
        people = {
            holder.person: holder
            for role in each.roles
            for agency in each.agencies
            for holder in holders[role].get(agency, ())
        }
        for person, holder in people.items():
            found.setdefault(person, (holder, []))[1].append(each)
    return found


async def _tell(tx: Transaction, holder: Holder, due: list[Reminder], today: date, *, title: str, home: str) -> None:
    told = [each for each in due if await note_reminder(tx, each.pact.id, holder.person, each.what, today)]
    if not told:
        return
    lines = "\n\n".join(f"“{each.pact.title}”\n{each.words}\n{home}/agreements/{each.pact.id}" for each in told)
    first = told[0].pact.title
    subject = f"{title}: “{first}”" if len({each.pact.id for each in told}) == 1 else f"{title}: dates of agreements"
    body = f"{lines}\n\nThis mail signs nobody in and signs nothing. All dates ahead: {home}/agreements/calendar\n"
    await post_kindly(tx, holder.person, Mail(kind="agreement", address=holder.email or "", subject=subject, body=body))
