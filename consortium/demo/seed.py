"""Make the demo: three consortia, by the verbs that the pages and commands use, and by nothing else.

The same people, places and turns come out each time; only ids are random, as everywhere. A consortium that exists
already is left alone, whatever has happened to it since.
"""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import uuid4

from agreements import Acceptance, Cause, Service, Terms
from agreements import Role as Capacity
from consortium.access.permissions import Role
from consortium.access.store import find_consortium
from consortium.db import Database, Transaction
from consortium.demo.counts import release_invented
from consortium.demo.cover import say_one_gap_is_meant
from consortium.demo.drafts import draft_two
from consortium.demo.heads import seen
from consortium.demo.plans import draft_a_week
from consortium.demo.regions import DEMO, DemoRegion
from consortium.demo.roads import close_one_pass
from consortium.demo.rota import lay_out_rota
from consortium.demo.scan import a_scan
from consortium.demo.signed import show_signed
from consortium.demo.staff import Staff, enrol_everybody
from consortium.demo.swaps import ask_for_one_cover
from consortium.demo.texts import LIMITS, articles, crisis_lines
from consortium.demo.wishes import say_wishes
from consortium.members.approve_notice import approve_notice
from consortium.members.attest_step import attest_step
from consortium.members.found_consortium import found_consortium
from consortium.members.note_mail_test import note_mail_test
from consortium.members.onboarding import ATTESTED, Step
from consortium.members.plan_zones import RegionTooSmall, plan_zones
from consortium.members.read_state_field import read_state_field
from consortium.members.set_crisis_lines import set_crisis_lines
from consortium.members.settle_clocks import settle_clocks
from consortium.members.state_profile import FIELDS, NO, YES, Kind
from consortium.members.store import load_today
from consortium.problems import Conflict
from consortium.signing.designate_peers import designate_peers
from consortium.signing.paper_form import TITLE
from consortium.signing.record_paper_agreement import Attested, Recorded
from consortium.signing.signatures.read_scan import Scan
from consortium.signing.take_in_agreement import OnThePaper, take_in_agreement
from consortium.support.open_service import open_service

SIGNED_BEFORE: Final = timedelta(days=210)
IN_FORCE_BEFORE: Final = timedelta(days=180)
DESIGNATED_BEFORE: Final = timedelta(days=30)
APPROVED_BEFORE: Final = timedelta(days=45)
"""Where an example's mail leads: the demo's own address is not known while it is made."""
_AGENCIES_OF_ALL_COUNTS: Final = 30


async def seed_demo(database: Database, now: datetime, *, signed: bool = False) -> None:
    """Make each consortium of the demo that is not there yet; ``now`` is the database's present instant, aware UTC.

    Each is made in one transaction, so that none is ever there in part; all of them at once, each on its connection.
    ``signed`` adds what invented heads have signed with passkeys, for whoever looks at the demo; it takes a while.
    """
    async with asyncio.TaskGroup() as together:
        for region in DEMO:
            together.create_task(_make_once(database, region, now, signed=signed), name=region.slug)


async def _make_once(database: Database, region: DemoRegion, now: datetime, *, signed: bool) -> None:
    async with database.reading(None) as reading:
        known = await find_consortium(reading, region.slug)
    if known is None:
        async with database.transaction(uuid4()) as tx:
            staff = await make_region(tx, region, now)
        if signed and region.away:
            await show_signed(database, tx.consortium, region, staff)


async def make_region(tx: Transaction, region: DemoRegion, now: datetime) -> Staff:
    """Make one consortium in its own transaction: members, agreement, parts of the region, rota, what officers read."""
    await found_consortium(
        tx,
        slug=region.slug,
        title=region.title,
        timezone=region.timezone,
        state_network=region.state_network,
        text_offered=region.text_offered,
        invented=True,
    )
    staff = await enrol_everybody(tx, region, now.date())
    await settle_clocks(tx)
    recorded = await _sign(tx, region, staff, now)
    await _designate(tx, region, staff, recorded, now)
    try:
        await plan_zones(tx, live=recorded.standing.active, nobody_has_asked=True, by=staff.steering[Role.COORDINATOR])
    except RegionTooSmall as small:
        if small.promise == 0:
            raise
    await lay_out_rota(tx, region, staff, now)
    if region.away:
        await draft_a_week(tx, staff, region.timezone, now)
    await say_wishes(tx, staff, await load_today(tx))
    if region.away:
        await ask_for_one_cover(tx, now)
        await close_one_pass(tx, staff, by=staff.steering[Role.COORDINATOR])
        await draft_two(tx, staff)
    await _inform(tx, region, staff, now)
    await _come_in(tx, region, staff, recorded, now)
    await _go_live(tx, region, staff)
    await say_one_gap_is_meant(tx, by=staff.steering[Role.COORDINATOR])
    return staff


