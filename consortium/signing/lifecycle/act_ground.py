"""On what footing somebody signs an act of an agency: about which version, by which right, with what in the way."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from agreements import Pact, PactId, Version, standing_at
from agreements.signatures import Act
from consortium.db import Reading
from consortium.problems import Conflict, NotFound
from consortium.signing.signatures.authority import Authority, holding, why_none
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
    reading: Reading, person: UUID, *, act: Act, pact: PactId, agency: AgencyId, by_key: bool = True
) -> ActGround:
    """Load it. On paper (``by_key`` false) no passkey is needed.

    Raises:
        Conflict: no version is there that the act could be about.
        NotFound: there is no such agreement or person, or she is not of that agency.
    """
    found = version_of(act, await load_pact(reading, pact), agency, reading.now)
    if found is None:
        raise Conflict("Nothing of this agreement binds your agency now.")
    room = await enter_room(reading, pact, found.number, person)
    if agency not in room.signer.agencies:
        raise NotFound
    right = holding(room.rights, room.signer.person, agency, room.day)
    why = why_none(room.rights, room.signer.person, agency, room.day)
    return ActGround(
        room=room,
        act=act,
        agency=agency,
        right=right,
        blockers=tuple(of_the_signer(room.signer, agency, right, why, by_key=by_key)),
    )


def version_of(act: Act, pact: Pact, agency: AgencyId, at: datetime) -> Version | None:
    """The version that an act of this agency is about: the one in force, or the newest that binds it.

    What is said of the next term is about the version whose term runs.
    """
    standing = standing_at(pact, at)
    if act is Act.CONSENT:
        return standing.in_force
    terms_matter = act in {Act.AFFIRM, Act.STOP}
    bound = (each for each in standing.bindings if agency in each.members and (each.term or not terms_matter))
    return next((each.version for each in bound), None)
