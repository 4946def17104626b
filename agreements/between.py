"""What a version has against one agency's people being served by another's, whoever the person is.

One rule, one function; each answers why not and with which agency it lies, or ``None``. A rule that a version's terms
say nothing about is not asked at all, so an agreement of the first form is judged as it always was.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from agreements.accords import Accord
from agreements.answers import Why
from agreements.papers import Footing
from agreements.surroundings import Surroundings
from agreements.term_kinds import Kind, Privilege, Service
from agreements.terms import Terms
from geo.names import AgencyId

Against = tuple[Why, AgencyId]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a rule is asked about: a member to be served, by whom, with what, when, and what is known around."""

    accord: Accord
    around: Surroundings
    member: AgencyId
    footing: Footing
    service: Service
    at: datetime

    @property
    def terms(self) -> Terms:
        """The terms of the version."""
        return self.accord.terms

    @property
    def party(self) -> AgencyId:
        """The party that speaks for the member."""
        return self.accord.through[self.member]

    @property
    def lending(self) -> AgencyId | None:
        """The party that speaks for whoever lends her."""
        return self.footing.lender and self.accord.through[self.footing.lender]


Rule = Callable[[Asked], Against | None]


def rules_of(terms: Terms) -> tuple[Rule, ...]:
    """The rules that these terms give something to say, in the order in which they are asked."""
    return tuple(rule for applies, rule in _RULES if applies(terms))


def against(asked: Asked, rules: Iterable[Rule]) -> Against | None:
    """The first of the rules that speaks against it; both agencies are bound by the version."""
    return next((found for rule in rules if (found := rule(asked))), None)


def _provided(asked: Asked) -> Against | None:
    """Clause 4: the party that lends gives this service; of an agreement with a practice, only the practice does."""
    lending, terms = asked.lending, asked.terms
    if terms.kind is Kind.PRACTICE and lending not in asked.accord.practices:
        return Why.NOT_LENT, asked.footing.lender or asked.member
    if lending is not None and asked.service not in terms.provides.get(lending, terms.services):
        return Why.NOT_LENT, asked.footing.lender or asked.member
    return None


def _received(asked: Asked) -> Against | None:
    """Clause 4: the party whose people are served takes this service."""
    taken = asked.terms.receives.get(asked.party, asked.terms.services)
    return None if asked.service in taken else (Why.NOT_RECEIVED, asked.member)


def _near(asked: Asked) -> Against | None:
    """Clause 5: the seats of both agencies are near enough, as the crow flies."""
    most, lender = asked.terms.most_miles, asked.footing.lender
    near = None if most is None or lender is None else asked.around.within(asked.member, lender, most)
    if near is None:
        return Why.DISTANCE_UNKNOWN, asked.member
    return None if near else (Why.TOO_FAR, asked.member)


def _kept_apart(asked: Asked) -> Against | None:
    """Clause 8: none of her agencies is one that is kept apart from the member."""
    through = asked.accord.through
    pairs = (frozenset((asked.party, through.get(own, own))) for own in asked.footing.own)
    return (Why.KEPT_APART, asked.member) if any(pair in asked.terms.kept_apart for pair in pairs) else None


def _at_home(asked: Asked) -> Against | None:
    """Clause 2: a lead agency gives and takes for another only what that one gives and takes at home."""
    accord, lender, member = asked.accord, asked.footing.lender, asked.member
    if not accord.takes_at_home(member, asked.service):
        return Why.BEYOND_LEAD, member
    if lender is not None and not accord.gives_at_home(lender, asked.service):
        return Why.BEYOND_LEAD, lender
    homes = [home for agency in (member, *asked.footing.own) for home in accord.homes.get(agency, ())]
    apart = frozenset[frozenset[AgencyId]]().union(*(home.kept_apart for home in homes))
    return (Why.KEPT_APART, member) if any({member, own} in apart for own in asked.footing.own) else None


def _protected(asked: Asked) -> Against | None:
    """Clause 12: the law of every state concerned protects a talk with a peer of another agency.

    Where the officer's state, or the lender's, wants an accreditation, the lender's team must have it; what nobody has
    read is never taken for a no. Somebody lent by nobody is on no team.
    """
    around, lender = asked.around, asked.footing.lender
    for agency in (asked.member, *sorted(asked.footing.own)):
        protects = around.rules_of(agency).protects_across
        if not protects:
            return Why.PRIVILEGE_UNREAD if protects is None else Why.NOT_PRIVILEGED, agency
    for agency in () if lender is None or around.accredited_at(lender, asked.at) else (asked.member, lender):
        wanted = around.rules_of(agency).wants_accreditation
        if wanted is not False:
            return (Why.ACCREDITATION_UNREAD, agency) if wanted is None else (Why.NOT_ACCREDITED, lender or agency)
    return None


def _may_report(asked: Asked) -> Against | None:
    """Clause 13: she is not one whom her state obliges to report misconduct."""
    for agency in sorted(asked.footing.own) if asked.footing.sworn else ():
        obliged = asked.around.rules_of(agency).must_report
        if obliged is not False:
            return Why.REPORTING_UNREAD if obliged is None else Why.MUST_REPORT, agency
    return None


_RULES: Final[tuple[tuple[Callable[[Terms], bool], Rule], ...]] = (
    (lambda terms: bool(terms.provides) or terms.kind is Kind.PRACTICE, _provided),
    (lambda terms: bool(terms.receives), _received),
    (lambda terms: terms.kind is Kind.CONSORTIA, _at_home),
    (lambda terms: terms.most_miles is not None, _near),
    (lambda terms: bool(terms.kept_apart), _kept_apart),
    (lambda terms: terms.privilege is Privilege.ASSURED, _protected),
    (lambda terms: not terms.reporters_serve, _may_report),
)
