"""Enrol a person: her roles, which add up, and how she belongs to agencies."""

from collections.abc import Collection
from uuid import UUID, uuid4

from agreements import Bond
from consortium.access.permissions import WARNED_PAIRS, Role, refused
from consortium.access.tables import AffiliationRow, PersonRow, RoleRow
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.store import keep
from consortium.problems import BadInput, Conflict
from geo import AgencyId, PersonId


async def enrol_person(
    tx: Transaction,
    *,
    name: str,
    title: str = "",
    email: str | None = None,
    roles: Collection[Role] = (),
    bonds: Collection[tuple[AgencyId, Bond]] = (),
    by: UUID | None = None,
) -> PersonId:
    """Add a person. Without a mail address she cannot sign in.

    Roles that one person must not hold together are refused; :func:`warnings` names those that want a second look.
    To make somebody a peer, a chaplain or a clinician, enrol her and then call ``enrol_peer``.

    Raises:
        BadInput: something cannot be taken; the field is named.
        Conflict: the mail address is another person's.
    """
    refuse_pairs(roles)
    row = PersonRow(
        consortium=tx.consortium,
        id=uuid4(),
        name=checks.line(name, "name"),
        title=checks.line(title, "title", empty=True),
        email=checks.mail_address(email) if email else None,
    )
    await keep(tx, row, unless={"uq_person_email": Conflict("This mail address is another member's.")})
    unknown = BadInput("This agency is not enrolled here.", "bonds")
    await keep(
        tx,
        *(RoleRow(consortium=tx.consortium, person=row.id, role=role.value) for role in sorted(set(roles))),
        *(
            AffiliationRow(consortium=tx.consortium, person=row.id, agency=agency, kind=bond.value)
            for agency, bond in sorted(set(bonds))
        ),
        unless={"fk_affiliation_consortium_agency": unknown},
    )
    await record(tx, "enrolled person", by=by, subject=row.id)
    return PersonId(row.id)


def refuse_pairs(roles: Collection[Role]) -> None:
    """Refuse roles that one person must not hold together.

    Raises:
        BadInput: which two.
    """
    pair = refused(roles)
    if pair:
        raise BadInput(f"One person cannot be both {_named(pair)}.", "roles")


def warnings(roles: Collection[Role]) -> tuple[str, ...]:
    """What to tell whoever gives these roles to one person; empty when nothing is unusual."""
    held = frozenset(roles)
    return tuple(
        f"One person is both {_named(pair)}. Small consortia may need that; let somebody else look at what she does."
        for pair in WARNED_PAIRS
        if pair <= held
    )


def _named(pair: Collection[Role]) -> str:
    return " and ".join(sorted(role.value.replace("_", " ") for role in pair))
