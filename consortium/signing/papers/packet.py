"""What a council is handed, as one paper: staff report, resolution, cost, twelve questions, the agreement. Pure.

A draft for the agency's own staff and counsel. Every number is that of the terms; what only the agency knows is left
blank, never guessed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from consortium.signing.papers.agreement_sheet import Given, agreement_blocks
from consortium.signing.papers.blocks import Block, Heading, NewPage, Paragraph, Sheet, Table
from consortium.signing.papers.council import Council
from consortium.signing.papers.council_acts import cost_statement, resolution
from consortium.signing.papers.questions import twelve
from consortium.signing.papers.staff_report import staff_report


def council_packet(given: Given, council: Council) -> Sheet:
    """The whole packet for one agency and its body."""
    kind = "draft of version" if given.draft else "version"
    contents = "A draft for staff and counsel. Blanks are for what only the agency knows."
    return Sheet(
        title=f"Council packet: {given.title}",
        under=f"{council.name}, for the {council.body.name}. About the {kind} {given.number} of the agreement.",
        mark="Draft",
        foot=f"{given.title}, version {given.number}",
        digest=given.digest,
        identifier=f"{given.pact}/{given.number}/{given.digest}/packet",
        blocks=(
            Paragraph(contents, quiet=True),
            *staff_report(given, council),
            NewPage(),
            *resolution(given, council),
            NewPage(),
            *cost_statement(given, council),
            NewPage(),
            *_questions(given),
            NewPage(),
            Heading(f"Attachment: {given.title}, {kind} {given.number}"),
            *_without_names(agreement_blocks(given, level=2)),
        ),
    )


def _questions(given: Given) -> Iterator[Block]:
    yield Heading("Twelve questions")
    yield Paragraph("Each answer is made from the terms and clauses of this text and names the clause it stands on.")
    for number, answer in enumerate(twelve(given), 1):
        yield Heading(f"{number}. {answer.question}", 2)
        for each in answer.said:
            yield Paragraph(each.cited)


def _without_names(blocks: Iterable[Block]) -> Iterator[Block]:
    """The same blocks without names of places: a packet is not what comes back marked up."""
    for block in blocks:
        if isinstance(block, Table):
            yield replace(block, rows=tuple(replace(row, anchor="") for row in block.rows))
        else:
            yield block if isinstance(block, NewPage) else replace(block, anchor="")
