"""An agreement in the library's words that so many agencies have signed, each with a real passkey, one on paper."""

import base64
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import cbor2

from agreements import (
    Acceptance,
    Article,
    Clause,
    Effect,
    Fact,
    FactKind,
    Kind,
    Pact,
    PactId,
    Role,
    Service,
    Terms,
    Version,
    VersionId,
)
from agreements.clause_library import Speech, Voice, editions, filled, paragraphs
from agreements.counterparts import Assertion, Counterpart, PaperRecord, key_digest
from agreements.signatures import Act, Capacity, SignatureRecord
from consortium.signing.sealing.execution import Execution, Site, first_counted, release_of
from geo import AgencyId, PersonId
from tests.authenticator import Device, b64

SITE = Site(consortium="Blue Ledge Peer Support", host="peers.test", origin="https://peers.test")
SENT = datetime(2026, 11, 20, 17, tzinfo=UTC)
TOWNS = ("Alder Creek", "Birch Falls", "Cedar Gap", "Dogwood", "Elm Fork", "Fallow Ridge", "Ginger Bay", "Hazel Point")
HEADS = (
    "Dana Ñandú",
    "Ruth \N{MODIFIER LETTER TURNED COMMA}Ōpūnui",
    "Piet Đorđević",
    "Lien Trần",
    "Rafael Voss",
    "Berit Þórsdóttir",
    "Ana Łoś",
    "Kim Odell",
)
TITLE = "Regional agreement on peer support across agency lines"


def agency(number: int) -> AgencyId:
    return AgencyId(UUID(int=number + 1))


def names(parties: int) -> dict[AgencyId, str]:
    """What the parties are called."""
    return {
        agency(each): f"{TOWNS[each % 8]}{f' {each // 8 + 1}' if each >= 8 else ''} Police Department"
        for each in range(parties)
    }


def some_terms(parties: int, **changes: Any) -> Terms:
    said: dict[str, Any] = {
        "parties": frozenset(map(agency, range(max(parties, 2)))),
        "calendar": "America/Los_Angeles",
        "services": frozenset({Service.ONE_TO_ONE, Service.CRITICAL_INCIDENT, Service.FOLLOW_UP}),
        "answer_minutes": 5,
        "roles": frozenset(Role),
        "training_required": True,
        "least_training_hours": 24,
        "acceptance": Acceptance.SIGNED,
        "deemed_days": 0,
        "least_parties": max(parties, 2),
        "required_parties": frozenset(),
        "notice_days": 30,
        "run_off_days": 3,
        "effect": Effect.EVALUATED,
        "signing_days": 60,
        "most_miles": 120,
        "term_months": 36,
        "law": "OR",
    }
    return Terms(**{**said, **changes})


def some_text(terms: Terms, called: dict[AgencyId, str], states: Sequence[str] = ("OR", "WA")) -> tuple[Article, ...]:
    """The library's words for every clause."""
    speech = Speech(terms, called, Voice.FORMAL)
    return tuple(
        Article(
            clause,
            filled(editions(clause, Kind.MUTUAL_AID)[0].with_paragraphs(paragraphs(clause, states)).words, speech),
        )
        for clause in Clause
    )


def signed_with(record: SignatureRecord, device: Device, at: datetime) -> Counterpart:
    """A counterpart by passkey: a real answer to the record's own challenge."""
    answer = json.loads(device.sign({"challenge": b64(record.challenge())}))["response"]

    def raw(name: str) -> bytes:
        text = answer[name]
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

    assertion = Assertion(
        credential=device.id,
        public_key=public_key(device),
        client_data=raw("clientDataJSON"),
        authenticator_data=raw("authenticatorData"),
        signature=raw("signature"),
    )
    return Counterpart(
        record=record, canonical=record.canonical(), signed_at=at, assertion=assertion, person=record.person
    )


def public_key(device: Device) -> bytes:
    """The public half as COSE."""
    numbers = device.key.public_key().public_numbers()
    return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})


def by_passkey(version: Version, number: int, named: str, at: datetime, act: Act = Act.SIGN) -> Counterpart:
    device = Device(SITE.origin)
    record = SignatureRecord(
        id=UUID(int=9000 + number),
        act=act,
        pact=version.pact,
        version=version.number,
        digest=version.digest,
        agency=agency(number),
        agency_name=named,
        person=PersonId(UUID(int=5000 + number)),
        name=HEADS[number % 8],
        title="Chief of police",
        capacity=Capacity.HEAD,
        authority="ORS 190.010; resolution 2026-14 of the city council",
        sentence=f"I am the head of {named}. I sign for it and bind it to the text and terms with this digest.",
        consent="consent to electronic records, 1",
        consent_digest=sha256(b"consent").hexdigest(),
        credential=device.id.hex(),
        public_key=key_digest(public_key(device)),
        confirmed_on="2026-10-01",
        confirmed_by="Orla Penhallow",
        at=at,
    )
    return signed_with(record, device, at + timedelta(seconds=40))


def on_paper(version: Version, number: int, named: str, at: datetime) -> Counterpart:
    record = PaperRecord(
        id=UUID(int=9000 + number),
        act=Act.SIGN,
        pact=version.pact,
        version=version.number,
        digest=version.digest,
        agency=agency(number),
        agency_name=named,
        name=HEADS[number % 8],
        title="Sheriff",
        capacity=Capacity.HEAD,
        authority="The sheriff's own office",
        scan=sha256(b"a scan").hexdigest(),
        signed_on=date(2026, 11, 20),
        attester=PersonId(UUID(int=4000)),
        attested_by="Orla Penhallow",
        at=at,
    )
    return Counterpart(record=record, canonical=record.canonical(), signed_at=at, assertion=None, person=None)


def a_version(parties: int = 8, *, number: int = 1, **changes: Any) -> Version:
    pact, terms = PactId(UUID(int=77)), some_terms(parties, **changes)
    text = some_text(terms, names(max(parties, 2)))
    return Version.of(VersionId(UUID(int=770 + number)), pact=pact, number=number, text=text, terms=terms)


def an_execution(parties: int = 8, *, checkpoint: str = "", **changes: Any) -> Execution:
    """So many counterparts, the last of several on paper; one alone is a later counterpart's."""
    version, called = a_version(parties, **changes), names(max(parties, 2))
    made = [
        on_paper(version, each, called[agency(each)], SENT + timedelta(hours=each, minutes=7))
        if each == parties - 1 and parties > 2
        else by_passkey(version, each, called[agency(each)], SENT + timedelta(hours=each, minutes=5))
        for each in range(parties)
    ]
    facts = [
        Fact(kind=FactKind.SIGNED, at=c.signed_at, attested_by=c.attested, agency=c.agency, digest=version.digest)
        for c in made
    ]
    out = Fact(kind=FactKind.SENT_OUT, at=SENT, attested_by="Ida Roe, coordinator", digest=version.digest)
    pact = Pact(id=version.pact, title=TITLE, versions=(version,), facts=(out, *facts))
    at = release_of(pact, version, SENT + timedelta(days=30)) if parties > 1 else made[0].signed_at
    assert at is not None
    counts = made if parties == 1 else list(first_counted(pact, version, made, made[-1].signed_at) or ())
    return Execution(
        pact=pact,
        version=version,
        counterparts=tuple(counts),
        released_at=max(at, made[-1].signed_at),
        names=called,
        site=SITE,
        checkpoint=checkpoint,
    )
