"""What is due: timers, mails, and things to sweep away. Every process ticks; nothing is done twice.

APScheduler is only the heart-beat; a NOTIFY wakes the work at once. All that is to be done stands in rows, so a process
that dies leaves nothing behind but a row that the next one claims.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from uuid import UUID

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from consortium.access.store import known_consortia
from consortium.access.store.sign_ons import sweep_sign_on
from consortium.channels import Handed, Letter, MailChannel
from consortium.db import Database, Reading, Transaction
from consortium.duty.availability.refresh_calendar import refresh_calendars
from consortium.duty.availability.subscribe_calendar import Calendars
from consortium.duty.coverage.ask_before_shifts import KIND as SHIFT
from consortium.duty.coverage.checks import Failed
from consortium.duty.coverage.keep_watch import keep_watch
from consortium.duty.designing.runs import design_runs
from consortium.duty.designing.values import Design
from consortium.duty.planning.runs import plan_runs
from consortium.duty.planning.values import Run
from consortium.duty.runs import Runs
from consortium.duty.store.availability import forget_gone
from consortium.duty.store.availability_imports import sweep_availability_imports
from consortium.duty.store.coverage import check_mail_became
from consortium.duty.store.schedule_imports import sweep_schedule_imports
from consortium.duty.store.swaps import claim_swaps, put_off_swap
from consortium.duty.swaps.look_at import look_at
from consortium.duty.write_down_duty import write_down_duty
from consortium.hub import Hub
from consortium.members.end_person import carry_out
from consortium.members.invitation_words import KIND as INVITATION
from consortium.members.settle_clocks import settle_clocks
from consortium.members.store import claim_departure, load_departure, mail_became
from consortium.members.store.rosters import sweep_imports
from consortium.outbox import (
    WORK,
    Claim,
    OutboxRow,
    claim_mails,
    claim_timer,
    load_mails,
    load_timer,
    put_off,
    sent,
    sweep,
    try_again,
)
from consortium.programs.store import forget_writes
from consortium.reports.marks import Marks
from consortium.reports.release_statistics import release_statistics
from consortium.signing.begin_annex_days import begin_annex_days
from consortium.signing.evidence.look_over import look_over
from consortium.signing.evidence.mail_heads import mail_heads
from consortium.signing.lifecycle.remind import remind
from consortium.signing.sealing.seal_agreements import Sealing
from consortium.signing.sealing.stamp_documents import stamp_documents
from consortium.signing.signatures.letters import Letters
from consortium.signing.store.annex_notices import annex_mail_became
from consortium.signing.store.events import note_move
from consortium.signing.store.signing_room import forget_waiting
from consortium.signing.tell_annex import KIND as ANNEX
from consortium.support.deliver import failed_to_page, handed_over
from consortium.support.desk import Desks
from consortium.support.facts import Facts
from consortium.support.store import Busy
from consortium.support.store.slowed import forget_slowed
from consortium.support.timers import run_timer

_MOST_MAILS = 20
_MOST_SWAPS = 20
_PUT_OFF = timedelta(seconds=5)
_BUSY = timedelta(seconds=1)
_SWEEP_EVERY = 600
_CALENDARS_EVERY = 30
_WATCH_EVERY = 60
_SEAL_EVERY = 5

log = structlog.get_logger("consortium.jobs")


@dataclass(slots=True)
class Jobs:
    """The work of one process."""

    database: Database
    desks: Desks
    mail: MailChannel
    calendars: Calendars
    sealing: Sealing
    _loops: dict[str, bool] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    plans: Runs[Run] = field(init=False)
    designs: Runs[Design] = field(init=False)

    def __post_init__(self) -> None:
        """Be ready to run the planner, and designs of the parts of the region, for whoever asks."""
        self.plans = plan_runs(self.database, self._facts)
        self.designs = design_runs(self.database, self._facts)

    def start(self, hub: Hub) -> AsyncIOScheduler:
        """Begin to tick: each second, and at each notice of work."""
        scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        scheduler.add_job(self.tick, "interval", seconds=1)
        scheduler.add_job(self.tidy, "interval", seconds=_SWEEP_EVERY)
        scheduler.add_job(self.write_down, "interval", seconds=_SWEEP_EVERY)
        scheduler.add_job(self.read_calendars, "interval", seconds=_CALENDARS_EVERY)
        scheduler.add_job(self.watch, "interval", seconds=_WATCH_EVERY)
        scheduler.add_job(self.seal, "interval", seconds=_SEAL_EVERY)
        scheduler.add_job(self.look_over_logs, "interval", seconds=_SWEEP_EVERY)
        scheduler.add_job(self.release, "interval", seconds=_SWEEP_EVERY)
        scheduler.start()
        hub.add(WORK, self.wake)
        return scheduler

    def wake(self) -> None:
        """Something was put into a queue."""
        task = asyncio.get_running_loop().create_task(self.tick())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Let what has begun come to its end; but a plan or a design that is being made is broken off."""
        await self.plans.stop()
        await self.designs.stop()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _facts(self, reading: Reading) -> Facts:
        return (await self.desks.at(reading)).facts

    async def tick(self) -> None:
        """Do all that is due now: steps and mails apart, so that a slow mail server holds up no step."""
        await asyncio.gather(
            self._in_turn("timers", self.run_timers),
            self._in_turn("swaps", self.look_at_swaps),
            self._in_turn("mails", self.send_mails),
            self._in_turn("plans", self.plans.start_due),
            self._in_turn("designs", self.designs.start_due),
        )

    async def _in_turn(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """One at a time in this process; woken meanwhile, it looks once more."""
        if name in self._loops:
            self._loops[name] = True
            return
        self._loops[name] = True
        try:
            while self._loops[name]:
                self._loops[name] = False
                await self._guarded(work)
        finally:
            del self._loops[name]

    async def run_timers(self) -> None:
        """Run the timers that are due, one transaction each."""
        while await self._one_timer():
            pass

    async def look_at_swaps(self) -> None:
        """Go on with what is due of cover and swaps: one lease for several, one transaction each."""
        while True:
            async with self.database.transaction(None) as tx:
                claims = await claim_swaps(tx, _MOST_SWAPS)
            if not claims:
                return
            for claim in claims:
                await self._one_swap(claim)

    async def _one_swap(self, claim: Claim) -> None:
        try:
            async with self.database.transaction(claim.consortium) as tx:
                await look_at(tx, claim.id, public_url=self.desks.public_url)
        except Exception as error:  # noqa: BLE001 (the others go on; this one is tried again)
            await self._swap_later(claim, type(error).__name__)

    async def _swap_later(self, claim: Claim, why: str) -> None:
        log.error("a swap could not be looked at and will be tried again", why=why)
        async with self.database.transaction(claim.consortium) as tx:
            await put_off_swap(tx, claim.id, _PUT_OFF)

    async def send_mails(self) -> None:
        """Hand over the mails that are due, several at a time."""
        while True:
            async with self.database.transaction(None) as tx:
                claims = await claim_mails(tx, _MOST_MAILS)
            if not claims:
                return
            await asyncio.gather(*(self._send(mail) for mail in await self._mails(claims)))

    async def read_calendars(self) -> None:
        """Read the busy calendars that are due; apart from the tick, as other people's servers are slow."""
        await self._in_turn("calendars", self._read_calendars)

    async def _read_calendars(self) -> None:
        await refresh_calendars(self.database, self.calendars)

    async def tidy(self) -> None:
        """Delete what has run out: sessions, sign-ins, and the day keys that nothing needs."""
        async with self.database.transaction(None) as tx:
            await sweep(tx)
            await sweep_imports(tx)
            await sweep_availability_imports(tx)
            await sweep_sign_on(tx)
            now = tx.now
        await asyncio.to_thread(self.desks.keys.purge, now)  # first: nothing that fails below may keep a day's key
        await self._forget_writes()
        while await self._one_departure():
            pass

    async def watch(self) -> None:
        """Keep watch over everybody's cover: ask before shifts, tell of the unconfirmed, mail the week."""
        await self._in_turn("watch", self._keep_watch)

    async def _keep_watch(self) -> None:
        async with self.database.reading(None) as reading:
            known = await known_consortia(reading)
        for consortium, _ in known:
            await self._guarded(partial(self._watch_over, consortium))

    async def _watch_over(self, consortium: UUID) -> None:
        async with self.database.transaction(consortium) as tx:
            desk = await self.desks.at(tx)
            await keep_watch(tx, desk.facts, public_url=desk.public_url)
            region = desk.facts.region
            await note_move(tx)
            await mail_heads(tx, title=region.title, home=f"{desk.public_url}/{region.slug}")
        await self._guarded(partial(self._begin_annex_days, consortium))
        await self._guarded(partial(self._remind, consortium))
        await self._guarded(partial(self._settle_clocks, consortium))

    async def _settle_clocks(self, consortium: UUID) -> None:
        """Work out the clocks of agencies that came in by a list, or before clocks were kept."""
        async with self.database.transaction(consortium) as tx:
            await settle_clocks(tx)

    async def _begin_annex_days(self, consortium: UUID) -> None:
        """Let the days of annexes run whose heads have all been told."""
        async with self.database.transaction(consortium) as tx:
            desk = await self.desks.at(tx)
            region = desk.facts.region
            home = f"{desk.public_url}/{region.slug}"
            await begin_annex_days(tx, Letters(title=region.title, home=home, calendar=region.timezone))

    async def _remind(self, consortium: UUID) -> None:
        """Remind of dates of agreements, in a transaction of its own."""
        async with self.database.transaction(consortium) as tx:
            desk = await self.desks.at(tx)
            region = desk.facts.region
            await remind(tx, title=region.title, home=f"{desk.public_url}/{region.slug}")

    async def seal(self) -> None:
        """Seal the agreements whose signatures are all there, and get the time stamps that are missing."""
        await self._in_turn("seals", self.sealing.look)
        await self._in_turn("stamps", partial(stamp_documents, self.database, self.sealing.tsa_url))

    async def look_over_logs(self) -> None:
        """Once a day, compare the log of agreements of each consortium with all that it vouches for."""
        await self._in_turn("logs", self._look_over_logs)

    async def _look_over_logs(self) -> None:
        async with self.database.reading(None) as reading:
            known = await known_consortia(reading)
        for consortium, _ in known:
            await self._guarded(partial(self._look_over, consortium))

    async def _look_over(self, consortium: UUID) -> None:
        async with self.database.transaction(consortium) as tx:
            await look_over(tx)

    async def release(self) -> None:
        """Release the statistics that are due, each with noise drawn once; forget what slowed asking down."""
        async with self.database.reading(None) as reading:
            known = await known_consortia(reading)
        for consortium, _ in known:
            await self._guarded(partial(self._release, consortium))

    async def _release(self, consortium: UUID) -> None:
        """The marks are written when the release is certain: a mark without it would lose the release."""
        marks = Marks(self.sealing.folder)
        held = await asyncio.to_thread(marks.held)
        async with self.database.transaction(consortium) as tx:
            await forget_slowed(tx)
            released = await release_statistics(tx, marked=held)
        await asyncio.to_thread(marks.keep, released)

    async def write_down(self) -> None:
        """Write down who was on call, in each consortium up to the last whole hour; forget schedule files."""
        async with self.database.reading(None) as reading:
            known = await known_consortia(reading)
        for consortium, _ in known:
            await self._guarded(partial(self._write_down, consortium))

    async def _write_down(self, consortium: UUID) -> None:
        async with self.database.transaction(consortium) as tx:
            await write_down_duty(tx)
            await sweep_schedule_imports(tx)

    async def _forget_writes(self) -> None:
        """Forget what programs wrote over a day ago, when people could serve who have left, and what waits no more."""
        async with self.database.reading(None) as reading:
            known = await known_consortia(reading)
        for consortium, _ in known:
            async with self.database.transaction(consortium) as tx:
                await forget_writes(tx)
                await forget_gone(tx)
                await forget_waiting(tx)

    async def _one_departure(self) -> bool:
        """Carry out a departure whose day has come, or forget one that cannot be taken back any more."""
        async with self.database.transaction(None) as tx:
            claim = await claim_departure(tx)
            if claim is None:
                return False
            consortium, found = claim
            await tx.enter(consortium)
            departure = await load_departure(tx, found)
            if departure is not None:
                await carry_out(tx, departure)
        return True

    async def _one_timer(self) -> bool:
        claim = None
        try:
            async with self.database.transaction(None) as tx:
                claim = await claim_timer(tx)
                if claim is None:
                    return False
                await tx.enter(claim.consortium)
                timer = await load_timer(tx, claim.id)
                if timer is not None:
                    await run_timer(tx, await self.desks.at(tx), timer)
        except Exception as error:
            if claim is None:
                raise
            if isinstance(error, Busy):
                await self._later(claim, _BUSY)
            else:
                await self._put_off(claim, type(error).__name__)
        return True

    async def _put_off(self, claim: Claim, why: str) -> None:
        """A timer that failed stays, a little later, so that the others go on; it is told to the operator."""
        log.error("a timer failed and will be tried again", why=why)
        await self._later(claim, _PUT_OFF)

    async def _later(self, claim: Claim, wait: timedelta) -> None:
        async with self.database.transaction(claim.consortium) as tx:
            await put_off(tx, claim.id, wait)

    async def _mails(self, claims: Sequence[Claim]) -> list[OutboxRow]:
        """The claimed mails, each under its own consortium; without those that died with their request."""
        found: list[OutboxRow] = []
        for consortium in {claim.consortium for claim in claims}:
            async with self.database.transaction(consortium) as tx:
                found += await load_mails(tx, [claim.id for claim in claims if claim.consortium == consortium])
        return found

    async def _send(self, mail: OutboxRow) -> None:
        letter = Letter(address=mail.address, subject=mail.subject, body=mail.body, message_id=mail.message_id)
        handed = await self.mail.hand_over(letter)
        async with self.database.transaction(mail.consortium) as tx:
            await self._after(tx, mail, handed)

    async def _after(self, tx: Transaction, mail: OutboxRow, handed: Handed) -> None:
        gone = handed is Handed.OVER
        gave_up = not gone and (handed is Handed.NEVER or tx.now >= mail.give_up_at)
        if mail.attempt is not None and gone:
            await handed_over(tx, mail)
        elif mail.attempt is not None and gave_up:
            await failed_to_page(tx, mail)
        if mail.kind == INVITATION and (gone or gave_up):
            await mail_became(tx, mail.id, handed=gone)
        if mail.kind == ANNEX and (gone or gave_up):
            await annex_mail_became(tx, mail.id, handed=gone)
        if mail.kind == SHIFT and gave_up:
            why = Failed.REFUSED if handed is Handed.NEVER else Failed.UNREACHABLE
            await check_mail_became(tx, mail.id, why=why)
        if gone or gave_up:
            await sent(tx, mail.id)
        else:
            await try_again(tx, mail.id, mail.tries)
        if gave_up:
            log.warning("a mail could not be handed over", kind=mail.kind)

    async def _guarded(self, work: Callable[[], Awaitable[None]]) -> None:
        """The database may be away for a while: the next tick tries again."""
        try:
            await work()
        except Exception as error:  # noqa: BLE001 (the heart must go on beating)
            log.warning("the work of this tick failed and is tried again", why=type(error).__name__)
