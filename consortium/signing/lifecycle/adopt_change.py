"""A board's minute changes terms that the signed text lets it change (clause 23): exactly these, and nothing else."""

from dataclasses import fields
from datetime import date
from typing import Any

from agreements import FactKind, Pact, PactId, Terms, Version, standing_at
from agreements.adoption import may_adopt
from consortium.access.door import Viewer
from consortium.db import Transaction
from consortium.members import checks
from consortium.problems import BadInput, Conflict
from consortium.signing.lifecycle.change import Change, carry_out, concerned, enter
from consortium.signing.lifecycle.days import beginning, said_day, today_of
from consortium.signing.signatures.clerks import must_attest_all
from consortium.signing.signatures.read_scan import Scan


async def adopt_change(
    tx: Transaction,
    viewer: Viewer,
    *,
    pact: PactId,
    number: int,
    minute: str,
    on: date,
    begins: date,
    scan: Scan,
    public_url: str | None = None,
) -> Change:
    """Put a frozen version in the place of the one in force by a minute of the board; its number and day are kept.

    It counts from the beginning of ``begins``, a day after today: every party is told in writing before, and at once.

    Raises:
        BadInput: the minute is not named or lies ahead, it would begin before the mail is a day old, or the board may
            not change this; the message says what.
        Conflict: no version is in force, or this viewer must not attest what concerns every party.
        NotFound: there is no such agreement.
    """
    scene = await enter(tx, viewer, pact, public_url)
    must_attest_all(viewer, concerned(scene.pact, scene.at))
    words = checks.line(minute, "paper", most=60)
    old = standing_at(scene.pact, scene.at).in_force
    new = next((each for each in scene.pact.versions if each.number == number), None)
    if old is None:
        raise Conflict("No version is in force that a board could change.")
    if new is None or new.number <= old.number:
        raise BadInput("Choose the version that the board adopted.", "version")
    if why := may_adopt(old, new):
        raise BadInput(why, "version")
    today = today_of(scene.at, old)
    day = checks.past_day(on, "day", today=today)
    if begins <= today:
        raise BadInput("Every party is told in writing before its first day. Choose tomorrow or a later day.", "begins")
    first = beginning(begins, old.terms.calendar)
    differ = changed_terms(old, new)

    def news(after: Pact) -> tuple[str, str]:
        lines = "\n".join(f"{name.replace('_', ' ')}: {was} → {now}" for name, was, now in differ)
        return (
            f"the board changed “{after.title}”",
            (
                f"By {words} of {day.isoformat()}, version {number} of “{after.title}” takes the place of version "
                f"{old.number} from {said_day(first, old.terms.calendar)} on, for all its parties, as {viewer.name} "
                f"recorded. It changes exactly this:\n\n{lines}"
            ),
        )

    return await carry_out(
        scene,
        FactKind.ADOPTED,
        version=number,
        at=first,
        attested_by=f"{words} of {day.isoformat()}, recorded by {viewer.name}",
        news=news,
        scan=scan,
        at_once=True,
    )


def changed_terms(old: Version, new: Version) -> list[tuple[str, str, str]]:
    """The terms that differ: name, before, after."""
    pairs = [(term.name, getattr(old.terms, term.name), getattr(new.terms, term.name)) for term in fields(Terms)]
    return [(name, _said(was), _said(now)) for name, was, now in pairs if was != now]


def _said(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, frozenset | tuple):
        return ", ".join(sorted(str(getattr(each, "value", each)).replace("_", " ") for each in value)) or "none"
    return str(getattr(value, "value", value)).replace("_", " ")