async def _sign(tx: Transaction, region: DemoRegion, staff: Staff, now: datetime) -> Recorded:
    """All agencies are named in the agreement; all have signed it but one, where the region has such a one."""
    terms = Terms(
        parties=frozenset(staff.agencies.values()),
        calendar=region.timezone,
        services=frozenset({Service.ONE_TO_ONE, Service.CRITICAL_INCIDENT, Service.FOLLOW_UP}),
        answer_minutes=5,
        roles=frozenset(Capacity),
        training_required=True,
        least_training_hours=24,
        acceptance=Acceptance.SIGNED,
        deemed_days=0,
        least_parties=3,
        required_parties=frozenset(),
        notice_days=60,
        run_off_days=14,
        suspend_on=frozenset({Cause.INSURANCE, Cause.DECERTIFIED, Cause.OTHER}),
    )
    clerk = "The county clerk (invented)"
    signed = Attested(at=now - SIGNED_BEFORE, attested_by=clerk)
    text = articles(terms, {agency: name for name, agency in staff.agencies.items()}, region.state)
    paper = OnThePaper(
        title=TITLE,
        text=text,
        words=text,
        terms=terms,
        signatures={agency: signed for name, agency in staff.agencies.items() if name != region.unsigned},
        takes_effect=Attested(at=now - IN_FORCE_BEFORE, attested_by=clerk),
    )
    page = a_scan(TITLE)
    hands = await seen(tx, staff.steering[Role.CLERK], Role.CLERK)
    taken = await take_in_agreement(tx, hands, paper=paper, scan=Scan(page, sha256(page).hexdigest()))
    return taken.recorded


async def _designate(tx: Transaction, region: DemoRegion, staff: Staff, recorded: Recorded, now: datetime) -> None:
    """Each agency in force designates everybody who answers, but for the one gap."""
    active, everybody = recorded.standing.active, staff.answering
    by, since = staff.steering[Role.CLERK], now - DESIGNATED_BEFORE
    if region.gap is None:
        await designate_peers(tx, pact=recorded.pact.id, agencies=active, peers=everybody, since=since, by=by)
        return
    agency, home = region.gap
    late = staff.peers[home][-1]
    rest = [person for person in everybody if person != late]
    await designate_peers(tx, pact=recorded.pact.id, agencies=active, peers=rest, since=since, by=by)
    others = active - {staff.agencies[agency]}
    await designate_peers(tx, pact=recorded.pact.id, agencies=others, peers=(late,), since=since, by=by)


async def _inform(tx: Transaction, region: DemoRegion, staff: Staff, now: datetime) -> None:
    """The crisis lines, and the limits of confidentiality of the region's state as examples."""
    await set_crisis_lines(tx, lines=crisis_lines(now.date()), by=staff.steering[Role.COORDINATOR])
    for limits in LIMITS:
        if limits.state == region.state:
            await approve_notice(
                tx,
                state=limits.state,
                language=limits.language,
                text=limits.text,
                misconduct_duty=limits.misconduct_duty,
                approved_by="Example only",
                approved_on=(now - APPROVED_BEFORE).date(),
                example=True,
                by=staff.steering[Role.LEGAL_ADVISOR],
            )


async def _come_in(tx: Transaction, region: DemoRegion, staff: Staff, recorded: Recorded, now: datetime) -> None:
    """What a clerk has attested of each agency's way in; the one that has not signed is still on it."""
    clerk = staff.steering[Role.CLERK]
    for agency in staff.agencies.values():
        done = tuple(ATTESTED) if agency in recorded.standing.active else (Step.REACHED,)
        for step in sorted(done):
            day = (now - (SIGNED_BEFORE if step is not Step.BRIEFED else DESIGNATED_BEFORE)).date()
            await attest_step(tx, agency=agency, step=step, done_on=day, by=clerk)


async def _go_live(tx: Transaction, region: DemoRegion, staff: Staff) -> None:
    """What the go-live list asks for besides; opened where the list is green, which the smallest region's is not."""
    for field in FIELDS:
        if field.key == "text_allowed":
            value = YES if region.text_offered else NO
        else:
            value = NO if field.kind is Kind.YES_NO else "An example. Nobody has read the law for this demo."
        await read_state_field(
            tx,
            state=region.state,
            field=field.key,
            value=value,
            source="Example only: no law was read",
            by=staff.steering[Role.LEGAL_ADVISOR],
        )
    await note_mail_test(tx, person=staff.steering[Role.ADMINISTRATOR])
    with suppress(Conflict):
        await open_service(tx, by=staff.steering[Role.COORDINATOR])
        await release_invented(tx, share=round(100 * len(staff.agencies) / _AGENCIES_OF_ALL_COUNTS))
