"""The ways out of the house. Mail, handed to one server; what it said decides what our pages may say."""

import asyncio
from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum

import aiosmtplib

from consortium.settings import MailServer

_PATIENCE = 10.0
_TEMPORARY_AND_FINAL = 500


class Handed(StrEnum):
    """What became of a mail: taken by the server, not now, or never."""

    OVER = "over"
    NOT_NOW = "not now"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail as it leaves."""

    address: str
    subject: str
    body: str
    message_id: str


@dataclass(frozen=True, slots=True)
class MailChannel:
    """Hands mail to one server (RFC 5321); a 5xx answer is final, everything else may be tried again."""

    server: MailServer
    sender: str

    async def hand_over(self, letter: Letter) -> Handed:
        """Hand one mail over; never raises for what a server or a network does, nor for what no mail can be made of."""
        try:
            await asyncio.wait_for(self._send(self._message(letter)), _PATIENCE)
        except aiosmtplib.SMTPRecipientsRefused as refused:
            final = all(each.code >= _TEMPORARY_AND_FINAL for each in refused.recipients)
            return Handed.NEVER if final else Handed.NOT_NOW
        except aiosmtplib.SMTPResponseException as answer:
            return Handed.NEVER if answer.code >= _TEMPORARY_AND_FINAL else Handed.NOT_NOW
        except (aiosmtplib.SMTPException, OSError, TimeoutError):
            return Handed.NOT_NOW
        except ValueError:
            return Handed.NEVER
        return Handed.OVER

    async def greets(self, patience: float) -> bool:
        """Whether the mail server answers EHLO within ``patience`` seconds; no mail is sent and nobody signs in."""
        server = aiosmtplib.SMTP(
            hostname=self.server.host,
            port=self.server.port,
            use_tls=self.server.tls,
            start_tls=False,
            timeout=patience,
        )
        try:
            async with asyncio.timeout(patience):
                await server.connect()
                await server.ehlo()
                await server.quit()
        except (aiosmtplib.SMTPException, OSError, TimeoutError):
            return False
        finally:
            server.close()
        return True

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"] = self.sender, letter.address
        message["Subject"], message["Message-ID"] = letter.subject, letter.message_id
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.body)
        return message

    async def _send(self, message: EmailMessage) -> None:
        await aiosmtplib.send(
            message,
            hostname=self.server.host,
            port=self.server.port,
            username=self.server.username,
            password=self.server.password,
            use_tls=self.server.tls,
            start_tls=self.server.starttls,
            timeout=_PATIENCE,
        )
