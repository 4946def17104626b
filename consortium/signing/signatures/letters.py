"""Mails of signing: to the signer what she signed, to a head what was recorded for her, to coordinators what waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from agreements.counterparts import Counterpart, PaperRecord
from agreements.signatures import SignatureRecord
from consortium.access.permissions import Role
from consortium.db import Transaction
from consortium.members.mail_diet import post_kindly
from consortium.members.store import load_own_mails
from consortium.outbox import Mail, post
from consortium.signing.store.authorities import holders_of

KIND: Final = "agreement"
_KEEP: Final = (
    "Keep this mail. The computer that shows you the page could have shown you something else than what you signed. "
    "With this mail you can find out: the text that you are given must have this fingerprint, and the log that the "
    "other agencies countersign must hold this record."
)
_BACK: Final = (
    "Until all needed have signed you can take your signature back on that page. If it was not you, do that, and ring "
    "your clerk."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """What every mail needs: the consortium's title and calendar, and the address of its pages."""

    title: str
    home: str
    calendar: str

    def version(self, pact: UUID, number: int) -> str:
        """The page of one version."""
        return f"{self.home}/agreements/{pact}/{number}"


def stamp(at: datetime, calendar: str) -> str:
    """An instant as agreements print it: ``2026-11-21 14:05 PST (22:05 UTC)``."""
    local = at.astimezone(ZoneInfo(calendar))
    utc = f"{at:%H:%M} UTC" if at.date() == local.date() else f"{at:%Y-%m-%d %H:%M} UTC"
    return f"{local:%Y-%m-%d %H:%M %Z} ({utc})"


async def tell_person(tx: Transaction, letters: Letters, person: UUID, subject: str, body: str) -> None:
    """Mail to every address that we have of a member, at once: what was signed or recorded in her name cannot wait."""
    for address in await load_own_mails(tx, person):
        await post(tx, Mail(kind=KIND, address=address, subject=f"{letters.title}: {subject}", body=body))


async def tell_coordinators(tx: Transaction, letters: Letters, subject: str, body: str) -> None:
    """Mail to each coordinator, at her own time."""
    for person in await holders_of(tx, Role.COORDINATOR):
        for address in (await load_own_mails(tx, person))[:1]:
            mail = Mail(kind=KIND, address=address, subject=f"{letters.title}: {subject}", body=body)
            await post_kindly(tx, person, mail)


async def tell_signed(
    tx: Transaction, letters: Letters, counterpart: Counterpart, record: SignatureRecord, pact: str
) -> None:
    """Tell the signer what she signed, so that her own copy shows it if the page showed her something else."""
    lines = (
        f"You signed version {record.version} of “{pact}” for {record.agency_name}.",
        "",
        f"When: {stamp(counterpart.signed_at, letters.calendar)}",
        f"As: {record.name}, {record.title} ({record.capacity.value})",
        f"Sentence: {record.sentence}",
        "",
        "Fingerprint of text and terms, SHA-256:",
        *_fours(record.digest),
        "",
        "Your passkey signed this challenge, SHA-256 over your record:",
        *_fours(record.challenge().hex()),
        "",
        f"Record: {record.id}",
        f"Text, and your own record to download: {letters.version(record.pact, record.version)}/sign",
        "",
        _KEEP,
        "",
        _BACK,
    )
    await tell_person(tx, letters, record.person, f"you signed “{pact}”", "\n".join(lines) + "\n")


async def tell_paper(tx: Transaction, letters: Letters, heads: Iterable[UUID], record: PaperRecord, pact: str) -> None:
    """Tell the heads of a party that a clerk recorded a signature on paper for it: so that a false one is found."""
    body = (
        f"{record.attested_by} recorded that {record.name}, {record.title}, signed version {record.version} of "
        f"“{pact}” for {record.agency_name} on paper, on {record.signed_on.isoformat()}.\n\n"
        f"Recorded: {stamp(record.at, letters.calendar)}\n"
        f"Fingerprint of text and terms, SHA-256: {record.digest}\n"
        f"Fingerprint of the scan, SHA-256: {record.scan}\n"
        f"Record: {record.id}\n\n"
        f"If that is not so, ring your coordinator and your counsel, and take it back here: "
        f"{letters.version(record.pact, record.version)}/sign\n"
    )
    for person in heads:
        await tell_person(tx, letters, person, f"a signature on paper of {record.agency_name} was recorded", body)


def _fours(digest: str) -> tuple[str, ...]:
    """A digest in two lines of groups of four, as it is read out."""
    groups = [digest[start : start + 4] for start in range(0, len(digest), 4)]
    return " ".join(groups[:8]), " ".join(groups[8:])
