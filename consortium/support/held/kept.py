"""The words for one kind of record."""

from collections.abc import Mapping
from dataclasses import dataclass

from consortium.access.permissions import Permission
from consortium.pages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One table in plain words; every text is marked for translation where it stands.

    Attributes:
        table: its name in the database.
        title: what one row is.
        why: why it is kept.
        how_long: how long.
        ends: how it ends.
        columns: what each column holds, but for those of :data:`EVERYWHERE`.
        seen: who holds one of these permissions sees it; the roles are read from the table that the program obeys.
        seen_words: who sees it, where no permission says so, or what she sees of it.
        of_members: columns of a request's record that are about a member, never about who asks.
    """

    table: str
    title: str
    why: str
    how_long: str
    ends: str
    columns: Mapping[str, str]
    seen: tuple[Permission, ...] = ()
    seen_words: str = ""
    of_members: frozenset[str] = frozenset()


EVERYWHERE: Mapping[str, str] = {
    "id": N_("a random number that names the record"),
    "consortium": N_("which consortium it belongs to"),
}
"""Columns that most tables have, said once."""
