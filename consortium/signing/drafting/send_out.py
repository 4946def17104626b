"""Send a frozen version out to be signed, or take it back before it takes effect. A mail invites and never signs."""

from uuid import UUID

from agreements import FactKind, VersionState
from consortium.access.permissions import Role
from consortium.db import Transaction
from consortium.members import checks
from consortium.problems import Conflict
from consortium.signing.add_fact import add_fact
from consortium.signing.drafting.look import Look, look_at
from consortium.signing.drafting.tell import flat, tell
from consortium.signing.signatures.next_to_sign import turns
from consortium.signing.signatures.progress import progress
from consortium.signing.store import load_pact
from consortium.signing.store.drafts import draft_locked
from consortium.signing.store.people import load_holders, load_people
from geo import PersonId

OUT = frozenset({VersionState.OUT_FOR_SIGNATURE, VersionState.ESCROW, VersionState.EFFECT_PENDING})
"""Where a version may still be taken back."""


async def send_out(tx: Transaction, *, draft: UUID, by: UUID, public_url: str | None = None) -> None:
    """Open the window for signing and invite every party's head; in a set order, those of the first party only.

    Raises:
        Conflict: the draft is not frozen, or its version went out already.
        NotFound: there is no such draft.
    """
    look = await _frozen(tx, draft)
    if look.issued is not VersionState.FROZEN:
        raise Conflict("This version was sent out or taken back already.")
    await _add(tx, look, FactKind.SENT_OUT, by)
    pact, title = look.file.draft.pact, look.file.draft.title
    now = turns(progress(await load_pact(tx, pact), look.file.draft.number, tx.now))
    heads = await load_holders(tx, Role.AGENCY_HEAD, now)
    order = " It is signed in a set order, and your agency comes first." if look.terms.signing_order else ""
    window = f" It can be signed within {look.terms.signing_days} days." if look.terms.signing_days else ""
    await tell(
        tx,
        flat(heads.values()),
        subject="an agreement is ready for you to read and sign",
        body=(
            f"“{title}”, version {look.file.draft.number}, is out for signature.{window}{order} Read it on the page. "
            "You sign there with your own passkey, or on paper; nobody can sign for you, and this mail signs nothing."
        ),
        path=f"agreements/{pact}",
        public_url=public_url,
        but=by,
    )


async def take_back(tx: Transaction, *, draft: UUID, reason: str, by: UUID) -> None:
    """Take a frozen version back before it is in force; signatures in escrow bind nobody then.

    Raises:
        BadInput: there is no reason.
        Conflict: it is in force, or over.
        NotFound: there is no such draft.
    """
    look = await _frozen(tx, draft)
    words = checks.line(reason, "reason", most=400)
    if look.issued not in OUT | {VersionState.FROZEN}:
        raise Conflict("This version is in force or over. It can't be taken back.")
    await _add(tx, look, FactKind.WITHDRAWN, by, cause=words)


async def _frozen(tx: Transaction, draft: UUID) -> Look:
    await draft_locked(tx, draft)
    look = await look_at(tx, draft)
    if look.file.frozen_at is None:
        raise Conflict("Only a frozen text can go out. Every party's advisor approves it first.")
    return look


async def _add(tx: Transaction, look: Look, kind: FactKind, by: UUID, *, cause: str | None = None) -> None:
    name = (await load_people(tx, [PersonId(by)]))[PersonId(by)].name
    await add_fact(
        tx,
        pact=look.file.draft.pact,
        kind=kind,
        at=tx.now,
        attested_by=f"{name}, coordinator",
        version=look.file.draft.number,
        cause=cause,
        by=by,
    )
