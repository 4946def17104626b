"""The doctor's look at the mail server: it answers, encrypts, takes our name; and a test mail if one is wanted."""

import asyncio
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import aiosmtplib

from consortium.channels import Handed, Letter, MailChannel
from consortium.cli.findings import Found, area, mend, well
from consortium.settings import MailServer

_PATIENCE: Final = 8.0


@dataclass(frozen=True, slots=True)
class MailSeen:
    """How far we came: ``step`` is where it stopped, ``reached``, ``encrypted`` or ``signed in``; empty if all went."""

    step: str
    why: str


async def see_mail(server: MailServer) -> MailSeen:
    """Connect, encrypt and sign in as every mail does, then hang up."""
    client = aiosmtplib.SMTP(
        hostname=server.host, port=server.port, use_tls=server.tls, start_tls=False, timeout=_PATIENCE
    )
    step = "encrypted" if server.tls else "reached"
    try:
        await asyncio.wait_for(client.connect(), _PATIENCE)
        step = "encrypted"
        if server.starttls:
            await client.starttls()
        step = "signed in"
        if server.username:
            await client.login(server.username, server.password or "")
    except (aiosmtplib.SMTPException, OSError, TimeoutError, ValueError) as error:
        if step == "encrypted" and isinstance(error, (aiosmtplib.SMTPConnectError, aiosmtplib.SMTPTimeoutError)):
            step = "reached"
        return MailSeen(step, type(error).__name__)
    finally:
        client.close()
    return MailSeen("", "")


_MENDS: Final = {
    "reached": "See that the name and port in MAIL_URL are right and that this machine may go out there.",
    "encrypted": "The server must offer STARTTLS (smtp://) or TLS (smtps://) with a certificate for its name.",
    "signed in": "Look at name and password in MAIL_URL; with signs in them such as / or @, write those as %2F, %40.",
}


@area("mail")
def look_at_mail(server: MailServer, seen: MailSeen) -> Iterator[Found]:
    """What is to be said of it."""
    for step in _MENDS:
        if step == "signed in" and not server.username:
            continue
        if step == seen.step:
            yield mend(step, f"{server.host}:{server.port} is not {step} ({seen.why}).", _MENDS[step])
            return
        yield well(step, _told(server, step))


def _told(server: MailServer, step: str) -> str:
    if step == "reached":
        return f"{server.host}:{server.port} answers."
    if step == "encrypted":
        return "The connection is encrypted." if server.tls or server.starttls else "It stays on this machine."
    return "It takes our name and password."


async def send_test(server: MailServer, sender: str, address: str) -> Handed:
    """Hand a test mail over; whether it arrives, its reader sees."""
    letter = Letter(
        address=address,
        subject="Test of the peer support service",
        body="The service can hand mail over. Nothing else was meant, and nothing has to be done.\n",
        message_id=f"<{secrets.token_hex(16)}@consortium.invalid>",
    )
    return await MailChannel(server, sender).hand_over(letter)


@area("mail")
def look_at_test(address: str, handed: Handed) -> Iterator[Found]:
    """What became of the test mail."""
    if handed is Handed.OVER:
        yield well("test mail", f"It was taken for {address}. Look whether it arrives, and not among the junk.")
    else:
        word = "was refused for good" if handed is Handed.NEVER else "was not taken now"
        yield mend("test mail", f"The mail to {address} {word}.", "Look at MAIL_FROM and at what that server allows.")
