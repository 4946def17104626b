"""Whom the demo's door lets in: those who steer, one head of an agency, every clerk, and whoever is on call now."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from consortium.access.permissions import Role
from consortium.db import Reading
from consortium.demo.store import Entrant, load_entrants
from consortium.duty.store import load_schedule
from geo import PersonId
from scheduling import Duty, Line, who

_STEERING: Final = (
    Role.COORDINATOR,
    Role.AGENCY_HEAD,
    Role.CLERK,
    Role.LEGAL_ADVISOR,
    Role.CLINICAL_DIRECTOR,
    Role.ADMINISTRATOR,
)
_ON_CALL: Final = {
    Line.PRIMARY: "on call now as primary",
    Line.BACKUP: "on call now as backup",
    Line.CLINICIAN: "on call now as clinician",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorPerson:
    """Somebody to enter as. ``why`` says what she is: a role, or that she is on call now."""

    person: PersonId
    name: str
    title: str
    agency: str
    roles: tuple[Role, ...]
    why: str


async def load_doors(reading: Reading) -> tuple[DoorPerson, ...]:
    """Whom to enter as in this session's consortium: on call first, then who steers, the first head by name."""
    duty = who(await load_schedule(reading), reading.now)
    entrants = await load_entrants(reading)
    return (*_on_call(entrants, duty), *_steering(entrants))


def _on_call(entrants: tuple[Entrant, ...], duty: Duty) -> Iterator[DoorPerson]:
    for line, why in _ON_CALL.items():
        for each in entrants:
            if each.person in duty[line]:
                yield _door(each, why)


def _steering(entrants: tuple[Entrant, ...]) -> Iterator[DoorPerson]:
    for role in _STEERING:
        found = [each for each in entrants if role in each.roles]
        for each in found if role is Role.CLERK else found[:1]:
            yield _door(each, role.value.replace("_", " "))


def _door(entrant: Entrant, why: str) -> DoorPerson:
    return DoorPerson(
        person=entrant.person,
        name=entrant.name,
        title=entrant.title,
        agency=entrant.agency,
        roles=entrant.roles,
        why=why,
    )
