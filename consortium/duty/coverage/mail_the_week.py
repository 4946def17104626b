"""Mail the coordinators on Monday morning what cover is missing in the next 90 days; one line when nothing is."""

from datetime import date, datetime, time, timedelta
from typing import Final

from consortium.db import Transaction
from consortium.duty.coverage.checks import Settled
from consortium.duty.coverage.look_ahead import DAYS, look_ahead
from consortium.duty.coverage.values import CoverFacts, Gap, Outlook
from consortium.duty.coverage.words import what, why
from consortium.duty.store.coverage import load_weekly_readers, note_week
from consortium.members.mail_diet import post_kindly
from consortium.outbox import Mail
from consortium.pages import lasting, moment, zone_label
from scheduling.wallclock import instant, zone

KIND: Final = "cover"
MORNING: Final = time(8)
LATEST_ANSWER: Final = timedelta(hours=24)
"""A mail that could not be made by Tuesday morning is left out: the next Monday's tells all that it would have."""
MOST_GAPS: Final = 20


def due_week(now: datetime, timezone: str, mailed: date | None) -> date | None:
    """The Monday whose mail is due now, if one is."""
    home = zone(timezone)
    today = now.astimezone(home).date()
    monday = today - timedelta(days=today.weekday())
    begins = instant(monday, MORNING, home)
    return monday if begins <= now < begins + LATEST_ANSWER and (mailed is None or mailed < monday) else None


async def mail_the_week(tx: Transaction, facts: CoverFacts, settled: Settled, *, public_url: str) -> None:
    """If this week's mail is due, put it into the outbox for every coordinator who wants it, once."""
    monday = due_week(tx.now, facts.region.timezone, settled.mailed_week)
    if monday is None:
        return
    readers = await load_weekly_readers(tx)
    if readers:
        outlook = await look_ahead(tx, facts)
        subject, body = letter(outlook, facts, f"{public_url}/{facts.region.slug}")
        for person, address in readers:
            mail = Mail(kind=KIND, address=address, subject=subject, body=body)
            await post_kindly(tx, person, mail)
    await note_week(tx, monday)


def letter(outlook: Outlook, facts: CoverFacts, home: str) -> tuple[str, str]:
    """The subject and the text."""
    region = facts.region
    subject = f"{region.title}: cover in the next {DAYS} days"
    if not outlook.gaps:
        return subject, f"Nothing is missing in the next {DAYS} days. {home}/coverage\n"
    soon = [gap for gap in outlook.gaps if gap.span.start < outlook.window.start + timedelta(days=14)]
    blocks = [
        f"Missing in the next {DAYS} days: {_counted(outlook.gaps)}. {len(soon)} of them begin within 14 days.",
        "\n".join(_line(gap, facts) for gap in outlook.gaps[:MOST_GAPS]),
    ]
    if len(outlook.gaps) > MOST_GAPS:
        blocks.append(f"And {len(outlook.gaps) - MOST_GAPS} more on the page.")
    if outlook.meant:
        blocks.append(f"Besides, gaps that are meant: {len(outlook.meant)}.")
    blocks.append(f"All times are {zone_label(region.timezone)}.")
    blocks.append(f"The whole of it, and how to mend it: {home}/coverage\nDo without this mail: {home}/me/mail")
    return subject, "\n\n".join(blocks) + "\n"


def _counted(gaps: tuple[Gap, ...]) -> str:
    return f"{len(gaps)} gap" + ("s" if len(gaps) != 1 else "")


def _line(gap: Gap, facts: CoverFacts) -> str:
    begins, length = moment(gap.span.start, facts.region.timezone), lasting(gap.span.length)
    return f"- {begins}, for {length}: {what(gap)}. {why(gap, facts)}"
