"""What follows for one version at an instant, once the facts of that instant are told."""

from datetime import datetime

from agreements.life import Life
from agreements.resting import Rest
from agreements.standing import PartyState, VersionState
from agreements.term_ends import first_term
from agreements.term_kinds import Filing, Renewal
from agreements.times import start_of
from geo.names import AgencyId


def judge(life: Life, at: datetime, rest: Rest, *, terminated: bool) -> None:
    """Lets leavers go and joiners in, ends the version if it must end now, else says how far it has come."""
    _let_go(life, at)
    life.take_turns()
    _end_term(life, at)
    let_in(life, at, rest)
    life.state = _ending(life, at, terminated=terminated) or _coming(life)
    life.released = life.in_force or life.state is VersionState.EFFECT_PENDING or (life.released and life.over)


def may_take_effect(life: Life, at: datetime) -> bool:
    """Whether the version's own conditions are met: signed by those needed, its day reached, declared or filed."""
    terms = life.terms
    if life.state is not VersionState.EFFECT_PENDING:
        return False
    if terms.effective_from is not None and at < start_of(terms.effective_from, terms.calendar):
        return False
    return (terms.filing is Filing.NONE or life.filed is not None) if life.evaluated else life.declared


def take_effect(life: Life, at: datetime, rest: Rest) -> None:
    """From now on it binds; its first term begins."""
    life.state, life.since, life.released = VersionState.IN_FORCE, at, True
    life.term = first_term(life.terms, at)
    if life.term is not None and not life.term.rolls:
        life.wakes.append(life.term.ends)
    let_in(life, at, rest)


def let_in(life: Life, at: datetime, rest: Rest) -> None:
    """Where effect is evaluated, a joiner is in when those let it in who must, its body resolved and it was filed.

    Those who come in at one instant do so together; then their own consents count too.
    """
    if not (life.evaluated and life.in_force):
        return
    while ready := [agency for agency in life.joined if _may_come_in(life, agency, rest.of(life, at))]:
        for agency in ready:
            life.admit(agency)


def _may_come_in(life: Life, agency: AgencyId, resting: frozenset[AgencyId]) -> bool:
    terms, filed = life.terms, life.filed
    return (
        agency not in life.admitted
        and life.consented(agency, resting)
        and (agency in life.resolved or not terms.resolutions_required)
        and (terms.filing is Filing.NONE or (filed is not None and filed >= life.joined[agency]))
    )


def _let_go(life: Life, at: datetime) -> None:
    for agency in [agency for agency, when in life.leaving.items() if when <= at]:
        life.part(agency, PartyState.WITHDRAWN)


def _end_term(life: Life, at: datetime) -> None:
    """At the end of a term those go on who may and want to, if they are enough; else it is over for all."""
    if not life.in_force or life.term is None:
        return
    members = life.members
    if life.term.rolls:
        staying = members - {agency for agency, when in life.stopping.items() if when <= at}
    elif at < life.term.ends:
        return
    else:
        staying = members & life.affirmed if life.terms.renewal is Renewal.AFFIRM else set()
    if not life.enough(staying):
        life.ended = life.ended or staying != members
        return
    for agency in members - staying:
        life.part(agency, PartyState.ENDED)
    if not life.term.rolls:
        life.term = life.term.following()
        life.affirmed.clear()
        life.wakes.append(life.term.ends)


def _ending(life: Life, at: datetime, *, terminated: bool) -> VersionState | None:
    """The final state that it reaches now; ``None`` if it goes on."""
    if life.voided:
        return VersionState.VOID
    if life.in_force:
        if terminated or not life.has_those_needed:
            return VersionState.TERMINATED
        return VersionState.EXPIRED if life.ended else None
    if life.withdrawn:
        return VersionState.WITHDRAWN
    closed = life.closes is not None and life.closes <= at
    missed = life.evaluated and (life.released or closed) and not life.has_those_needed
    return VersionState.LAPSED if terminated or life.ended or missed else None


def _coming(life: Life) -> VersionState:
    """How far it has come."""
    if life.in_force:
        return VersionState.IN_FORCE
    if life.has_those_needed:
        return VersionState.EFFECT_PENDING
    if life.signed:
        return VersionState.ESCROW
    return VersionState.FROZEN if life.sent_out is None else VersionState.OUT_FOR_SIGNATURE
