"""The mails about cover and swaps: few, to those whom it concerns, and none with a reason.

An asked colleague reads the turn and who asks. A link opens a page and never acts. What lies far ahead waits for the
receiver's own hours.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from consortium.access.two_clocks import own_begins
from consortium.db import Reading, Transaction
from consortium.duty.store import load_coordinators
from consortium.duty.swaps.values import Ask
from consortium.duty.tell_changed import NAMES
from consortium.members.mail_diet import post_kindly
from consortium.members.store import load_cards, load_mails, load_region
from consortium.members.values import Region
from consortium.outbox import Mail, post
from consortium.pages import moment, zone_label
from geo import PersonId
from scheduling import Line, Span

SOMEBODY = "A colleague"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """What every mail needs: names, addresses, whose agencies live by which clocks, and where our pages are."""

    region: Region
    names: Mapping[PersonId, str]
    addresses: Mapping[PersonId, str]
    public_url: str
    clocks: Mapping[PersonId, str] = field(default_factory=dict)

    def name(self, person: UUID) -> str:
        """Somebody's name; of who no longer answers, only that she was a colleague."""
        return self.names.get(PersonId(person), SOMEBODY)

    def turn(self, line: Line, during: Span) -> str:
        """A turn as mails say it, by the consortium's clock, with the name of its zone."""
        zone = self.region.timezone
        start, end = moment(during.start, zone), moment(during.end, zone)
        return f"{NAMES[line]}, from {start} to {end}, {zone_label(zone)}"

    def at(self, instant: datetime) -> str:
        """An instant, by the consortium's clock, with the name of its zone."""
        return f"{moment(instant, self.region.timezone)}, {zone_label(self.region.timezone)}"

    def page(self, path: str) -> str:
        """The whole address of a page of this consortium."""
        return f"{self.public_url}/{self.region.slug}/{path}"

    async def tell(self, tx: Transaction, to: PersonId, subject: str, body: str, *, begins: datetime) -> None:
        """Put one mail into the outbox; what begins within two days goes out at once.

        Whose agency lives by another clock is told, too, what that clock shows when it begins.
        """
        address = self.addresses.get(to)
        if address is not None:
            body += own_begins(self.clocks.get(to, ""), self.region.timezone, begins)
            await post_kindly(tx, to, self._mail(address, subject, body), begins=begins)

    async def tell_coordinators(self, tx: Transaction, subject: str, body: str) -> None:
        """Put one mail into the outbox for each coordinator."""
        for address in await load_coordinators(tx):
            await post(tx, self._mail(address, subject, body))

    async def ask(self, tx: Transaction, ask: Ask, people: Iterable[PersonId]) -> None:
        """One mail each to those who are asked now."""
        giver, of = self.name(ask.giver), ask.of
        for person in people:
            await self.tell(
                tx,
                person,
                "a colleague asks for cover",
                f"{giver} asks whether you would take a turn:\n{self.turn(of.line, of.during)}.\n\n"
                f"Look at it, and say yes or no, until {self.at(ask.answer_by)}:\n"
                f"{self.page(f'me/swaps/{ask.id}')}\n\n"
                f"You can also offer to swap it for a turn of yours. Until somebody takes it, it stays with {giver}. "
                "You can always say no, without a reason.\n",
                begins=of.during.start,
            )

    def _mail(self, address: str, subject: str, body: str) -> Mail:
        return Mail(kind="duty", address=address, subject=f"{self.region.title}: {subject}", body=body)


async def load_letters(reading: Reading, public_url: str) -> Letters:
    """Names, addresses and the region, for the mails of one act."""
    cards = await load_cards(reading)
    return Letters(
        region=await load_region(reading),
        names={card.person: card.name for card in cards},
        addresses=await load_mails(reading),
        public_url=public_url,
        clocks={card.person: card.clock for card in cards},
    )
