"""Let us read a calendar of one's own for when one is busy, or take that away. Its address is a secret of hers.

Whoever has the address can read all of the calendar, so it is sealed under the installation's key at once, is part of
no sentence, no journal and no log, and is never shown again, not to her either.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from consortium.db import Transaction
from consortium.duty.availability.may_say import refuse_stranger
from consortium.duty.store.busy_calendars import delete_calendar, load_calendars, read_again, save_calendar
from consortium.fetcher import Fetcher
from consortium.journal import record
from consortium.keys import InstallationKey
from consortium.members import checks
from consortium.problems import BadInput, Conflict, NotFound
from geo import PersonId

MOST_CALENDARS: Final = 5
LONGEST_ADDRESS: Final = 2000
AGAIN_AFTER: Final = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Calendars:
    """What is needed to read calendars: the one way out, the installation's key; one is laid out at a time."""

    fetcher: Fetcher
    key: InstallationKey
    gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))

    def sealed(self, address: str, calendar: UUID) -> bytes:
        """The address as it is kept."""
        return self.key.seal(address, about=f"busy calendar {calendar}")

    def address(self, sealed: bytes, calendar: UUID) -> str:
        """The address as it is asked.

        Raises:
            KeyGoneError: another installation sealed it.
        """
        return self.key.unseal(sealed, about=f"busy calendar {calendar}")


async def subscribe_calendar(
    tx: Transaction, calendars: Calendars, *, person: PersonId, name: str, address: str, by: UUID | None = None
) -> UUID:
    """Keep a calendar; it is read within seconds, and every few hours from then on.

    Raises:
        BadInput: the address is none that could be asked, or the name cannot be.
        Conflict: she has five already, or does not answer.
        NotFound: there is no such person.
    """
    named = checks.line(name, "calendar_name", most=60)
    wanted = plain_address(address)
    await refuse_stranger(tx, person)
    if len(await load_calendars(tx, person)) >= MOST_CALENDARS:
        raise Conflict(f"At most {MOST_CALENDARS} calendars are read. Take one away first.")
    calendar = uuid4()
    await save_calendar(tx, calendar=calendar, person=person, name=named, address=calendars.sealed(wanted, calendar))
    await record(tx, "subscribed busy calendar", by=by, subject=person)
    return calendar


def plain_address(typed: str) -> str:
    """An address as people copy it: ``webcal`` is https.

    Raises:
        BadInput: it is too long, or begins otherwise.
    """
    address = typed.strip()
    for scheme in ("webcal://", "webcals://"):
        if address.lower().startswith(scheme):
            address = "https://" + address[len(scheme) :]
    if not address.lower().startswith(("https://", "http://")) or len(address) > LONGEST_ADDRESS:
        raise BadInput(
            "Copy the calendar's secret address in iCal format; it begins with https://.", "calendar_address"
        )
    return address


async def unsubscribe_calendar(tx: Transaction, *, person: PersonId, calendar: UUID, by: UUID | None = None) -> None:
    """Forget a calendar, and everything that was read from it, for good.

    Raises:
        NotFound: it is not hers.
    """
    if not await delete_calendar(tx, person, calendar):
        raise NotFound
    await record(tx, "unsubscribed busy calendar", by=by, subject=person)


async def ask_again(tx: Transaction, *, person: PersonId, calendar: UUID) -> None:
    """Let a calendar be read now instead of in some hours.

    Raises:
        Conflict: it is not hers, or was tried within the last two minutes.
    """
    if not await read_again(tx, person, calendar, not_since=tx.now - AGAIN_AFTER):
        raise Conflict("This calendar was tried within the last two minutes.")
