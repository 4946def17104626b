"""Tell the coordinators, shortly before a shift, that its holder has not confirmed; once."""

from consortium.db import Transaction
from consortium.duty.coverage.checks import Check, Settled
from consortium.duty.store.coverage import load_checks, set_told
from consortium.duty.tell_changed import NAMES, tell_coordinators
from consortium.duty.views import RotaFacts
from consortium.pages import moment, zone_label

WHY = {
    "": "She has not pressed the button.",
    "refused": "The mail server refused her address.",
    "unreachable": "The mail server took no mail for an hour.",
    "no_address": "There is no address at which she can be paged.",
}


async def tell_unconfirmed(tx: Transaction, facts: RotaFacts, settled: Settled, *, public_url: str) -> None:
    """One mail about all shifts that begin soon and that their holders have not confirmed."""
    late = [check for check in await load_checks(tx) if check.late(tx.now, settled)]
    if not late:
        return
    region = facts.region
    lines = "\n".join(f"- {_line(facts, check)}" for check in late)
    body = (
        f"Not confirmed yet, so perhaps nobody would be woken:\n\n{lines}\n\n"
        f"All times are {zone_label(region.timezone)}. Ring them, or put somebody else on:\n"
        f"{public_url}/{region.slug}/coverage\n"
    )
    await tell_coordinators(tx, "a shift is not confirmed", body)
    await set_told(tx, [check.id for check in late])


def _line(facts: RotaFacts, check: Check) -> str:
    card = facts.cards.get(check.person)
    start = moment(check.during.start, facts.region.timezone)
    return f"{card.name if card else 'A colleague'}, {NAMES[check.line]} from {start}. {WHY[check.why]}"
