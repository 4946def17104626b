"""One person who may serve, with all her papers, and whom they let her serve under a version of an agreement."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from agreements.errors import PeerError
from agreements.papers import YEAR, Affiliation, Designation, Footing, Papers, Training, TrainingKind
from agreements.rules import designated, offered, qualified
from agreements.steps import Steps
from agreements.terms import Role, Service
from agreements.times import Period, utc
from agreements.versions import PactId, Version
from geo.names import AgencyId, PersonId


@dataclass(frozen=True, kw_only=True)
class PeerFacts:
    """One person who may serve, with her papers.

    Args:
        lent_by: her home agency or practice, which lends her; ``None`` for a clinician or chaplain whom nobody lends.
        affiliations: wherever else she belongs; the home agency counts without being named here.
        suspensions: when she was or is suspended, or de-selected.
        sworn: she is a sworn officer, and may be one whom her state obliges to report.

    Raises:
        PeerError: a peer whom no agency lends, or a designation of somebody else.
    """

    person: PersonId
    role: Role
    lent_by: AgencyId | None
    affiliations: frozenset[Affiliation] = frozenset()
    trainings: tuple[Training, ...] = ()
    designations: tuple[Designation, ...] = ()
    suspensions: tuple[Period, ...] = ()
    sworn: bool = True

    def __post_init__(self) -> None:
        """Refuse papers that contradict each other."""
        if self.lent_by is None and self.role is Role.PEER:
            raise PeerError("A peer needs a home agency that lends her; only clinicians and chaplains may have none.")
        if any(designation.person != self.person for designation in self.designations):
            raise PeerError("Among this person's designations is one of somebody else.")

    @cached_property
    def _dates(self) -> tuple[datetime, ...]:
        periods = [*self.suspensions, *(affiliation.during for affiliation in self.affiliations)]
        ends = [end for period in periods for end in (period.since, period.until) if end is not None]
        return (*ends, *(end for each in self.trainings for end in (each.finished, each.valid_until)))

    @cached_property
    def papers(self) -> Steps[Papers]:
        """What her papers amount to, by instant."""
        return Steps((*self._dates, *self._year_ends), self._papers_at)

    @property
    def _year_ends(self) -> Iterator[datetime]:
        """When each course no longer counts among the hours of the last year."""
        return (training.finished + YEAR for training in self.trainings)

    def _papers_at(self, at: datetime) -> Papers:
        ties = {affiliation.agency for affiliation in self.affiliations if affiliation.during.covers(at)}
        own = frozenset(ties if self.lent_by is None else {self.lent_by, *ties})
        courses = [each for each in self.trainings if each.finished <= at and each.kind is TrainingKind.COURSE]
        until = self.in_date_until(at)
        return Papers(
            own=own,
            footing=Footing(self.lent_by, own, self.sworn),
            suspended=any(period.covers(at) for period in self.suspensions),
            hours=sum(course.hours for course in courses),
            hours_of_year=sum(course.hours for course in courses if at < course.finished + YEAR),
            in_date=None if until is None else at < until,
        )

    def in_date_until(self, at: datetime) -> datetime | None:
        """When what she needs in her role lapses or lapsed, by what was there at an instant; ``None``: nothing was.

        For a clinician that is her licence, whatever courses she finished; for everybody else a course.
        """
        needed = TrainingKind.LICENCE if self.role is Role.CLINICIAN else TrainingKind.COURSE
        return max(
            (each.valid_until for each in self.trainings if each.kind is needed and each.finished <= at), default=None
        )

    @cached_property
    def _by_pact(self) -> dict[int, dict[int, list[Designation]]]:
        """Her designations by agreement and agency, found by the numbers of their ids."""
        found: dict[int, dict[int, list[Designation]]] = {}
        for each in self.designations:
            found.setdefault(each.pact.int, {}).setdefault(each.agency.int, []).append(each)
        return found

    def affiliated(self, at: datetime) -> frozenset[AgencyId]:
        """Every agency that she belongs to at an instant, her home agency always."""
        return self.papers.at(utc(at)).own

    def designations_by(self, agency: AgencyId, pact: PactId) -> tuple[Designation, ...]:
        """Her designations by one agency under one agreement."""
        return tuple(self._by_pact.get(pact.int, {}).get(agency.int, ()))

    @cached_property
    def _clients(self) -> dict[str, Steps[frozenset[int]]]:
        return {}

    def clients(self, version: Version, service: Service) -> Steps[frozenset[int]]:
        """Whom her papers let her serve under a version, if it binds them and her home agency: numbers, by instant.

        What lies between the agencies, and the hour, is not looked at here.
        """
        key = version.digest + service
        if key not in self._clients:
            self._clients[key] = Steps(self.dates_under(version), lambda at: self._clients_at(version, service, at))
        return self._clients[key]

    def dates_under(self, version: Version) -> Iterator[datetime]:
        """Every instant at which whom this version lets her serve may change, in no order."""
        yield from self._dates
        if version.terms.yearly_training_hours:
            yield from self._year_ends
        for designations in self._by_pact.get(version.pact.int, {}).values():
            for each in designations:
                yield from filter(None, (each.begins(version.terms), each.until))

    def _clients_at(self, version: Version, service: Service, at: datetime) -> frozenset[int]:
        papers, terms = self.papers.at(at), version.terms
        if papers.suspended or offered(terms, self.role, service) or qualified(terms, self.role, papers):
            return frozenset()
        by_agency = self._by_pact.get(version.pact.int, {})
        own = {agency.int for agency in papers.own}
        return frozenset(
            agency
            for agency, designations in by_agency.items()
            if agency not in own and not designated(terms, designations, at)
        )

    def losses(self) -> Iterator[datetime]:
        """The instants at which something of hers may run out or stand in the way, in no order."""
        for affiliation in self.affiliations:
            yield from filter(None, [affiliation.during.since])
        for period in self.suspensions:
            yield from filter(None, [period.since])
        for training in self.trainings:
            yield training.valid_until
        yield from self._year_ends
        for designation in self.designations:
            yield from filter(None, [designation.until])
