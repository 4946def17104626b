"""Checking a countersignature again: against the head that it is of, whoever holds it. Pure."""

from webauthn import verify_authentication_response
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import AuthenticationCredential, AuthenticatorAssertionResponse, PublicKeyCredentialType

from agreements.counterparts import Assertion, key_digest
from agreements.log import LogError, Statement
from consortium.signing.evidence.passkey_site_of import Sites, asked_at

_BROKEN = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError)


def check_statement(statement: Statement, answer: Assertion, sites: Sites) -> None:
    """See that a passkey answered this statement on a site of the log, and that its holder showed who she is.

    Raises:
        LogError: it did not, or it is another passkey than the one that the statement names.
    """
    if key_digest(answer.public_key) != statement.public_key:
        raise LogError("The statement names another passkey than the one that answered.")
    site = asked_at(answer.client_data, sites)
    try:
        verify_authentication_response(
            credential=AuthenticationCredential(
                id=bytes_to_base64url(answer.credential),
                raw_id=answer.credential,
                response=AuthenticatorAssertionResponse(
                    client_data_json=answer.client_data,
                    authenticator_data=answer.authenticator_data,
                    signature=answer.signature,
                ),
                type=PublicKeyCredentialType.PUBLIC_KEY,
            ),
            expected_challenge=statement.challenge(),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=answer.public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except _BROKEN as broken:
        raise LogError("The passkey did not sign this countersignature.") from broken
