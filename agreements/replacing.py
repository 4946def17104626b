"""How a later version takes the place of earlier ones (clause 23): by signatures, or by a minute of the board."""

from collections.abc import Iterable
from dataclasses import replace

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
            older.state = VersionState.SUPERSEDED


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
    old.state = VersionState.SUPERSEDED
    adopted = replace(
        old,
        version=life.version,
        state=VersionState.IN_FORCE,
        signed=old.signed | (life.signed - old.declined - old.gone.keys()),
        resolved=old.resolved | life.resolved,
        newer={},
    )
    lives[[each.version.number for each in lives].index(life.version.number)] = adopted
    replace_older(adopted, lives)
