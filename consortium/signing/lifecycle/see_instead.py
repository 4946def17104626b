"""The sheet for what a head does without signing a record, whom a clerk may take it in for, and where. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from agreements import Cause, Pact, standing_at
from agreements.pauses import causes
from agreements.standing import OVER
from consortium.access.door import Viewer
from consortium.pages import N_
from consortium.signing.lifecycle.attest_instead import DEEDS, Ink
from consortium.signing.signatures.clerks import attests_for, heads_to_name
from consortium.signing.signatures.progress import progress
from geo import AgencyId, PersonId

Names = Mapping[AgencyId, str]
Heads = Iterable[tuple[PersonId, str, str, frozenset[AgencyId]]]

TITLES: Final = {
    Ink.DECLINE: N_("Decline to sign"),
    Ink.RETRACT: N_("Take the signature back"),
    Ink.PAUSE: N_("Pause our part"),
    Ink.RESUME: N_("End our pause"),
}
SAYS: Final = {
    Ink.DECLINE: N_(
        "Your agency will not be in this version. The others go on without it, if those needed still sign. Every "
        "party sees that you declined, with the reason and the day. For this version it is final."
    ),
    Ink.RETRACT: N_(
        "Until all who are needed have signed, a signature is an offer and binds nobody. What was signed stays in the "
        "history, with the day on which it was taken back."
    ),
    Ink.PAUSE: N_("Your agency's part rests until you end the pause. No reason is asked, and none is kept."),
    Ink.RESUME: N_("Your agency is bound and served again, unless its part rests for another cause."),
}


def see_instead(
    ink: Ink, pact: Pact, number: int, viewer: Viewer, names: Names, heads: Heads, wanted: str, at: datetime
) -> dict[str, Any]:
    """The sheet for the agency that is wanted, or with a blank for its name; and the choices of the clerk's form.

    Raises:
        NotFound: the agreement has no such version.
    """
    found = progress(pact, number, at)
    whose = set(_whose(ink, pact, number, at))
    mine = {agency for agency in whose if attests_for(viewer, agency)}
    named = next((each for each in names if str(each) == wanted), None)
    return {
        "sheet": {
            "agency": names[named] if named else "",
            "deed": DEEDS[ink].format(pact=pact.title, number=number),
            "number": number,
            "digest": found.version.digest,
        },
        "takes_in": bool(mine),
        "who": heads_to_name(viewer, heads, names, mine),
    }


def paper_ways(pact: Pact, viewer: Viewer, at: datetime, home: str) -> list[tuple[str, str]]:
    """What a clerk may take in now of what heads do without a record: title and address."""
    standing = standing_at(pact, at)
    return [
        (TITLES[ink], f"{home}/{version.number}/paper/{ink.value}")
        for version in reversed(pact.versions)
        if standing.versions[version.number] not in OVER
        for ink in Ink
        if any(attests_for(viewer, agency) for agency in _whose(ink, pact, version.number, at))
    ]


def _whose(ink: Ink, pact: Pact, number: int, at: datetime) -> Iterator[AgencyId]:
    """The agencies whose head could do it now."""
    if ink in {Ink.PAUSE, Ink.RESUME}:
        for bound in standing_at(pact, at).bindings:
            if bound.version.number == number:
                for agency in bound.members:
                    pauses = Cause.PAUSE.value in causes(pact, agency, at)
                    if pauses if ink is Ink.RESUME else bound.version.terms.may_pause and not pauses:
                        yield agency
        return
    found = progress(pact, number, at)
    if ink is Ink.RETRACT:
        yield from () if found.released else found.signed
    elif found.open:
        yield from found.version.terms.parties - found.signed.keys() - found.declined.keys()
