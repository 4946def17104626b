"""An agreement as a paper: its parties, its numbered clauses, its terms as Schedule A. The same for Word and print."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from agreements import CLAUSE_OF, Article, Clause, Terms
from agreements.clause_library import Speech, Voice
from agreements.clause_library.variables import TERM_VARIABLES
from consortium.signing.papers.anchors import (
    clause_anchor,
    paragraphs,
    part_anchor,
    term_anchor,
    version_anchor,
)
from consortium.signing.papers.blocks import Block, Heading, Paragraph, Row, Sheet, Table
from geo import AgencyId

TERM_LABELS: Final[Mapping[str, str]] = {
    "acceptance": "How a roster annex designates",
    "agreement_years": "Kept after its end",
    "amendment": "A party that does not sign a later version",
    "answer_minutes": "Time to answer",
    "binds_successors": "A new head",
    "board_may_change": "What the board may change",
    "calendar": "Calendar",
    "cost": "Cost",
    "deemed_days": "Days until an annex counts unsigned",
    "effect": "How it takes effect",
    "effective_from": "Earliest day of effect",
    "filing": "Filing",
    "hours": "Hours",
    "insurance_needed": "Insurance",
    "joinder": "Who consents to joining",
    "kept_apart": "Kept apart",
    "kind": "Kind of agreement",
    "law": "Governing law",
    "lead": "Lead agency",
    "least_parties": "Least parties",
    "least_training_hours": "Least training",
    "may_pause": "Resting at one's own wish",
    "most_miles": "Distance",
    "notice_days": "Notice to leave",
    "parties": "Parties",
    "privilege": "Where talks are not protected by law",
    "provides": "Parties that lend less",
    "receives": "Parties that receive less",
    "renewal": "At the end of the term",
    "reporters_serve": "Peers with a duty to report",
    "required_parties": "Not without",
    "resolutions_required": "Resolutions",
    "review_months": "Review",
    "roles": "Who may serve",
    "run_off_days": "Open talks may be finished within",
    "services": "Services",
    "signing_days": "Time to sign",
    "signing_order": "Order of signing",
    "suspend_on": "What suspends a party",
    "term_months": "Term",
    "training_required": "Training",
    "yearly_training_hours": "Training each year",
}
"""What each term is called in the schedule."""

HEAD: Final = ("Term", "Agreed", "Clause")
PARTS: Final = ("Parties", "Schedule A: terms")
"""The headings of what stands outside the clauses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A text as it is given out: a draft as it is now, or a version for good.

    Args:
        digest: of the version that it is or would become; empty if the draft can become none yet.
        names: what the agencies are called.
        draft: it is still being worked on, so that a word processor tracks what is changed.
        said: of a draft, the words of each clause with their variables still in braces.
    """

    pact: UUID
    number: int
    title: str
    digest: str
    text: tuple[Article, ...]
    terms: Terms
    names: Mapping[AgencyId, str]
    draft: bool
    said: Mapping[Clause, str] = field(default_factory=dict)

    @property
    def speech(self) -> Speech:
        """The terms as the text says them."""
        return Speech(self.terms, self.names)

    def words(self, clause: Clause) -> str:
        """The words of a clause, empty if the text has no such clause."""
        return next((article.words for article in self.text if article.clause is clause), "")

    def called(self, agency: AgencyId) -> str:
        """What an agency is called; its id where nobody knows a name, so that nothing is left out."""
        return self.names.get(agency, str(agency))


def agreement_sheet(given: Given) -> Sheet:
    """The paper of an agreement alone."""
    kind = "Draft of version" if given.draft else "Version"
    return Sheet(
        title=given.title,
        under=f"{kind} {given.number}",
        mark="Draft" if given.draft else "",
        foot=f"{given.title}, version {given.number}",
        digest=given.digest,
        identifier=f"{given.pact}/{given.number}/{given.digest}",
        anchor=version_anchor(given.digest) if given.digest else "",
        tracked=given.draft,
        blocks=agreement_blocks(given),
    )


def agreement_blocks(given: Given, *, level: int = 1) -> tuple[Block, ...]:
    """Parties, clauses and Schedule A; headings begin at ``level``."""
    names = sorted(map(given.called, given.terms.parties))
    blocks: list[Block] = [_part(PARTS[0], "parties", 0, level)]
    blocks += [Paragraph(name, part_anchor("parties", place, name), item=True) for place, name in enumerate(names, 1)]
    for article in given.text:
        blocks += _clause(article, level)
    return (*blocks, *_schedule(given, level))


def heading_of(clause: Clause) -> str:
    """The heading of a clause: its number and its subject."""
    return f"{clause:d}. {clause.subject}"


def schedule_rows(given: Given) -> tuple[tuple[str, tuple[str, str, str]], ...]:
    """Each term that says something: its name, and what it is called, what is agreed, and its clause."""
    speech = Speech(given.terms, given.names, Voice.PLAIN)
    said = ((name, TERM_VARIABLES[name](speech), clause) for name, clause in CLAUSE_OF.items())
    rows = [(name, (TERM_LABELS[name], words, f"{clause:d}")) for name, words, clause in said if words]
    return tuple(sorted(rows, key=lambda row: (int(row[1][2]), row[0])))


def _clause(article: Article, level: int) -> list[Block]:
    heading = Heading(heading_of(article.clause), level, clause_anchor(article.clause, 0, article.words))
    return [
        heading,
        *(
            Paragraph(words, clause_anchor(article.clause, place, words))
            for place, words in enumerate(paragraphs(article.words), 1)
        ),
    ]


def _schedule(given: Given, level: int) -> tuple[Block, ...]:
    why = "The terms of this agreement as data. The clauses say the same; whoever signs one signs the other."
    rows = tuple(Row(cells, term_anchor(name, " | ".join(cells))) for name, cells in schedule_rows(given))
    return (
        _part(PARTS[1], "schedule", 0, level),
        Paragraph(why, part_anchor("schedule", 1, why)),
        Table(HEAD, rows, "Each term, what is agreed, and the number of the clause that it stands under."),
    )


def _part(words: str, part: str, number: int, level: int) -> Heading:
    return Heading(words, level, part_anchor(part, number, words))
