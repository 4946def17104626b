"""Make the parts that a design proposed the parts of the region; refused where what it rests on has changed."""

import asyncio
from collections.abc import Mapping
from uuid import UUID

from consortium.db import Reading, Transaction
from consortium.duty.designing.answer import parts_of
from consortium.duty.designing.question import WORDS, DesignFacts, bound, fingerprints
from consortium.duty.designing.values import Design
from consortium.duty.store.zone_designs import load_design, note_made
from consortium.members.parts import still_linked
from consortium.members.plan_zones import plan_zones, proposed, refuse_linked
from consortium.members.settle_promise import settle_promise
from consortium.members.store import load_zone_plans
from consortium.members.values import PlannedZones
from consortium.members.was_open import was_open
from consortium.problems import Conflict


async def make_parts(tx: Transaction, facts: DesignFacts, design: UUID, *, by: UUID | None = None) -> PlannedZones:
    """Write the next version of the parts as the design proposed them; its promise becomes the region's.

    Raises:
        NotFound: there is no such design.
        Conflict: it proposes nothing, was made already, or cannot be made now; nothing was written.
    """
    found = await load_design(tx, design)
    refuse_unmade(found)
    refuse_changed(found, await asyncio.to_thread(fingerprints, facts, tx.now))
    await settle_promise(tx, found.wanted.policy, by=by)
    made = await plan_zones(
        tx,
        live=facts.reach.live(tx.now),
        nobody_has_asked=not await was_open(tx),
        parts=parts_of(found.proposal),
        by=by,
    )
    await note_made(tx, design, made.plan.version)
    return made


async def why_not(reading: Reading, facts: DesignFacts, design: Design) -> str:
    """Why a proposal cannot be made now, in words; empty where it can. Writes nothing."""
    now = reading.now
    plans = await load_zone_plans(reading)
    linked = still_linked(plans, now.date()) if await was_open(reading) else ()
    try:
        refuse_unmade(design)
        refuse_changed(design, await asyncio.to_thread(fingerprints, facts, now))
        refuse_linked(proposed(parts_of(design.proposal), bound(facts, now), design.wanted.policy, 1), linked)
    except Conflict as no:
        return str(no)
    return ""


def refuse_unmade(design: Design) -> None:
    """Refuse a design that proposes nothing, or of which the parts were made.

    Raises:
        Conflict: which of both.
    """
    if design.proposal is None or not design.proposal["parts"]:
        raise Conflict("This design proposes no parts.")
    if design.made_version is not None:
        raise Conflict(f"Plan {design.made_version} was made of it.")


def refuse_changed(design: Design, now: Mapping[str, str]) -> None:
    """Refuse a proposal that rests on what does not hold any more.

    Raises:
        Conflict: with what has changed.
    """
    before = design.made_from or {}
    changed = [words for name, words in WORDS.items() if before.get(name) != now[name]]
    if changed:
        raise Conflict(f"Since this was worked out, something has changed: {'; '.join(changed)}. Design anew.")
