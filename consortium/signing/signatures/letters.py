"""Mails of signing: to the signer what she signed, to a head what was recorded for her, to coordinators what waits."""

from base64 import b64encode
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from agreements.canonical import canonical_bytes
from agreements.counterparts import Counterpart, PaperRecord
from agreements.signatures import BINDING, Act, SignatureRecord
from consortium.access.permissions import Role
from consortium.db import Transaction
from consortium.members.mail_diet import post_kindly
from consortium.members.store import load_own_mails
from consortium.outbox import Mail, post
from consortium.signing.store.authorities import holders_of, told_of
from geo import AgencyId

KIND: Final = "agreement"
NOT_SO: Final = "If that is not so, ring your coordinator and your counsel."
"""Under every mail that tells an agency what was done in its name."""
_KEEP: Final = (
    "Keep this mail. The computer that shows you the page could have shown you something else than what you signed. "
    "With this mail you can find out: the text that you are given must have this fingerprint, and the log that the "
    "other agencies countersign must hold this record."
)
_HOW: Final = (
    "Below are your whole record and what your passkey answered, as base64 and complete. Decoded, the first is the "
    "canonical JSON: SHA-256 over the bytes “consortium signature v1”, one zero byte and that JSON is the challenge "
    "above, and it stands, as base64url, inside the client_data of the second. Anybody can check both with common "
    "tools: sha256sum for the challenge, and openssl for the answer under your passkey's public_key."
)
BEGIN_RECORD, END_RECORD = "-----BEGIN RECORD-----", "-----END RECORD-----"
BEGIN_ANSWER, END_ANSWER = "-----BEGIN ANSWER-----", "-----END ANSWER-----"
WIDTH: Final = 72
"""Letters in a line of base64: short enough that no mail program breaks it anew."""
_DID: Final = {
    Act.SIGN: "signed version {number} of “{pact}”",
    Act.JOIN: "signed the joinder to version {number} of “{pact}”",
    Act.AFFIRM: "affirmed one more term of version {number} of “{pact}”",
    Act.STOP: "said that version {number} of “{pact}” is not renewed",
    Act.NOTICE: "gave notice to leave “{pact}”",
    Act.CONSENT: "consented to the joining of {about} to version {number} of “{pact}”",
    Act.END: "agreed that “{pact}” ends for all",
    Act.EMPOWER: "let {about}, as lead agency, act under “{pact}”, until this is taken back or that agreement is over",
    Act.REVOKE: "took back that {about}, as lead agency, acts under “{pact}”",
}
_NO_WAY_BACK: Final = "If it was not you, ring your clerk and your counsel at once."
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


async def tell_agency(
    tx: Transaction, letters: Letters, agency: AgencyId, subject: str, body: str, *, but: Collection[UUID] = ()
) -> None:
    """Tell all heads of an agency, and its clerk, at once: what was done in its name, so that a false act is found.

    Where it has no clerk of its own, the clerks who belong to no agency are told.
    """
    heads, clerks = await told_of(tx, agency)
    for person in sorted({*heads, *clerks} - {*but}):
        await tell_person(tx, letters, person, subject, body)


async def tell_coordinators(tx: Transaction, letters: Letters, subject: str, body: str) -> None:
    """Mail to each coordinator, at her own time."""
    for person in await holders_of(tx, Role.COORDINATOR):
        for address in (await load_own_mails(tx, person))[:1]:
            mail = Mail(kind=KIND, address=address, subject=f"{letters.title}: {subject}", body=body)
            await post_kindly(tx, person, mail)


async def tell_signed(
    tx: Transaction, letters: Letters, counterpart: Counterpart, record: SignatureRecord, pact: str
) -> None:
    """Tell the signer what she signed, whole: so that her own copy shows it if the page showed her something else."""
    back = _BACK if record.act in BINDING else _NO_WAY_BACK
    lines = (
        f"You signed this for {record.agency_name}, about version {record.version} of “{pact}”.",
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
        back,
        "",
        *_whole(counterpart, record),
    )
    await tell_person(tx, letters, record.person, f"you signed “{pact}”", "\n".join(lines) + "\n")
    body = (
        f"{record.name}, {record.title}, signed with a passkey for {record.agency_name}:\n\n{record.sentence}\n\n"
        f"When: {stamp(counterpart.signed_at, letters.calendar)}\nRecord: {record.id}\n\n{NOT_SO}\n"
        f"{letters.version(record.pact, record.version)}\n"
    )
    subject = f"{record.name} signed for {record.agency_name}"
    await tell_agency(tx, letters, record.agency, subject, body, but=(record.person,))


def _whole(counterpart: Counterpart, record: SignatureRecord) -> tuple[str, ...]:
    """The record and the assertion themselves, between lines that no mail program joins to others."""
    answer = counterpart.assertion.document() if counterpart.assertion else {}
    return (
        _HOW,
        "",
        BEGIN_RECORD,
        *_wrapped(b64encode(record.canonical()).decode()),
        END_RECORD,
        BEGIN_ANSWER,
        *_wrapped(b64encode(canonical_bytes(answer)).decode()),
        END_ANSWER,
    )


def _wrapped(text: str) -> list[str]:
    return [text[start : start + WIDTH] for start in range(0, len(text), WIDTH)]


async def tell_paper(tx: Transaction, letters: Letters, signer: UUID, record: PaperRecord, pact: str) -> None:
    """Tell a party's heads and clerk, and who signed, that a paper of it was recorded: so that a false one is found."""
    did = _DID[record.act].format(number=record.version, pact=pact, about=record.about_name)
    here = letters.version(record.pact, record.version)
    back = f" You take it back here: {here}/sign" if record.act in BINDING else f"\n{here}"
    body = (
        f"{record.attested_by} recorded that {record.name}, {record.title}, {did} for {record.agency_name} on paper, "
        f"on {record.signed_on.isoformat()}.\n\n"
        f"Recorded: {stamp(record.at, letters.calendar)}\n"
        f"Fingerprint of text and terms, SHA-256: {record.digest}\n"
        f"Fingerprint of the scan, SHA-256: {record.scan}\n"
        f"Record: {record.id}\n\n{NOT_SO}{back}\n"
    )
    subject = f"a signature on paper of {record.agency_name} was recorded"
    await tell_agency(tx, letters, record.agency, subject, body, but=(signer,))
    await tell_person(tx, letters, signer, subject, body)


def _fours(digest: str) -> tuple[str, ...]:
    """A digest in two lines of groups of four, as it is read out."""
    groups = [digest[start : start + 4] for start in range(0, len(digest), 4)]
    return " ".join(groups[:8]), " ".join(groups[8:])
