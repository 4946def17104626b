"""Everything that is looked at before somebody signs, loaded once: the version, who has signed, her right, her keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from agreements.counterparts import Counterpart
from agreements.versions import PactId
from consortium.db import Reading
from consortium.members.store import load_agencies
from consortium.problems import BadInput, NotFound
from consortium.signing.signatures.authority import Authority, holding
from consortium.signing.signatures.blockers import Footing, footing
from consortium.signing.signatures.progress import Progress, progress
from consortium.signing.signatures.signers import Signer
from consortium.signing.store import load_pact
from consortium.signing.store.authorities import load_authorities, load_signer
from consortium.signing.store.signatures import load_signatures
from geo import AgencyId, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """One version on the table, and one person before it."""

    progress: Progress
    signer: Signer
    rights: tuple[Authority, ...]
    counterparts: tuple[Counterpart, ...]
    names: Mapping[AgencyId, str]
    day: date

    @property
    def standing(self) -> dict[AgencyId, Counterpart]:
        """The counterpart that stands of each party that signed here."""
        by_word = {each.attested: each for each in self.counterparts}
        facts = self.progress.signed.items()
        return {agency: by_word[fact.attested_by] for agency, fact in facts if fact.attested_by in by_word}

    def agencies(self) -> tuple[AgencyId, ...]:
        """The agencies that she may sign for here, by name: parties first; else one that may join."""
        hers = sorted(self.signer.agencies, key=lambda each: self.names.get(each, ""))
        parties = [each for each in hers if each in self.progress.version.terms.parties]
        return tuple(parties or hers)

    def may_have_signed(self, agency: AgencyId) -> bool:
        """Whether she is of that agency, or was: some right to sign for it is recorded of her."""
        recorded = any((each.agency, each.person) == (agency, self.signer.person) for each in self.rights)
        return agency in self.signer.agencies or recorded

    def right_on(self, agency: AgencyId, day: date) -> Authority | None:
        """The right by which she signs for that agency on a day."""
        return holding(self.rights, self.signer.person, agency, day)

    def was_over(self, agency: AgencyId, signed_on: date) -> bool:
        """Whether she had a right on the day of a paper, and has none any more: her role and ties may be gone too."""
        return self.right_on(agency, signed_on) is not None and self.right_on(agency, self.day) is None

    def footing(self, agency: AgencyId, *, signed_on: date | None = None) -> Footing:
        """On what footing she signs for that agency today; or on paper, on what footing she did on ``signed_on``."""
        return footing(
            self.progress,
            self.signer,
            agency,
            rights=self.rights,
            day=signed_on or self.day,
            signed_by={each: found.person for each, found in self.standing.items()},
            names=self.names,
            by_key=signed_on is None,
            was_over=signed_on is not None and self.was_over(agency, signed_on),
        )


async def enter_room(reading: Reading, pact: PactId, number: int, person: UUID, *, gone: bool = False) -> Room:
    """Load it all; with ``gone``, for a paper, also before somebody who has left.

    Raises:
        NotFound: there is no such agreement, version or person.
    """
    found = progress(await load_pact(reading, pact), number, reading.now)
    signer = await load_signer(reading, person, gone=gone)
    calendar = ZoneInfo(found.version.terms.calendar)
    return Room(
        progress=found,
        signer=signer,
        rights=await load_authorities(reading, signer.agencies | found.version.terms.parties),
        counterparts=await load_signatures(reading, pact),
        names=(await load_agencies(reading)).names,
        day=found.at.astimezone(calendar).date(),
    )


def chosen(room: Room, agency: str) -> AgencyId:
    """The agency that she signs for: the one that was named, or the only one.

    Raises:
        NotFound: it is none of hers.
        BadInput: she heads several, and none was named.
    """
    hers = room.agencies()
    if not agency:
        if len(hers) == 1:
            return hers[0]
        raise BadInput("Choose the agency for which you sign.", "agency")
    try:
        wanted = AgencyId(UUID(agency))
    except ValueError as wrong:
        raise BadInput("Choose the agency for which you sign.", "agency") from wrong
    if wanted not in room.signer.agencies:
        raise NotFound
    return wanted


def signed_before(room: Room, agency: AgencyId) -> PersonId | None:
    """Who signed last for an agency."""
    found = room.standing.get(agency)
    return found.person if found else None
