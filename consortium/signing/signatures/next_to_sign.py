"""Where an agreement is signed in a set order: tell whose turn has come, and nobody before."""

from agreements import PactId
from consortium.access.permissions import Role
from consortium.db import Transaction
from consortium.signing.signatures.letters import Letters, tell_person
from consortium.signing.signatures.progress import Progress, progress
from consortium.signing.store import load_pact
from consortium.signing.store.authorities import holders_of
from geo import AgencyId


def turns(at: Progress) -> frozenset[AgencyId]:
    """The parties that can sign now: all that have not, or in a set order those before whom nobody is left."""
    left = at.version.terms.parties - at.signed.keys() - at.declined.keys()
    return frozenset(agency for agency in left if at.open and not at.before(agency))


async def tell_next(tx: Transaction, letters: Letters, before: Progress) -> None:
    """After a signature, or a party that declined: invite the heads of those whose turn it is since."""
    if not before.version.terms.signing_order:
        return
    pact, number = PactId(before.pact.id), before.version.number
    after = progress(await load_pact(tx, pact), number, tx.now)
    for agency in sorted(turns(after) - turns(before)):
        body = (
            f"“{after.pact.title}”, version {number}, is signed in a set order, and it is your agency's turn. Read it "
            "on the page. You sign there with your own passkey, or on paper; nobody can sign for you, and this mail "
            f"signs nothing.\n\n{letters.version(pact, number)}/sign?for={agency}\n"
        )
        for person in await holders_of(tx, Role.AGENCY_HEAD, [agency]):
            await tell_person(tx, letters, person, "it is your turn to sign an agreement", body)
