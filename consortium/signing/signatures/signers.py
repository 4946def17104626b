"""Who wants to sign: the person, the agencies that she heads, and her passkeys with who confirmed them. Pure."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from agreements.counterparts import key_digest
from geo import AgencyId, PersonId


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
    """Somebody who may sign for agencies, if recorded authority lets her. ``heads`` is whether her role does."""

    person: PersonId
    name: str
    title: str
    heads: bool
    agencies: frozenset[AgencyId]
    keys: tuple[SigningKey, ...]

    @property
    def confirmed(self) -> tuple[SigningKey, ...]:
        """The passkeys that count."""
        return tuple(key for key in self.keys if key.confirmed_on is not None)


def same_name(typed: str, known: str) -> bool:
    """Whether a typed name is this person's: the first and the last name are there, whatever initials stand between."""

    def parts(text: str) -> list[str]:
        return [word for word in text.casefold().replace(".", " ").replace(",", " ").split() if word]

    wanted = [word for word in parts(known) if len(word) > 1] or parts(known)
    given = parts(typed)
    return bool(wanted) and wanted[0] in given and wanted[-1] in given
