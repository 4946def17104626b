"""Mails about drafts: that something waits for somebody, with the address of its page. They sign nobody in."""

from collections.abc import Iterable
from uuid import UUID

from consortium.db import Transaction
from consortium.members.mail_diet import post_kindly
from consortium.members.store import load_region
from consortium.outbox import Mail, post
from consortium.signing.store.people import Holder

_FOOT = (
    "This mail signs nobody in and signs nothing. You sign in with your own passkey or your own mail address.\n\n"
    "{title}"
)


async def tell(
    tx: Transaction,
    to: Iterable[Holder],
    *,
    subject: str,
    body: str,
    path: str,
    public_url: str | None,
    but: UUID | None = None,
    at_once: bool = False,
) -> None:
    """Send each of these people one mail, but for whoever did it; none without ``public_url``.

    ``path`` is the page's, under the consortium's address. It waits as each of them wishes her mails to wait, unless
    it must be there ``at_once``.
    """
    if public_url is None:
        return
    region = await load_region(tx)
    address = f"{public_url}/{region.slug}/{path}"
    told = {holder.person: holder for holder in to if holder.email and holder.person != but}
    for person, holder in told.items():
        words = f"{body}\n\n{address}\n\n{_FOOT.format(title=region.title)}"
        mail = Mail(kind="agreement", address=holder.email or "", subject=f"{region.title}: {subject}", body=words)
        await (post(tx, mail) if at_once else post_kindly(tx, person, mail))


def flat(holders: Iterable[tuple[Holder, ...]]) -> tuple[Holder, ...]:
    """Everybody of several agencies."""
    return tuple(each for some in holders for each in some)
