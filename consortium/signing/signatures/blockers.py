"""What keeps somebody from signing, each with who mends it; and what her signature still waits for. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from agreements import VersionState
from agreements.signatures import Act, Capacity
from consortium.signing.signatures.authority import Authority, Right, holding, why_none
from consortium.signing.signatures.progress import Progress, insured, resolved, reviewing
from consortium.signing.signatures.signers import Signer
from geo import AgencyId, PersonId


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing in the way. ``stops`` is whether nothing can be signed before it is mended."""

    kind: str
    words: str
    mends: str
    stops: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Footing:
    """On what footing somebody would sign: for whom, by which right, in which capacity, doing what."""

    agency: AgencyId
    act: Act
    authority: Authority | None
    capacity: Capacity
    blockers: tuple[Blocker, ...]

    @property
    def stopped(self) -> tuple[Blocker, ...]:
        """What stops her."""
        return tuple(each for each in self.blockers if each.stops)


_STATES: Final[Mapping[VersionState, str]] = {
    VersionState.FROZEN: "Its text is settled, but it has not been sent out to be signed.",
    VersionState.SUPERSEDED: "A later version has taken its place.",
    VersionState.EXPIRED: "Its term is over.",
    VersionState.TERMINATED: "It was ended.",
    VersionState.LAPSED: "The time in which it could be signed is over.",
    VersionState.VOID: "It was declared void.",
    VersionState.WITHDRAWN: "It was withdrawn before it took effect.",
}
_COORDINATOR: Final = "The coordinator can send it out, or a new version."


def footing(
    at: Progress,
    signer: Signer,
    agency: AgencyId,
    *,
    rights: tuple[Authority, ...],
    day: date,
    signed_by: Mapping[AgencyId, PersonId | None],
    names: Mapping[AgencyId, str],
    by_key: bool = True,
    was_over: bool = False,
) -> Footing:
    """On what footing this person would sign for this agency on that day, and what is in the way.

    ``signed_by`` is who signed last for each party. On paper (``by_key`` false) no passkey is needed, and ``day`` is
    the one on the paper; ``was_over``: her right has ended since.
    """
    right = holding(rights, signer.person, agency, day)
    again = _again(at, signer, agency, signed_by) and _new_office(at, agency, right, rights, day)
    capacity = right.capacity if right else Capacity.HEAD
    if again and capacity is Capacity.HEAD:
        capacity = Capacity.SUCCESSOR
    found = [
        *_of_the_version(at, agency, names, again=again),
        *of_the_signer(
            signer, agency, right, why_none(rights, signer.person, agency, day), by_key=by_key, was_over=was_over
        ),
        *_of_the_agency(at, agency),
    ]
    return Footing(agency=agency, act=at.act(agency), authority=right, capacity=capacity, blockers=tuple(found))


def _again(at: Progress, signer: Signer, agency: AgencyId, signed_by: Mapping[AgencyId, PersonId | None]) -> bool:
    """Whether somebody else signs anew, because the agreement does not bind an office by what the one before signed."""
    if at.version.terms.binds_successors or agency not in at.signed or at.state is not VersionState.IN_FORCE:
        return False
    return agency in signed_by and signed_by[agency] != signer.person


def _new_office(
    at: Progress, agency: AgencyId, right: Authority | None, rights: tuple[Authority, ...], day: date
) -> bool:
    """Whether the office began only after the earlier signature: her own, or that of the head who delegated to her.

    A delegate of the head who signed, or another who shared the office with her then, succeeds nobody.
    """
    if right is not None and right.right is Right.DELEGATED and right.given_by is not None:
        right = holding(rights, right.given_by, agency, day)
    if right is None:
        return False
    signed_on = at.signed[agency].at.astimezone(ZoneInfo(at.version.terms.calendar)).date()
    return right.since > signed_on


def _of_the_version(at: Progress, agency: AgencyId, names: Mapping[AgencyId, str], *, again: bool) -> Iterator[Blocker]:
    joins = at.act(agency) is Act.JOIN
    if agency in at.signed and not again:
        yield Blocker("signed", "Your agency has signed this version.", "There is nothing left to do.")
    elif joins and at.state is not VersionState.IN_FORCE:
        yield Blocker("party", "Your agency is not named in it, and one can join only what is in force.", _COORDINATOR)
    elif agency in at.declined:
        yield Blocker("declined", "Your agency has declined this version.", _COORDINATOR)
    elif not (at.open or joins or again):
        words = _STATES.get(at.state)
        if words is None:
            words = "It was not sent out to be signed." if at.sent_out is None else _STATES[VersionState.LAPSED]
        yield Blocker("closed", words, _COORDINATOR)
    elif not joins and (first := at.before(agency)):
        listed = ", ".join(names.get(each, str(each)) for each in first)
        yield Blocker("turn", f"It is signed in a set order, and before you come: {listed}.", "They sign first.")


def of_the_signer(
    signer: Signer, agency: AgencyId, right: Authority | None, why: str, *, by_key: bool, was_over: bool = False
) -> Iterator[Blocker]:
    """What about herself keeps somebody from signing for that agency: her role, her authority, her key.

    A paper of a day on which she had the right, which ``was_over`` since, asks for no role of today.
    """
    if not was_over and (not signer.heads or agency not in signer.agencies):
        yield Blocker("role", "Only the head of this agency signs for it.", "An administrator gives that role.")
    if right is None:
        yield Blocker("authority", why, "Your clerk records it, with the statute or the resolution, under “Authority”.")
    if by_key and signer.paper_since is not None:
        yield Blocker(
            "consent",
            f"You took your consent to electronic records back on {signer.paper_since.isoformat()}: you sign on paper.",
            "Your clerk takes the paper in. She also writes it down if you consent again.",
        )
    elif by_key and not signer.confirmed:
        words = (
            "Your passkey was not confirmed by anybody, so it cannot sign."
            if signer.keys
            else "You have no passkey here, so you cannot sign electronically."
        )
        mends = (
            "Read its fingerprint to your clerk, or to another agency's head, by telephone or face to face. You find "
            "it under “Devices and sign-in”. Or sign on paper."
        )
        yield Blocker("key", words, mends)


def _of_the_agency(at: Progress, agency: AgencyId) -> Iterator[Blocker]:
    terms = at.version.terms
    if terms.insurance_needed and insured(at, agency) is None:
        yield Blocker(
            "insurance",
            "The agreement asks for a certificate of insurance in date, and none is recorded for your agency.",
            "Your clerk records it, with the day on which it ends.",
        )
    if terms.resolutions_required and resolved(at, agency) is None:
        yield Blocker(
            "resolution",
            "Your signature will count only together with a resolution of your governing body; none is recorded.",
            "Your clerk records its number and day.",
            stops=False,
        )
    if reviewing(at, agency) is None:
        yield Blocker(
            "counsel",
            "No verdict of your legal advisor on this text is recorded.",
            "The read-only link lets her read the text, and nothing else, until it is in force. Her verdict is "
            "recorded while a draft is in review: by herself, or by your clerk from her paper.",
            stops=False,
        )
