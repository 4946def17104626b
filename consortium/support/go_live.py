"""The go-live list: what must be true before officers can ask. Pure: facts in, one step each out; nobody ticks any.

What happens when a step turns red after the service was opened is decided by harm. Where an officer would be told
something false or unprotected (no line that was rung, no approved limits, no parts that hide her) the officers' pages
close by themselves and say so. Everything else stays open and is shown to those who run the service.
"""

from typing import Final

from consortium.access.permissions import Role
from consortium.duty.coverage.promised import DIRECTORY
from consortium.members.line_age import REMIND_AFTER, Age, age_of
from consortium.members.setup_values import Stage
from consortium.support.ready import Ready, Step

ENOUGH_PEERS: Final = 2
_RUNNING: Final = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})
_LANGUAGES: Final = {"en": "English", "es": "Spanish"}


def go_live(ready: Ready) -> tuple[Step, ...]:
    """Every step that this level of service needs, in the order in which a newcomer does them."""
    steps = [_level(ready), _lines(ready), _posters(ready), _mail(ready)]
    if ready.level == DIRECTORY:
        return tuple(steps)
    return (
        *steps,
        _profile(ready),
        _notices(ready),
        _agreement(ready),
        _zones(ready),
        _peers(ready),
        _rota(ready),
    )


def is_green(steps: tuple[Step, ...]) -> bool:
    """Whether the service may be opened."""
    return all(step.done for step in steps)


def _level(ready: Ready) -> Step:
    words = {
        1: "Level 1: a directory and prevention; nobody can be asked.",
        2: "Level 2: a call back within a stated time.",
        3: "Level 3: answers at set hours.",
        4: "Level 4: answers round the clock.",
    }
    lacking = {2: "Level 2 needs the time within which somebody calls back.", 3: "Level 3 needs its hours."}
    return Step(
        key="level",
        title="Level of service",
        done=ready.level_settled,
        says=words[ready.level] if ready.level_settled else lacking[ready.level],
        roles=_RUNNING,
        path="settings",
    )


def _lines(ready: Ready) -> Step:
    ages = [age_of(line.verified_on, ready.today) for line in ready.lines]
    missing = [line.name for line, age in zip(ready.lines, ages, strict=True) if age in {Age.NEVER, Age.OLD}]
    oldest = min((line.verified_on for line in ready.lines if line.verified_on), default=None)
    soon = Age.SOON in ages
    if not ready.lines:
        says = "No crisis line is recorded yet."
    elif missing:
        says = f"Nobody has rung {_listed(missing)} within 180 days."
    elif soon:
        left = 180 - (ready.today - oldest).days if oldest else 0
        says = f"All were rung, but one more than {REMIND_AFTER.days} days ago: {left} days are left to ring it again."
    else:
        says = f"All {len(ready.lines)} were rung and answered within 180 days."
    return Step(
        key="lines",
        title="Crisis lines verified",
        done=bool(ready.lines) and not missing,
        says=says,
        roles=_RUNNING | {Role.CLINICAL_DIRECTOR},
        path="lines",
        harm=True,
        soon=bool(ready.lines) and not missing and soon,
    )


def _posters(ready: Ready) -> Step:
    good = [line for line in ready.lines if line.for_posters and age_of(line.verified_on, ready.today) in _GOOD]
    waiting = [line.name for line in ready.lines if line.for_posters and line not in good]
    if waiting:
        says = f"Posters leave out what nobody has rung: {_listed(waiting)}."
    elif good:
        says = f"Posters can print {len(good)} numbers beside 911, all verified."
    else:
        says = "Posters have no verified number to print beside 911."
    return Step(
        key="posters",
        title="Numbers on posters verified",
        done=bool(good) and not waiting,
        says=says,
        roles=_RUNNING | {Role.CLINICAL_DIRECTOR},
        path="lines",
    )


_GOOD: Final = frozenset({Age.FRESH, Age.SOON})


def _mail(ready: Ready) -> Step:
    tested = ready.mail_tested_on
    return Step(
        key="mail",
        title="Mail tested",
        done=tested is not None,
        says=f"A test mail arrived on {tested:%B} {tested.day}, {tested.year}."
        if tested
        else "No test mail was sent and its code typed back: peers are paged by mail.",
        roles=_RUNNING,
        path="set-up#mail",
    )


