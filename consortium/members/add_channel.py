"""Add a way to page a person."""

from datetime import date
from uuid import UUID, uuid4

from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.kinds import ChannelKind
from consortium.members.store import keep
from consortium.members.store.people_tables import ChannelRow
from consortium.problems import Conflict, NotFound
from geo import PersonId


async def add_channel(
    tx: Transaction,
    *,
    person: PersonId,
    kind: ChannelKind,
    address: str,
    proved_on: date | None = None,
    by: UUID | None = None,
) -> UUID:
    """Add a mail address or a number. ``proved_on`` is the day on which she showed that a page reaches her there.

    Only mail is used for paging as yet; a proved one comes before one that is not.

    Raises:
        BadInput: something cannot be taken; the field is named.
        Conflict: she has this one already.
        NotFound: there is no such person.
    """
    mail = kind is ChannelKind.MAIL
    row = ChannelRow(
        consortium=tx.consortium,
        id=uuid4(),
        person=person,
        kind=kind.value,
        address=checks.mail_address(address, "address") if mail else checks.telephone(address, "address"),
        proved_on=proved_on and checks.past_day(proved_on, "proved_on", today=tx.now.date()),
    )
    again = Conflict("This way of reaching her is on the list already.")
    await keep(
        tx,
        row,
        unless={"uq_channel_consortium_person_kind_address": again, "fk_channel_consortium_person": NotFound()},
    )
    await record(tx, "added channel", by=by, subject=person, kind=kind.value)
    return row.id
