"""A request ends: closed by the peer from closed lists, erased by the officer, or expired. Nothing of it stays.

What is added to this quarter's counters are single answers, each by itself: no row, no peer, no zone, no day.
"""

from dataclasses import dataclass
from uuid import UUID

from consortium.db import Transaction
from consortium.problems import BadInput, Conflict
from consortium.support.answer_request import locked
from consortium.support.lists import LISTS
from consortium.support.store import Count, erase
from consortium.support.tables import RequestRow

_OPEN_STATES = {"accepted", "talking", "hold"}


@dataclass(frozen=True, slots=True)
class Closing:
    """The peer's answers, one from each closed list that applies."""

    answers: dict[str, str]

    @classmethod
    def read(cls, form: dict[str, str]) -> "Closing":
        """Take the answers from a form; without contact nothing else is asked.

        Raises:
            BadInput: an answer is missing or is not in its list.
        """
        lists = LISTS if form.get("outcome") != "no_contact" else {"outcome": LISTS["outcome"]}
        answers = {}
        for name, values in lists.items():
            if form.get(name) not in values:
                raise BadInput("Please choose one answer in each list.", name)
            answers[name] = form[name]
        return cls(answers)


async def close(tx: Transaction, *, person: UUID, attempt: UUID, closing: Closing) -> None:
    """The peer closes her talk: request, timers, attempts, texts and mails go in this transaction.

    Raises:
        Conflict: it is not (any more) her talk.
        NotFound: the request has ended.
    """
    request, own = await locked(tx, person, attempt)
    if own.state != "accepted" or request.state not in _OPEN_STATES:
        raise Conflict("This talk is not with you any more.")
    await erase(tx, request, (Count(measure, value) for measure, value in closing.answers.items()))


async def erase_by_officer(tx: Transaction, request: RequestRow) -> None:
    """The officer erases: from every state, at once. The caller holds the request's row."""
    await erase(tx, request, (Count("erased", request.state),))


async def expire(tx: Transaction, request: RequestRow) -> None:
    """Seventy-two hours are over."""
    await erase(tx, request, (Count("expired", request.state),))
