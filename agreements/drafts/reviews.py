"""Where a draft stands, and what the parties' legal advisors say of it. Derived from dated facts; nothing is a status.

A verdict is bound to the digest of text and terms: any change to either makes a text that nobody has judged yet.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from agreements.errors import DraftError
from agreements.times import utc
from geo.names import AgencyId, PersonId


class DraftState(StrEnum):
    """Where a version stands before it is frozen; what comes after is ``agreements.standing.VersionState``.

    ``DRAFT``: it is being written. ``LEGAL_REVIEW``: exactly this text is with the parties' advisors.
    ``WITHDRAWN_DRAFT``: it was given up before it was frozen, for good.
    """

    DRAFT = "draft"
    LEGAL_REVIEW = "legal_review"
    WITHDRAWN_DRAFT = "withdrawn_draft"


class Answer(StrEnum):
    """What an advisor says. A note is for the record and stops nothing; a return asks for another text."""

    APPROVE = "approve"
    APPROVE_WITH_NOTE = "approve_with_note"
    RETURN = "return"


class DraftStep(StrEnum):
    """What happened to a draft as a whole: sent to the advisors, taken back to be changed, or given up."""

    TO_REVIEW = "to_review"
    BACK_TO_DRAFT = "back_to_draft"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One advisor's word for one party on one text.

    Args:
        digest: of the text and terms that the advisor read.
        words: the note or the reason; needed for all but a plain approval.
        at: when, UTC.

    Raises:
        DraftError: a note or a return without words.
        InstantError: ``at`` is not an instant in UTC.
    """

    agency: AgencyId
    advisor: PersonId
    digest: str
    answer: Answer
    words: str
    at: datetime

    def __post_init__(self) -> None:
        """Refuse a verdict that says too little."""
        utc(self.at)
        if self.answer is not Answer.APPROVE and not self.words.strip():
            raise DraftError("A note or a return needs words: what should the parties know or change?")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFact:
    """One dated step of a draft; ``digest`` is that of the text at that moment."""

    step: DraftStep
    digest: str
    at: datetime

    def __post_init__(self) -> None:
        """Refuse a time that is no instant."""
        utc(self.at)


@dataclass(frozen=True, slots=True)
class Review:
    """How far a draft has come.

    Args:
        verdicts: the last verdict of each party on exactly this text.
        waiting: parties whose advisor has said nothing about this text.
        returned: parties whose advisor wants another text.
    """

    state: DraftState
    verdicts: Mapping[AgencyId, Verdict]
    waiting: frozenset[AgencyId]
    returned: frozenset[AgencyId]

    @property
    def may_freeze(self) -> bool:
        """Whether every party's advisor has approved this text while it was with them."""
        return self.state is DraftState.LEGAL_REVIEW and not self.waiting and not self.returned


def review_state(
    digest: str,
    parties: Collection[AgencyId],
    facts: Iterable[DraftFact],
    verdicts: Iterable[Verdict],
    at: datetime,
) -> Review:
    """Where a draft with this digest stands at an instant. Of one party's verdicts on one text the last one counts.

    Steps of one instant are taken in the order in which ``DraftStep`` names them.
    """
    last: dict[AgencyId, Verdict] = {}
    for verdict in sorted(verdicts, key=lambda each: (each.at, str(each.advisor), each.answer)):
        if verdict.digest == digest and verdict.agency in parties and verdict.at <= utc(at):
            last[verdict.agency] = verdict
    return Review(
        _state(digest, [fact for fact in facts if fact.at <= at]),
        last,
        frozenset(parties) - last.keys(),
        frozenset(agency for agency, verdict in last.items() if verdict.answer is Answer.RETURN),
    )


def _state(digest: str, facts: list[DraftFact]) -> DraftState:
    if any(fact.step is DraftStep.WITHDRAWN for fact in facts):
        return DraftState.WITHDRAWN_DRAFT
    order = list(DraftStep)
    newest = max(facts, key=lambda fact: (fact.at, order.index(fact.step)), default=None)
    with_them = newest is not None and newest.step is DraftStep.TO_REVIEW and newest.digest == digest
    return DraftState.LEGAL_REVIEW if with_them else DraftState.DRAFT
