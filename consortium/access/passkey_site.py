"""What a passkey is bound to (WebAuthn Level 3), and the questions and answers as JSON. No database, no page.

Passkeys are asked to be found without an address (discoverable) and to check who holds the device. No statement about
the device's maker is asked for, and none is kept.
"""

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import (
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    RegistrationCredential,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

_PATIENCE_MS = 120_000
_BROKEN = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError)
"""What the library raises for an answer that is none, or one that is not for us."""


@dataclass(frozen=True, slots=True)
class Site:
    """Whom a passkey knows: the host of our public address, and the one origin that its answers may come from."""

    origin: str
    title: str

    @property
    def host(self) -> str:
        """The relying party's id: the host without its port."""
        return urlsplit(self.origin).hostname or ""


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """A new passkey as a browser sent it, read but not yet believed, and the challenge that it claims to answer."""

    credential: RegistrationCredential
    challenge: bytes


@dataclass(frozen=True, slots=True)
class PasskeyAnswer:
    """A sign-in as a browser sent it, read but not yet believed, and the challenge that it claims to answer."""

    credential: AuthenticationCredential
    challenge: bytes


def new_passkey_question(site: Site, *, person: UUID, name: str, challenge: bytes, known: Collection[bytes]) -> str:
    """The options for ``navigator.credentials.create``; a device that holds one of ``known`` makes no second."""
    return options_to_json(
        generate_registration_options(
            rp_id=site.host,
            rp_name=site.title,
            user_id=person.bytes,
            user_name=name,
            challenge=challenge,
            timeout=_PATIENCE_MS,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
            ),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=credential) for credential in known],
        )
    )


def sign_in_question(site: Site, *, challenge: bytes) -> str:
    """The options for ``navigator.credentials.get``: any passkey of ours that the device holds."""
    return options_to_json(
        generate_authentication_options(
            rp_id=site.host,
            challenge=challenge,
            timeout=_PATIENCE_MS,
            user_verification=UserVerificationRequirement.REQUIRED,
        )
    )


def signing_question(site: Site, *, challenge: bytes, credential: bytes, transports: Collection[str]) -> str:
    """The options by which one passkey, and no other, is asked to sign a record whose digest is the challenge."""
    known = {way.value for way in AuthenticatorTransport}
    ways = [AuthenticatorTransport(way) for way in sorted({*transports} & known)]
    return options_to_json(
        generate_authentication_options(
            rp_id=site.host,
            challenge=challenge,
            timeout=_PATIENCE_MS,
            allow_credentials=[PublicKeyCredentialDescriptor(id=credential, transports=ways or None)],
            user_verification=UserVerificationRequirement.REQUIRED,
        )
    )


def read_new(text: str) -> NewPasskey | None:
    """A new passkey out of the form, or ``None`` if it is none."""
    try:
        found = parse_registration_credential_json(text)
        return NewPasskey(found, parse_client_data_json(found.response.client_data_json).challenge)
    except _BROKEN:
        return None


def read_sign_in(text: str) -> PasskeyAnswer | None:
    """A sign-in out of the form, or ``None`` if it is none."""
    try:
        found = parse_authentication_credential_json(text)
        return PasskeyAnswer(found, parse_client_data_json(found.response.client_data_json).challenge)
    except _BROKEN:
        return None


def verified_new(site: Site, answer: NewPasskey) -> VerifiedRegistration | None:
    """The new passkey, if it was made for this site and its holder showed who she is."""
    try:
        return verify_registration_response(
            credential=answer.credential,
            expected_challenge=answer.challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except _BROKEN:
        return None


def verified_sign_in(site: Site, answer: PasskeyAnswer, *, public_key: bytes) -> VerifiedAuthentication | None:
    """The sign-in, if this key signed it for this site and its holder showed who she is.

    The counter is not looked at here: what an old one means is the caller's to say.
    """
    try:
        return verify_authentication_response(
            credential=answer.credential,
            expected_challenge=answer.challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except _BROKEN:
        return None
