"""The demo's gaps: one is meant, so that the page of coverage shows both kinds."""

from typing import Final
from uuid import UUID

from consortium.db import Transaction
from consortium.duty.coverage.declare_gap import declare_gap
from consortium.duty.coverage.look_ahead import look_ahead
from consortium.duty.coverage.values import Kind
from consortium.support.load_facts import load_facts

WHY: Final = "An example: until its annex is signed, peers who may be rung off duty are asked"


async def say_one_gap_is_meant(tx: Transaction, *, by: UUID) -> None:
    """Say so of the first time in which nobody on call may serve a part, if the rota has such a one."""
    outlook = await look_ahead(tx, await load_facts(tx))
    gap = next((gap for gap in outlook.gaps if gap.kind is Kind.ZONE), None)
    if gap is not None:
        await declare_gap(tx, starts_at=gap.span.start, ends_at=gap.span.end, why=WHY, zone=gap.zone, by=by)
