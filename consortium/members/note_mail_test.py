"""Note that our mail was seen to arrive, where somebody tested it otherwise than by the page: on the command line."""

from uuid import UUID, uuid4

from consortium.db import Transaction
from consortium.journal import record
from consortium.members.store import keep
from consortium.members.store.mail_tests import find_mail_test
from consortium.members.store.setup_tables import MailTestRow
from consortium.problems import NotFound


async def note_mail_test(tx: Transaction, *, person: UUID) -> None:
    """Date the test of this person's mail by today; a code that is under way is not good any more.

    Raises:
        NotFound: there is no such person.
    """
    row = await find_mail_test(tx, person)
    if row is None:
        row = MailTestRow(consortium=tx.consortium, id=uuid4(), person=person, tries=0)
    row.code_hash, row.expires_at, row.proved_on = None, tx.now, tx.now.date()
    await keep(tx, row, unless={"fk_mail_test_consortium_person": NotFound()})
    await record(tx, "tested mail", by=person, subject=tx.consortium)
