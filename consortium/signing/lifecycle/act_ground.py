"""On what footing somebody signs an act of an agency: about which version, by which right, with what in the way."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from agreements import Kind, Pact, PactId, Version, standing_at
from agreements.signatures import Act
from agreements.standing import OVER
from consortium.db import Reading
from consortium.problems import Conflict, NotFound
from consortium.signing.signatures.authority import Authority, why_none
from consortium.signing.signatures.blockers import Blocker, of_the_signer
from consortium.signing.signatures.room import Room, enter_room
from consortium.signing.store import load_pact
from geo import AgencyId


@dataclass(frozen=True, slots=True, kw_only=True)
class ActGround:
    """Everything that is looked at before it is signed. ``blockers`` all stop her."""

    room: Room
    act: Act
    agency: AgencyId
    right: Authority | None
    blockers: tuple[Blocker, ...]

    @property
    def version(self) -> Version:
        """The version that the act is about."""
        return self.room.progress.version

    def must_stand(self) -> Authority:
        """The right by which she signs.

        Raises:
            Conflict: something is in the way; the message says what, and who mends it.
        """
        if self.blockers or self.right is None:
            raise Conflict(" ".join(f"{each.words} {each.mends}" for each in self.blockers))
        return self.right


async def load_ground(
    reading: Reading, person: UUID, *, act: Act, pact: PactId, agency: AgencyId, signed_on: date | None = None
) -> ActGround:
    """Load it. For a paper of the day ``signed_on`` the right of that day is asked for, and no passkey.

    Raises:
        Conflict: no version is there that the act could be about.
        NotFound: there is no such agreement or person, or she is not of that agency.
    """
    found = version_of(act, await load_pact(reading, pact), agency, reading.now)
    if found is None:
        raise Conflict("Nothing of this agreement binds your agency now, or is open to it.")
    room = await enter_room(reading, pact, found.number, person, gone=signed_on is not None)
    if agency not in room.signer.agencies and (signed_on is None or not room.was_over(agency, signed_on)):
        raise NotFound
    day = signed_on or room.day
    right = room.right_on(agency, day)
    return ActGround(
        room=room,
        act=act,
        agency=agency,
        right=right,
        blockers=tuple(
            of_the_signer(
                *(room.signer, agency, right, why_none(room.rights, room.signer.person, agency, day)),
                by_key=signed_on is None,
                was_over=signed_on is not None and room.was_over(agency, signed_on),
            )
        ),
    )


def version_of(act: Act, pact: Pact, agency: AgencyId, at: datetime) -> Version | None:
    """The version that an act of this agency is about: the one in force, or the newest that binds it.

    What is said of the next term is about the version whose term runs; what is said of a lead agency, which signs for
    agencies that are no parties, about the version between two consortia that is in force, or else the newest.
    """
    standing = standing_at(pact, at)
    if act in {Act.EMPOWER, Act.REVOKE}:
        return between_consortia(pact, at)
    if act is Act.CONSENT:
        return standing.in_force
    terms_matter = act in {Act.AFFIRM, Act.STOP}
    bound = (each for each in standing.bindings if agency in each.members and (each.term or not terms_matter))
    return next((each.version for each in bound), None)


def between_consortia(pact: Pact, at: datetime) -> Version | None:
    """The version between two consortia that is in force, or else the newest that is not over."""
    standing = standing_at(pact, at)
    if standing.in_force is not None and standing.in_force.terms.kind is Kind.CONSORTIA:
        return standing.in_force
    alive = (each for each in pact.versions if standing.versions[each.number] not in OVER)
    found = (each for each in alive if each.terms.kind is Kind.CONSORTIA)
    return max(found, key=lambda each: each.number, default=None)
