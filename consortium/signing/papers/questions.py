"""The twelve questions that a council asks, answered from the terms and the clauses of one text. Pure.

No answer is kept: each sentence is made from a term, so that it can't say another number than the agreement, or is the
library's plain summary of a clause that stands in the text word for word. Where the parties wrote a clause themselves
their words are quoted, and where there is none that is said.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from agreements import CLAUSE_OF, Clause
from agreements.clause_library import Plain, Speech, Voice, in_plain_words
from agreements.clause_library.variables import TERM_VARIABLES
from agreements.term_kinds import Cost, Effect, Filing, Renewal
from consortium.signing.papers.agreement_sheet import Given

_QUOTED: Final = 400


@dataclass(frozen=True, slots=True)
class Said:
    """One statement of an answer, the clause that it stands on, and the term that it is made from, if it is."""

    words: str
    clause: Clause
    term: str = ""

    @property
    def cited(self) -> str:
        """The statement with its clause."""
        return f"{self.words} (clause {self.clause:d})"


@dataclass(frozen=True, slots=True)
class Answer:
    """A question, and what the agreement says to it."""

    question: str
    said: tuple[Said, ...]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses that it stands on."""
        return tuple(sorted({each.clause for each in self.said}))


@dataclass(frozen=True, slots=True)
class _Question:
    words: str
    terms: tuple[str, ...]
    clauses: tuple[Clause, ...]


QUESTIONS: Final = (
    _Question("Who pays?", ("cost",), (Clause.COST,)),
    _Question("Are we liable for what others do, or they for us?", (), (Clause.LIABILITY,)),
    _Question("Who covers pay, injury and workers' compensation?", (), (Clause.PAY_AND_INJURY,)),
    _Question("What becomes a public record?", ("agreement_years",), (Clause.PUBLIC_RECORDS, Clause.RECORDS)),
    _Question(
        "Who gets to see names?",
        ("privilege", "reporters_serve"),
        (Clause.ASKING, Clause.CONFIDENTIALITY, Clause.LIMITS, Clause.RECORDS),
    ),
    _Question("Can we leave?", ("notice_days", "run_off_days"), (Clause.WITHDRAWAL,)),
    _Question("Does it end?", ("term_months", "renewal", "review_months", "effective_from"), (Clause.TERM,)),
    _Question(
        "Who decides?",
        ("lead", "joinder", "amendment", "board_may_change"),
        (Clause.COMMAND, Clause.JOINDER, Clause.AMENDMENT),
    ),
    _Question(
        "What if a peer of another agency does wrong, or is not fit to serve?",
        ("roles", "training_required", "least_training_hours", "yearly_training_hours", "suspend_on"),
        (Clause.INDEPENDENCE, Clause.QUALIFICATIONS, Clause.LIABILITY, Clause.SUSPENSION),
    ),
    _Question("Do we need insurance?", ("insurance_needed", "suspend_on"), (Clause.LIABILITY, Clause.SUSPENSION)),
    _Question(
        "What has to be filed or passed before it binds us?",
        ("effect", "least_parties", "required_parties", "filing", "resolutions_required", "signing_days"),
        (Clause.EFFECT, Clause.COUNTERPARTS),
    ),
    _Question("Does it bind the next chief or sheriff?", ("binds_successors", "law"), (Clause.DISPUTES,)),
)
"""What councils ask, with the terms and clauses that answer."""


def twelve(given: Given) -> tuple[Answer, ...]:
    """The twelve questions with their answers."""
    plain = {each.clause: each for each in in_plain_words(given.text, given.terms, given.names)}
    speech = Speech(given.terms, given.names, Voice.PLAIN)
    return tuple(Answer(each.words, tuple(_said(each, given, plain, speech))) for each in QUESTIONS)


def term_said(term: str, speech: Speech) -> str:
    """What a term says as a sentence of its own; empty if it says nothing."""
    return _SENTENCES[term](speech) if term in _SENTENCES else TERM_VARIABLES[term](speech)


