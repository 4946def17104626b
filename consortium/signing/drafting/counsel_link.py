"""A read-only link for counsel: 256 random bits, shown once, kept as a digest, run out or ended by its maker.

It opens one page about one draft, without an account, and lets nothing be done: it is no sign-in, so nobody can be let
into anything by making one. It opens while the draft is written and reviewed, and then while the version that it became
is signed, until that is in force or over; and while whoever made it is here. It shows besides only the version from
which the draft grew.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from consortium.access.door import Viewer
from consortium.access.permissions import Permission, Role, may, runs
from consortium.access.tokens import fresh, kept
from consortium.db import Reading, Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.problems import Conflict, NotFound
from consortium.signing.drafting.look import Look, look_at, seen_by
from consortium.signing.store.changes import CounselLink, find_link, link_locked, load_links, save_link
from consortium.signing.store.drafts import draft_locked
from consortium.signing.store.people import load_standing
from geo import PersonId

MOST_DAYS: Final = 60
MOST_LINKS: Final = 20
MAKERS: Final = frozenset({Role.LEGAL_ADVISOR, Role.AGENCY_HEAD})
_ABOUT: Final = "counsel"


async def make_counsel_link(tx: Transaction, *, draft: UUID, label: str, days: int, viewer: Viewer) -> str:
    """Make a link to a draft, or to the version that it became, for so many days; the token that its address holds.

    Raises:
        BadInput: it says not for whom, or for how long.
        Conflict: there are as many as anybody needs, or it is in force, over or withdrawn.
        NotFound: there is no such draft for her.
    """
    if not may_make(viewer):
        raise NotFound
    seen_by(viewer, await draft_locked(tx, draft))
    if not (await look_at(tx, draft)).for_counsel:
        raise Conflict("This text is in force, over or withdrawn. There is nothing more for counsel to read.")
    whom = checks.line(label, "label")
    until = tx.now + timedelta(days=checks.number(days, "days", least=1, most=MOST_DAYS))
    if sum(each.opens_at(tx.now) for each in await load_links(tx, draft)) >= MOST_LINKS:
        raise Conflict(f"There are {MOST_LINKS} links to this draft. End one that nobody needs any more.")
    token = fresh()
    link = await save_link(tx, draft=draft, label=whom, token_hash=digest(token), by=viewer.person, expires_at=until)
    await record(tx, "made counsel's link", by=viewer.person, subject=draft, link=str(link), label=whom, days=days)
    return token


async def end_counsel_link(tx: Transaction, *, draft: UUID, link: UUID, viewer: Viewer) -> None:
    """End a link: hers, or as somebody who drafts agreements or administers the consortium, anybody's.

    Raises:
        Conflict: it has ended already.
        NotFound: there is no such link that she may end.
    """
    row = await link_locked(tx, link)
    if row.draft != draft or not may_end(viewer, row.made_by):
        raise NotFound
    seen_by(viewer, await draft_locked(tx, draft))
    if row.ended_at is not None:
        raise Conflict("This link has ended already.")
    row.ended_at = tx.now
    await tx.flush()
    await record(tx, "ended counsel's link", by=viewer.person, subject=draft, link=str(link), label=row.label)


def may_make(viewer: Viewer) -> bool:
    """Whether she may let counsel read: who drafts, who advises, who heads an agency; never in a reduced session."""
    return viewer.may(Permission.COMMENT_AGREEMENTS) and _makes(viewer.roles)


def may_end(viewer: Viewer, made_by: UUID) -> bool:
    """Whether she may end a link of this maker."""
    return made_by == viewer.person or runs(viewer.roles)


async def opened(reading: Reading, token: str) -> tuple[CounselLink, Look]:
    """What the address of a link opens now.

    Raises:
        NotFound: there is no such link, it has run out or was ended, its maker has left or may make none any more, or
            its text is in force, over or withdrawn.
    """
    link = await find_link(reading, digest(token))
    if link is None:
        raise NotFound
    look = await look_at(reading, link.draft)
    roles, agencies = await load_standing(reading, PersonId(link.made_by))
    hers = may(roles, Permission.DRAFT_AGREEMENTS) or not agencies or bool(agencies & look.terms.parties)
    if not (look.for_counsel and hers and _makes(roles)):
        raise NotFound
    return link, look


def _makes(roles: frozenset[Role]) -> bool:
    return may(roles, Permission.DRAFT_AGREEMENTS) or bool(roles & MAKERS)


def digest(token: str) -> bytes:
    """What is kept of a token."""
    return kept(token, about=_ABOUT)
