"""Let the days of a roster annex run once every head of its agency was told. Found by looking; nobody asks for it."""

from agreements import Acceptance
from agreements.times import day_of
from consortium.access.permissions import Role
from consortium.db import Transaction
from consortium.journal import record
from consortium.members.annex_values import Annex
from consortium.members.store import annex_locked, load_annex, one_at_a_time
from consortium.signing.annex_notice import Notice, all_told, begins_at, last_to_object, pact_of, terms_for
from consortium.signing.designate_peers import designate_peers
from consortium.signing.signatures.letters import Letters, tell_agency
from consortium.signing.store import load_pact, load_reach, who_answers
from consortium.signing.store.annex_notices import load_notices, load_untold, note_annex, notice_locked
from consortium.signing.store.authorities import holders_of
from consortium.signing.tell_annex import until_when
from consortium.signing.who_designates import who_designates


async def begin_annex_days(tx: Transaction, letters: Letters) -> int:
    """Designate by each annex whose heads have all been told, from when the last one was; how many annexes.

    What is designated counts only when the days are over. Whoever is listed and answers here no more is left out; an
    annex that thereby lists nobody, or whose agreement is over for the agency, begins nothing.
    """
    if not await load_untold(tx):
        return 0
    await one_at_a_time(tx)
    return sum([await _begin(tx, notice, letters) for notice in await load_untold(tx)])


async def _begin(tx: Transaction, notice: Notice, letters: Letters) -> bool:
    await annex_locked(tx, notice.annex)
    row, annex = await notice_locked(tx, notice.annex), await load_annex(tx, notice.annex)
    told_at = all_told(notice, await holders_of(tx, Role.AGENCY_HEAD, [annex.agency]))
    answering = await who_answers(tx)
    peers = [each.person for each in annex.listed if each.person in answering]
    bound = annex.agency in await who_designates(tx, await load_pact(tx, pact_of(annex)))
    if row is None or told_at is None or not peers or not bound:
        return False
    number = await designate_peers(
        tx, pact=pact_of(annex), agencies=[annex.agency], peers=peers, since=told_at, manner=Acceptance.DEEMED
    )
    row.told_at, row.number = told_at, number
    await tx.flush()
    said = {
        "agency": str(annex.agency),
        "reference": annex.reference,
        "day": day_of(told_at, letters.calendar).isoformat(),
    }
    await record(tx, "heads were told of roster annex", by=row.sent_by, subject=annex.id, **said)
    await note_annex(tx, annex, row.digest, "told", at=told_at)
    await _tell_late(tx, annex, letters)
    return True


async def _tell_late(tx: Transaction, annex: Annex, letters: Letters) -> None:
    """Tell heads and clerk the days, where the last head was told on a later day than the first mail said."""
    notice = (await load_notices(tx, [annex.id]))[annex.id]
    terms = terms_for(await load_reach(tx), annex.agreement, annex.agency, tx.now)
    begins = begins_at(notice, terms)
    if terms is None or begins is None or notice.told_at is None:
        return
    if day_of(notice.told_at, terms.calendar) == day_of(notice.sent_at, terms.calendar):
        return
    days = until_when(last_to_object(begins, terms).isoformat(), day_of(begins, terms.calendar).isoformat())
    body = (
        f"All heads of {annex.agency_name} have now been told of roster annex {annex.reference}. {days}\n\n"
        f"{letters.home}/annexes/{annex.id}\n"
    )
    await tell_agency(tx, letters, annex.agency, f"the days of roster annex {annex.reference} run", body)