def _said(question: _Question, given: Given, plain: Mapping[Clause, Plain], speech: Speech) -> Iterator[Said]:
    short = next((term for term in question.terms[:1] if term in _SHORT), "")
    if short:
        yield Said(_SHORT[short](speech), CLAUSE_OF[short], short)
    told = " ".join(plain[clause].summary for clause in question.clauses if clause in plain)
    for clause in question.clauses:
        yield _clause(clause, given, plain)
    for term in question.terms:
        words = term_said(term, speech)
        if words and term != short and TERM_VARIABLES[term](speech) not in told:
            yield Said(words, CLAUSE_OF[term], term)


def _clause(clause: Clause, given: Given, plain: Mapping[Clause, Plain]) -> Said:
    found = plain.get(clause)
    if found is None:
        return Said(f"The agreement has no clause on this ({clause.subject}). Ask your advisor.", clause)
    if found.summary:
        return Said(found.summary, clause)
    words = " ".join(given.words(clause).split())
    cut = words if len(words) <= _QUOTED else f"{words[:_QUOTED].rsplit(' ', 1)[0]} …"
    return Said(f"The parties wrote this clause in their own words: “{cut}”", clause)


def _notice(speech: Speech) -> str:
    return f"Yes, {speech.count(speech.terms.notice_days, 'day')} after a notice in writing."


def _run_off(speech: Speech) -> str:
    return f"Talks that are open then may be finished within {speech.count(speech.terms.run_off_days, 'day')}."


def _ends(speech: Speech) -> str:
    months = speech.terms.term_months
    if months is None:
        return "No: it has no end of its own. Each party may leave, and all together may end it."
    if speech.terms.renewal is Renewal.NONE:
        return f"Yes, {speech.count(months, 'month')} after it takes effect."
    return f"Its term is {speech.count(months, 'month')}; then it may go on for another."


def _pays(speech: Speech) -> str:
    return {
        Cost.OWN: "Each agency pays for its own people. We pay no other agency, and none pays us.",
        Cost.POOLED: "Each agency pays for its own people, and into a common fund the lump that its body appropriates.",
        Cost.LUMP: "Each agency pays its own people; the hours on duty for others may be paid in one lump.",
    }[speech.terms.cost]


def _insured(speech: Speech) -> str:
    if speech.terms.insurance_needed:
        return "Yes: a certificate in date before we sign, and for as long as we are in it."
    return "The agreement asks for no certificate. What our own insurer wants to know is for our risk manager."


def _bound(speech: Speech) -> str:
    if speech.terms.binds_successors:
        return "Yes: it binds the agency and whoever holds the office."
    return "No: a new head is bound only by signing."


def _takes_effect(speech: Speech) -> str:
    terms = speech.terms
    needs = [f"{speech.count(terms.least_parties, 'signature')}"]
    needs += ["a resolution of each party's body"] if terms.resolutions_required else []
    needs += [_FILINGS[terms.filing]] if terms.filing is not Filing.NONE else []
    begins = "by itself" if terms.effect is Effect.EVALUATED else "from the day that the clerk records"
    return f"It takes effect {begins}, and not before there are: {', '.join(needs)}."


_FILINGS: Final = {
    Filing.RECORDED: "its filing with the county's recording officer",
    Filing.PUBLISHED: "its listing on a public web page",
}

_SHORT: Final[Mapping[str, Callable[[Speech], str]]] = {
    "cost": _pays,
    "notice_days": _notice,
    "term_months": _ends,
    "insurance_needed": _insured,
    "effect": _takes_effect,
    "binds_successors": _bound,
}
"""The short answer to a question, by the term that it turns on."""

_SENTENCES: Final[Mapping[str, Callable[[Speech], str]]] = {
    "agreement_years": lambda speech: (
        f"Agreement and evidence are kept for {speech.count(speech.terms.agreement_years, 'year')} after it is over."
    ),
    "least_parties": lambda speech: f"At least {speech.count(speech.terms.least_parties, 'party')} must have signed.",
    "roles": lambda speech: f"Those who may serve: {TERM_VARIABLES['roles'](speech)}.",
    "run_off_days": _run_off,
}
"""Sentences of the terms whose own words are only a phrase."""