def _profile(ready: Ready) -> Step:
    lacking = [f"{state}: {ready.unread[state]}" for state in ready.states if ready.unread.get(state)]
    return Step(
        key="profile",
        title="Profile of each state read",
        done=bool(ready.states) and not lacking,
        says=f"Things that nobody has read: {', '.join(lacking)}."
        if lacking
        else f"Everything was read for {_listed(ready.states)}."
        if ready.states
        else "No agency is here yet, so no state is known.",
        roles=frozenset({Role.LEGAL_ADVISOR}),
        path=f"states/{next(state for state in ready.states if ready.unread.get(state))}" if lacking else "states",
    )


def _notices(ready: Ready) -> Step:
    wanted = [(state, language) for state in ready.states for language in _LANGUAGES]
    lacking = [pair for pair in wanted if ready.notices.get(pair) is not Stage.APPROVED]
    told = _listed([f"{state} in {_LANGUAGES[language]}" for state, language in lacking])
    waiting = bool(lacking) and all(ready.notices.get(pair) is Stage.SUBMITTED for pair in lacking)
    if not wanted:
        says = "No agency is here yet, so no state is known."
    elif waiting:
        says = f"Waiting for approval: {told}."
    elif lacking:
        says = f"Not approved: {told}."
    else:
        says = f"Approved in English and Spanish for {_listed(ready.states)}."
    return Step(
        key="notices",
        title="Limits of confidentiality approved",
        done=bool(wanted) and not lacking,
        says=says,
        roles=frozenset({Role.LEGAL_ADVISOR}) if waiting else _RUNNING | {Role.LEGAL_ADVISOR},
        path="/".join(("notices", *lacking[0])) if lacking else "notices",
        harm=True,
    )


def _agreement(ready: Ready) -> Step:
    return Step(
        key="agreement",
        title="Agreement in force",
        done=ready.live > 0,
        says=f"In force for {ready.live} agencies."
        if ready.live
        else "No agreement is in force: signed is not enough, it must have taken effect.",
        roles=frozenset({Role.CLERK, Role.AGENCY_HEAD}),
        path="agreements",
        harm=True,
    )


def _zones(ready: Ready) -> Step:
    if ready.zones > 1:
        says = f"The region stands in {ready.zones} parts; each is served from outside."
    elif ready.sister:
        says = f"All agencies are one whole, served by the peers of {ready.sister}."
    elif ready.promise:
        says = (
            f"No two parts hide an officer among {ready.crowd}. The most that can be promised here is {ready.promise}."
        )
    else:
        says = "There are too few officers in force to hide anybody: bring in neighbors."
    return Step(
        key="zones",
        title="Enough parts of the region",
        done=ready.zones > 1 or bool(ready.sister),
        says=says,
        roles=_RUNNING,
        path="zones",
        harm=True,
    )


def _peers(ready: Ready) -> Step:
    return Step(
        key="peers",
        title="Two peers proved reachable",
        done=ready.peers >= ENOUGH_PEERS,
        says=f"{ready.peers} of {ready.answering} who answer have a proved way to be paged and training in date.",
        roles=_RUNNING | {Role.CLINICAL_DIRECTOR},
        path="roster",
    )


def _rota(ready: Ready) -> Step:
    promised = {2: "the stated time", 3: "the set hours", 4: "every hour"}[ready.level]
    count = len(ready.uncovered)
    return Step(
        key="rota",
        title="Rota covers the next 14 days",
        done=not count,
        says=f"Somebody {'can be asked for every part' if ready.zones else 'is on call'} at {promised}, for 14 days."
        if not count
        else f"Nobody can be asked at {count} times that count as {promised} in the next 14 days. The first begins:",
        roles=_RUNNING,
        path="schedule" if ready.rotations else "rotations/new",
        since=ready.uncovered[0].start if count else None,
    )


def _listed(names: list[str] | tuple[str, ...]) -> str:
    """Names in a sentence, the first five of them."""
    shown = list(names[:5])
    if len(names) > len(shown):
        return f"{', '.join(shown)} and {len(names) - len(shown)} more"
    return " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]])) if shown else ""
