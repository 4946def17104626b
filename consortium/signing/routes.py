"""The agreements for programs: each as it stands now, one with its text, and who has designated whom."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec
from litestar import get
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements import PactId
from consortium.access.web import HerePlace, SignedIn
from consortium.members.store import load_agencies, load_designations_page
from consortium.members.values import PeerCard
from consortium.programs.paging import USUAL, page_of
from consortium.programs.routes import ROOT, AnyRequest, Cursor, Limit, answer, next_page, reads, somebody
from consortium.programs.scopes import Scope
from consortium.signing.see_agreements import see_agreement, see_agreements
from consortium.signing.see_designations import Stand, parts_of, stand_of
from consortium.signing.store import load_pact, load_pacts
from geo import AgencyId


class VersionStanding(StrEnum):
    """How a version of an agreement stands."""

    FROZEN = "frozen"
    OUT_FOR_SIGNATURE = "out_for_signature"
    PARTLY_SIGNED = "partly_signed"
    SIGNED = "signed"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    TERMINATED = "terminated"
    LAPSED = "lapsed"
    VOID = "void"
    TAKEN_BACK = "taken_back"


class PartyStanding(StrEnum):
    """How an agency stands in an agreement."""

    INVITED = "invited"
    REVIEWING = "reviewing"
    APPROVED = "approved"
    NO_ADVISOR = "no_advisor"
    AUTHORISED = "authorised"
    SIGNED = "signed"
    JOINING = "joining"
    ACTIVE = "active"
    NOTICE_GIVEN = "notice_given"
    SUSPENDED = "suspended"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"


class AgreementLineOut(msgspec.Struct, frozen=True, kw_only=True):
    """An agreement: the version in force, or the newest with whom it waits for.

    `active` of its `parties` are bound now. `next_change` is the next instant at which that changes by itself.
    """

    id: UUID
    title: str
    number: int
    state: VersionStanding
    since: datetime | None
    active: int
    parties: int
    waiting_for: list[str]
    next_change: datetime | None


class AgreementsOut(msgspec.Struct, frozen=True, kw_only=True):
    """Some agreements, by title; `next` is the address of the next page."""

    items: list[AgreementLineOut]
    next: str | None


class PartyOut(msgspec.Struct, frozen=True, kw_only=True):
    """An agency named in an agreement. `until`: for who has given notice, when it is no longer bound."""

    name: str
    state: PartyStanding
    since: datetime | None
    until: datetime | None


class TermOut(msgspec.Struct, frozen=True, kw_only=True):
    """A term that the program itself obeys, and the clause that it stands in."""

    label: str
    value: str
    clause: str


class AgreementOut(msgspec.Struct, frozen=True, kw_only=True):
    """The version of an agreement in force, or its newest, with its text and the digest (SHA-256) that was signed.

    `digest_holds`: computed again just now from text and terms, it is the same.
    """

    id: UUID
    title: str
    number: int
    state: VersionStanding
    since: datetime | None
    text: str
    digest: str
    digest_holds: bool
    missing: list[str]
    terms: list[TermOut]
    parties: list[PartyOut]


class DesignatedOut(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who serves, with the agencies that let her now, and those that lack only her designation."""

    person: UUID
    name: str
    designated_by: list[UUID]
    missing: list[UUID]


class DesignationsOut(msgspec.Struct, frozen=True, kw_only=True):
    """Some of those who serve, by name; `next` is the address of the next page."""

    items: list[DesignatedOut]
    next: str | None


@get(f"{ROOT}/agreements", **reads(Scope.READ_AGREEMENTS, "agreements", "The agreements as they stand"))
async def list_agreements(
    request: AnyRequest, place: HerePlace, state: State, cursor: Cursor = None, limit: Limit = USUAL
) -> Response[AgreementsOut]:
    """Every agreement of the consortium, by title."""
    async with state.database.reading(place.id) as reading:
        pacts = await load_pacts(reading)
        names = (await load_agencies(reading)).names
        shown = see_agreements(pacts, names, place.slug, reading.now)
    lines = [_line(pact.id, line) for pact, line in zip(pacts, shown, strict=True)]
    found = page_of(lines, lambda line: (line.title, str(line.id)), cursor=cursor, limit=limit)
    return answer(request, AgreementsOut(items=list(found.items), next=next_page(request, found.cursor, limit)))


@get(
    f"{ROOT}/agreements/{{agreement:uuid}}",
    **reads(Scope.READ_AGREEMENTS, "agreement", "One agreement with its text"),
)
async def read_agreement(
    request: AnyRequest, place: HerePlace, state: State, agreement: FromPath[UUID]
) -> Response[AgreementOut]:
    """The version in force, or the newest: text, terms, parties, and the digest of what was signed."""
    async with state.database.reading(place.id) as reading:
        pact = await load_pact(reading, PactId(agreement))
        names = (await load_agencies(reading)).names
        shown = see_agreement(pact, None, names, place.slug, reading.now)
    somebody(shown)
    return answer(request, _whole(pact.id, shown or {}))


@get(f"{ROOT}/designations", **reads(Scope.READ_AGREEMENTS, "designations", "Who has designated whom"))
async def list_designations(
    request: AnyRequest,
    viewer: SignedIn,
    place: HerePlace,
    state: State,
    cursor: Cursor = None,
    limit: Limit = USUAL,
) -> Response[DesignationsOut]:
    """Those who serve, by name, each with the agencies whose people she may serve now, and the gaps."""
    async with state.database.reading(place.id) as reading:
        facts = (await state.desks.at(reading)).facts
        page = await load_designations_page(reading, viewer, facts)
        now = reading.now
    parts = parts_of(page, facts.standing(now), facts.labels)
    columns = [agency for _, agencies in parts for agency in agencies]
    found = page_of(page.peers, lambda card: (card.name, str(card.person)), cursor=cursor, limit=limit)
    items = [
        _designated(card, stand_of(page.facts[card.person], parts, facts.reach, now), columns) for card in found.items
    ]
    return answer(request, DesignationsOut(items=items, next=next_page(request, found.cursor, limit)))


ROUTES = (list_agreements, read_agreement, list_designations)


def _designated(card: PeerCard, stand: Stand, columns: Sequence[AgencyId]) -> DesignatedOut:
    return DesignatedOut(
        person=card.person,
        name=card.name,
        designated_by=[agency for agency in columns if agency in stand.given],
        missing=[agency for agency in columns if agency in stand.gaps],
    )


def _line(agreement: UUID, line: dict[str, Any]) -> AgreementLineOut:
    change = line["next_change"]
    return AgreementLineOut(
        id=agreement,
        title=line["title"],
        number=line["number"],
        state=VersionStanding(line["state"]),
        since=line["since"],
        active=line["active"],
        parties=line["parties"],
        waiting_for=line["waiting_for"],
        next_change=change["at"] if change else None,
    )


def _whole(agreement: UUID, shown: dict[str, Any]) -> AgreementOut:
    told = shown["agreement"]
    return AgreementOut(
        id=agreement,
        title=told["title"],
        number=told["number"],
        state=VersionStanding(told["state"]),
        since=told["since"],
        text=told["text"],
        digest=told["digest"],
        digest_holds=told["digest_holds"],
        missing=[str(each) for each in told["missing"]],
        terms=[TermOut(**term) for term in shown["terms"]],
        parties=[
            PartyOut(name=each["name"], state=PartyStanding(each["state"]), since=each["since"], until=each["until"])
            for each in shown["parties"]
        ],
    )
