"""Whether a fact would do anything to an agreement, and if it is of no use, why. Pure."""

from collections.abc import Callable, Mapping
from typing import Final

from agreements import Effect, Fact, FactKind, Filing, Pact, Renewal, Standing, Version, standing_at
from agreements.adoption import may_adopt
from agreements.dates import window_closes
from agreements.facts import OF_REST
from agreements.pacts import released
from agreements.resting import OWN_WISH, rests_for
from agreements.standing import OVER, PartyState
from agreements.term_ends import Term
from agreements.times import MOMENT

_QUIET: Final = frozenset(
    {
        FactKind.SENT_OUT,
        FactKind.REVIEWING,
        FactKind.RESOLVED,
        FactKind.INSURED,
        FactKind.CONSENTED,
        FactKind.FILED,
        FactKind.AFFIRMED,
        FactKind.STOPPED,
    }
)
"""Kinds that may fulfil a condition before anything else shows it; worth keeping once."""
_NOTHING: Final = "This would change nothing in the agreement, now or later. Look at its standing again."


def why_useless(pact: Pact, fact: Fact) -> str | None:
    """Why adding a fact would do nothing, in a sentence to show; ``None`` if it does something.

    A consent is refused too while it is nobody's to give, though it would count once its giver is bound.
    """
    before, after = standing_at(pact, fact.at - MOMENT), pact.with_fact(fact)
    if after.facts == pact.facts:
        return _NOTHING
    version = next((each for each in pact.versions if each.digest == fact.digest), None)
    if fact.kind is not FactKind.CONSENTED and after.history != pact.history:
        return None
    judge = _GUARDS.get(fact.kind)
    if judge is not None and (reason := judge(pact, before, version, fact)):
        return reason
    if fact.kind in _QUIET:
        return None if _is_new(pact, before, version, fact) else _NOTHING
    return None if fact.kind in OF_REST and _sums_up(pact, fact) else _NOTHING


def _is_new(pact: Pact, before: Standing, version: Version | None, fact: Fact) -> bool:
    """Whether a version still open waits for it, and nobody has said it yet."""
    if version is not None and before.versions[version.number] in OVER:
        return False
    if fact.kind is FactKind.INSURED:
        return fact.agency in before.parties
    said = {(each.kind, each.agency, each.digest, each.about) for each in pact.facts}
    return fact.kind is FactKind.FILED or (fact.kind, fact.agency, fact.digest, fact.about) not in said


def _sums_up(pact: Pact, fact: Fact) -> bool:
    """One of several causes to rest, or its end, shows only in their sum."""
    if fact.agency not in standing_at(pact, fact.at).parties:
        return False
    same = [
        each.kind
        for each in pact.facts
        if each.kind in OF_REST and (each.agency, each.cause) == (fact.agency, fact.cause) and each.at <= fact.at
    ]
    return (same[-1] if same else FactKind.RESUMED) is not fact.kind


Guard = Callable[[Pact, Standing, Version | None, Fact], str | None]


def _signing(pact: Pact, before: Standing, version: Version | None, fact: Fact) -> str | None:
    if version is None:
        return None
    closes = window_closes(pact, version, fact.at)
    if closes is not None and closes <= fact.at:
        return "The time for signing this version is over. An agency can still join, if it is in force."
    if before.within[version.number].get(fact.whose) is PartyState.DECLINED:
        return "This party has declined to sign. It can only come in by joining."
    return None


def _declaring(_pact: Pact, _before: Standing, version: Version | None, _fact: Fact) -> str | None:
    if version is not None and version.terms.effect is Effect.EVALUATED:
        return "This version takes effect by its own conditions, worked out each time. No day is recorded for it."
    return None


def _taking_back(pact: Pact, before: Standing, version: Version | None, fact: Fact) -> str | None:
    if version is None:
        return None
    if fact.whose in before.counted[version.number] and released(pact, version, fact.at - MOMENT):
        return "Those needed have signed, so no signature is taken back alone any more. A party can give notice."
    return None


def _withdrawing(_pact: Pact, before: Standing, version: Version | None, _fact: Fact) -> str | None:
    if version is not None and any(bound.version is version for bound in before.bindings):
        return "This version is in force. It can be ended, and not be taken back."
    return None


def _adopting(_pact: Pact, before: Standing, version: Version | None, _fact: Fact) -> str | None:
    if before.in_force is None or version is None:
        return "No version is in force that the board could change."
    return may_adopt(before.in_force, version)


def _filing(_pact: Pact, _before: Standing, version: Version | None, _fact: Fact) -> str | None:
    if version is not None and version.terms.filing is Filing.NONE:
        return "This version does not have to be filed or published."
    return None


def _consenting(_pact: Pact, before: Standing, version: Version | None, fact: Fact) -> str | None:
    if version is None or fact.whose not in before.counted[version.number]:
        return "Only a party that this version binds lets another agency join."
    if fact.about in before.counted[version.number]:
        return "That agency is a party already."
    return None


def _renewing(_pact: Pact, before: Standing, version: Version | None, fact: Fact) -> str | None:
    bound = next((each for each in before.bindings if each.version is version), None)
    if bound is None or bound.term is None or version is None:
        return "This version is not in force, or has no term that could go on."
    if fact.kind is FactKind.RENEWED:
        return _too_far(version, bound.term.at(fact.at), fact)
    if version.terms.renewal is Renewal.NONE:
        return "This version's term ends without the parties' say: its text does not let it go on."
    return None if fact.whose in bound.members else "Only a party that this version binds has a say in its next term."


def _resting(pact: Pact, before: Standing, _version: Version | None, fact: Fact) -> str | None:
    open_now = [version for version in pact.versions if before.versions[version.number] not in OVER]
    if not open_now or any(rests_for(version, fact.cause or "") for version in open_now):
        return None
    if fact.cause in OWN_WISH:
        return "This agreement does not let a party rest by its own wish."
    return "The text of this agreement does not let a party's part rest for this."


def _too_far(version: Version, term: Term, fact: Fact) -> str | None:
    if fact.leaves_on is None or fact.leaves_on <= term.ends:
        return "The term runs longer than that already."
    match version.terms.renewal:
        case Renewal.NONE:
            return "The text of this version does not let its term go on. It needs a later version, signed anew."
        case _ if fact.leaves_on > term.following().ends:
            return "A term goes on by one more term at most. Name an earlier day."
        case Renewal.AFFIRM:
            return "The parties affirm their next term. A record renews it only if all of them have affirmed."
        case Renewal.AUTO:
            return "This term was renewed already. The next renewal can be recorded once its old end has passed."


_GUARDS: Final[Mapping[FactKind, Guard]] = {
    FactKind.SIGNED: _signing,
    FactKind.IN_FORCE: _declaring,
    FactKind.RETRACTED: _taking_back,
    FactKind.DECLINED: _taking_back,
    FactKind.WITHDRAWN: _withdrawing,
    FactKind.ADOPTED: _adopting,
    FactKind.FILED: _filing,
    FactKind.CONSENTED: _consenting,
    FactKind.AFFIRMED: _renewing,
    FactKind.STOPPED: _renewing,
    FactKind.RENEWED: _renewing,
    FactKind.SUSPENDED: _resting,
}
