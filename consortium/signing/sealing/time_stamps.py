"""Time stamps of an authority (RFC 3161): asked for, looked at, and never made up here.

The authority learns a digest and nothing else. Its address is the operator's setting. What comes back must be about our
digest, carry our number (nonce) and be signed by the certificate inside; whether that authority is to be trusted is
for whoever reads the token to judge.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import httpx
from asn1crypto import cms, tsp
from pyhanko.sign.general import CMSStructuralError
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext

SECONDS: Final = 10.0
_MOST_BYTES: Final = 100_000
_ASKED, _ANSWERED = "application/timestamp-query", "application/timestamp-reply"
_BROKEN = (CMSStructuralError, SignatureValidationError, ValueError, TypeError, KeyError, AttributeError)
"""What the libraries raise for a token that is none."""


class TimeStampError(OSError):
    """There is no time stamp to be had now; the message says why."""


@dataclass(frozen=True, slots=True)
class TimeStamp:
    """A token (DER), the time in it, and what the authority's certificate calls itself."""

    token: bytes
    at: datetime
    authority: str


class Authority(TimeStamper):
    """A time-stamping authority at an address."""

    def __init__(self, url: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.url = url

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """A token over a digest; whatever is wrong with the answer is one kind of failure."""
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except _BROKEN as broken:
            raise TimestampRequestError("The authority's answer is no time stamp.") from broken

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Ask it, once, for at most :data:`SECONDS`; no redirect is followed."""
        try:
            async with asyncio.timeout(SECONDS):
                return await self._asked(req.dump())
        except TimeoutError as slow:
            raise TimestampRequestError(f"The authority did not answer within {SECONDS:.0f} seconds.") from slow
        except httpx.HTTPError as failed:
            raise TimestampRequestError("The authority could not be reached.") from failed

    async def _asked(self, question: bytes) -> tsp.TimeStampResp:
        headers = {"Content-Type": _ASKED, "Accept": _ANSWERED}
        async with (
            httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=SECONDS) as client,
            client.stream("POST", self.url, content=question, headers=headers) as answer,
        ):
            if answer.status_code != httpx.codes.OK:
                raise TimestampRequestError(f"The authority answered with status {answer.status_code}.")
            body = b""
            async for piece in answer.aiter_bytes():
                body += piece
                if len(body) > _MOST_BYTES:
                    raise TimestampRequestError("The authority's answer is too long.")
        return tsp.TimeStampResp.load(body, strict=True)


async def stamped(url: str, sha256: bytes) -> TimeStamp:
    """A fresh token over a file's SHA-256.

    Raises:
        TimeStampError: the authority gave none, or one that is not about this digest.
    """
    try:
        token = await Authority(url).async_timestamp(sha256, "sha256")
        return await read_token(token.dump(), sha256)
    except TimestampRequestError as failed:
        raise TimeStampError(str(failed)) from failed


async def read_token(token: bytes, sha256: bytes) -> TimeStamp:
    """What a token says, once it is sure that it is about this digest and unaltered.

    Raises:
        TimeStampError: it is about something else, or was altered.
    """
    try:
        signed: Any = cms.ContentInfo.load(token, strict=True)["content"]
        status = await validate_tst_signed_data(signed, ValidationContext(trust_roots=[]), lambda _: sha256)
    except _BROKEN as broken:
        raise TimeStampError("This is no time stamp.") from broken
    if not (status["intact"] and status["valid"]):
        raise TimeStampError("This time stamp is about something else, or was altered.")
    said = signed["encap_content_info"]["content"].parsed
    if said["message_imprint"]["hash_algorithm"]["algorithm"].native != "sha256":
        raise TimeStampError("This time stamp is about another kind of digest.")
    at: datetime = status["timestamp"]
    return TimeStamp(token, at.astimezone(UTC), status["signing_cert"].subject.human_friendly)
