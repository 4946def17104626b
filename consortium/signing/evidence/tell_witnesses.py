"""Mails about an agency's keys for countersigning: to its heads and clerks, so that none appears or goes unseen."""

from uuid import UUID

from agreements.log import VerifierKey
from consortium.access.permissions import Role
from consortium.db import Transaction
from consortium.members.store import load_agencies, load_region
from consortium.outbox import Mail, post
from consortium.signing.evidence.mail_heads import KIND
from consortium.signing.store.people import load_holders
from geo import AgencyId

_NOT_SO = "If nobody of your agency did this, take the key back on the page of the log, and ring the other heads."


async def tell_registered(tx: Transaction, agency: UUID, key: VerifierKey, *, by: str) -> None:
    """Tell that a key was registered."""
    await _tell(
        tx,
        AgencyId(agency),
        "a key was registered",
        f"{by} registered a key with which {{agency}} countersigns the log of agreements:\n\n{key.line()}\n\n{_NOT_SO}",
    )


async def tell_taken_back(tx: Transaction, agency: UUID, key: VerifierKey, *, by: str) -> None:
    """Tell that a key was taken back."""
    await _tell(
        tx,
        AgencyId(agency),
        "a key was taken back",
        f"{by} took back a key with which {{agency}} countersigned the log of agreements. From now on nothing counts "
        f"that it signs:\n\n{key.line()}\n\nIf your agency goes on countersigning, make another key and register it.",
    )


async def _tell(tx: Transaction, agency: AgencyId, what: str, words: str) -> None:
    region, names = await load_region(tx), (await load_agencies(tx)).names
    where = f"\n\nThe page: {tx.notary.public_url}/{region.slug}/agreements/log\n"
    body = words.replace("{agency}", names.get(agency, "")) + where
    addresses = {
        each.email
        for role in (Role.AGENCY_HEAD, Role.CLERK)
        for each in (await load_holders(tx, role, [agency]))[agency]
        if each.email
    }
    for address in sorted(addresses):
        await post(tx, Mail(kind=KIND, address=address, subject=f"{region.title}: {what}", body=body))
