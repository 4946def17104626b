"""A read-only link for counsel: 256 random bits, shown once, kept as a digest, run out or ended by its maker.

It opens one page about one draft or version, without an account, and lets nothing be done: it is no sign-in, so nobody
can be let into anything by making one.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from consortium.access.door import Viewer
from consortium.access.permissions import Permission, Role
from consortium.access.tokens import fresh, kept
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.problems import Conflict, NotFound
from consortium.signing.drafting.look import seen_by
from consortium.signing.store.changes import link_locked, load_links, save_link
from consortium.signing.store.drafts import draft_locked

MOST_DAYS: Final = 60
MOST_LINKS: Final = 20
MAKERS: Final = frozenset({Role.LEGAL_ADVISOR, Role.AGENCY_HEAD})
_ABOUT: Final = "counsel"


async def make_counsel_link(tx: Transaction, *, draft: UUID, label: str, days: int, viewer: Viewer) -> str:
    """Make a link to a draft, and to the version that it becomes, for so many days; the token that its address holds.

    Raises:
        BadInput: it says not for whom, or for how long.
        Conflict: there are as many as anybody needs, or the draft was withdrawn.
        NotFound: there is no such draft for her.
    """
    if not may_make(viewer):
        raise NotFound
    file = seen_by(viewer, await draft_locked(tx, draft))
    if file.withdrawn_at is not None:
        raise Conflict("This draft was withdrawn.")
    whom = checks.line(label, "label")
    until = tx.now + timedelta(days=checks.number(days, "days", least=1, most=MOST_DAYS))
    if sum(each.opens_at(tx.now) for each in await load_links(tx, draft)) >= MOST_LINKS:
        raise Conflict(f"There are {MOST_LINKS} links to this draft. End one that nobody needs any more.")
    token = fresh()
    link = await save_link(
        tx, draft=draft, version=None, label=whom, token_hash=digest(token), by=viewer.person, expires_at=until
    )
    await record(tx, "made counsel's link", by=viewer.person, subject=draft, link=str(link), label=whom, days=days)
    return token


async def end_counsel_link(tx: Transaction, *, draft: UUID, link: UUID, viewer: Viewer) -> None:
    """End a link that she made.

    Raises:
        Conflict: it has ended already.
        NotFound: she made no such link.
    """
    row = await link_locked(tx, link)
    if row.draft != draft or row.made_by != viewer.person:
        raise NotFound
    if row.ended_at is not None:
        raise Conflict("This link has ended already.")
    row.ended_at = tx.now
    await tx.flush()
    await record(tx, "ended counsel's link", by=viewer.person, subject=draft, link=str(link), label=row.label)


def may_make(viewer: Viewer) -> bool:
    """Whether she may let counsel read: who drafts, who advises, who heads an agency; never in a reduced session."""
    may = viewer.may(Permission.COMMENT_AGREEMENTS)
    return may and (viewer.may(Permission.DRAFT_AGREEMENTS) or bool(viewer.roles & MAKERS))


def digest(token: str) -> bytes:
    """What is kept of a token."""
    return kept(token, about=_ABOUT)
