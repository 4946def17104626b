"""The doctor's look at each consortium: its go-live list, step by step, as its own page shows it."""

from collections.abc import Sequence

from agreements.broken import Broken
from consortium.access.store import known_consortia
from consortium.access.web import ROLE_WORDS
from consortium.cli.findings import Finding, Status
from consortium.cli.printing import wall
from consortium.db import Database
from consortium.members.store import load_region
from consortium.members.values import Region
from consortium.signing.store import load_broken
from consortium.support.go_live import is_green
from consortium.support.ready import Step
from consortium.support.see_go_live import see_go_live


async def look_at_consortia(address: str) -> list[Finding]:
    """Every step of every consortium; nothing in it is about a request."""
    database = Database.connect(address)
    found: list[Finding] = []
    try:
        async with database.reading(None) as reading:
            known = await known_consortia(reading)
        for consortium, slug in known:
            async with database.reading(consortium) as reading:
                found += _told(slug, await load_region(reading), await see_go_live(reading))
                found.append(_agreements(slug, await load_broken(reading)))
    finally:
        await database.close()
    return found


def _told(slug: str, region: Region, steps: Sequence[Step]) -> list[Finding]:
    """Each step; and, where all are done, whether the service is open."""
    found = [
        Finding(
            area=f"consortium {slug}",
            check=step.title,
            status=_status(step),
            found=step.says if step.since is None else f"{step.says} {wall(step.since, region.timezone)}",
            mend=_mend(slug, step) if not step.done or step.soon else "",
        )
        for step in steps
    ]
    if is_green(tuple(steps)) and region.opened_on is None and not region.invented:
        found.append(
            Finding(
                area=f"consortium {slug}",
                check="opened",
                status=Status.NOTE,
                found="Everything is done, and the service has not been opened.",
                mend=f"/{slug}/set-up",
            )
        )
    return found


def _agreements(slug: str, broken: Sequence[Broken]) -> Finding:
    """Whether every agreement can be read as it was signed: under one that can't, nobody serves anybody."""
    return Finding(
        area=f"consortium {slug}",
        check="agreements",
        status=Status.MEND if broken else Status.WELL,
        found=" ".join(f"“{each.title}”: {each.wrong}" for each in broken) or "Each can be read as it was signed.",
        mend=f"consortium agreement log check --consortium {slug}, then bring its rows back from a backup"
        if broken
        else "",
    )


def _status(step: Step) -> Status:
    if not step.done:
        return Status.MEND
    return Status.NOTE if step.soon else Status.WELL


def _mend(slug: str, step: Step) -> str:
    who = " or ".join(sorted(ROLE_WORDS[role].lower() for role in step.roles))
    return f"/{slug}/{step.path}, by: {who}"
