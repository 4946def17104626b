"""Send a test mail with a code to a member's own address: when the code is typed back, our mail is known to arrive."""

from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from consortium.access.tokens import fresh_code, kept
from consortium.db import Transaction
from consortium.members.store import keep
from consortium.members.store.mail_tests import find_mail_test, own_address
from consortium.members.store.setup_tables import MailTestRow
from consortium.outbox import Mail, post
from consortium.problems import BadInput

GOOD_FOR: Final = timedelta(minutes=30)


async def send_test_mail(tx: Transaction, *, person: UUID, title: str) -> None:
    """Send it to this person; an older code is not good any more. The code is good for half an hour.

    Raises:
        BadInput: she has no mail address.
    """
    address = await own_address(tx, person)
    if address is None:
        raise BadInput("You have no mail address here, so no mail can be sent to you.", "mail")
    code = fresh_code()
    row = await find_mail_test(tx, person)
    if row is None:
        row = MailTestRow(consortium=tx.consortium, id=uuid4(), person=person, expires_at=tx.now)
    row.code_hash, row.expires_at, row.tries = kept(code, about=str(row.id)), tx.now + GOOD_FOR, 0
    await keep(tx, row)
    await post(
        tx,
        Mail(
            kind="test",
            address=address,
            subject=f"{title}: a test mail",
            body=(
                f"This mail shows that {title} can send mail, and that it arrives.\n\n"
                f"Type this code on the page “Set up”, within half an hour: {code}\n\n"
                "It opens nothing. If you did not ask for it, do nothing.\n"
            ),
        ),
    )
