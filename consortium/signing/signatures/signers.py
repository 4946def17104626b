"""Who wants to sign: the person, the agencies that she heads, and her passkeys with who confirmed them. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from agreements.counterparts import key_digest
from geo import AgencyId, PersonId

MOST_INITIALS: Final = 2
"""Initials that somebody may type more than are known of her."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """One of her passkeys. It counts for signing once ``confirmed_by`` heard its fingerprint from her."""

    id: UUID
    credential: bytes
    public_key: bytes
    name: str
    transports: tuple[str, ...]
    confirmed_on: date | None
    confirmed_by: str

    @property
    def digest(self) -> str:
        """How a record names it."""
        return key_digest(self.public_key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Somebody who may sign for agencies, if recorded authority lets her. ``heads`` is whether her role does.

    ``paper_since`` is the day on which she took her consent to electronic records back: since then she signs on paper.
    """

    person: PersonId
    name: str
    title: str
    heads: bool
    agencies: frozenset[AgencyId]
    keys: tuple[SigningKey, ...]
    paper_since: date | None = None

    @property
    def confirmed(self) -> tuple[SigningKey, ...]:
        """The passkeys that count."""
        return tuple(key for key in self.keys if key.confirmed_on is not None)


def same_name(typed: str, known: str) -> bool:
    """Whether a typed name is this person's: her first and last name, and beside them only known parts and initials."""
    parts, given = _parts(known), _parts(typed)
    wanted = [word for word in parts if len(word) > 1] or parts
    if not wanted or wanted[0] not in given or wanted[-1] not in given:
        return False
    return all(word in parts or len(word) == 1 for word in given) and len(given) <= len(parts) + MOST_INITIALS


def _parts(text: str) -> list[str]:
    return text.casefold().replace(".", " ").replace(",", " ").split()
