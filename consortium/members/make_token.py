"""Make a key for a program. It is shown once; what is kept of it cannot open anything."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.problems import BadInput
from consortium.programs.scopes import Scope
from consortium.programs.store import save_token
from consortium.programs.tokens import fresh_token

LENGTHS: Final = (30, 90, 365)
"""For how many days a key may be made."""


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A new key; ``token`` is held nowhere else."""

    id: UUID
    token: str


async def make_token(tx: Transaction, *, name: str, scopes: Collection[Scope | str], days: int, by: UUID) -> MadeToken:
    """Make a key that opens these scopes for so many days, counted from today in UTC.

    It belongs to who made it: it opens nothing any more when she leaves or is no longer an administrator.

    Raises:
        BadInput: it has no name, opens nothing or something that there is not, or lasts for another time.
    """
    named = checks.line(name, "name", most=60)
    known = {scope.value: scope for scope in Scope}
    if not scopes or not set(scopes) <= known.keys():
        raise BadInput("Choose at least one thing that the key may open.", "scopes")
    if days not in LENGTHS:
        raise BadInput("Choose how long the key is good for.", "days")
    token = fresh_token()
    opens = frozenset(known[scope] for scope in scopes)
    made = await save_token(
        tx, name=named, token=token, scopes=opens, made_by=by, expires_on=tx.now.date() + timedelta(days=days)
    )
    await record(tx, "made token", by=by, subject=made, name=named, scopes=", ".join(sorted(opens)))
    return MadeToken(made, token)
