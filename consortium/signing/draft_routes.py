"""The drafts of agreements for programs, to read: each as it stands, and one with its words, verdicts and findings."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec
from litestar import get
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements.clause_library import Speech, filled
from agreements.drafts import Answer, DraftState, Severity
from consortium.access.web import HerePlace
from consortium.programs.paging import USUAL, page_of
from consortium.programs.routes import ROOT, AnyRequest, Cursor, Limit, answer, next_page, reads
from consortium.programs.scopes import Scope
from consortium.signing.drafting.look import Look, look_at
from consortium.signing.store.drafts import load_drafts
from geo import AgencyId


class DraftStanding(StrEnum):
    """Where a draft stands. Once it is settled the agreements say more of it."""

    DRAFT = "draft"
    LEGAL_REVIEW = "legal_review"
    WITHDRAWN_DRAFT = "withdrawn_draft"
    FROZEN = "frozen"


class DraftLineOut(msgspec.Struct, frozen=True, kw_only=True):
    """A draft of version `number` of an agreement. `digest`: SHA-256 of text and terms, if it can be settled so."""

    id: UUID
    agreement: UUID
    title: str
    number: int
    state: DraftStanding
    digest: str | None
    begun: datetime
    parties: int


class DraftsOut(msgspec.Struct, frozen=True, kw_only=True):
    """Some drafts, by title; `next` is the address of the next page."""

    items: list[DraftLineOut]
    next: str | None


class DraftClauseOut(msgspec.Struct, frozen=True, kw_only=True):
    """A clause, its words with the terms filled in. `wording` is the library's; empty where the words are own ones."""

    number: int
    subject: str
    words: str
    wording: str


class DraftVerdictOut(msgspec.Struct, frozen=True, kw_only=True):
    """What a party's legal advisor says of exactly this text under this title; nothing yet where `answer` is empty."""

    agency: UUID
    name: str
    answer: Answer | None
    words: str
    at: datetime | None


class DraftFindingOut(msgspec.Struct, frozen=True, kw_only=True):
    """What the check found. One that `stops` keeps the draft from the advisors."""

    stops: bool
    clause: int | None
    term: str | None
    message: str
    cites: str


class DraftOut(msgspec.Struct, frozen=True, kw_only=True):
    """A draft as it stands now, or the text that it became."""

    id: UUID
    agreement: UUID
    title: str
    number: int
    state: DraftStanding
    digest: str | None
    begun: datetime
    clauses: list[DraftClauseOut]
    verdicts: list[DraftVerdictOut]
    findings: list[DraftFindingOut]


@get(f"{ROOT}/agreements/drafts", **reads(Scope.READ_DRAFTS, "drafts", "The drafts of agreements"))
async def list_drafts(
    request: AnyRequest, place: HerePlace, state: State, cursor: Cursor = None, limit: Limit = USUAL
) -> Response[DraftsOut]:
    """Every draft of the consortium, by title; those that were given up or settled too."""
    async with state.database.reading(place.id) as reading:
        files = await load_drafts(reading)
        found = page_of(files, lambda file: (file.draft.title, str(file.id)), cursor=cursor, limit=limit)
        looks = [await look_at(reading, file.id) for file in found.items]
    items = [_line(look) for look in looks]
    return answer(request, DraftsOut(items=items, next=next_page(request, found.cursor, limit)))


@get(
    f"{ROOT}/agreements/drafts/{{draft:uuid}}",
    **reads(Scope.READ_DRAFTS, "draft", "One draft with its words, verdicts and findings"),
)
async def read_draft(request: AnyRequest, place: HerePlace, state: State, draft: FromPath[UUID]) -> Response[DraftOut]:
    """One draft: every clause, what each party's advisor says of exactly this text, and what the check found."""
    async with state.database.reading(place.id) as reading:
        look = await look_at(reading, draft)
    return answer(request, _whole(look))


ROUTES = (list_drafts, read_draft)


def _standing(look: Look) -> DraftStanding:
    if look.file.frozen_at is not None:
        return DraftStanding.FROZEN
    return DraftStanding(DraftState.WITHDRAWN_DRAFT if look.file.withdrawn_at else look.review.state)


def _line(look: Look) -> DraftLineOut:
    draft = look.file.draft
    return DraftLineOut(
        id=look.file.id,
        agreement=draft.pact,
        title=draft.title,
        number=draft.number,
        state=_standing(look),
        digest=look.digest or None,
        begun=look.file.made_at,
        parties=len(draft.terms.parties),
    )


def _whole(look: Look) -> DraftOut:
    draft, speech = look.file.draft, Speech(look.terms, look.names)
    return DraftOut(
        id=look.file.id,
        agreement=draft.pact,
        title=draft.title,
        number=draft.number,
        state=_standing(look),
        digest=look.digest or None,
        begun=look.file.made_at,
        clauses=[
            DraftClauseOut(
                number=int(clause),
                subject=clause.subject,
                words=filled(choice.said, speech),
                wording="" if choice.own else choice.edition,
            )
            for clause, choice in draft.clauses.items()
        ],
        verdicts=[_verdict(look, agency) for agency in sorted(look.terms.parties, key=lambda each: look.names[each])],
        findings=[
            DraftFindingOut(
                stops=each.severity is Severity.STOPS,
                clause=int(each.clause) if each.clause else None,
                term=each.term,
                message=each.message,
                cites=each.cites,
            )
            for each in look.findings
        ],
    )


def _verdict(look: Look, agency: AgencyId) -> DraftVerdictOut:
    said = look.review.verdicts.get(agency)
    return DraftVerdictOut(
        agency=agency,
        name=look.names[agency],
        answer=said.answer if said else None,
        words=said.words if said else "",
        at=said.at if said else None,
    )
