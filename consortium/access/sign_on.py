"""Sign in with an agency's own account, or connect one: the way there, the way back, and what it opens.

An account is connected by its owner, from a session of hers; no address in a token ever says who somebody is, because
whoever runs the agency's accounts could write any address there. It opens what a mail would open: for somebody with a
passkey a reduced session.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from consortium.access.provider import Client, Described, Way, described, subject_of, way_there
from consortium.access.sign_in import open_session
from consortium.access.store.sign_ons import (
    Flow,
    SignOn,
    delete_identity,
    delete_sign_on,
    save_flow,
    save_identity,
    save_sign_on,
    take_flow,
    whose_account,
)
from consortium.access.tokens import fresh
from consortium.db import Transaction
from consortium.fetcher import Fetcher
from consortium.journal import record
from consortium.keys import InstallationKey
from consortium.problems import BadInput, Conflict, NotFound

_KEPT_SECONDS: Final = 600.0
GONE: Final = "This way is not good any more, or was not begun in this browser. Begin again."
STRANGER: Final = "This account is not connected to anybody here. Sign in by mail, then connect it on your own page."


@dataclass(slots=True)
class Providers:
    """Asks agencies' sign-ons, and remembers for ten minutes what they say of themselves."""

    fetcher: Fetcher
    key: InstallationKey
    _kept: dict[str, tuple[float, Described]] = field(default_factory=dict)

    async def at(self, issuer: str) -> Described:
        """What the provider says of itself.

        Raises:
            BadInput: it is not there, or cannot be used.
        """
        clock = asyncio.get_running_loop().time
        kept = self._kept.get(issuer)
        if kept is None or clock() - kept[0] > _KEPT_SECONDS:
            kept = (clock(), await described(self.fetcher, issuer))
            self._kept[issuer] = kept
        return kept[1]

    def client(self, sign_on: SignOn) -> Client:
        """How we are known there."""
        secret = None if sign_on.secret is None else self.key.unseal(sign_on.secret, about=str(sign_on.id))
        return Client(issuer=sign_on.issuer, client_id=sign_on.client_id, secret=secret)


async def set_up_sign_on(
    tx: Transaction, providers: Providers, *, agency: UUID, issuer: str, client_id: str, secret: str, by: UUID
) -> UUID:
    """Let an agency's people sign in with its accounts. The caller has asked the provider already.

    Raises:
        BadInput: something is missing, or the agency is none of ours.
        Conflict: the agency has a sign-on already.
    """
    if not client_id.strip() or len(client_id) > 400:
        raise BadInput("Copy the client ID from your agency's sign-on.", "client_id")
    made = uuid4()
    sealed = providers.key.seal(secret.strip(), about=str(made)) if secret.strip() else None
    kept = await save_sign_on(tx, made=made, agency=agency, issuer=issuer, client_id=client_id.strip(), secret=sealed)
    if not kept:
        raise Conflict("This agency has a sign-on already. End that one first.")
    await record(tx, "set up sign-on", by=by, subject=agency)
    return made


async def end_sign_on(tx: Transaction, wanted: SignOn, *, by: UUID) -> None:
    """End an agency's sign-on. Its people sign in by mail or passkey, as everybody does.

    Raises:
        NotFound: it is ended already.
    """
    if not await delete_sign_on(tx, wanted.id):
        raise NotFound
    await record(tx, "ended sign-on", by=by, subject=wanted.agency)


async def begin(
    tx: Transaction, providers: Providers, sign_on: SignOn, *, person: UUID | None, browser: str, back: str
) -> str:
    """Begin a way, and tell where the browser goes. ``person`` connects her account; without one somebody signs in.

    Raises:
        BadInput: the agency's sign-on does not answer.
    """
    way = Way(state=fresh(), nonce=fresh(), verifier=fresh(), back=back)
    client = providers.client(sign_on)
    there = way_there(await providers.at(sign_on.issuer), client, way)
    await save_flow(
        tx,
        sign_on=sign_on.id,
        person=person,
        state=way.state,
        browser=browser,
        nonce=way.nonce,
        verifier=way.verifier,
    )
    return there


async def come_back(tx: Transaction, answer: Mapping[str, str], browser: str | None) -> Flow:
    """The way that this answer belongs to, used up.

    Raises:
        BadInput: it was not begun in this browser, or was used before.
    """
    state = answer.get("state", "")
    flow = await take_flow(tx, state=state, browser=browser) if browser and state else None
    if flow is None:
        raise BadInput(GONE)
    return flow


async def account_of(
    providers: Providers, sign_on: SignOn, flow: Flow, answer: Mapping[str, str], *, now: datetime, back: str
) -> str:
    """Whose account the answer stands for, by the provider's own id.

    Raises:
        BadInput: it stands for nobody.
    """
    if answer.get("iss", sign_on.issuer) != sign_on.issuer or not answer.get("code"):
        raise BadInput("Your agency's sign-on said no. Try again, or sign in by mail.")
    way = Way(state="", nonce=flow.nonce, verifier=flow.verifier, back=back)
    provider = await providers.at(sign_on.issuer)
    return await subject_of(providers.fetcher, provider, providers.client(sign_on), way, code=answer["code"], now=now)


async def connect(tx: Transaction, flow: Flow, subject: str) -> None:
    """Connect the account to whoever began.

    Raises:
        Conflict: it is connected already, to her or to somebody else.
    """
    if flow.person is None or not await save_identity(tx, sign_on=flow.sign_on, person=flow.person, subject=subject):
        raise Conflict("This account is connected already. Take that connection away first.")
    await record(tx, "connected account", by=flow.person, subject=flow.person)


async def disconnect(tx: Transaction, *, sign_on: UUID, person: UUID) -> None:
    """Take one's own connection away.

    Raises:
        NotFound: there is none.
    """
    if not await delete_identity(tx, sign_on=sign_on, person=person):
        raise NotFound
    await record(tx, "disconnected account", by=person, subject=person)


async def sign_in_with_account(tx: Transaction, flow: Flow, subject: str, *, instead: str | None = None) -> str | None:
    """A new session's token if the account is connected to a member of that agency."""
    person = await whose_account(tx, sign_on=flow.sign_on, subject=subject)
    return None if person is None else await open_session(tx, person, instead)
