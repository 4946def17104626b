"""Tell those whose duty changed: one mail each for a change, with what is hers now and what no longer is.

Who made the change herself is not written to. Nothing here knows of a request.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from consortium.access.two_clocks import OwnClock, own_clock
from consortium.db import Reading, Transaction
from consortium.duty.store import load_coordinators
from consortium.members.mail_diet import post_kindly
from consortium.members.store import load_cards, load_mails, load_region
from consortium.members.values import Region
from consortium.outbox import Mail, post
from consortium.pages import moment, zone_label
from geo import PersonId
from scheduling import Line, Schedule, Span, shifts
from scheduling.spans import subtract, union

MOST_LINES: Final = 12
NAMES: Final[Mapping[Line, str]] = {Line.PRIMARY: "primary", Line.BACKUP: "backup", Line.CLINICIAN: "clinician"}


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change makes of one person's duty: time on a line that is hers now, and time that no longer is."""

    gained: tuple[tuple[Line, Span], ...]
    lost: tuple[tuple[Line, Span], ...]


def what_changed(before: Schedule, after: Schedule, window: Span) -> Mapping[PersonId, Changed]:
    """Everybody whose time on a line in the window is not the same in both, with the difference."""
    old, new = _held(before, window), _held(after, window)
    found: dict[PersonId, Changed] = {}
    for person in sorted({key[0] for key in old.keys() | new.keys()}):
        mine = [key for key in sorted(old.keys() | new.keys()) if key[0] == person]
        gained = [(line, span) for _, line in mine for span in _more(new, old, person, line)]
        lost = [(line, span) for _, line in mine for span in _more(old, new, person, line)]
        if gained or lost:
            found[person] = Changed(_by_start(gained), _by_start(lost))
    return found


async def tell_changed(
    tx: Transaction,
    before: Schedule,
    after: Schedule,
    window: Span,
    *,
    public_url: str,
    but: Collection[PersonId] = (),
) -> None:
    """Put one mail into the outbox for each person whose duty changes in the window, but for those in ``but``."""
    changed = what_changed(before, after, window)
    region, mails = await load_region(tx), await load_mails(tx)
    clocks = {card.person: own_clock(card.clock, region.timezone, tx.now) for card in await load_cards(tx)}
    for person, what in changed.items():
        if person in mails and person not in but:
            begins = min(span.start for _, span in (*what.gained, *what.lost))
            await post_kindly(
                tx, person, _letter(region, mails[person], what, public_url, clocks.get(person)), begins=begins
            )


async def tell_coordinators(tx: Transaction, subject: str, body: str) -> None:
    """Put one mail into the outbox for each coordinator, about the rota; ``subject`` follows the consortium's name."""
    region = await load_region(tx)
    for address in await load_coordinators(tx):
        await post(tx, Mail(kind="duty", address=address, subject=f"{region.title}: {subject}", body=body))


async def when(reading: Reading, span: Span) -> str:
    """A span as mails say it, by the consortium's clock, with the name of its zone."""
    return _when((await load_region(reading)).timezone, span)


def _letter(region: Region, address: str, what: Changed, public_url: str, own: OwnClock | None) -> Mail:
    blocks = [f"Your duty at {region.title} has changed."]
    if what.gained:
        blocks.append("You are on call now:\n" + _list(region, what.gained, own))
    if what.lost:
        blocks.append("You are no longer on call:\n" + _list(region, what.lost, own))
    blocks.append(f"All times are {zone_label(region.timezone)}{', but where your own are named' if own else ''}.")
    blocks.append(f"Your next turns: {public_url}/{region.slug}/me/shifts")
    return Mail(kind="duty", address=address, subject=f"{region.title}: your duty has changed", body=_body(blocks))


def _body(blocks: Sequence[str]) -> str:
    return "\n\n".join(blocks) + "\n"


def _list(region: Region, times: Sequence[tuple[Line, Span]], own: OwnClock | None) -> str:
    lines = [
        f"- {NAMES[line]}: {_span(region.timezone, span)}{_at_home(own, span, region.timezone)}"
        for line, span in times[:MOST_LINES]
    ]
    if len(times) > MOST_LINES:
        lines.append(f"- and {len(times) - MOST_LINES} more turns")
    return "\n".join(lines)


def _at_home(own: OwnClock | None, span: Span, timezone: str) -> str:
    """The same by the clock of her agency, where that shows another time."""
    told = own.turn(span.start, span.end, timezone) if own else ""
    return f"\n  (at your agency: {told})" if told else ""


def _span(timezone: str, span: Span) -> str:
    return f"{moment(span.start, timezone)} to {moment(span.end, timezone)}"


def _when(timezone: str, span: Span) -> str:
    return f"from {_span(timezone, span)}, {zone_label(timezone)}"


def _held(schedule: Schedule, window: Span) -> dict[tuple[PersonId, Line], list[Span]]:
    found: dict[tuple[PersonId, Line], list[Span]] = {}
    for shift in shifts(schedule, window):
        found.setdefault((shift.person, shift.line), []).append(shift.span)
    return found


def _more(
    these: Mapping[tuple[PersonId, Line], Iterable[Span]],
    those: Mapping[tuple[PersonId, Line], Iterable[Span]],
    person: PersonId,
    line: Line,
) -> tuple[Span, ...]:
    """The time that she has on the line in these and not in those."""
    return subtract(union(these.get((person, line), ())), those.get((person, line), ()))


def _by_start(times: Iterable[tuple[Line, Span]]) -> tuple[tuple[Line, Span], ...]:
    return tuple(sorted(times, key=lambda each: (each[1].start, each[0].value)))
