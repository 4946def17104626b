"""An agency's own accounts, asked by OpenID Connect: the code flow with PKCE, and the ID token checked to the end.

OpenID Connect Core 1.0 §3.1 and §3.1.3.7, RFC 7636 (PKCE, S256 only), RFC 9207 (issuer in the answer, where it comes).
Of the ID token only ``sub`` is used: an address in it proves nothing about who somebody is here.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from consortium.fetcher import Fetched, Fetcher, FetchError
from consortium.problems import BadInput

_SIGNED_BY: Final = ["RS256", "PS256", "ES256", "EdDSA"]
_LEEWAY: Final = 60
_NOT_WORKING: Final = "Your agency's sign-on did not answer as it should. Sign in by mail instead."


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """How we are known to an agency's sign-on."""

    issuer: str
    client_id: str
    secret: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What one way there and back is bound to."""

    state: str
    nonce: str
    verifier: str
    back: str


class Described(msgspec.Struct):
    """What a provider says of itself (OpenID Connect Discovery 1.0 §3), as far as we use it."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    code_challenge_methods_supported: tuple[str, ...] = ()
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


class _Tokens(msgspec.Struct):
    id_token: str


async def described(fetcher: Fetcher, issuer: str) -> Described:
    """Ask a provider what it is.

    Raises:
        BadInput: it is not there, or is no provider that we can use; the message says what is missing.
    """
    try:
        fetched = await fetcher.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    except FetchError as failed:
        raise BadInput(str(failed), "issuer") from failed
    if fetched.status != 200:
        raise BadInput("There is no OpenID Connect provider at this address.", "issuer")
    try:
        found = msgspec.json.decode(fetched.body, type=Described)
    except msgspec.MsgspecError as wrong:
        raise BadInput("There is no OpenID Connect provider at this address.", "issuer") from wrong
    if found.issuer != issuer:
        raise BadInput(f"This provider calls itself {found.issuer[:200]}. Type exactly that.", "issuer")
    if found.code_challenge_methods_supported and "S256" not in found.code_challenge_methods_supported:
        raise BadInput("This provider does not take PKCE with S256. Ask whoever runs it to switch it on.", "issuer")
    return found


def way_there(provider: Described, client: Client, way: Way) -> str:
    """The address at the provider to which the browser goes."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(way.verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": way.back,
        "scope": "openid",
        "state": way.state,
        "nonce": way.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    mark = "&" if "?" in provider.authorization_endpoint else "?"
    return f"{provider.authorization_endpoint}{mark}{urlencode(asked)}"


async def subject_of(
    fetcher: Fetcher, provider: Described, client: Client, way: Way, *, code: str, now: datetime
) -> str:
    """Whose account the code stands for: the ``sub`` of a checked ID token.

    Raises:
        BadInput: the provider refused the code, or its token does not hold.
    """
    token = await _exchanged(fetcher, provider, client, way, code)
    keys = _keys(await _asked(fetcher, provider.jwks_uri))
    try:
        claims = jwt.decode(token, keys, algorithms=_SIGNED_BY).claims
    except (JoseError, ValueError, KeyError, TypeError) as wrong:
        raise BadInput(_NOT_WORKING) from wrong
    if not _holds(claims, client, way.nonce, now.timestamp()):
        raise BadInput(_NOT_WORKING)
    return str(claims["sub"])


async def _exchanged(fetcher: Fetcher, provider: Described, client: Client, way: Way, code: str) -> str:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": way.back,
        "client_id": client.client_id,
        "code_verifier": way.verifier,
    }
    headers = {"Accept": "application/json"}
    if client.secret is not None:
        if "client_secret_basic" in provider.token_endpoint_auth_methods_supported:
            pair = urlencode({client.client_id: client.secret}).replace("=", ":", 1)
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            form["client_secret"] = client.secret
    try:
        answer = await fetcher.post_form(provider.token_endpoint, form, headers)
        if answer.status != 200:
            raise BadInput(_NOT_WORKING)
        return msgspec.json.decode(answer.body, type=_Tokens).id_token
    except (FetchError, msgspec.MsgspecError) as wrong:
        raise BadInput(_NOT_WORKING) from wrong


async def _asked(fetcher: Fetcher, url: str) -> Fetched:
    try:
        return await fetcher.get(url)
    except FetchError as failed:
        raise BadInput(_NOT_WORKING) from failed


def _keys(fetched: Fetched) -> KeySet:
    try:
        return KeySet.import_key_set(msgspec.json.decode(fetched.body))
    except (msgspec.MsgspecError, JoseError, ValueError, KeyError, TypeError) as wrong:
        raise BadInput(_NOT_WORKING) from wrong


def _holds(claims: Mapping[str, Any], client: Client, nonce: str, now: float) -> bool:
    """§3.1.3.7: issuer, audience, authorized party, times and nonce."""
    audience = claims.get("aud")
    audiences = [audience] if isinstance(audience, str) else list(audience or ())
    until, since = claims.get("exp"), claims.get("iat")
    return (
        claims.get("iss") == client.issuer
        and client.client_id in audiences
        and claims.get("azp", client.client_id) == client.client_id
        and (len(audiences) == 1 or "azp" in claims)
        and isinstance(until, int | float)
        and now < until + _LEEWAY
        and isinstance(since, int | float)
        and since < now + _LEEWAY
        and claims.get("nonce") == nonce
        and isinstance(claims.get("sub"), str)
        and 0 < len(claims["sub"]) <= 255
    )
