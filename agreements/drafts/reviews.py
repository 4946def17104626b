"""Where a draft stands, and what the parties' legal advisors say of it. Derived from dated facts; nothing is a status.

A verdict is bound to the digest of text and terms, and to the title: any change to one of them makes a text that nobody
has judged yet. The title is no part of the digest, but it stands in what is signed.
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
        title: under which she read them; it is no part of the digest.
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
    title: str = ""

    def __post_init__(self) -> None:
        """Refuse a verdict that says too little."""
        utc(self.at)
        if self.answer is not Answer.APPROVE and not self.words.strip():
            raise DraftError("A note or a return needs words: what should the parties know or change?")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFact:
    """One dated step of a draft; ``digest`` is that of the text at that moment, ``title`` what it was called then."""

    step: DraftStep
    digest: str
    at: datetime
    title: str = ""

    def __post_init__(self) -> None:
        """Refuse a time that is no instant."""
        utc(self.at)


@dataclass(frozen=True, slots=True)
class Review:
    """How far a draft has come.

    Args:
        verdicts: the last verdict of each party on exactly this text, as far as it counts.
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
    *,
    title: str = "",
) -> Review:
    """Where a draft with this digest and title stands at an instant.

    Of one party's verdicts on one text the last one counts; of those given before the text was taken back, none.
    Steps of one instant are taken in the order in which ``DraftStep`` names them.
    """
    told = [fact for fact in facts if fact.at <= utc(at)]
    back = max((fact.at for fact in told if fact.step is DraftStep.BACK_TO_DRAFT), default=None)
    last: dict[AgencyId, Verdict] = {}
    for verdict in sorted(verdicts, key=lambda each: (each.at, str(each.advisor), each.answer)):
        about_this = (verdict.digest, verdict.title) == (digest, title) and verdict.agency in parties
        if about_this and verdict.at <= at and (back is None or verdict.at > back):
            last[verdict.agency] = verdict
    return Review(
        _state(digest, title, told),
        last,
        frozenset(parties) - last.keys(),
        frozenset(agency for agency, verdict in last.items() if verdict.answer is Answer.RETURN),
    )


def _state(digest: str, title: str, facts: list[DraftFact]) -> DraftState:
    if any(fact.step is DraftStep.WITHDRAWN for fact in facts):
        return DraftState.WITHDRAWN_DRAFT
    order = list(DraftStep)
    newest = max(facts, key=lambda fact: (fact.at, order.index(fact.step)), default=None)
    if newest is None or newest.step is not DraftStep.TO_REVIEW:
        return DraftState.DRAFT
    return DraftState.LEGAL_REVIEW if (newest.digest, newest.title) == (digest, title) else DraftState.DRAFT
