"""An ID token is believed only if everything about it holds."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from consortium.access.provider import Client, Described, Way, subject_of
from consortium.fetcher import Fetched, Fetcher
from consortium.problems import BadInput

NOW = datetime.fromtimestamp(1_795_000_000, tz=UTC)
KEY = RSAKey.generate_key(2048, {"kid": "ours", "use": "sig", "alg": "RS256"})
STRANGE = RSAKey.generate_key(2048, {"kid": "ours", "use": "sig", "alg": "RS256"})
ISSUER = "https://login.example.org"
CLIENT = Client(issuer=ISSUER, client_id="us", secret=None)
WAY = Way(state="s", nonce="n", verifier="v", back="https://peers.test/x/sign-in/agency/back")
PROVIDER = Described(
    issuer=ISSUER,
    authorization_endpoint=f"{ISSUER}/auth",
    token_endpoint=f"{ISSUER}/token",
    jwks_uri=f"{ISSUER}/keys",
)
GOOD: Mapping[str, Any] = {
    "iss": ISSUER,
    "aud": "us",
    "sub": "account-1",
    "nonce": "n",
    "iat": NOW.timestamp(),
    "exp": NOW.timestamp() + 300,
}


class Simulated(Fetcher):
    """A provider that answers with one token and its keys."""

    token: str = ""
    status: int = 200

    async def get(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:  # noqa: ARG002 (the shape of the real one)
        assert url == PROVIDER.jwks_uri
        return Fetched(200, msgspec.json.encode({"keys": [KEY.as_dict(private=False)]}))

    async def post_form(self, url: str, form: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Fetched:  # noqa: ARG002 (the shape of the real one)
        assert (url, form["code_verifier"], form["code"]) == (PROVIDER.token_endpoint, "v", "c")
        return Fetched(type(self).status, msgspec.json.encode({"id_token": type(self).token}))


def signed(claims: Mapping[str, Any], key: Any = KEY, alg: str = "RS256") -> str:
    return jwt.encode({"alg": alg, "kid": "ours"}, dict(claims), key, algorithms=[alg])


async def subject(token: str, status: int = 200) -> str:
    Simulated.token, Simulated.status = token, status
    return await subject_of(Simulated(), PROVIDER, CLIENT, WAY, code="c", now=NOW)


async def test_a_token_that_holds_tells_the_account() -> None:
    assert await subject(signed(GOOD)) == "account-1"
    assert await subject(signed({**GOOD, "aud": ["us", "them"], "azp": "us"})) == "account-1"


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://evil.example.org"},
        {"aud": "them"},
        {"aud": ["us", "them"]},
        {"azp": "them"},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": NOW.timestamp() - 61},
        {"exp": "tomorrow"},
        {"iat": NOW.timestamp() + 120},
        {"sub": ""},
        {"sub": None},
        {"sub": "x" * 256},
    ],
    ids=str,
)
async def test_one_claim_that_does_not_hold_is_enough(changed: Mapping[str, Any]) -> None:
    with pytest.raises(BadInput):
        await subject(signed({**GOOD, **changed}))


async def test_a_token_of_another_key_or_of_none_is_not_believed() -> None:
    unsigned = "eyJhbGciOiJub25lIn0." + signed(GOOD).split(".")[1] + "."
    hmac = signed(GOOD, OctKey.import_key("a key of our own that they do not hold"), "HS256")
    for token in (signed(GOOD, STRANGE), unsigned, hmac, "nonsense", ""):
        with pytest.raises(BadInput):
            await subject(token)
    with pytest.raises(BadInput):
        await subject(signed(GOOD), status=400)
