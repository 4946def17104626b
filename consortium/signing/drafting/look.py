"""A draft as it stands: its text bound, what is wrong in it, and how far its review has come. One look for all."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from agreements import Acceptance, AgreementError, Clause, Terms, Version, VersionId, VersionState, standing_at
from agreements.drafts import DraftState, Finding, Known, Review, Severity, lint, review_state, version_of
from agreements.packs import PACKS
from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.db import Reading
from consortium.members.store import load_agencies
from consortium.members.values import Agencies
from consortium.problems import Conflict, NotFound
from consortium.signing.sealing.fonts import coverage
from consortium.signing.store import load_pacts
from consortium.signing.store.drafts import DraftFile, load_draft
from consortium.signing.store.parties import load_known
from consortium.signing.store.reviews import (
    Given,
    Sent,
    load_approvals,
    load_recalls,
    load_reviews,
    load_verdicts,
)
from geo import AgencyId

LEAST_DAYS: Final = 7
"""Days to object to an annex, below which a draft is warned of."""
NOT_YET_IN_FORCE: Final = frozenset(
    {VersionState.FROZEN, VersionState.OUT_FOR_SIGNATURE, VersionState.ESCROW, VersionState.EFFECT_PENDING}
)
"""Where a version's text is settled, and heads still decide about it or wait for it."""
CLOSED = Conflict("This draft was frozen or withdrawn. It can't be changed any more.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Everything that is known of a draft at one instant.

    Args:
        version: what it would become if it were frozen now; ``None`` where it can't become one yet.
        issued: the state of the version that it became, once it is frozen.
        given: every verdict, the newest first, on whichever text.
    """

    file: DraftFile
    at: datetime
    names: Mapping[AgencyId, str]
    states: Mapping[AgencyId, str]
    version: Version | None
    findings: tuple[Finding, ...]
    review: Review
    sent: tuple[Sent, ...]
    given: tuple[Given, ...]
    issued: VersionState | None

    @property
    def terms(self) -> Terms:
        """The terms of the draft."""
        return self.file.draft.terms

    @property
    def digest(self) -> str:
        """The digest of the version that it would become, or empty."""
        return self.version.digest if self.version else ""

    @property
    def stopping(self) -> tuple[Finding, ...]:
        """What keeps it from the advisors."""
        return tuple(each for each in self.findings if each.severity is Severity.STOPS)

    @property
    def for_counsel(self) -> bool:
        """Whether counsel has something to read: it is written or reviewed, or settled and not yet in force."""
        return self.file.open or self.issued in NOT_YET_IN_FORCE

    @property
    def in_review(self) -> bool:
        """Whether exactly this text is with the advisors."""
        return self.file.open and self.review.state is DraftState.LEGAL_REVIEW

    def at_clause(self, clause: Clause | None) -> tuple[Finding, ...]:
        """The findings about one clause; with ``None``, about the draft as a whole."""
        return tuple(each for each in self.findings if each.clause is clause)

    def last_of(self, agency: AgencyId) -> Given | None:
        """What this party's advisor said last of this text, if it counts."""
        counts = self.review.verdicts.get(agency)
        return next((each for each in self.given if each.verdict == counts), None)

    def earlier_of(self, agency: AgencyId) -> tuple[Given, ...]:
        """What this party's advisor said besides: of another text, or of this one and it counts no more."""
        last = self.last_of(agency)
        return tuple(each for each in self.given if each.verdict.agency == agency and each is not last)


async def look_at(reading: Reading, draft: UUID) -> Look:
    """Look at a draft.

    Raises:
        NotFound: there is none of that id.
    """
    file = await load_draft(reading, draft)
    agencies = await load_agencies(reading)
    sent, given = await load_reviews(reading, draft), await load_verdicts(reading, draft)
    recalls = await load_recalls(reading, draft)
    issued, version = None, _version(file, agencies.names)
    if file.frozen_at is not None:
        pact = next(each for each in await load_pacts(reading) if each.id == file.draft.pact)
        version = next(each for each in pact.versions if each.number == file.draft.number)
        issued = standing_at(pact, reading.now).versions[version.number]
    return Look(
        file=file,
        at=reading.now,
        names=agencies.names,
        states=agencies.states,
        version=version,
        findings=await _found(reading, file, agencies) if file.open else (),
        review=review_state(
            version.digest if version else "",
            file.draft.terms.parties,
            [*(each.fact for each in sent), *recalls],
            [each.verdict for each in given],
            reading.now,
            title=file.draft.title,
        ),
        sent=sent,
        given=given,
        issued=issued,
    )


async def _found(reading: Reading, file: DraftFile, agencies: Agencies) -> tuple[Finding, ...]:
    known = await load_known(reading, file.draft.terms)
    return findings_of(file, agencies, (await load_approvals(reading)).keys(), known)


def findings_of(
    file: DraftFile, agencies: Agencies, approved: Collection[tuple[str, int]], known: Known
) -> tuple[Finding, ...]:
    """What the lint finds, and which rules of a state no advisor of that state has approved."""
    found = lint(file.draft, agencies.states, PACKS.values(), agencies.names, coverage(), known)
    states = {agencies.states[each] for each in file.draft.terms.parties if each in agencies.states}
    unread = [
        Finding(
            Severity.WARNS,
            None,
            None,
            f"No advisor of an agency in {state} has approved edition {PACKS[state].edition} of what it asks for.",
        )
        for state in sorted(states & PACKS.keys())
        if (state, PACKS[state].edition) not in approved
    ]
    return (*_by_silence(file.draft.terms), *found, *unread)


def _by_silence(terms: Terms) -> Iterator[Finding]:
    """What an annex that counts by silence cannot promise: that a law takes it for a designation."""
    if terms.acceptance is Acceptance.DEEMED:
        words = (
            "That a roster annex counts without a signature is a choice for counsel: a law that protects talks with "
            "designated peers may ask for an act of the head, which silence may not be. Each annex can still be signed."
        )
        yield Finding(Severity.WARNS, Clause.DESIGNATION, "acceptance", words)
        if terms.deemed_days < LEAST_DAYS:
            days = f"Fewer than {LEAST_DAYS} days to object leave a head who is away no time to read her mail."
            yield Finding(Severity.WARNS, Clause.DESIGNATION, "deemed_days", days)


def may_see(viewer: Viewer, file: DraftFile) -> bool:
    """Whether a draft is hers to see: she drafts, belongs to a party, or serves the consortium as a whole."""
    drafts = viewer.may(Permission.DRAFT_AGREEMENTS)
    return drafts or not viewer.agencies or bool(viewer.agencies & file.draft.terms.parties)


def seen_by(viewer: Viewer, file: DraftFile) -> DraftFile:
    """The draft, if it is hers to see.

    Raises:
        NotFound: it is not.
    """
    if not may_see(viewer, file):
        raise NotFound
    return file


def _version(file: DraftFile, names: Mapping[AgencyId, str]) -> Version | None:
    try:
        return version_of(file.draft, VersionId(file.id), names)
    except AgreementError:
        return None
