"""How a later version takes the place of earlier ones (clause 23): by signatures, or by a minute; and gives it back."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from typing import Any

from agreements.adoption import may_adopt
from agreements.life import Life
from agreements.standing import VersionState
from agreements.term_kinds import Amendment


def replace_older(life: Life, lives: Iterable[Life]) -> None:
    """Where a version is in force, ends the earlier ones, but for whom an earlier one goes on as it says itself."""
    if not life.in_force:
        return
    number, members = life.version.number, life.members
    for older in lives:
        if older.version.number >= number or older.over:
            continue
        if older.in_force and older.terms.amendment is Amendment.STAYS:
            older.newer.setdefault(number, set()).update(members)
        if not (older.in_force and older.terms.amendment is Amendment.STAYS and _binds_a_pair(older)):
            _supersede(older, number)


def _supersede(life: Life, by: int) -> None:
    if life.in_force:
        life.replaced_by = by
    life.state = VersionState.SUPERSEDED


def revive(void: Life, lives: Iterable[Life], at: datetime) -> list[Life]:
    """What a version that is declared void had put out of force is in force again, from now on; what that was.

    Who left the void version, or is leaving it, leaves the earlier one at that same instant.
    """
    found = []
    for older in lives:
        older.newer.pop(void.version.number, None)
        if older.state is not VersionState.SUPERSEDED or older.replaced_by != void.version.number:
            continue
        older.state, older.since, older.replaced_by = VersionState.IN_FORCE, at, None
        for agency in older.members & void.gone.keys():
            older.part(agency, void.gone[agency])
        older.leaving |= {agency: when for agency, when in void.leaving.items() if agency in older.members}
        found.append(older)
    return found


def _binds_a_pair(life: Life) -> bool:
    """Whether there are two members whom no later version has bound to each other."""
    members, groups = life.members, life.newer.values()
    for agency in members:
        met = {agency}.union(*(group for group in groups if agency in group))
        if not members <= met:
            return True
    return False


def adopt(life: Life, lives: list[Life]) -> None:
    """Puts a version in the place of the one in force if the board may; it takes over all that was signed and said."""
    old = next((each for each in reversed(lives) if each.in_force), None)
    if old is None or life.over or may_adopt(old.version, life.version) is not None:
        return
    adopted = Life(**{each.name: _copied(getattr(old, each.name)) for each in fields(old)})
    adopted.version, adopted.newer = life.version, {}
    adopted.signed |= life.signed - old.declined - old.gone.keys()
    adopted.resolved |= life.resolved
    _supersede(old, life.version.number)
    lives[[each.version.number for each in lives].index(life.version.number)] = adopted
    replace_older(adopted, lives)


def _copied(value: Any) -> Any:
    """Its own containers, so that what is told to one version later is not told to the other."""
    if isinstance(value, dict):
        return {key: _copied(each) for key, each in value.items()}
    return value.copy() if isinstance(value, set | list) else value
