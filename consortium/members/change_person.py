"""Change what is known of a person: her name, her title, her mail address."""

from uuid import UUID

from consortium.access.store import end_sign_ins
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.may_act import refuse_other_address
from consortium.members.store import keep, load_region, person_row
from consortium.outbox import Mail, post
from consortium.problems import Conflict
from geo import PersonId


async def change_person(
    tx: Transaction, *, person: PersonId, name: str, title: str, email: str | None, by: UUID | None = None
) -> bool:
    """Write name, title and mail address anew; whether anything was different.

    Whoever reads the mail of an address can sign in with it. So a change is written to the old address too, mails
    under way to it are no good any more, and only an administrator changes that of an administrator, a head, a clerk
    or a legal advisor.

    Raises:
        BadInput: something cannot be taken; the field is named.
        Conflict: the mail address is another person's.
        NotFound: there is no such person.
    """
    row = await person_row(tx, person)
    before = (row.name, row.title, row.email)
    new_mail = checks.mail_address(email) if email else None
    after = (checks.line(name, "name"), checks.line(title, "title", empty=True), new_mail)
    if before == after:
        return False
    if new_mail != row.email:
        await refuse_other_address(tx, person, by)
        await end_sign_ins(tx, person)
        await _tell_old_address(tx, row.email)
    row.name, row.title, row.email = after
    await keep(tx, row, unless={"uq_person_email": Conflict("This mail address is another member's.")})
    await record(tx, "changed person", by=by, subject=person, what=_what(before, after))
    return True


def _what(before: tuple[str, str, str | None], after: tuple[str, str, str | None]) -> str:
    """What was different, for the journal: names and titles with what they were, no address."""
    told = [f"{label} (was {was})" if was else label for label, was in (("name", before[0]), ("title", before[1]))]
    changed = [words for words, was, now in zip(told, before, after, strict=False) if was != now]
    return ", ".join(changed + (["mail address"] if before[2] != after[2] else []))


async def _tell_old_address(tx: Transaction, old: str | None) -> None:
    if old is None:
        return
    title = (await load_region(tx)).title
    await post(
        tx,
        Mail(
            kind="person",
            address=old,
            subject=f"{title}: your mail address was changed",
            body=(
                f"At {title} another mail address was put in the place of this one. You cannot sign in with this one "
                "any more.\n\nIf you did not ask for it, call your coordinator today, by a number that you know.\n"
            ),
        ),
    )
