"""A request ends: closed by the peer from closed lists, erased by the officer, or expired. Nothing of it stays.

What is added to the counters are single answers: no row, no peer, no zone, no day. Each request adds once: it is gone.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from consortium.clock import ceil_hour
from consortium.db import Transaction
from consortium.problems import BadInput, Conflict
from consortium.support.answer_request import locked
from consortium.support.lists import ABOUT, ENDED, FIRST, LISTS, ONWARD
from consortium.support.store import erase
from consortium.support.store.counters import Count
from consortium.support.store.slowed import slow_until
from consortium.support.tables import RequestRow

SLOWED_FOR: Final = timedelta(hours=1)

_OPEN_STATES = {"accepted", "talking", "hold"}


@dataclass(frozen=True, slots=True)
class Closing:
    """The peer's answers, one from each closed list that applies."""

    answers: dict[str, str]

    @classmethod
    def read(cls, form: dict[str, str]) -> "Closing":
        """Take the answers from a form; of anything but a first talk nothing else is asked.

        Raises:
            BadInput: an answer is missing or is not in its list.
        """
        lists = LISTS if form.get("outcome") == "first" else {"outcome": LISTS["outcome"]}
        answers = {}
        for name, values in {**lists, "outcome": LISTS["outcome"]}.items():
            if form.get(name) not in values:
                raise BadInput("Please choose one answer in each list.", name)
            answers[name] = form[name]
        return cls(answers)

    @property
    def counts(self) -> tuple[Count, ...]:
        """What is counted: a first talk by what it was about, anything else by how it ended."""
        if self.answers["outcome"] != "first":
            return (Count(ENDED, self.answers["outcome"]),)
        onward = ONWARD if self.answers["onward"] == "yes" else ""
        return Count(FIRST, "all"), Count(ABOUT, f"{self.answers['topic']}{onward}")


async def close(tx: Transaction, *, person: UUID, attempt: UUID, closing: Closing) -> None:
    """The peer closes her talk: request, timers, attempts, texts and mails go in this transaction.

    Raises:
        Conflict: it is not (any more) her talk.
        NotFound: the request has ended.
    """
    await erase(tx, await _hers(tx, person, attempt), closing.counts)


async def flag_not_officer(tx: Transaction, *, person: UUID, attempt: UUID) -> None:
    """The peer says that no officer wrote this: it ends like any other, and asking without a code is slow for a while.

    That lasts an hour, rounded up to a full one, for the whole consortium. What is kept is until when, and nothing of
    the request.

    Raises:
        Conflict: it is not (any more) her talk.
        NotFound: the request has ended.
    """
    await erase(tx, await _hers(tx, person, attempt), (Count(ENDED, "not_officer"),))
    await slow_until(tx, ceil_hour(tx.now + SLOWED_FOR))


async def erase_by_officer(tx: Transaction, request: RequestRow) -> None:
    """The officer erases: from every state, at once. The caller holds the request's row."""
    await erase(tx, request, (_unclosed(request),))


async def expire(tx: Transaction, request: RequestRow) -> None:
    """Seventy-two hours are over."""
    await erase(tx, request, (_unclosed(request),))


def _unclosed(request: RequestRow) -> Count:
    """How a request ended that no peer closed."""
    if request.state != "waiting":
        return Count(ENDED, "unclosed")
    return Count(ENDED, "unanswered" if request.truth_told else "taken_back")


async def _hers(tx: Transaction, person: UUID, attempt: UUID) -> RequestRow:
    request, own = await locked(tx, person, attempt)
    if own.state != "accepted" or request.state not in _OPEN_STATES:
        raise Conflict("This talk is not with you any more.")
    return request
