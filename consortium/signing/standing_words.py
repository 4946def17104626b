"""The codes by which pages and programs call states of agreements, and the sentences that say facts."""

from agreements import Effect, Fact, FactKind, Pact, PartyState, VersionState
from geo import AgencyId

VERSION_WORDS = {
    VersionState.FROZEN: "frozen",
    VersionState.OUT_FOR_SIGNATURE: "out_for_signature",
    VersionState.ESCROW: "partly_signed",
    VersionState.EFFECT_PENDING: "signed",
    VersionState.IN_FORCE: "in_force",
    VersionState.SUPERSEDED: "superseded",
    VersionState.EXPIRED: "expired",
    VersionState.TERMINATED: "terminated",
    VersionState.LAPSED: "lapsed",
    VersionState.VOID: "void",
    VersionState.WITHDRAWN: "taken_back",
}
PARTY_WORDS = {
    PartyState.INVITED: "invited",
    PartyState.REVIEWING: "reviewing",
    PartyState.AUTHORISED: "authorised",
    PartyState.SIGNED: "signed",
    PartyState.JOINING: "joining",
    PartyState.ACTIVE: "active",
    PartyState.NOTICE_GIVEN: "notice_given",
    PartyState.SUSPENDED: "suspended",
    PartyState.DECLINED: "declined",
    PartyState.WITHDRAWN: "withdrawn",
    PartyState.ENDED: "terminated",
}
FACT_WORDS = {
    FactKind.SENT_OUT: "Sent out to be signed.",
    FactKind.REVIEWING: "Its legal advisor began to read it.",
    FactKind.RESOLVED: "Its governing body resolved to be bound.",
    FactKind.INSURED: "Its certificate of insurance counts.",
    FactKind.SIGNED: "Signed.",
    FactKind.CONSENTED: "Consented to an agency's joining.",
    FactKind.EMPOWERED: "Let its lead agency act for it, in writing.",
    FactKind.JOINED: "Joined.",
    FactKind.FILED: "Filed or published as the law asks.",
    FactKind.ADOPTED: "The board adopted a change of terms.",
    FactKind.IN_FORCE: "Recorded as taking effect.",
    FactKind.AFFIRMED: "Affirmed one more term.",
    FactKind.RENEWED: "The term was renewed.",
    FactKind.RESUMED: "Its part was resumed.",
    FactKind.SUSPENDED: "Its part was suspended.",
    FactKind.RETRACTED: "Took its signature back.",
    FactKind.DECLINED: "Declined to sign.",
    FactKind.REVOKED: "Took back what it had let its lead agency do.",
    FactKind.STOPPED: "Does not want the term to renew itself.",
    FactKind.NOTICE_GIVEN: "Gave notice.",
    FactKind.WITHDRAWN: "Taken back before it took effect.",
    FactKind.ENDS: "The term ends.",
    FactKind.VOIDED: "Declared void.",
    FactKind.TERMINATED: "The agreement was ended.",
}

NO_ADVISOR = "by a paper that it has no advisor"
"""How the fact of a verdict says that a party has nobody who could read it."""
_REVIEWED = {True: "It has no legal advisor, as its paper says.", False: "Its legal advisor approved it."}


def said_of(fact: Fact, pact: Pact) -> str:
    """What a fact says. Of what was drafted here a review is an approval: without one the text is not settled."""
    if fact.kind is FactKind.REVIEWING and drafted_here(pact):
        return _REVIEWED[NO_ADVISOR in fact.attested_by]
    return FACT_WORDS[fact.kind]


def party_word(state: PartyState, pact: Pact, agency: AgencyId) -> str:
    """The code of where a party stands. Who has no advisor, as its paper says, was approved by none."""
    if state is not PartyState.REVIEWING or not drafted_here(pact):
        return PARTY_WORDS[state]
    reviews = [each for each in pact.facts if each.kind is FactKind.REVIEWING and each.agency == agency]
    return "no_advisor" if reviews and NO_ADVISOR in reviews[-1].attested_by else "approved"


def drafted_here(pact: Pact) -> bool:
    """Whether an agreement's text was settled by its parties' advisors here, and not taken over from paper."""
    return pact.versions[-1].terms.effect is Effect.EVALUATED


NEAREST_FIRST = (
    "active",
    "notice_given",
    "suspended",
    "joining",
    "signed",
    "authorised",
    "approved",
    "no_advisor",
    "reviewing",
    "invited",
    "declined",
    "withdrawn",
    "terminated",
)
