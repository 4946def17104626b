"""Begin a consortium: its address, its first administrator, and drafts of the crisis lines to be confirmed."""

from dataclasses import dataclass
from uuid import UUID

from consortium.access.first_link import make_first_link
from consortium.access.permissions import Role
from consortium.db import Transaction
from consortium.members.enrol_person import enrol_person
from consortium.members.found_consortium import found_consortium
from consortium.members.known_lines import KNOWN_LINES
from consortium.members.set_crisis_lines import set_crisis_lines
from consortium.members.values import Region
from consortium.problems import BadInput
from geo import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What was made; ``token`` belongs into the administrator's first link, and is told once."""

    region: Region
    administrator: PersonId
    token: str


async def begin_consortium(
    tx: Transaction,
    *,
    slug: str,
    title: str,
    timezone: str,
    name: str,
    email: str,
    person_title: str = "",
    by: UUID | None = None,
) -> Begun:
    """Make the consortium whose id this transaction was opened for, as far as it can be made without anybody in it.

    Nothing is open yet: officers are shown crisis lines only, until the go-live list is green.

    Raises:
        BadInput: something cannot be taken; the field is named.
        Conflict: the address is taken.
    """
    if not email.strip():
        raise BadInput("The first administrator needs a mail address: she signs in by it.", "email")
    region = await found_consortium(tx, slug=slug, title=title, timezone=timezone, by=by)
    administrator = await enrol_person(
        tx, name=name, title=person_title, email=email, roles=(Role.ADMINISTRATOR,), by=by
    )
    await set_crisis_lines(tx, lines=KNOWN_LINES, by=by)
    token = await make_first_link(tx, person=administrator, by=by)
    return Begun(region=region, administrator=administrator, token=token)
